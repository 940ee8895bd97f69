"""What kind of value a quantity is: measure, direction and basis, out of verb, noun and dimension of its unit.

The decision table is the table of meanings: its first line that fits the class of the verb, the class of the noun and
the dimension of the unit gives the measure. A measure is the nature of a value alone; its dimension is its unit's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gongbao.reading.concepts import Surroundings
from gongbao.reading.leads import open_phrase
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.quantities import Quantity
from gongbao.reading.words import Verb

GROWTH = ("growth_rate", "growth_multiple", "percentage_point_change")
_SHARES = ("percent", "per-mille", "per-ten-thousand", "one")
_GROWTH_BY_UNIT = {
    **dict.fromkeys(_SHARES, "growth_rate"),
    "times": "growth_multiple",
    "percentage-point": "percentage_point_change",
    "per-mille-point": "percentage_point_change",
}
UNITS_OF = {
    "growth_rate": _SHARES,
    "growth_multiple": ("times",),
    "percentage_point_change": ("percentage-point", "per-mille-point"),
    "share": _SHARES,
    "rank": ("rank-place",),
    "ratio": ("one", "times", "percent", "per-mille"),
}
_NO_RATIO = ("level", "flow")
_FILLERS = re.compile(
    r"(?:了|约|超过?|近|均|也|都|各|再|将近|接近|又|还|共|已经?|就|将|可|能|只|仅|分别|预计|同比|环比|至少|左右|名义|实际|累计|累积|年均|"
    r"有望|力争|有所|大幅|比上年末?|较上年末?|比去年|较去年|比上年同期|[比较]\d{4}年|平均每年|每年|由|从|为|的)+$"
)
_REACHED = re.compile(r"(?:到|至|为|成|在)$")
_PACE = re.compile(
    r"(?:增速|增幅|涨幅|降幅|(?<!自然)增长率|增长速度|(?:(?<!自然)增长|下降|上涨|递增|压减|降低)"
    r"(?:率|速度|比例|幅度|预期目标|预期|目标)*)(?:预期)?(?:目标)?$"
)
_SET_TO = re.compile(
    r"(?:目标|预期|设定|确定|定|控制|保持|稳定|回落|回升|收窄|扩大|放缓|提高|降低|缩小|加快|上升|下降|达到?|为|在|到|至|是|约|力争|左右)+$"
)
_PACE_BEHIND = re.compile(r"\s*的?(?:年均|平均|经济)?(?:增速|增幅|涨幅|降幅|增长率|增长速度|增长|速度增长)")
_CLAUSE, _NUMBER_OF = re.compile(r"[，,；;]"), re.compile(r"(?:数量?|[）)”]|的)+$")
_FALLING = re.compile(r"降|减|缩|跌")
_CUMULATED = re.compile(r"累计|累积|总计|合计|共计|总数")
_STOCK_TIME = re.compile(r"(?:^|[，,；;])\s*(?:截至|到)?[^，,；;]{0,8}(?:年|期|月)[末底]|目前|现有|截至")
_LIST_MARK = re.compile(r"[、和及与]|以及")
_NEW = re.compile(
    r"^(?:累计|全年|共|已|预计|年内|城镇)*(?:新增|净增|新[改扩]?建|新开工|新设|新引进|新签|新认定|新培育)"
)
_STRAIGHT = {each: each for each in ("increase", "decrease", "none")}
_TURNED = {"increase": "decrease", "decrease": "increase", "none": "none"}
_RATIO = re.compile(r"(?:收入|生师|师生|存贷|产出|容积|性别|差距|倍差)比$|之比$")
_REACHING = ("突破", "跨", "迈", "达", "冲破")
_IMPROVING = ("提升", "提高", "扩大", "改善", "拓宽", "加快")
_STANDARD = re.compile(r"每(?:人|户|亩|生|床|头|名|套|位|个)?每?[月年日天]?$|每[月年]$")
_SPAN = re.compile(r"年(?:来|间)?累计|期间累计|累计新增")
_NO_THINGS = ("能力", "面积", "容量", "水平", "规模", "产能", "强度", "浓度", "密度", "里程")
_STANDING = re.compile(r"已|累计|共")
_BESIDES = re.compile(r"(?:高于|低于|快于|慢于|高出|优于)[^，,；;]{0,14}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of a value; `direction` is none and `basis` None where nothing grows.

    `guessed` tells that neither a verb nor a noun says whether it is a level or a flow.
    """

    measure: str
    direction: str
    basis: str | None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Predicate:
    """The verb that governs a number: its class, its direction where it is a change, and whether it adds up (累计)."""

    kind: str
    direction: str = "none"
    total: bool = False


NOTHING = Predicate("none")


