"""Changes every cell of every table, in several kinds, and tells which of them no law sees."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pydantic import ValidationError

from gongbao.laws.checks import LAWS
from gongbao.laws.curators import check_curators_word
from gongbao.laws.published import Law, Published
from gongbao.model.cells import parse_cells
from gongbao.model.row import Receipt
from gongbao.model.rows import TABLES, Row, column_of
from gongbao.tables.traced import Model, Traced
from support.mutants import Cells, cells_of

STATUSES = ("status", "project_status", "policy_status")
LOST = "(row)"  # the column of a row that is dropped whole

Kind = tuple[str, str, str]
"""Table, column, kind of change."""


@dataclass(frozen=True)
class CellChange:
    """Rows with one column changed: `rows` holds index and new cells, None for a row that is dropped."""

    model: type[Row]
    column: str
    kind: str
    rows: tuple[tuple[int, Cells | None], ...]

    @property
    def name(self) -> Kind:
        return self.model.table, self.column, self.kind


def protected(model: type[Row], column: str) -> bool:
    """Tell whether a column is a receipt, value, unit, date, status, id or link."""
    receipt = issubclass(model, Receipt) and column in Receipt.behind_key
    identity = column in model.primary_key or column in model.foreign_keys
    typed = column_of(model, column).type in ("number", "date")
    return receipt or identity or typed or column in ("unit_id", "char_start", "char_end", *STATUSES)


def changes_of(published: Published, samples: int = 1) -> Iterator[CellChange]:
    """Every kind of change of every column, at so many rows spread over the table."""
    for model in TABLES:
        rows = [cells_of(traced.row) for traced in published.tables[model.table]]
        for column in model.columns if rows else ():
            yield from _changes_of_column(model, column, rows, samples)
        if rows:
            yield CellChange(model, LOST, "lost", ((len(rows) // 2, None),))


def _changes_of_column(model: type[Row], column: str, rows: list[Cells], samples: int) -> Iterator[CellChange]:
    filled = [i for i, cells in enumerate(rows) if cells[column]]
    values = sorted({cells[column] for cells in rows if cells[column]})
    for index in _spread(filled, samples):
        old = rows[index][column]
        for kind, new in _altered(model, column, old, values):
            if not _same(model, column, old, new):
                yield CellChange(model, column, kind, ((index, {**rows[index], column: new}),))
        partner = next((i for i in filled if i > index and rows[i][column] != old), None)
        if partner is not None:
            swap = {index: rows[partner][column], partner: old}
            cells = tuple((i, {**rows[i], column: value}) for i, value in swap.items())
            if sorted(map(str, (rows[i] for i in swap))) != sorted(str(new) for _, new in cells):
                yield CellChange(model, column, "swapped", cells)
    for index in _spread([i for i, cells in enumerate(rows) if not cells[column]], samples):
        if values:
            yield CellChange(model, column, "filled", ((index, {**rows[index], column: values[index % len(values)]}),))


def _same(model: type[Row], column: str, old: str, new: str) -> bool:
    """Tell whether two cells say the same (2 and 2.0)."""
    number = column_of(model, column).type == "number"
    return old == new or (number and old == re.sub(r"\.0+$", "", new))


def _spread(indexes: list[int], samples: int) -> list[int]:
    """So many indexes, evenly spread."""
    step = max(1, len(indexes) // samples)
    return indexes[step // 2 :: step][:samples]


def _altered(model: type[Row], column: str, old: str, values: list[str]) -> Iterator[tuple[str, str]]:
    if len(values) > 1:
        yield "another", values[(values.index(old) + 1) % len(values)]
    yield "emptied", ""
    yield "case", old.swapcase()
    yield "digit", re.sub(r"\d", lambda match: str((int(match[0]) + 1) % 10), old, count=1)
    yield "space behind", old + " "
    yield "zero width", old[:1] + "\u200b" + old[1:]
    kind = column_of(model, column).type
    if kind in ("integer", "number"):
        yield "off by one", str(Decimal(old) + 1)
    if kind == "date":
        yield "off by one", (date.fromisoformat(old) + timedelta(days=1)).isoformat()


class Recording(Published):
    """Notes which tables a law looks at."""

    def rows(self, model: type[Model], *, report_id: str | None = None) -> Iterator[tuple[Traced[Model], Model]]:
        self.__dict__.setdefault("seen", set()).add(model.table)
        return super().rows(model, report_id=report_id)


def laws_by_table(published: Published) -> dict[str, list[Law]]:
    """The laws over the text that look at each table, the quick ones first."""
    looks: list[tuple[float, Law, set[str]]] = []
    for law in LAWS:
        if law is check_curators_word:
            continue
        recording = Recording(published.tables, published.texts, published.rereader, published.said)
        start = time.perf_counter()
        assert not list(law(recording)), law.__name__
        looks.append((time.perf_counter() - start, law, recording.__dict__.get("seen", set())))
    looks.sort(key=lambda item: item[0])
    return {model.table: [law for _, law, seen in looks if model.table in seen] for model in TABLES}


def unseen(published: Published, samples: int) -> tuple[int, dict[Kind, bool]]:
    """Return how many changes were made, and the kinds of them that no law over the text sees.

    Each with whether the law of the curator's word sees it, every time.
    """
    laws, made, survivors = laws_by_table(published), 0, {}
    caught: dict[object, Law] = {}  # the law that saw the last change like this: asked first
    for change in changes_of(published, samples):
        made += 1
        broken = _change(published, change)
        if broken is None:
            continue
        alike = ((change.column, change.kind), (change.model.table, change.column), change.kind)
        likely = [law for key in alike if (law := caught.get(key)) in laws[change.model.table]]
        asked = dict.fromkeys([*likely, *laws[change.model.table]])
        seen_by = next((law for law in asked for _ in law(broken)), None)
        if seen_by:
            caught |= dict.fromkeys(alike, seen_by)
            continue
        survivors[change.name] = any(True for _ in check_curators_word(broken)) and survivors.get(change.name, True)
    return made, survivors


def _change(published: Published, change: CellChange) -> Published | None:
    """Return the rows with the change; None where the row's own class refuses it."""
    table = change.model.table
    rows = list(published.tables[table])
    for index, cells in change.rows:
        if cells is None:
            continue
        try:
            row = change.model.model_validate(parse_cells(cells, change.model))
        except ValidationError:
            return None
        rows[index] = Traced(row, rows[index].place)
    dropped = {index for index, cells in change.rows if cells is None}
    return published.with_tables({**published.tables, table: [r for i, r in enumerate(rows) if i not in dropped]})
