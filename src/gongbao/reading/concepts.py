"""Which concept a number is about: the noun phrase around it, a carried subject, or a distributed list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.quantities import Quantity
from gongbao.reading.text import OPENERS, Span

_LIST_MARK = re.compile(r"^[、和及与以并]+")
_TAIL_STOP = re.compile(r"[，,。；;：:！？!?\n]")
_COLLECTIVE = re.compile(r"“?(?P<count>[双两三四五六])(?:率|零)?”?(?:感染|事故)?(?:均|都|全部)?(?:实现|达到|达|为)?$")
_COUNTS = {"双": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_NEW = re.compile(r"^新(?:增|引进|建|设|培育|认定)(?=.{2})")
_TOTAL = re.compile(r"累计|总数|总量|达到?|共|合计")
_SHARED_HEAD = re.compile(
    r"(?:产业|行业|制造业|业)?(?:增加值|总产值|年产值|产值|零售额|销售额|营业收入|排放量|产量|投资|进出口额?|出口额?|用电量|增长率)$"
)
_HEADED = re.compile(r"(?:值|额|量|收入|投资|出口|进口|率|数|比重|水平|面积|余额|支出|利润|税收)$")
_NOTE = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Concept:
    """The phrase a value is said of, and the rule that found it."""

    phrase: str
    rule: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a quantity inside its clause: `lead` since the previous quantity, `tail` up to the next."""

    lead: str
    tail: str
    clause_lead: str
    clause: str


def surround(text: str, clause: Span, quantities: list[Quantity], index: int) -> Surroundings:
    """Cut the words before and after one of a clause's quantities."""
    quantity = quantities[index]
    left = quantities[index - 1].span.end if index else clause.start
    right = quantities[index + 1].span.start if index + 1 < len(quantities) else clause.end
    tail = text[quantity.span.end : right]
    if tail.strip() == "、" and index + 2 == len(quantities):  # 6家、8.2万平米先导基地: one noun, two numbers
        tail = text[quantities[-1].span.end : clause.end]
    stop = _TAIL_STOP.search(tail)
    return Surroundings(
        text[left : quantity.span.start],
        tail[: stop.start()] if stop else tail,
        text[clause.start : quantity.span.start],
        clause.of(text),
    )


def read_concepts(
    around: Surroundings, carried: list[str], chained: int, place: int, lexicon: Lexicon
) -> list[Concept]:
    """Return the concepts one quantity is said of: one, or several where a rate is said of many (“三率”).

    `carried` holds the sentence's last subjects, for a clause that states none; `chained` is the number of
    values in a row (k values after 分别), `place` the position of this one among them.
    """
    shared = _distribute(around, carried, chained, lexicon)
    if shared:
        return [Concept(shared[place], "distributed")] if place < len(shared) else []
    collective = _read_collective(around, lexicon)
    if collective:
        return [Concept(phrase, "collective") for phrase in collective]
    tail = _clean_tail(around.tail, lexicon)
    lead = _clean_lead(_own_lead(around, has_tail=bool(tail)), lexicon)
    if re.match(r"是|占", lead) and carried and not tail:
        lead = carried[-1] + lead
    if tail:
        return [Concept(lead + tail, "number-before-noun")]
    if lead:
        return [Concept(lead, "noun-before-number")]
    return [Concept(_carry(carried[-1], around.lead), "carried-subject")] if carried else [Concept("", "no-concept")]


def _own_lead(around: Surroundings, *, has_tail: bool) -> str:
    """The words that belong to this number: what ends the phrase of the number before it is cut off."""
    lead = around.lead
    if lead == around.clause_lead or re.match(r"\s*[、，,和及与]", lead) or lead.endswith("国家和地区"):
        return lead
    cut = max(lead.rfind(mark) for mark in "、和及与")
    return lead[cut + 1 :] if cut > 0 and (has_tail or lead[cut] == "、") else lead


