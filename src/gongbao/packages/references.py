"""Foreign keys of a published package, as its own schemas declare them: every reference meets a row.

Frictionless could ask this as well, but opens and copies the table referred to anew for every key: that would take
longer than all its other questions together. So it is asked here, by the same rule (a test holds both against each
other): a reference whose cells are all empty is none, any other must stand, cell by cell, in the columns it names. A
table that cannot be read is a fault of its own, told by frictionless.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongbao.packages.faults import Fault

_LAW = "foreign key"
Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """The text cells of a table below its header, and what its schema says of them."""

    name: str
    schema: dict[str, Any]
    header: list[str]
    lines: list[list[str]]

    def types(self, names: Sequence[str]) -> list[str]:
        """Return the types of columns, which must agree for two cells to be the same."""
        kinds = {field["name"]: field.get("type", "any") for field in self.schema["fields"]}
        return [kinds.get(name, "any") for name in names]

    def cells(self, names: Sequence[str]) -> Iterator[tuple[int, Cells]]:
        """Yield the cells of some columns, None for an empty one, with the number of their row; the header is row 1."""
        empty = set(self.schema.get("missingValues", [""]))
        places = [self.header.index(name) if name in self.header else None for name in names]
        for number, line in enumerate(self.lines, 2):
            found = (line[place] if place is not None and place < len(line) else None for place in places)
            cells = tuple(None if cell in empty else cell for cell in found)
            if any(cell is not None for cell in cells):
                yield number, cells


def check_references(root: Path, resources: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    """Yield a fault for every reference that meets no row; `resources` are those of the descriptor in `root`."""
    tables = {table.name: table for table in (_read(root, resource) for resource in resources) if table}
    known: dict[tuple[str, tuple[str, ...]], set[Cells]] = {}
    for table in tables.values():
        for key in table.schema.get("foreignKeys", ()):
            names, aims = _listed(key["fields"]), _listed(key["reference"]["fields"])
            target = key["reference"].get("resource") or table.name
            if target not in tables:
                if target not in {resource.get("name") for resource in resources}:
                    yield Fault(table.name, _LAW, f"{', '.join(names)} refers to {target}, which is no table")
                continue
            if not set(names) <= set(table.header):
                continue  # the header is at fault, and told
            if (target, aims) not in known:
                known[target, aims] = {cells for _, cells in tables[target].cells(aims)}
            same = table.types(names) == tables[target].types(aims)
            for number, cells in table.cells(names):
                if not same or cells not in known[target, aims]:
                    yield _unmet(table.name, number, names, cells, f"{target} as {', '.join(aims)}")


def _unmet(table: str, number: int, names: Sequence[str], cells: Cells, where: str) -> Fault:
    shown = ", ".join("" if cell is None else cell for cell in cells)
    message = f"row {number}: {', '.join(names)} “{shown}” is not in {where}"
    return Fault(table, _LAW, message, number)


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _read(root: Path, resource: dict[str, Any]) -> _Table | None:
    """Read a table with its schema; None for what is no table, or cannot be read."""
    try:
        schema = resource["schema"]
        schema = json.loads((root / schema).read_text(encoding="utf-8")) if isinstance(schema, str) else schema
        text = (root / resource["path"]).read_bytes().decode("utf-8", "replace")
        header, *lines = csv.reader(io.StringIO(text, newline=""))
        return _Table(resource["name"], schema, header, lines)
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return None
