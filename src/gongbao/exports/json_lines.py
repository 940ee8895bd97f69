"""jsonl/*.jsonl: one JSON object a line and row, typed; a list column is an array, no value is null."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongbao.packages.content import Package, Table, Value

FOLDER = "jsonl"


def write(package: Package, folder: Path) -> None:
    """Write every table into `folder`/jsonl, streamed row by row."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for table in package.tables:
        with (target / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as handle:
            for row in package.rows(table):
                handle.write(to_json(table, row) + "\n")


def to_json(table: Table, row: Sequence[Value]) -> str:
    """Return one row as a JSON object in the order of its columns."""
    return json.dumps(as_object(table, row), ensure_ascii=False, separators=(",", ":"))


def as_object(table: Table, row: Sequence[Value]) -> dict[str, Any]:
    """Return one row by column, its values as JSON has them: numbers as numbers, dates as ISO text."""
    return {name: as_json(value) for name, value in zip(table.names, row, strict=True)}


def as_json(value: Value) -> Any:
    """Return one value as JSON has it.

    >>> as_json(Decimal("1700000000")), as_json(Decimal("54.76")), as_json(("甲",)), as_json(None)
    (1700000000, 54.76, ['甲'], None)
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


class Reader:
    """Reads the rows of a folder of JSON Lines back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        with (self.folder / f"{table.name}.jsonl").open(encoding="utf-8") as handle:
            for line in handle:
                content = json.loads(line)
                yield [content[name] for name in table.names]
