"""Doubts of the engine: what was read of an uncurated report where a spoiled spot of its source puts it in question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from gongbao.model.row import Receipt
from gongbao.model.rows import (
    Commitment,
    Doubt,
    Observation,
    OrganizationMention,
    PlaceMention,
    PolicyMention,
    ProjectMention,
    Sentence,
    TermMention,
)
from gongbao.reading.hygiene import spoiled_headings
from gongbao.reading.mapping import TextReading
from gongbao.reading.sections import PART
from gongbao.reading.text import Span
from gongbao.tables.doubts import engine_doubt
from gongbao.tables.traced import Tables, Traced, rows_of

KIND = "source_damage"
_READ: tuple[type[Receipt], ...] = (Observation, ProjectMention, PolicyMention, Commitment)  # of a sentence, in a part
_DOUBTED: tuple[type[Receipt | Sentence], ...] = (*_READ, OrganizationMention, PlaceMention, TermMention, Sentence)


def damage_doubts(readings: Mapping[str, TextReading], tables: Tables) -> Iterator[Traced[Doubt]]:
    """Yield a doubt for every row of some reports, by their readings, that a spoiled spot puts in question.

    That is a sentence or a name it touches, and whatever is read of such a sentence or under the spoiled heading of a
    part. A curator decides what a spoiled spot says: readings of curated reports do not belong here.
    """
    spoiled = {name: _Spoiled(reading) for name, reading in readings.items() if reading.damage}
    for model in _DOUBTED if spoiled else ():
        for traced in rows_of(tables, model):
            report = spoiled.get(traced.row.report_id)
            if report and report.puts_in_question(traced.row):
                yield Traced(report.doubt(traced.row), traced.place)


class _Spoiled:
    """A reading of a text with spoiled spots."""

    def __init__(self, reading: TextReading) -> None:
        self.reading, self.damage = reading, reading.damage
        self.unsure = _unsure_parts(reading)

    def puts_in_question(self, row: Receipt | Sentence) -> bool:
        if isinstance(row, Sentence):
            return row.decision != "unreviewed" and self.damage.touches(Span(row.char_start, row.char_end))
        if isinstance(row, _READ):
            sentence = self.reading.sentence_at(row.char_start).core
            return self.damage.touches(sentence) or any(part.covers(sentence) for part in self.unsure)
        return self.damage.touches(Span(row.char_start, row.char_end))

    def doubt(self, row: Receipt | Sentence) -> Doubt:
        words = _spell(self.reading.sentence_at(row.char_start).core.of(self.reading.text)[:40])
        return engine_doubt(row, KIND, words)


def _unsure_parts(reading: TextReading) -> list[Span]:
    """The stretches from a spoiled heading of a part to the next sound one."""
    sound = sorted(section.heading.start for section in reading.sections if section.rank <= PART)
    found = []
    for heading in spoiled_headings(reading.text, reading.sentences, reading.damage):
        after = bisect_right(sound, heading.start)
        found.append(Span(heading.start, sound[after] if after < len(sound) else len(reading.text)))
    return found


def _spell(words: str) -> str:
    """Write a text so that its invisible characters are seen."""
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in words)