def _carry(subject: str, lead: str) -> str:
    """新增企业89家、累计达1717家: the total is of the enterprises, not of the new ones."""
    return _NEW.sub("", subject) if _TOTAL.search(lead) else subject


def _distribute(around: Surroundings, carried: list[str], chained: int, lexicon: Lexicon) -> list[str]:
    """Split the subjects before 分别, one for each of the `chained` values; [] where the counts differ."""
    before, mark, _ = around.clause_lead.partition("分别")
    if not mark or chained < 2:
        return []
    subjects = _clean_lead(_NOTE.sub("", before), lexicon)
    if not subjects:
        return carried if len(carried) == chained else []
    return next((parts for parts in _splits(subjects, chained) if len(parts) == chained), [])


def _splits(subjects: str, count: int) -> list[list[str]]:
    parts = [re.split(r"、", subjects), re.split(r"、|和|及|与|以及", subjects)]
    if count == 2 and "城乡" in subjects:
        parts.append([subjects.replace("城乡", "城镇", 1), subjects.replace("城乡", "农村", 1)])
    return [_share_head([part for part in split if part]) for split in parts]


def _share_head(parts: list[str]) -> list[str]:
    """汽车、家电零售额: the head noun of the last subject belongs to the ones before it."""
    head = _SHARED_HEAD.search(parts[-1]) if len(parts) > 1 else None
    if not head or any(_HEADED.search(part) for part in parts[:-1]):
        return parts
    bare = head[0].removeprefix("产业").removeprefix("行业")
    return [part if part.endswith(head[0]) else part + (bare if part.endswith("业") else head[0]) for part in parts]


def _read_collective(around: Surroundings, lexicon: Lexicon) -> list[str]:
    """业委会组建率、物业服务覆盖率、…“三率”实现100%: one value, as many subjects as the word counts."""
    match = _COLLECTIVE.search(around.lead.rstrip("“"))
    if not match:
        return []
    subjects = _clean_lead(_NOTE.sub("", around.lead[: match.start()]), lexicon)
    parts = [part for part in subjects.split("、") if part]
    tail = _clean_tail(around.tail.lstrip("”"), lexicon)
    return [part + tail for part in parts] if len(parts) == _COUNTS[match["count"]] else []


def _clean_lead(lead: str, lexicon: Lexicon) -> str:
    lead = _LIST_MARK.sub("", lead.strip().lstrip("”’）):：∶"))
    lead = _strip_words(lead, lexicon)
    words = [change.word for change in lexicon.changes]
    if lead in words:
        return ""
    whole = any(lead.endswith(change.word) for change in lexicon.changes if change.direction == "none")
    ending = max((word for word in words if lead.endswith(word)), key=len, default="")
    if ending and not whole:
        lead = _strip_words(lead[: -len(ending)], lexicon)
    return "" if lead in words else lead.strip("、 ")


def _strip_words(lead: str, lexicon: Lexicon) -> str:
    """Strip frames and linking words until none is left (实现全年…: first 实现, then 全年)."""
    before = ""
    while lead != before:
        before = lead
        for word in lexicon.subject_words:
            lead = word.sub("", lead)
    return lead


def _clean_tail(tail: str, lexicon: Lexicon) -> str:
    """The noun after a number, or nothing where a list mark, a bracket, a particle or a change follows."""
    tail = tail.rstrip()
    if not tail or tail[0] in f"、和及与，,以{OPENERS[2:]}" or tail.startswith(("的同时", "为", "是")):
        return ""
    if any(tail.startswith(change.word) for change in lexicon.changes):
        return ""
    tail = tail.removeprefix("的")
    head, mark, rest = tail.partition("、")
    tail = tail if mark and ("等" in rest.split("，")[0] or "的" in rest.split("、")[0]) else head
    return re.sub(r"(?:实施了|完成了|设置了|[和及与、的了])+$", "", tail)
