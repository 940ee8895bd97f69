"""Makes the new package from the old one and a changes.json: the proof that the record of changes is complete."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongbao.packages.content import Package, Table
from gongbao.releases.changes import JSON

Cells = dict[str, dict[str, str]]


def apply_changes(old: Path, release: Path, target: Path) -> None:
    """Write into `target` the package that `old` becomes by the changes.json of the folder `release`."""
    recipe = json.loads((release / JSON).read_text(encoding="utf-8"))
    package = Package(old)
    tables = {table.name: table for table in package.tables}
    shutil.copytree(old, target)
    for name, edits in recipe["files"].items():
        _edit_file(target / name, edits)
    changes: dict[str, Cells] = {}
    removed: dict[str, set[str]] = {}
    for table, row, what, column, _, new, _ in recipe["changes"]:
        changes.setdefault(table, {}).setdefault(row, {})[column] = new
        if what == "removed":
            removed.setdefault(table, set()).add(row)
    for name, shape in recipe["tables"].items():
        before = tables.get(name)
        if before is not None:
            (target / before.path).unlink()
        if not shape.get("removed"):
            rows = _new_rows(package, before, shape, changes.get(name, {}), removed.get(name, set()))
            _write(target / shape["path"], shape["columns"], rows)


def _edit_file(path: Path, edits: list[tuple[int, int, list[str]]] | None) -> None:
    if edits is None:
        path.unlink()
        return
    lines = path.read_bytes().decode("utf-8").split("\n") if path.exists() else []
    for first, last, replacement in reversed(edits):
        lines[first:last] = replacement
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\n".join(lines).encode("utf-8"))


def _new_rows(
    package: Package, before: Table | None, shape: dict[str, Any], changes: Cells, removed: set[str]
) -> Iterator[dict[str, str]]:
    if "sequence" in shape:
        kept = dict(_old_rows(package, before, changes, removed))
        for key in shape["sequence"]:
            yield kept[key] if key in kept else changes[key]
        return
    following: dict[str, str] = {previous: key for key, previous in shape.get("after", {}).items()}

    def added_after(key: str) -> Iterator[dict[str, str]]:
        while key in following:
            key = following[key]
            yield changes[key]

    yield from added_after("")
    for key, row in _old_rows(package, before, changes, removed):
        yield row
        yield from added_after(key)


def _old_rows(
    package: Package, before: Table | None, changes: Cells, removed: set[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    if before is None:
        return
    for cells in package.cells(before):
        row = dict(zip(before.names, cells, strict=True))
        key = "/".join(row[name] for name in before.primary_key)
        if key not in removed:
            yield key, row | changes.get(key, {})


def _write(path: Path, columns: list[str], rows: Iterator[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(name, "") for name in columns] for row in rows)
