"""What kind of value a quantity is: measure, direction and basis, out of verb, noun and dimension of its unit.

The decision table is the table of meanings: its first line that fits the class of the verb, the class of the noun and
the dimension of the unit gives the measure. A measure is the nature of a value alone; its dimension is its unit's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gongbao.reading.concepts import Surroundings
from gongbao.reading.endings import Beginning, Ending
from gongbao.reading.leads import open_phrase
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.patterns import Scan
from gongbao.reading.predicates import FILLERS, THINGS, Predicate, adds_up
from gongbao.reading.quantities import Quantity

GROWTH: Final = ("growth_rate", "growth_multiple", "percentage_point_change")
_SHARES: Final = ("percent", "per-mille", "per-ten-thousand", "one")
_GROWTH_BY_UNIT: Final = {
    **dict.fromkeys(_SHARES, "growth_rate"),
    "times": "growth_multiple",
    "percentage-point": "percentage_point_change",
    "per-mille-point": "percentage_point_change",
}
UNITS_OF: Final = {
    "growth_rate": _SHARES,
    "growth_multiple": ("times",),
    "percentage_point_change": ("percentage-point", "per-mille-point"),
    "share": (*_SHARES, "per-hundred-thousand"),
    "rank": ("rank-place",),
    "ratio": ("one", "times", "percent", "per-mille", "per-ten-thousand-yuan", "per-hundred-people", "yuan", "person"),
}
_NO_RATIO: Final = ("level", "flow")
_PACE: Final = Ending(
    r"(?:增速|增幅|涨幅|降幅|(?<!自然)增长率|增长速度|(?:(?<!自然)增长|下降|上涨|递增|压减|降低)"
    r"(?:率|速度|比例|幅度|预期目标|预期|目标)*)(?:预期)?(?:目标)?$"
)
_SET_TO: Final = Ending(
    r"(?:目标|预期|年均|拟|设定|确定|定|控制|保持|稳定|回落|回升|收窄|扩大|放缓|提高|降低|缩小|加快|上升|下降|达到?|为|在|到|至|是|约|力争|左右|应|要|须|不?[高低]于|超过?|均|都|分别|双双)+$"
)
_PACE_BEHIND: Final = Beginning(
    r"\s*(?:左右|以上)?的?(?:年均|平均|经济|发展)?(?:中?高|较?快)?(?:增速|增幅|涨幅|降幅|增长率|增长速度|增长|速度)"
)
_CLAUSE, _NUMBER_OF = re.compile(r"[，,；;]"), Ending(r"(?:数量?|[）)”]|的)+$")
_FALLING: Final = re.compile(r"降|减|缩|跌")
IN_A_ROW: Final = "连[增降升冠胜优好丰续快涨]"  # 粮食产量“九连增”: so many years
_IN_A_ROW: Final = Beginning(f"”?{IN_A_ROW}")
_PER_HUNDRED: Final = re.compile(r"每?[百千万]元.{0,10}成本")
_ATTRIBUTE: Final = Beginning(r"\s*(?:以上|左右)?的")
_FUND: Final = re.compile(r"\s*(?:的|以上的?)?(?:(?!设立|组建|成立)[^，、；。\d]){0,12}基金")
_FOUNDING: Final = ("设立", "组建", "成立", "建立", "发起", "首期", "规模")
_PEOPLE: Final = re.compile(r"\s*(?:(?:人口)?的?(?:大国|国家|大省)|中国人|人民)")  # 14亿多人口大国: how many they are
_PLANT: Final = re.compile(r"[^，、]{1,12}?(?:项目|工程|装置|生产线|产线|基地)")
_CUMULATED: Final = re.compile(r"累计|累积|总计|合计|共计|总数")
_STOCK_TIME: Final = re.compile(
    r"(?:^|[，,；;])\s*(?:截至|到)?[^，,；;]{0,8}(?:年|期|月)[末底]|(?<![项科题条栏])目前|现有|截至"
)
_LIST_MARKS: Final = frozenset(("、", "和", "及", "与", "以及"))
_RATES: Final = ("率", "比重", "占比", "比例", "度", "水平", "份额")
_OTHER_THING: Final = re.compile(r"[、和及与]\s*[一-鿿]{2,6}")
_COLONS: Final = frozenset(":：∶")
_STRAIGHT: Final = {each: each for each in ("increase", "decrease", "none")}
_TURNED: Final = {"increase": "decrease", "decrease": "increase", "none": "none"}
_RATIO: Final = Ending(r"(?:收入|生师|师生|存贷|产出|容积|性别|差距|倍差)比$|之比$|倍差$")
_INTENSITY: Final = Ending(
    r"(?:万元|亿元|单位|[吨度]|千瓦时|百万吨)[^，]{0,12}(?:用水量|耗水量|能耗|电耗|水耗|煤耗|[油料物]耗|用量|排放量?)$"
)
_DEATHS: Final = Ending(r"(?:亿元|百万吨|十万[人台]|万车|亿客公里|亿人公里|万台)[^，]{0,16}死亡(?:人数)?$")
_STANDARD: Final = Ending(
    r"每(?:人|户|亩|生|床|头|名|套|位|个)?每?[月年日天]?$|每[月年]$|月人均$|[到至](?:人均|户均|亩均)$"
)
_AMOUNTS: Final = ("总量", "规模", "总规模")  # of what comes before: 预算收入总量 is made in a year as the revenue is
_TOTALS, _COUNTED = ("总量", "总数"), ("count", "entity", "household", "person", "item", "")
_STANDARDS: Final = Ending("标准(?:平均数|水平)?$")
_DOES_WELL: Final = re.compile(r"[^，,。；;、的]{0,16}(?:过|破|超|达|突破|超过|达到)[十百千万亿\d]")
_TOLD: Final = Ending(r"(?:分别|均|都|各|已)*(?:达到?|为|是|有|突破|超过?)$")
_PACED: Final = re.compile("[日月年]均|每[日天月年]|新设|新增|招收")
_ACTING: Final = re.compile("[为向给对将把被]")
_STANDING: Final = re.compile(r"已|累计|共")


@dataclass(slots=True, init=False)
class Reading:
    """The kind of a value; `direction` is none and `basis` None where nothing grows.

    `guessed` tells that neither a verb nor a noun says whether it is a level or a flow.
    """

    measure: str
    direction: str
    basis: str | None
    guessed: bool = False

    def __init__(self, measure: str, direction: str, basis: str | None, guessed: bool = False) -> None:
        self.measure = measure
        self.direction = direction
        self.basis = basis
        self.guessed = guessed


def unit_fits(measure: str, unit_id: str) -> bool:
    """Tell whether a unit can measure such a value: a growth rate is in per cent, an amount in no share.

    >>> unit_fits("level", "hectare"), unit_fits("flow", "percent")
    (True, False)
    """
    if measure in UNITS_OF:
        return unit_id in UNITS_OF[measure]
    return not (measure in _NO_RATIO and (unit_id in _SHARES or unit_id in ("times", "percentage-point")))


def read_meaning(
    text: str, quantity: Quantity, around: Surroundings, phrase: str, earlier: Reading | None, lexicon: Lexicon,
    predicate: Predicate, *, dated: bool, spanned: bool = False, opposed: bool = False,
) -> Reading:  # fmt: skip
    """Decide measure, direction and basis of one quantity.

    `phrase` is the concept found, `earlier` the reading of the value directly before it in a list
    (增长3.5倍、54.76%), None where another clause lies between; `predicate` is the verb that governs the number,
    `dated` tells that its time is a date (截至去年底), `spanned` that its sentence names a stretch of years,
    `opposed` that its sign is another than that of the value before it (增长-4.8%、6.8%).
    """
    unit = quantity.unit_id or ""
    growth = _GROWTH_BY_UNIT.get(unit)
    listed = around.lead.strip() in _LIST_MARKS
    if growth and listed and earlier and earlier.measure in GROWTH:
        return Reading(growth, (_TURNED if opposed else _STRAIGHT)[earlier.direction], earlier.basis)
    if growth and earlier and _goes_on_changing(growth, around, earlier, phrase, predicate):
        return Reading(growth, earlier.direction, earlier.basis)
    turned = _TURNED if quantity.negative else _STRAIGHT
    if growth and predicate.kind == "change":
        return Reading(growth, turned[predicate.direction], read_basis(around.clause_lead, lexicon))
    if unit in _SHARES and (pace := _pace(around)):
        return Reading("growth_rate", turned[pace], read_basis(around.clause_lead, lexicon))
    alike = listed and earlier is not None and unit_fits(earlier.measure, unit)
    if alike and earlier and not growth and not around.tail.strip() and predicate.kind != "reach":
        return earlier
    if quantity.numeral.form == "doubling":
        return Reading("growth_multiple", "increase", read_basis(around.clause_lead, lexicon))
    measure, nature = _measure(text, quantity, around, phrase, predicate, lexicon, dated=dated, spanned=spanned)
    if measure == "rank" and predicate.kind == "change" and not around.lead.endswith(("第", "前")):
        return Reading(measure, predicate.direction, None)
    if predicate.kind == "change" and measure == "flow":
        basis = read_basis(around.clause_lead, lexicon)
        return Reading(measure, predicate.direction, None if basis == "unstated" else basis)
    if measure == "flow" and "净增" in around.lead and not growth:
        return Reading(measure, "increase", None)
    if measure == "level" and earlier and around.lead.lstrip()[:1] in ("、", "和", "及", "与"):
        measure = earlier.measure if earlier.measure == "flow" and predicate.kind == "none" else measure
    if _goes_on_falling(measure, around, earlier, predicate) and earlier:
        return earlier
    silent = measure in _NO_RATIO and predicate.kind == "none"
    guessed = silent and (nature or _nature(around, phrase, lexicon)) == "none"
    return Reading(measure, "none", None, guessed)


def reading_before(reading: Reading, phrase: str, quantity: Quantity, lexicon: Lexicon) -> Reading:
    """What something rose from is a state of it, or a flow of the time before."""
    if reading.measure not in ("flow", "growth_rate"):
        paced = reading.measure == "level" and _PACED.search(phrase) and lexicon.units.counts(quantity.unit_id)
        return Reading("flow" if paced else reading.measure, "none", None)
    if reading.measure == "growth_rate":
        return Reading("share", "none", None)
    noun = lexicon.natures.ending(phrase)
    nature = noun.nature if noun else "none"
    unit = quantity.unit_id or "count"
    return Reading(
        lexicon.meanings.measure("reach", nature, unit, lexicon.units.dimensions.get(unit, "count")), "none", None
    )


def _goes_on_changing(
    growth: str, around: Surroundings, earlier: Reading, phrase: str, predicate: Predicate
) -> bool:  # fmt: skip
    """压减时间58%、材料52%: another thing that changes like the one before, and no rate of its own."""
    listed = earlier.measure == growth and _OTHER_THING.fullmatch(around.lead.strip()) is not None
    return listed and predicate.kind in ("none", "do") and not phrase.endswith(_RATES)


def _goes_on_falling(measure: str, around: Surroundings, earlier: Reading | None, predicate: Predicate) -> bool:
    """压减生铁产能10万吨、粗钢产能20万吨: what changes by so much goes on in the next of a list."""
    same = earlier is not None and earlier.measure == measure == "flow" and earlier.direction != "none"
    return same and predicate.kind == "none" and _OTHER_THING.match(around.lead.strip()) is not None


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
    if not _any_basis(lexicon).search(clause_lead):
        return "unstated"
    return max((match.end(), cue.code) for cue in lexicon.bases for match in cue.pattern.finditer(clause_lead))[1]


@lru_cache(maxsize=2)
def _any_basis(lexicon: Lexicon) -> Scan:
    return Scan(re.compile("|".join(f"(?:{cue.pattern.pattern})" for cue in lexicon.bases)))


def _measure(
    text: str, quantity: Quantity, around: Surroundings, phrase: str, predicate: Predicate, lexicon: Lexicon,
    *, dated: bool, spanned: bool,
) -> tuple[str, str]:  # fmt: skip
    """The measure of a value, and the nature of its noun where that had to be asked."""
    if measure := _relative(text, quantity, around, phrase, predicate, lexicon):
        return measure, ""
    unit, kind = quantity.unit_id or "", predicate.kind
    dimension = lexicon.units.dimensions.get(unit, "count")
    if _is_scale(around, dimension, kind) or (unit == "person" and _PEOPLE.match(around.tail)):
        return "level", ""
    if (
        kind != "change"
        and (dimension == "money" or kind == "reach")
        and (_STANDARD.search(around.lead) or _STANDARDS.search(phrase))
    ):
        return "level", ""
    if kind not in ("change", "do", "new") and dimension != "money" and _INTENSITY.search(phrase):
        return "level", ""
    if unit in _COUNTED and phrase.endswith(_TOTALS) and kind in ("none", "be", "reach"):
        return "level", ""  # 经营主体总量突破140万户
    if kind in ("none", "be", "share", "reach") and adds_up(around.lead):
        kind = "total"
    elif kind in ("none", "be", "share") and (_CUMULATED.search(around.lead) or _STOCK_TIME.search(around.clause_lead)):
        kind = "have"
    elif kind == "do" and ((predicate.total and not spanned) or _stands(around, dated=dated)):
        kind = "total"
    nature = _nature(around, phrase, lexicon)
    if kind == "none" and nature == "none" and _names_things(around, lexicon):
        kind = "named"
    return lexicon.meanings.measure(kind, nature, unit, dimension), nature


def _relative(
    text: str, quantity: Quantity, around: Surroundings, phrase: str, predicate: Predicate, lexicon: Lexicon
) -> str:  # fmt: skip
    """The measure of what is no amount: a rank, ratio, rate, length of a run; empty for amounts."""
    unit = quantity.unit_id or ""
    if around.lead.endswith("第") or unit == "rank-place":
        return "rank"
    if around.lead.endswith("前") and unit in ("person", "count", "rank-place", ""):
        return "rank"
    if (unit != "percent" and _is_ratio(text, quantity)) or unit == "times":
        return "ratio"
    if unit in ("", "count") and _RATIO.search(phrase):
        return "ratio"
    lasts = around.lead.endswith("连续") and lexicon.units.dimensions.get(unit) in ("time", "count", None)
    if lasts or _IN_A_ROW.match(text, quantity.span.end):
        return "other"
    if predicate.kind != "change":
        per_hundred = unit == "yuan" and _PER_HUNDRED.search(phrase)
        if per_hundred or (unit == "person" and _DEATHS.search(phrase)):
            return "ratio"
    if unit in ("percentage-point", "per-mille-point"):
        return "percentage_point_change"
    if unit in _SHARES:
        return "index" if phrase.endswith("指数") else "share"
    return ""


def _names_things(around: Surroundings, lexicon: Lexicon) -> bool:
    """Tell whether what is counted is named before its number and nothing is said to happen to it."""
    words = open_phrase(around.lead)
    told = around.tail.strip() or _ACTING.search(words) or lexicon.promising.leading(words)
    return not told and words.endswith(THINGS)


def _is_scale(around: Surroundings, dimension: str, kind: str) -> bool:
    """Tell whether a number says how large a project is (300万吨示范项目, 总投资50亿元的项目)."""
    if dimension == "money":
        sized = around.lead.endswith("投资") and _ATTRIBUTE.match(around.tail)
        held = kind in ("none", "be", "have") or around.lead.endswith(_FOUNDING)
        return bool(sized or (held and _FUND.match(around.tail)))
    return dimension in ("mass", "volume", "power") and _PLANT.match(around.tail) is not None


def _stands(around: Surroundings, *, dated: bool) -> bool:
    """Tell whether what was done is told as what stands at a date (截至去年底已建成)."""
    return dated and bool(_STANDING.search(around.clause_lead))


def _nature(around: Surroundings, phrase: str, lexicon: Lexicon) -> str:
    """The nature of the noun at the end of the concept, or right before the number."""
    who = lexicon.natures.leading(around.tail)
    if who and who.nature == "level" and _DOES_WELL.match(around.tail, len(who.word)):
        return "level"  # 7个县区地区生产总值过百亿元
    asked = ""
    for words in _namings(around, phrase):
        if words == asked:
            continue
        asked = words
        if noun := lexicon.natures.ending(words):
            counted = lexicon.natures.ending(words[: -len(noun.word)]) if noun.word in _AMOUNTS else None
            return (counted or noun).nature
    return "none"


def _namings(around: Surroundings, phrase: str) -> Iterator[str]:
    """The words that may end with the noun of a value, the likeliest first."""
    yield phrase
    yield _NUMBER_OF.sub("", phrase)
    yield FILLERS.sub("", around.lead)
    yield _TOLD.sub("", around.lead)


def _is_ratio(text: str, quantity: Quantity) -> bool:
    start, end = quantity.span
    before = text[start - 1 : start] in _COLONS and text[max(0, start - 2) : start - 1].isdecimal()
    return before or (text[end : end + 1] in _COLONS and text[end + 1 : end + 2].isdecimal())
