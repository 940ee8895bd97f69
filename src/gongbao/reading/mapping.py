"""What a reading found, and the way of all its places back to the frozen text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongbao.reading.context import Proposal
from gongbao.reading.folding import ReadingText
from gongbao.reading.hygiene import Damage
from gongbao.reading.ledger import Entry
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import Numeral, lex
from gongbao.reading.sections import Section
from gongbao.reading.text import UNSEEN, Sentence, Span


@dataclass(frozen=True, slots=True)
class TextReading:
    """What the rules read in a text, before any curator."""

    text: str
    sentences: list[Sentence]
    sections: list[Section]
    entries: list[Entry]
    proposals: list[Proposal]
    damage: Damage
    furniture: list[Span] = field(default_factory=list)

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence whose span holds the character at `position`."""
        return self.sentences[bisect_right(self.sentences, position, key=lambda s: s.span.start) - 1]

    def section_of(self, sentence: Sentence) -> int:
        """Return the index of the section a sentence lies in."""
        return max(0, bisect_right(self.sections, sentence.core.start, key=lambda s: s.extent.start) - 1)


def in_frozen_text(reading: TextReading, made: ReadingText, places: Sequence[Span], lexicon: Lexicon) -> TextReading:
    """Return a reading of the reading text with all its spans in the frozen one; `places` are those of its numerals.

    Numerals in what was set aside (footnote marks, page numbers) are names.
    """
    if not made.removed:
        return reading
    sentences = _map_sentences(reading.sentences, made, reading.text)
    by_start = {old.core.start: new for old, new in zip(reading.sentences, sentences, strict=True)}
    entries = [
        Entry(e.numeral.at(place), e.role, e.reason, e.origin) for e, place in zip(reading.entries, places, strict=True)
    ]
    numerals = {old.numeral.span.start: new.numeral for old, new in zip(reading.entries, entries, strict=True)}
    if aside := _set_aside(reading.text, made, lexicon):
        entries = sorted([*entries, *aside], key=lambda entry: entry.numeral.span)
    proposals = _map_proposals(reading.proposals, made, by_start, numerals)
    sections = _map_sections(reading.sections, made, by_start, len(reading.text))
    return TextReading(reading.text, sentences, sections, entries, proposals, reading.damage, reading.furniture)


def _map_sentences(sentences: list[Sentence], made: ReadingText, text: str) -> list[Sentence]:
    """Sentences still tile the text; what was set aside between two belongs to the one that it touches."""
    cores = list(made.spans([sentence.core for sentence in sentences]))
    starts, ends = [core.start for core in cores], [core.end for core in cores]
    for index in range(len(cores) + 1):
        before, after = ends[index - 1] if index else 0, starts[index] if index < len(cores) else len(text)
        if before == after or text[before:after].isspace():
            continue
        seen = text[before:after].translate(UNSEEN)
        kept = (
            len(seen) - len(seen.lstrip())
            if not index
            else next((i for i, c in enumerate(seen) if c.isspace()), len(seen))
        )
        if index == len(cores):
            kept = len(seen.rstrip())
        if index:
            ends[index - 1] = before + kept
        if index < len(cores):
            starts[index] = after - len(seen[kept:].lstrip())
    bounds = [0, *ends[:-1], len(text)]
    return [
        Sentence(
            core if core == (bounds[i], bounds[i + 1]) else Span(bounds[i], bounds[i + 1]),
            core if core == (starts[i], ends[i]) else Span(starts[i], ends[i]),
            sentence.paragraph,
            sentence.position,
        )
        for i, (core, sentence) in enumerate(zip(cores, sentences, strict=True))
    ]


def _map_sections(
    sections: list[Section], made: ReadingText, sentences: dict[int, Sentence], length: int
) -> list[Section]:
    """Headings are sentences; extents still tile the text."""
    headings = [
        sentences[s.heading.start].core if s.heading.start in sentences else made.span(s.heading) for s in sections
    ]
    starts = [0 if index == 0 else heading.start for index, heading in enumerate(headings)]
    ends = [*starts[1:], length] if starts else []
    return [
        replace(section, heading=heading, extent=Span(start, end))
        for section, heading, start, end in zip(sections, headings, starts, ends, strict=True)
    ]


def _map_proposals(
    proposals: list[Proposal], made: ReadingText, sentences: dict[int, Sentence], numerals: dict[int, Numeral]
) -> list[Proposal]:
    places = made.spans([proposal.quantity.span for proposal in proposals])
    return [
        proposal.at(
            proposal.quantity.at(place, numerals[proposal.quantity.numeral.span.start]),
            sentences[proposal.sentence.core.start],
        )
        for proposal, place in zip(proposals, places, strict=True)
    ]


def _set_aside(text: str, made: ReadingText, lexicon: Lexicon) -> list[Entry]:
    return [
        Entry(
            n.at(Span(n.span.start + span.start, n.span.end + span.start)),
            "name",
            "footnote",
            "rule:set-aside",
        )
        for span in made.removed
        for n in lex(span.of(text), lexicon.units)
    ]
