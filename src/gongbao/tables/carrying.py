"""Ids that outlive a corrected text: those made from today's places, and those under which rows were released.

Tables are built and judged with ids of places in the current text, and published with those of the text in which the
characters of a row first stood. Both say the same of every row, so that one leads to the other and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gongbao.errors import CheckError
from gongbao.model.ids import POINTS, SPANS, point_id, span_id
from gongbao.model.row import Receipt, Row
from gongbao.model.rows import Doubt, Sentence
from gongbao.seeds.corrections import Lineage, edition_of
from gongbao.seeds.folders import ReportFolder
from gongbao.tables.said import Said
from gongbao.tables.traced import Tables, Traced

_NAMES = ("row_id",)  # columns that hold ids beside those that end in _id or _ids
_BY_NAME = ("doubts", "external_facts", "same_as")
"""Tables whose lines in the seeds name rows by the id under which they were released."""


@dataclass(frozen=True, slots=True)
class Carrying:
    """The released id of every row of a corrected report whose id differs, by the id of its place; and back."""

    released: Mapping[str, str]
    places: Mapping[str, str]

    def to_released(self, tables: Tables) -> Tables:
        """Return the tables with the ids under which rows are published."""
        return _renamed(tables, self.released)

    def to_places(self, tables: Tables) -> Tables:
        """Return published tables with the ids of their places, as the laws look at them."""
        return _renamed(tables, self.places)

    def written_to_places(self, tables: Tables) -> Tables:
        """Return tables just built with the ids of places also where people wrote the released ones.

        Raises:
            CheckError: with the line that names a row which the corrected text no longer holds.
        """
        return {**tables, **{table: [self._written(line) for line in tables[table]] for table in _BY_NAME}}

    def said_to_places(self, lines: Iterable[Said]) -> tuple[Said, ...]:
        """Return the lines of the seeds that name rows with the ids of those rows' places."""
        return tuple(
            replace(line, found_by=self._cells(line.found_by), cells=self._cells(line.cells))
            if line.table in _BY_NAME
            else line
            for line in lines
        )

    def _written(self, line: Traced[Row]) -> Traced[Row]:
        if isinstance(line.row, Doubt) and line.row.doubted_by != "curator":
            return line
        name = str(getattr(line.row, "row_id", ""))
        if name in self.released and name not in self.places:  # today the id of another row's place
            raise CheckError([f"{line.place}: {name} is not in the corrected text: drop the line or name another row"])
        return Traced(_rename(line.row, self.places), line.place)

    def _cells(self, cells: Mapping[str, str]) -> dict[str, str]:
        return {name: self.places.get(cell, cell) if name in _NAMES else cell for name, cell in cells.items()}


def carry(folders: Iterable[ReportFolder], tables: Tables) -> Carrying:
    """Return how ids are carried over; raises CheckError where two rows would bear one id."""
    released: dict[str, str] = {}
    for folder in folders:
        if len(folder.lineage.texts) > 1:
            released |= dict(_pairs(folder.report_id, folder.lineage, tables))
    places = {new: old for old, new in released.items()}
    if len(places) != len(released):
        twin = next(new for new in places if list(released.values()).count(new) > 1)
        raise CheckError([f"{twin}: two rows would bear this id of an earlier text: correct carried.csv"])
    return Carrying({k: v for k, v in released.items() if k != v}, {k: v for k, v in places.items() if k != v})


def _pairs(report_id: str, lineage: Lineage, tables: Tables) -> Iterator[tuple[str, str]]:
    for table in (*POINTS, *SPANS):
        for traced in tables[table]:
            row = traced.row
            if isinstance(row, Receipt | Sentence) and row.report_id == report_id:
                yield row.key, _released_key(row, lineage)
                yield from _proposed(row, lineage)


def _released_key(row: Receipt | Sentence, lineage: Lineage) -> str:
    number, start = lineage.origin(row.char_start, row.char_end)
    edition, shift = edition_of(row.report_id, number), start - row.char_start
    if row.table in SPANS:
        return span_id(row.table, edition, start, row.char_end + shift)
    digits = row.key.removeprefix(f"{row.report_id}-{POINTS[row.table]}")
    letter = digits.lstrip("0123456789")  # rows that share one numeral are told apart by it
    return point_id(row.table, edition, int(digits.removesuffix(letter)) + shift) + letter


def _proposed(row: Receipt | Sentence, lineage: Lineage) -> Iterator[tuple[str, str]]:
    """Carry the id of a project or policy that the engine proposed at the place of its first mention."""
    proposed = f"auto-{row.report_id}-{row.char_start}"
    if proposed in (getattr(row, "project_id", None), getattr(row, "policy_id", None)):
        number, start = lineage.origin(row.char_start, row.char_end)
        yield proposed, f"auto-{edition_of(row.report_id, number)}-{start}"


def _renamed(tables: Tables, names: Mapping[str, str]) -> Tables:
    if not names:
        return tables
    return {table: [Traced(_rename(line.row, names), line.place) for line in rows] for table, rows in tables.items()}


def _rename(row: Row, names: Mapping[str, str]) -> Row:
    changes: dict[str, Any] = {}
    for name in row.columns:
        value = getattr(row, name)
        if name.endswith("_id") or name in _NAMES:
            fresh = names.get(value, value)
        elif name.endswith("_ids") and isinstance(value, tuple):
            fresh = tuple(names.get(item, item) for item in value)
        else:
            continue
        if fresh != value:
            changes[name] = fresh
    if isinstance(row, Doubt) and "row_id" in changes:
        changes["doubt_id"] = row.doubt_id.replace(f"-{row.row_id}-", f"-{changes['row_id']}-", 1)
    return row.model_copy(update=changes) if changes else row
