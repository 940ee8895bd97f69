"""A text that its publisher replaced: the earlier texts, why each gave way, and which characters of it live on.

A report has texts 1, 2, …; the last is text.txt, the others lie frozen in `earlier/`. `corrections.csv` has a line for
each text after the first, `carried.csv` the runs of characters that stand unchanged in the next text. So the place a
row is named by is that of its characters in the text they first stood in, and an insertion moves no id.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from gongbao.errors import SeedError, SourceError
from gongbao.model import columns as c
from gongbao.model import history_columns as h
from gongbao.seeds.files import Sourced, read_plain, read_table
from gongbao.seeds.models import Seed
from gongbao.strays import is_stray

EARLIER = "earlier"
SHORTEST = 8  # characters of a run that is carried over: shorter ones match by chance


class CorrectionSeed(Seed):
    """A text that took the place of another: its number, the day, the checksum of the one before it, and why."""

    file = "corrections"

    text: int = Field(ge=2)
    corrected_on: date
    replaced_sha256: c.Sha256
    reason_zh: h.ReasonZh
    reason_en: h.ReasonEn


class CarriedSeed(Seed):
    """A run of characters of a text that stands unchanged in the text before it, written by the command `correct`."""

    file = "carried"

    text: int = Field(ge=2)
    old_start: int = Field(ge=0)
    new_start: int = Field(ge=0)
    length: int = Field(ge=1)


class Run(NamedTuple):
    """So many characters at two places: in a text, and in the one before it."""

    new_start: int
    old_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Lineage:
    """The texts of a report, the oldest first, and the runs that lead from each later one to the one before it."""

    texts: tuple[str, ...]
    runs: tuple[tuple[Run, ...], ...] = ()
    reasons: tuple[CorrectionSeed, ...] = field(default=())

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return in which text the characters from `start` to `end` of the current one first stood, and where.

        Texts count from 1. Characters are the same where all of them lie in one run and the words at their ends run on
        alike: 8 is not what is left of 80.
        """
        number = len(self.texts)
        while number > 1:
            before = self._before(number, start, end)
            if before is None:
                break
            start, end, number = before, before + end - start, number - 1
        return number, start

    def _before(self, number: int, start: int, end: int) -> int | None:
        runs, new, old = self.runs[number - 2], self.texts[number - 1], self.texts[number - 2]
        place = bisect_right(runs, start, key=lambda run: run.new_start) - 1
        if place < 0 or end > runs[place].new_start + runs[place].length:
            return None
        moved = start - runs[place].new_start + runs[place].old_start
        return moved if _edges(new, start, end) == _edges(old, moved, moved + end - start) else None

    def follow(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the current text stands what stood at some characters of the text before it.

        Of characters that are gone, the place between what stood around them.
        """
        runs, size = self.runs[-1], len(self.texts[-1])
        left = max((min(start - r.old_start, r.length) + r.new_start for r in runs if r.old_start <= start), default=0)
        ends = (r.new_start - r.old_start + max(end, r.old_start) for r in runs if end <= r.old_start + r.length)
        return left, min(ends, default=size)


def _edges(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the neighbours that the word at either end of some characters runs on into; none across punctuation."""
    left, right = text[max(start - 1, 0) : start], text[end : end + 1]
    return (
        left if left.isalnum() and text[start].isalnum() else "",
        right if right.isalnum() and text[end - 1].isalnum() else "",
    )


def edition_of(report_id: str, number: int) -> str:
    """Return what ids of rows are made from whose characters first stood in a text of a report.

    >>> edition_of("some-2021", 1), edition_of("some-2021", 2)
    ('some-2021', 'some-2021-r2')
    """
    return report_id if number == 1 else f"{report_id}-r{number}"


def align(old: str, new: str) -> Iterator[Run]:
    """Yield the runs of characters that two texts share, in their order; short ones, which match by chance, are not.

    Lines are compared first, characters only where lines differ.
    """
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    places = [[0], [0]]
    for side, found in zip(places, lines, strict=True):
        for line in found:
            side.append(side[-1] + len(line))
    runs: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        a, b, x, y = places[0][i], places[0][j], places[1][k], places[1][m]
        blocks = [(0, 0, b - a)] if tag == "equal" else []
        if tag == "replace":
            blocks = [*SequenceMatcher(None, old[a:b], new[x:y], autojunk=False).get_matching_blocks()]
        runs += [Run(x + right, a + left, length) for left, right, length in blocks if length]
    yield from (run for run in _slid(_joined(runs), old, new) if run.length >= SHORTEST)


def _joined(runs: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        ends = (last.new_start + last.length, last.old_start + last.length) if last else None
        if last and ends == (run.new_start, run.old_start):
            joined[-1] = last._replace(length=last.length + run.length)
        else:
            joined.append(run)
    return joined


def _slid(runs: Sequence[Run], old: str, new: str) -> list[Run]:
    """Let every run reach as far to the right as its characters agree: 甲。乙。 after 甲。 adds 乙。 and not 。乙."""
    slid: list[Run] = []
    eaten = 0  # characters of a run that the one before it has taken
    for number, run in enumerate(runs):
        start = run.new_start + eaten, run.old_start + eaten
        end = run.new_start + run.length, run.old_start + run.length
        following = runs[number + 1] if number + 1 < len(runs) else Run(len(new), len(old), 0)
        eaten = 0
        while eaten < following.length and new[end[0] + eaten] == old[end[1] + eaten]:
            eaten += 1
        slid.append(Run(*start, end[0] + eaten - start[0]))
    return slid


def read_lineage(home: Path, name: str, text: str) -> Lineage:
    """Read what a report's folder says of texts before the current `text`; `name` is how messages call the folder.

    Raises SeedError or SourceError for texts and lines that do not fit together.
    """
    corrections = read_table(home / "corrections.csv", f"{name}/corrections.csv", CorrectionSeed, optional=True)
    carried = read_table(home / "carried.csv", f"{name}/carried.csv", CarriedSeed, optional=True)
    _refuse_others(home / EARLIER, len(corrections), f"{name}/{EARLIER}")
    texts = [_read_earlier(home, name, line, number) for number, line in enumerate(corrections, 1)] + [text]
    by_text = [[line for line in carried if line.item.text == number] for number in range(2, len(texts) + 1)]
    if sum(map(len, by_text)) != len(carried):
        raise SeedError(f"{name}/carried.csv:1: names a text that corrections.csv does not: run correct again")
    for number, lines in enumerate(by_text, 2):
        _check_runs(lines, texts[number - 2], texts[number - 1])
    runs = tuple(tuple(Run(i.item.new_start, i.item.old_start, i.item.length) for i in lines) for lines in by_text)
    return Lineage(tuple(texts), runs, tuple(line.item for line in corrections))


def _refuse_others(folder: Path, count: int, shown: str) -> None:
    wanted = {f"{number}.txt" for number in range(1, count + 1)}
    there = {path.name for path in folder.iterdir() if not is_stray(path.name)} if folder.is_dir() else set()
    odd = sorted(wanted ^ there)
    if odd:
        why = "is missing: put it back (git checkout)" if odd[0] in wanted else "belongs to no line of corrections.csv"
        raise SeedError(f"{shown}/{odd[0]}: {why}")


def _read_earlier(home: Path, name: str, line: Sourced[CorrectionSeed], number: int) -> str:
    """Read the text a correction replaced; its checksum must be the one stated."""
    if line.item.text != number + 1:
        raise SeedError(f"{line.place}: is text {line.item.text}, not {number + 1}: texts count from 2, in their order")
    shown = f"{name}/{EARLIER}/{number}.txt"
    text = read_plain(home / EARLIER / f"{number}.txt", shown, SourceError)
    if hashlib.sha256(text.encode()).hexdigest() != line.item.replaced_sha256:
        raise SourceError(f"{shown}: is not the text that was frozen ({line.place}): restore it (git checkout)")
    return text


def _check_runs(lines: Sequence[Sourced[CarriedSeed]], old: str, new: str) -> None:
    """Refuse runs that are out of order, or whose characters are not the same in both texts."""
    ends = (0, 0)
    for line in lines:
        run = line.item
        a, b = old[run.old_start :][: run.length], new[run.new_start :][: run.length]
        if run.old_start < ends[0] or run.new_start < ends[1] or a != b or len(a) != run.length:
            raise SeedError(f"{line.place}: its characters are not the same in both texts: run correct again")
        ends = run.old_start + run.length, run.new_start + run.length
