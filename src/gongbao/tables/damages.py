"""Doubts of the engine: values of an uncurated report that a spoiled spot of its source puts in question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from gongbao.model.codes import CODELISTS
from gongbao.reading.hygiene import spoiled_headings
from gongbao.reading.mapping import TextReading
from gongbao.reading.sections import PART
from gongbao.reading.text import Span
from gongbao.seeds.folders import ReportFolder
from gongbao.tables.receipts import Values

KIND = "source_damage"


def damage_doubts(folder: ReportFolder, reading: TextReading, observations: list[Values]) -> Iterator[Values]:
    """Yield a doubt for every value whose sentence, or the heading of whose part, a spoiled spot touches.

    A curator decides what a spoiled spot says; of a curated report nothing is doubted here.
    """
    if folder.curated or not reading.damage:
        return
    code = next(code for code in CODELISTS["doubt_kind"] if code.code == KIND)
    unsure = _unsure_parts(reading)
    for values, place in observations:
        sentence = reading.sentence_at(int(str(values["char_start"])))
        if reading.damage.touches(sentence.core) or any(part.covers(sentence.core) for part in unsure):
            words = sentence.core.of(folder.text)[:40]
            yield (
                {
                    "doubt_id": f"observations-{values['observation_id']}-{KIND}",
                    "table_name": "observations",
                    "row_id": values["observation_id"],
                    "doubted_by": "engine",
                    "doubt_kind": KIND,
                    "reason_zh": f"{code.description_zh}：“{_spell(words)}”",
                    "reason_en": f"{code.description_en}: “{_spell(words)}”",
                },
                place,
            )


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