def unit_fits(measure: str, unit_id: str) -> bool:
    """Tell whether a unit can measure such a value: a growth rate is in per cent, an amount in no share.

    >>> unit_fits("level", "hectare"), unit_fits("flow", "percent")
    (True, False)
    """
    if measure in UNITS_OF:
        return unit_id in UNITS_OF[measure]
    return not (measure in _NO_RATIO and unit_id in (*_SHARES, "times", "percentage-point"))


def read_meaning(
    text: str, quantity: Quantity, around: Surroundings, phrase: str, earlier: Reading | None, lexicon: Lexicon,
    predicate: Predicate, *, dated: bool,
) -> Reading:  # fmt: skip
    """Decide measure, direction and basis of one quantity.

    `phrase` is the concept found, `earlier` the reading of the value directly before it in a list
    (增长3.5倍、54.76%), None where another clause lies between; `predicate` is the verb that governs the number,
    `dated` tells that its time is a date (截至去年底).
    """
    unit = quantity.unit_id or ""
    growth = _GROWTH_BY_UNIT.get(unit)
    listed = bool(_LIST_MARK.fullmatch(around.lead.strip()))
    if growth and listed and earlier and earlier.measure in GROWTH:
        return Reading(growth, earlier.direction, earlier.basis)
    turned = _TURNED if quantity.negative else _STRAIGHT
    if growth and predicate.kind == "change":
        return Reading(growth, turned[predicate.direction], read_basis(around.clause_lead, lexicon))
    if unit in _SHARES and (pace := _pace(around)):
        return Reading("growth_rate", turned[pace], read_basis(around.clause_lead, lexicon))
    if listed and earlier and not growth and not around.tail.strip() and predicate.kind != "reach":
        return earlier
    if quantity.numeral.form == "doubling":
        basis = read_basis(around.clause_lead, lexicon)
        return Reading("ratio", "increase", None if basis == "unstated" else basis)
    measure = _measure(text, quantity, around, phrase, predicate, lexicon, dated=dated)
    if measure == "rank" and predicate.kind == "change" and not around.lead.endswith(("第", "前")):
        return Reading(measure, predicate.direction, None)
    if predicate.kind == "change" and measure == "flow":
        basis = read_basis(around.clause_lead, lexicon)
        return Reading(measure, predicate.direction, None if basis == "unstated" else basis)
    guessed = measure in ("level", "flow") and predicate.kind == "none" and _nature(around, phrase, lexicon) == "none"
    return Reading(measure, "none", None, guessed)


def find_predicate(around: Surroundings, lexicon: Lexicon, earlier: Predicate = NOTHING, bound: str = "") -> Predicate:
    """The verb that governs a number, or where it has none of its own that of the value before it in the sentence.

    `bound` are the words of the quantity before its number: what 突破 an amount has reached it.

    新增高新技术企业60家、科技型中小企业500家: both are new; 全市有文化馆1个，文化站33个: both are there.
    """
    above = _BESIDES.search(around.lead.rstrip())
    if above:
        return Predicate("change", "decrease" if above[0][0] in "低慢" else "increase")
    own = _own_predicate(around, lexicon)
    if own.kind == "do":
        goes_on = earlier.total and bool(re.match(r"\s*(?:[、，,和及与]|以及)", around.lead))
        return replace(own, total=goes_on or _adds_up(around.lead))
    if own.kind in ("none", "be") and bound.startswith(_REACHING):
        return Predicate("reach")
    if own.kind == "none" and earlier.kind in ("new", "do", "have"):
        listed = re.match(r"\s*(?:[、和及与]|以及)", around.lead)
        return earlier if listed or not around.tail.strip() else own
    return own


def _own_predicate(around: Surroundings, lexicon: Lexicon) -> Predicate:
    """The verb directly before the number, or the one that leads its noun; else the verb behind the noun."""
    lead = around.lead.rstrip(" “")
    bare = _FILLERS.sub("", lead)
    verb = lexicon.verbs.ending(bare)
    if verb is None:
        reached = _REACHED.search(bare)
        if reached and (changed := lexicon.verbs.ending(bare[: reached.start()])):
            return Predicate("hold" if reached[0] == "在" else "reach" if changed.kind == "change" else changed.kind)
        return _led(around, lexicon)
    if verb.kind == "change":
        return _changed(verb, bare, lead, around)
    if verb.kind in ("reach", "hold", "be") and _NEW.match(lead):
        return Predicate("new")
    return Predicate(verb.kind, verb.direction)


def _changed(verb: Verb, bare: str, lead: str, around: Surroundings) -> Predicate:
    """A verb of change; 提高到 reaches a level, 提升10个村 does something to villages."""
    if re.search(r"[到至为成]", lead[len(bare) :].replace("比", "")) and verb.kind == "change":
        return Predicate("reach")
    if verb.word in _IMPROVING and around.tail.strip() and "个百分" not in around.tail:
        return Predicate("do") if not re.match(r"\s*[、和的以]", around.tail) else Predicate("change", verb.direction)
    return Predicate("change", verb.direction)


