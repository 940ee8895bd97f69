"""changes.csv and changes.json: every cell that changed since the last release, and the recipe to repeat it.

The JSON holds the same cells plus what a program needs to make the new package from the old one: the order of rows
and columns, and the edited lines of every file that is no table.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from gongbao.errors import ReleaseError
from gongbao.packages.content import Package, Table
from gongbao.releases.differences import RowChange, compare_rows, keeps_order, merge_columns, shared_tables

CSV, JSON = "changes.csv", "changes.json"


class Change(NamedTuple):
    """One cell; an added or removed row gives one change for each cell that is not empty."""

    table_name: str
    row_id: str
    change: str
    column_name: str
    old_value: str
    new_value: str
    change_kind: str


@dataclass(slots=True)
class Tally:
    """What a comparison found: how often what happened to rows, and which ids came and went, by table."""

    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    added: dict[str, set[str]] = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)
    reordered: set[str] = field(default_factory=set)
    cells: int = 0

    def row_changes(self) -> list[tuple[str, str, int]]:
        """Return what happened to the rows of each table: its name, the change, and how often."""
        counted = [(table, f"row_{what}", number) for (table, what), number in sorted(self.rows.items())]
        return counted + [(table, "rows_reordered", 1) for table in sorted(self.reordered)]

    def count(self, change: str) -> int:
        """Return how many rows were added, removed or changed in all tables."""
        return sum(number for (_, what), number in self.rows.items() if what == change)


class Kinds:
    """Tells why a cell changed: new source, other reading of the engine, a person's correction, other columns."""

    def __init__(self, old: Package, new: Package) -> None:
        before, after = _texts(old), _texts(new)
        self.renewed = {report for report in {*before, *after} if before.get(report) != after.get(report)}
        self.old_columns = {table.name: set(table.names) for table in old.tables}
        self.new_columns = {table.name: set(table.names) for table in new.tables}

    def of(self, table: str, column: str, row: dict[str, str]) -> str:
        """Return the kind of one change; `row` is the row as it is, or was when it is gone.

        schema: the table or column stands on one side only. source: the row belongs to a report whose text came,
        went or changed, or was made from it by the engine. extraction: a rule made the row and the cell is no word
        people write. correction: the rest.
        """
        if column not in self.old_columns.get(table, ()) or column not in self.new_columns.get(table, ()):
            return "schema"
        if row.get("report_id") in self.renewed or self._comes_of_renewed(row):
            return "source"
        written = column.endswith("_en") or column.startswith(("note_", "reason_", "explanation_", "definition_"))
        return "extraction" if row.get("origin", "").startswith("rule") and not written else "correction"

    def _comes_of_renewed(self, row: dict[str, str]) -> bool:
        """Tell whether an id of a row is one the engine makes from such a report (auto-bda-2022-512)."""
        if not self.renewed:
            return False
        begins = tuple(f"{before}{report}-" for report in self.renewed for before in ("", "auto-"))
        return any(value.startswith(begins) for name, value in row.items() if name.endswith("_id"))


def _texts(package: Package) -> dict[str, str]:
    reports = next((table for table in package.tables if table.name == "reports"), None)
    if reports is None or not {"report_id", "sha256"} <= set(reports.names):
        return {}
    places = reports.names.index("report_id"), reports.names.index("sha256")
    return {cells[places[0]]: cells[places[1]] for cells in package.cells(reports)}


def list_changes(old: Package, new: Package, tally: Tally) -> Iterator[Change]:
    """Yield every changed cell, table by table in the order of the new package, filling the tally."""
    kinds = Kinds(old, new)
    for before, after in shared_tables(old, new):
        table = after or before
        assert table is not None
        columns = merge_columns(before, after)
        for row in compare_rows(old, new, before, after):
            for change in _cells(table.name, columns, row, kinds):
                tally.cells += 1
                tally.kinds[change.change_kind] += 1
                yield change
            _note(tally, table.name, row)
        if before and after and not _in_order(old, new, before, after, tally):
            tally.reordered.add(after.name)


def _in_order(old: Package, new: Package, before: Table, after: Table, tally: Tally) -> bool:
    gone, fresh = tally.removed.get(after.name, set()), tally.added.get(after.name, set())
    return keeps_order(old, new, before, after, removed=gone, added=fresh)


def _note(tally: Tally, table: str, row: RowChange) -> None:
    what = "added" if row.old is None else "removed" if row.new is None else "changed"
    tally.rows[table, what] += 1
    if what != "changed":
        (tally.added if what == "added" else tally.removed).setdefault(table, set()).add(row.key)


def _cells(table: str, columns: tuple[str, ...], row: RowChange, kinds: Kinds) -> Iterator[Change]:
    empty = [""] * len(columns)
    old, new = row.old or empty, row.new or empty
    what = "added" if row.old is None else "removed" if row.new is None else "changed"
    named = dict(zip(columns, row.new or old, strict=True))
    for column, left, right in zip(columns, old, new, strict=True):
        if left != right:
            yield Change(table, row.key, what, column, left, right, kinds.of(table, column, named))


