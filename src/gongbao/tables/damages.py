"""Doubts of the engine: what it is not sure of in an uncurated report, and what a spoiled source puts in question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from gongbao.model.codes import CODELISTS
from gongbao.model.ids import point_id
from gongbao.reading.hygiene import spoiled_headings
from gongbao.reading.mapping import TextReading
from gongbao.reading.sections import PART
from gongbao.reading.text import Span
from gongbao.seeds.folders import ReportFolder
from gongbao.tables.receipts import Values

KIND = "source_damage"


def engine_doubts(folder: ReportFolder, reading: TextReading, observations: list[Values]) -> Iterator[Values]:
    """Yield what the engine doubts of a report's values; of a curated report nothing, its curator has decided."""
    if not folder.curated:
        yield from _own_doubts(folder, reading, observations)
        yield from _damage_doubts(folder, reading, observations)


def _own_doubts(folder: ReportFolder, reading: TextReading, observations: list[Values]) -> Iterator[Values]:
    """A doubt for every value whose concept, unit or nature the engine only guesses."""
    unsure = {
        point_id("observations", folder.report_id, p.quantity.numeral.span.start) + p.part: p.unsure
        for p in reading.proposals
        if p.unsure
    }
    for values, place in observations:
        if kind := unsure.get(str(values["observation_id"])):
            yield _doubt(values, kind, str(values["quote"])), place


def _damage_doubts(folder: ReportFolder, reading: TextReading, observations: list[Values]) -> Iterator[Values]:
    """A doubt for every value whose sentence, or the heading of whose part, a spoiled spot touches."""
    if not reading.damage:
        return
    unsure = _unsure_parts(reading)
    for values, place in observations:
        sentence = reading.sentence_at(int(str(values["char_start"])))
        if reading.damage.touches(sentence.core) or any(part.covers(sentence.core) for part in unsure):
            words = sentence.core.of(folder.text)[:40]
            yield _doubt(values, KIND, words), place


def _doubt(values: dict[str, object], kind: str, words: str) -> dict[str, object]:
    code = next(code for code in CODELISTS["doubt_kind"] if code.code == kind)
    return {
        "doubt_id": f"observations-{values['observation_id']}-{kind}",
        "table_name": "observations",
        "row_id": values["observation_id"],
        "doubted_by": "engine",
        "doubt_kind": kind,
        "reason_zh": f"{code.description_zh}：“{_spell(words)}”",
        "reason_en": f"{code.description_en}: “{_spell(words)}”",
    }


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
