"""The machine's whole reading of one text: sentences, sections, numerals with roles, values with meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongbao.reading.collecting import uncollected
from gongbao.reading.concepts import Carried
from gongbao.reading.context import Context, Proposal, Subject
from gongbao.reading.folding import READ_THROUGH, make_reading_text
from gongbao.reading.furniture import find_furniture
from gongbao.reading.hygiene import Damage, inspect
from gongbao.reading.ledger import Entry, assign_roles
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading, in_frozen_text
from gongbao.reading.numerals import lex
from gongbao.reading.observations import propose
from gongbao.reading.quantities import read_quantities
from gongbao.reading.sections import Section, read_sections
from gongbao.reading.state import read_scopes
from gongbao.reading.text import Sentence, Span, split_sentences


@uncollected()
def read_text(
    text: str,
    subject: Subject,
    lexicon: Lexicon,
    *,
    counted: Iterable[Span] = (),
    dismissed: Iterable[tuple[Span, str, str]] = (),
) -> TextReading:
    """Read a frozen text; all spans of the result are places in it.

    A curator may overrule the ledger: `counted` are spans whose numerals are values although the rules call
    them names, `dismissed` are (span of the numeral, role, reason) for numerals that are none.
    """
    made = make_reading_text(text, lexicon)
    sentences = split_sentences(made.text)
    sections = read_sections(made.text, sentences, lexicon, year_planned=subject.year_planned)
    damage = Damage(finding for finding in inspect(text, lexicon) if finding.kind not in READ_THROUGH)
    furniture = find_furniture(text)
    numerals = lex(made.text, lexicon.units)
    places = list(made.spans([numeral.span for numeral in numerals]))
    entries = assign_roles(made.text, numerals, lexicon)
    entries = _overrule(_apart(entries, places, damage, furniture), list(counted), list(dismissed), places)
    proposals = _propose(made.text, sentences, sections, entries, subject, lexicon)
    reading = TextReading(text, sentences, sections, entries, proposals, damage, furniture)
    return in_frozen_text(reading, made, places, lexicon)


def _apart(entries: list[Entry], places: list[Span], damage: Damage, furniture: list[Span]) -> list[Entry]:
    """Set apart the numerals that a spoiled spot touches, and those in the furniture of a page."""
    if damage:
        entries = [_spoil(entry, damage, place) for entry, place in zip(entries, places, strict=True)]
    for first, last in furniture:
        entries = [
            _as_furniture(entry) if first <= start and end <= last else entry
            for entry, (start, end) in zip(entries, places, strict=True)
        ]
    return entries


def _as_furniture(entry: Entry) -> Entry:
    """A number in the furniture of a page counts nothing of the report."""
    if entry.role in ("quantity", "unresolved"):
        return Entry(entry.numeral, "name", "page_furniture", "rule:page-furniture")
    return entry


def _propose(
    text: str,
    sentences: list[Sentence],
    sections: list[Section],
    entries: list[Entry],
    subject: Subject,
    lexicon: Lexicon,
) -> list[Proposal]:
    scopes = read_scopes(text, sentences, sections, subject.year_covered, subject.year_planned)
    quantities = [read_quantities(text, inside, lexicon) for inside in _by_sentence(sentences, entries)]
    contexts = [
        Context(text, sentence, found, scope, subject, lexicon)
        for sentence, found, scope in zip(sentences, quantities, scopes, strict=True)
        if found
    ]
    carried, paragraph = Carried(), 0
    proposals: list[Proposal] = []
    for context in contexts:
        if context.sentence.paragraph != paragraph:
            carried, paragraph = Carried(), context.sentence.paragraph
        proposals += propose(context, carried)
    return proposals


def _by_sentence(sentences: list[Sentence], entries: list[Entry]) -> Iterator[list[Entry]]:
    """The numerals of every sentence."""
    starts = [entry.numeral.span.start for entry in entries]
    starts.append(sentences[-1].span.end + 1 if sentences else 0)
    last = 0
    for sentence in sentences:
        begin, end = sentence.core
        while starts[last] < begin:
            last += 1
        first = last
        while starts[last] < end:
            last += 1
        yield entries[first:last]


def _spoil(entry: Entry, damage: Damage, place: Span) -> Entry:
    """Leave a numeral that a spoiled spot touches unresolved: what it says is not sure."""
    if damage.touches(place):
        return Entry(entry.numeral, "unresolved", "source_damage", "rule:source-damage")
    return entry


def _overrule(
    entries: list[Entry], counted: list[Span], dismissed: list[tuple[Span, str, str]], places: list[Span]
) -> list[Entry]:
    if not counted and not dismissed:
        return entries
    roles = {span: (role, reason) for span, role, reason in dismissed}
    ruled = []
    for entry, span in zip(entries, places, strict=True):
        if span in roles:
            role, reason = roles[span]
            entry = replace(entry, role=role, reason=reason, origin="curated:numerals")
        elif entry.role not in ("quantity", "period") and any(each.covers(span) for each in counted):
            entry = replace(entry, role="quantity", reason="", origin="curated:observations")
        ruled.append(entry)
    return ruled