def write_changes(old: Package | None, new: Package, folder: Path) -> Tally:
    """Write changes.csv and changes.json into `folder`; without an old package both say that nothing came before."""
    tally = Tally()
    with (folder / CSV).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(Change._fields)
        if old is not None:
            writer.writerows(list_changes(old, new, tally))
    head = {
        "from": old.version if old else None,
        "to": new.version,
        "columns": Change._fields,
        "tables": _shapes(old, new, tally) if old else {},
        "files": _edit_files(old.root, new.root, {t.path for t in (*old.tables, *new.tables)}) if old else {},
    }
    with (folder / JSON).open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "changes": [')
        for number, cells in enumerate(read_changes(folder)):
            handle.write(f"{',' if number else ''}\n  {json.dumps(list(cells), ensure_ascii=False)}")
        handle.write("\n ]\n}\n")
    return tally


def read_changes(folder: Path) -> Iterator[Change]:
    """Yield the changes of a release from its changes.csv.

    Raises ReleaseError in one line where the file is missing or a line is none of this table.
    """
    shown, number = f"{folder.name}/{CSV}", 0
    try:
        with (folder / CSV).open(encoding="utf-8", newline="") as handle:
            for number, cells in enumerate(csv.reader(handle), 1):
                if len(cells) != len(Change._fields) or (number == 1 and tuple(cells) != Change._fields):
                    raise ReleaseError(f"{shown}:{number}: is no line of a record of changes: fetch the release again")
                if number > 1:
                    yield Change(*cells)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise ReleaseError(f"{shown}: cannot be read ({fault}): fetch the release again") from None
    if not number:
        raise ReleaseError(f"{shown}: is empty, without even its header: fetch the release again")


def tally_changes(changes: Iterable[Change]) -> Tally:
    """Count changes as `list_changes` counts them, from their record alone (which knows no order of rows)."""
    tally, seen = Tally(), set()
    for change in changes:
        tally.cells += 1
        tally.kinds[change.change_kind] += 1
        if (row := (change.table_name, change.row_id)) not in seen:
            seen.add(row)
            tally.rows[change.table_name, change.change] += 1
    return tally


def _shapes(old: Package, new: Package, tally: Tally) -> dict[str, Any]:
    """Return, for every table that changed: path, columns, and where added rows stand (or the whole order)."""
    shapes: dict[str, Any] = {}
    for before, after in shared_tables(old, new):
        if after is None:
            assert before is not None
            shapes[before.name] = {"path": before.path, "removed": True}
            continue
        added, moved = tally.added.get(after.name, set()), after.name in tally.reordered
        touched = moved or any((after.name, what) in tally.rows for what in ("added", "removed", "changed"))
        if before and before.names == after.names and before.path == after.path and not touched:
            continue
        shape: dict[str, Any] = {"path": after.path, "columns": list(after.names), "key": list(after.primary_key)}
        if before is None or moved:
            shape["sequence"] = [key for key, _ in _keys(new, after)]
        elif added:
            shape["after"] = {key: previous for key, previous in _keys(new, after) if key in added}
        shapes[after.name] = shape
    return shapes


def _keys(package: Package, table: Table) -> Iterator[tuple[str, str]]:
    """Yield every key of a table with the key before it (empty for the first)."""
    places, previous = [table.names.index(name) for name in table.primary_key], ""
    for cells in package.cells(table):
        key = "/".join(cells[place] for place in places)
        yield key, previous
        previous = key


def _edit_files(old: Path, new: Path, tables: set[str]) -> dict[str, Any]:
    """Return for every other file that differs its edited lines: [first, last, new lines], or null when it is gone."""
    names = {path.relative_to(root).as_posix() for root in (old, new) for path in root.rglob("*") if path.is_file()}
    edits: dict[str, Any] = {}
    for name in sorted(names - tables):
        left, right = ((root / name) for root in (old, new))
        if not right.exists():
            edits[name] = None
        elif not left.exists() or left.read_bytes() != right.read_bytes():
            edits[name] = edit_lines(_lines(left), _lines(right))
    return edits


def _lines(path: Path) -> list[str]:
    """Return a file's lines with their ends; nothing where there is no file. Splits at line feeds only."""
    return path.read_bytes().decode("utf-8").split("\n") if path.exists() else []


def edit_lines(old: list[str], new: list[str]) -> list[tuple[int, int, list[str]]]:
    """Return the replacements that turn old lines into new ones: lines first to last (exclusive) give way to others.

    >>> edit_lines(["a", "b", "c"], ["a", "x", "c", "d"])
    [(1, 2, ['x']), (3, 3, ['d'])]
    """
    matcher = SequenceMatcher(None, old, new)
    return [(i, j, new[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