def _led(around: Surroundings, lexicon: Lexicon) -> Predicate:
    """新增就业12万人, 发放贷款120亿元: the verb leads the noun; 16个项目签约: it stands behind it."""
    words = open_phrase(around.lead)
    if _NEW.match(words):
        return Predicate("new")
    noun = lexicon.natures.ending(words)
    if noun and noun.word in _NO_THINGS:
        return NOTHING
    if noun:
        verb = lexicon.verbs.ending(words[: -len(noun.word)])
        if verb and verb.kind in ("do", "new", "have"):
            return Predicate(verb.kind)
    if around.tail.strip() and lexicon.verbs.doing.search(around.tail):
        return Predicate("do")
    leading = lexicon.verbs.leading(words)
    if leading and leading.kind == "change" and len(leading.word) > 1 and leading.word not in _IMPROVING:
        return Predicate("change", leading.direction)
    if leading is None or leading.kind not in ("do", "new", "have"):
        acting = lexicon.promising.leading(words) or _acts_inside(words, lexicon)
        return Predicate("do") if acting else NOTHING
    return Predicate(leading.kind)


def _acts_inside(words: str, lexicon: Lexicon) -> bool:
    """Tell whether a subject does something to the noun that follows (平台发布共享设备); 建设用地 is a noun."""
    match = lexicon.verbs.doing.search(words, 2)
    return match is not None and match.end() + 2 <= len(words) and words[match.end()] not in "的用者中部费额量机"


def _pace(around: Surroundings) -> str:
    """The direction of a growth that a noun tells (涨幅回落到1.8%, 5%的增速), empty where none does."""
    if behind := _PACE_BEHIND.match(around.tail):
        return "decrease" if _FALLING.search(behind[0]) else "increase"
    lead = _SET_TO.sub("", around.lead.rstrip())
    before = _CLAUSE.split(lead)[-1]
    pace = _PACE.search(before)
    return ("decrease" if _FALLING.search(pace[0]) else "increase") if pace else ""


def read_basis(clause_lead: str, lexicon: Lexicon) -> str:
    """What a change is held against: the last basis the words before the number name."""
    found = [(match.end(), cue.code) for cue in lexicon.bases for match in cue.pattern.finditer(clause_lead)]
    return max(found)[1] if found else "unstated"


def _measure(
    text: str, quantity: Quantity, around: Surroundings, phrase: str, predicate: Predicate, lexicon: Lexicon,
    *, dated: bool,
) -> str:  # fmt: skip
    unit = quantity.unit_id or ""
    if around.lead.endswith("第") or unit == "rank-place":
        return "rank"
    if around.lead.endswith("前") and unit in ("person", "count", "rank-place", ""):
        return "rank"
    if _is_ratio(text, quantity) or unit == "times" or (unit in ("", "count") and _RATIO.search(phrase)):
        return "ratio"
    if around.lead.endswith("连续"):
        return "other"
    if unit in ("percentage-point", "per-mille-point"):
        return "percentage_point_change"
    if unit in _SHARES:
        return "share"
    dimension = lexicon.units.dimensions.get(unit, "count")
    kind = predicate.kind
    if dimension == "money" and (_STANDARD.search(around.lead) or phrase.endswith("标准")):
        return "level"
    if (
        kind in ("none", "be", "share") and (_CUMULATED.search(around.lead) or _STOCK_TIME.search(around.clause_lead))
    ) or (kind == "do" and (predicate.total or _stands(around, dated=dated))):
        kind = "have"
    return lexicon.meanings.measure(kind, _nature(around, phrase, lexicon), unit, dimension)


def _stands(around: Surroundings, *, dated: bool) -> bool:
    """Tell whether what was done is told as what stands at a date (截至去年底已建成)."""
    return dated and bool(_STANDING.search(around.clause_lead))


def _adds_up(lead: str) -> bool:
    """累计培育企业: a total; what was newly added, or in a stretch of years that is named, is a flow."""
    return "累计" in lead and not _NEW.search(lead) and not _SPAN.search(lead)


def _nature(around: Surroundings, phrase: str, lexicon: Lexicon) -> str:
    """The nature of the noun at the end of the concept, or right before the number."""
    for words in (phrase, _NUMBER_OF.sub("", phrase), _FILLERS.sub("", around.lead)):
        if noun := lexicon.natures.ending(words):
            return noun.nature
    return "none"


def _is_ratio(text: str, quantity: Quantity) -> bool:
    before = text[max(0, quantity.span.start - 2) : quantity.span.start]
    after = text[quantity.span.end : quantity.span.end + 2]
    return bool(re.search(r"\d[:：∶]$", before) or re.match(r"[:：∶]\d", after))
