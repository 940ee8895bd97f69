"""Two packages compared: what changed in their schemas, and every cell that was added, removed or changed.

Rows are read side by side and matched by primary key; only rows still without a partner are kept in memory, so that
two long tables in about the same order cost little more than reading them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from gongbao.packages.content import Package, Table
from gongbao.releases.schema_differences import SchemaChange, compare_schemas

__all__ = ["RowChange", "SchemaChange", "compare_rows", "compare_schemas", "keeps_order", "shared_tables"]

_PART = "\0"  # stands in no cell: a source with a NUL byte is refused when it is read


class RowChange(NamedTuple):
    """A row by its key, with its cells before and after; None where the row is not there."""

    key: str
    old: list[str] | None
    new: list[str] | None


def shared_tables(old: Package, new: Package) -> Iterator[tuple[Table | None, Table | None]]:
    """Yield the tables of two packages by name, in the order of the new one; None where one has none."""
    before, after = ({table.name: table for table in package.tables} for package in (old, new))
    for name in [*after, *(name for name in before if name not in after)]:
        yield before.get(name), after.get(name)


def compare_rows(old: Package, new: Package, before: Table | None, after: Table | None) -> Iterator[RowChange]:
    """Yield every row of one table that is not the same in both packages, as it is met.

    Columns are compared by name; a column that only one side has counts as empty on the other.
    """
    columns = merge_columns(before, after)
    pending_old: dict[str, str] = {}
    pending_new: dict[str, str] = {}
    for left, right in zip_longest(_rows(old, before, columns), _rows(new, after, columns)):
        if left and right and left[0] == right[0]:
            if left[1] != right[1]:
                yield RowChange(left[0], _cells(left[1]), _cells(right[1]))
            continue
        if left:
            yield from _meet(left, pending_new, pending_old, swapped=False)
        if right:
            yield from _meet(right, pending_old, pending_new, swapped=True)
    for key, row in pending_old.items():
        yield RowChange(key, _cells(row), None)
    for key, row in pending_new.items():
        yield RowChange(key, None, _cells(row))


def _meet(
    row: tuple[str, str], waiting: dict[str, str], pending: dict[str, str], *, swapped: bool
) -> Iterator[RowChange]:
    key, cells = row
    partner = waiting.pop(key, None)
    if partner is None:
        pending[key] = cells
    elif partner != cells:
        one, other = (partner, cells) if swapped else (cells, partner)
        yield RowChange(key, _cells(one), _cells(other))


def _rows(package: Package, table: Table | None, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield key and joined cells of every row, the cells in the merged order of columns."""
    if table is None:
        return
    keys = [table.names.index(name) for name in table.primary_key]
    if columns == table.names:
        for cells in package.cells(table):
            yield "/".join([cells[place] for place in keys]), _PART.join(cells)
        return
    places = [table.names.index(name) if name in table.names else None for name in columns]
    for cells in package.cells(table):
        yield "/".join([cells[k] for k in keys]), _PART.join("" if p is None else cells[p] for p in places)


def _cells(joined: str) -> list[str]:
    return joined.split(_PART)


def merge_columns(before: Table | None, after: Table | None) -> tuple[str, ...]:
    """Return the columns of the new table followed by those only the old one had."""
    new = after.names if after else ()
    return (*new, *(name for name in (before.names if before else ()) if name not in new))


def keeps_order(old: Package, new: Package, before: Table, after: Table, *, removed: set[str], added: set[str]) -> bool:
    """Tell whether the rows that stand in both packages follow each other in the same order."""
    left = (key for key, _ in _rows(old, before, before.names) if key not in removed)
    right = (key for key, _ in _rows(new, after, after.names) if key not in added)
    return all(one == other for one, other in zip_longest(left, right))
