"""The verb that governs a number: what it does to it, and which way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gongbao.reading.concepts import Surroundings
from gongbao.reading.leads import open_phrase
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.words import Verb

FILLERS = re.compile(
    r"(?:了|约|超过?|近|均|也|都|各|再|将近|接近|又|还|共|已经?|就|将|可|能|只|仅|分别|预计|同比|环比|至少|左右|名义|实际|累计|累积|年均|"
    r"有望|力争|有所|大幅|比上年末?|较上年末?|比去年|较去年|比上年同期|[比较]\d{4}年|平均每年|每年|由|从|为|的)+$"
)
_REACHED = re.compile(r"(?:到|至|为|成|在)$")
_NEW = re.compile(
    r"^(?:累计|全年|共|已|预计|年内|城镇)*(?:新增|净增|新[改扩]?建|新开工|新设|新引进|新签|新认定|新培育)"
)
_REACHING = ("突破", "跨", "迈", "达", "冲破")
_IMPROVING = ("提升", "提高", "扩大", "改善", "拓宽", "加快")
_SPAN = re.compile(r"年(?:来|间)?累计|期间累计|累计新增")
_NO_THINGS = ("能力", "面积", "容量", "水平", "规模", "产能", "强度", "浓度", "密度", "里程")
_BESIDES = re.compile(r"(?:高于|低于|快于|慢于|高出|优于)[^，,；;]{0,14}$")


@dataclass(frozen=True, slots=True)
class Predicate:
    """The verb that governs a number: its class, its direction where it is a change, and whether it adds up (累计)."""

    kind: str
    direction: str = "none"
    total: bool = False


NOTHING = Predicate("none")


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
    bare = FILLERS.sub("", lead)
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


def _adds_up(lead: str) -> bool:
    """累计培育企业: a total; what was newly added, or in a stretch of years that is named, is a flow."""
    return "累计" in lead and not _NEW.search(lead) and not _SPAN.search(lead)
