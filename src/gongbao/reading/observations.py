"""The machine's reading of every quantity of a text: concept, kind, period, scope and status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongbao.reading.concepts import Concept, read_concepts, surround
from gongbao.reading.kinds import Reading, read_kind
from gongbao.reading.ledger import Entry
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.periods import Period, read_period
from gongbao.reading.quantities import Quantity, read_quantity
from gongbao.reading.text import Sentence, Span, split_clauses

_LOOKS_BACK = re.compile("(?<![比较与])去年|过去五年|这五年")
_INDICATOR = re.compile(r"(?:收入|水平|值|额|量|支出|经费|投资|价格|人数|率|余额|生产)$")
_CHAIN_MARKS = ("、", "和", "及", "与")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the registry with the names it goes by in prose; `wider` ones hold the report's own place."""

    place_id: str
    names: tuple[str, ...]
    wider: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a text before its numbers are read."""

    year_covered: int
    year_planned: int | None
    place_id: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value of one concept as the machine reads it; `part` is a, b … where one numeral serves several."""

    quantity: Quantity
    sentence: Sentence
    part: str
    concept: Concept
    reading: Reading
    period: Period
    place_id: str
    status: str


def propose(
    text: str, sentence: Sentence, entries: list[Entry], subject: Subject, lexicon: Lexicon, *, part: str
) -> list[Proposal]:
    """Read every quantity of one sentence.

    `text` is the whole folded text (see `numerals.fold`), `entries` are the sentence's numerals with their
    roles, `part` is the report's part (front, review, plan).
    """
    quantities = _read_quantities(text, entries, lexicon)
    carried: list[str] = []
    places = ""
    proposals: list[Proposal] = []
    pending = ""
    for clause in split_clauses(text, sentence.core):
        inside = [q for q in quantities if clause.covers(Span(q.numeral.span.start, q.numeral.span.start + 1))]
        own = _opening_place(text, clause, subject)
        places = own or (places if text[clause.start - 1 : clause.start] in "；;" else "")
        if not inside and _INDICATOR.search(clause.of(text).strip()):
            pending = clause.of(text).strip()
        carried = [pending] if pending and inside else carried
        pending = "" if inside else pending
        found = list(_read_clause(text, sentence, clause, inside, carried, subject, lexicon, part, places))
        proposals.extend(found)
        phrases = [p.concept.phrase for p in found if p.concept.phrase]
        carried = phrases or carried
    return proposals


def _read_quantities(text: str, entries: list[Entry], lexicon: Lexicon) -> list[Quantity]:
    found: list[Quantity] = []
    for index, entry in enumerate(entries):
        if entry.role != "quantity" or (found and found[-1].span.covers(entry.numeral.span)):
            continue
        after = entries[index + 1].numeral if index + 1 < len(entries) else None
        quantity = read_quantity(text, entry.numeral, lexicon, other=after)
        if quantity:
            found.append(quantity)
    return found


def _read_clause(
    text: str,
    sentence: Sentence,
    clause: Span,
    quantities: list[Quantity],
    carried: list[str],
    subject: Subject,
    lexicon: Lexicon,
    part: str,
    place_id: str,
) -> Iterator[Proposal]:
    earlier: Reading | None = None
    latest = carried
    for index, quantity in enumerate(quantities):
        around = surround(text, clause, quantities, index)
        place, chained = _chain(text, quantities, index)
        concepts = read_concepts(around, latest, chained, place, lexicon)
        before = text[sentence.core.start : quantity.span.start]
        place_id = _adjacent_place(around.lead, subject) or place_id
        reading = None
        for number, concept in enumerate(concepts):
            reading = read_kind(text, quantity, around, concept.phrase, earlier, lexicon)
            year = _year(part, around.clause, subject, lexicon)
            period = read_period(before, around.lead, year, lexicon)
            letter = "abcdefghijklmnopqrstuvwxyz"[number] if len(concepts) > 1 else ""
            yield Proposal(
                quantity, sentence, letter, concept, reading, period, place_id or subject.place_id,
                _read_status(before, period, subject, lexicon),
            )  # fmt: skip
            latest = [concept.phrase] if concept.phrase and chained < 2 else latest
        earlier = reading


def _chain(text: str, quantities: list[Quantity], index: int) -> tuple[int, int]:
    """Position of a quantity in a row of bare values (15%、14.5%), and the length of the row."""
    first = last = index
    while first > 0 and _joined(text, quantities[first - 1], quantities[first]):
        first -= 1
    while last + 1 < len(quantities) and _joined(text, quantities[last], quantities[last + 1]):
        last += 1
    return index - first, last - first + 1


def _joined(text: str, left: Quantity, right: Quantity) -> bool:
    return text[left.span.end : right.span.start].strip() in _CHAIN_MARKS


def _year(part: str, clause: str, subject: Subject, lexicon: Lexicon) -> int:
    """The year a clause is about; outside review and plan a word of aim (力争) decides."""
    aims = any(cue.code == "target" and cue.pattern.search(clause) for cue in lexicon.statuses)
    if _LOOKS_BACK.search(clause):
        return subject.year_covered
    planned = part == "plan" or (part == "front" and aims)
    return subject.year_planned if planned and subject.year_planned else subject.year_covered


def _read_status(before: str, period: Period, subject: Subject, lexicon: Lexicon) -> str:
    """A value of a later year is a target; 预计 reaches over the rest of its sentence."""
    if period.end.year > subject.year_covered:
        return "target"
    estimated = any(cue.code == "estimated" and cue.pattern.search(before) for cue in lexicon.statuses)
    return "estimated" if estimated else "actual"


def _opening_place(text: str, clause: Span, subject: Subject) -> str:
    """The place a clause opens with, adverbs aside; 北京市专精特新 names a grade of honour, not a scope."""
    words = clause.of(text).lstrip("全年预计已共并、“”")
    found = [
        (len(name), p.place_id) for p in subject.places if not p.wider for name in p.names if words.startswith(name)
    ]
    return max(found)[1] if found else ""


def _adjacent_place(lead: str, subject: Subject) -> str:
    """The place that stands directly before a number (与平谷区18个乡镇)."""
    found = [(len(name), place.place_id) for place in subject.places for name in place.names if lead.endswith(name)]
    return max(found)[1] if found else ""
