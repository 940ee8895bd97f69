"""The tables of a Data Package as its descriptor and CSV files give them, and their content fingerprint.

A release is read through this module alone: it needs the package's own schemas, not today's row classes, so that a
package written years ago is still understood.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from gongbao.errors import ReleaseError, counted
from gongbao.model.cells import join_list, plain, split_list

Value = str | int | float | Decimal | date | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Field:
    """One column as a Table Schema describes it."""

    name: str
    type: str
    descriptor: dict[str, Any]

    def title(self, language: str) -> str:
        """Return the column's title in `en` or `zh`."""
        return str(self.descriptor["titles"][language])

    @property
    def required(self) -> bool:
        """Tell whether the column is never empty."""
        return bool(self.descriptor.get("constraints", {}).get("required", False))

    @property
    def codelist(self) -> str:
        """Return the name of its code list: its own name, where the schema states no other."""
        return str(self.descriptor.get("codelist", self.name))

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """Return the names of its codes by language; empty where any value may stand."""
        return {str(c["value"]): c["labels"] for c in self.descriptor.get("categories", ())}


@dataclass(frozen=True, slots=True)
class Table:
    """One tabular resource: its columns, keys and words."""

    name: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    schema: dict[str, Any]

    def title(self, language: str) -> str:
        """Return the table's title in `en` or `zh`."""
        return str(self.schema["titles"][language])

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns in their order."""
        return tuple(field.name for field in self.fields)


class Rows(Protocol):
    """Anything that yields the rows of a table as typed values in the order of its columns."""

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table."""
        ...


class Content(Protocol):
    """What formats are written from: tables with their rows, as a package or several read as one."""

    @property
    def descriptor(self) -> dict[str, Any]:
        """The package's own words."""
        ...

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in their order."""
        ...

    def cells(self, table: Table) -> Iterator[list[str]]:
        """Yield the rows of one table as text."""
        ...

    def rows(self, table: Table) -> Iterator[list[Value]]:
        """Yield the rows of one table as typed values."""
        ...


class Package:
    """A Data Package on the disk; rows are streamed, never held.

    Raises ReleaseError in one line where the descriptor or a file it names is missing or no such file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.descriptor: dict[str, Any] = self._json("datapackage.json")
        named = [r for r in self.descriptor.get("resources", ()) if isinstance(r.get("schema"), str)]
        self.tables = tuple(self._table(resource) for resource in named)

    def _json(self, name: str) -> dict[str, Any]:
        try:
            content = json.loads((self.root / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise ReleaseError(f"{name}: no readable descriptor ({type(fault).__name__}): restore it") from None
        if not isinstance(content, dict):
            raise ReleaseError(f"{name}: holds no JSON object: restore it")
        return content

    def _table(self, resource: dict[str, Any]) -> Table:
        schema = self._json(resource["schema"])
        try:
            fields = tuple(Field(field["name"], field["type"], field) for field in schema["fields"])
            return Table(resource["name"], resource["path"], fields, tuple(schema["primaryKey"]), schema)
        except (KeyError, TypeError) as fault:
            raise ReleaseError(f"{resource['schema']}: lacks {fault}: is no schema of this dataset") from None

    def schemas(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the name of every table with its Table Schema."""
        for table in self.tables:
            yield table.name, table.schema

    @property
    def version(self) -> str:
        """Return the version the package states; raises ReleaseError where it states none."""
        if "version" not in self.descriptor:
            raise ReleaseError("datapackage.json: states no version: is no package of this dataset")
        return str(self.descriptor["version"])

    def cells(self, table: Table) -> Iterator[list[str]]:
        """Yield the rows of one table as the text of its CSV file."""
        path = self.root / table.path
        if not path.is_file():
            raise ReleaseError(f"{table.path}: the file is missing: restore it")
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            if tuple(next(reader, ())) != table.names:
                raise ReleaseError(f"{table.path}:1: its header is not what its schema says: restore the file")
            yield from reader

    def rows(self, table: Table) -> Iterator[list[Value]]:
        """Yield the rows of one table as typed values."""
        types = [field.type for field in table.fields]
        for number, cells in enumerate(self.cells(table), 1):
            try:
                yield [parse(cell, kind) for cell, kind in zip(cells, types, strict=True)]
            except (ValueError, ArithmeticError):
                raise ReleaseError(_tell_bad_row(table, number, cells)) from None


def _tell_bad_row(table: Table, number: int, cells: list[str]) -> str:
    """Say what in a row (counted from 1, the header aside) is not what its schema says."""
    if len(cells) != len(table.fields):
        has = f"{counted(len(cells), 'cell')}, its schema {len(table.fields)}"
        return f"{table.path}: row {number} has {has}: restore the file"
    for field, cell in zip(table.fields, cells, strict=True):
        try:
            parse(cell, field.type)
        except (ValueError, ArithmeticError):
            where = f"{table.path}: row {number}: column {field.name}"
            return f"{where} holds “{cell[:40]}”, no {field.type}: restore the file"
    return f"{table.path}: row {number} cannot be read: restore the file"


_PYTHON: dict[str, Any] = {"integer": int, "number": Decimal, "date": date, "list": tuple[str, ...]}


def row_type(table: Table) -> Any:
    """Return a class of named tuples for the rows of a table, its fields annotated with their Python types.

    The class is made from the package's own schema: of a package written years ago it has the columns of that time.
    """
    name = "".join(part.capitalize() for part in table.name.split("_"))
    made = namedtuple(name, table.names)  # type: ignore[misc]
    made.__annotations__ = {field.name: _python_type(field) for field in table.fields}
    made.__doc__ = str(table.schema.get("description", table.name))
    return made


def _python_type(field: Field) -> Any:
    kind = _PYTHON.get(field.type, str)
    needed = field.type == "list" or field.descriptor.get("constraints", {}).get("required", False)
    return kind if needed else kind | None


def parse(cell: str, kind: str) -> Value:
    """Read one text cell as a Table Schema type; an empty cell is no value (of a list: an empty list).

    >>> parse("1700000000", "integer"), parse("54.76", "number"), parse("三城一区;两区", "list"), parse("", "date")
    (1700000000, Decimal('54.76'), ('三城一区', '两区'), None)
    """
    if kind == "list":
        return split_list(cell)
    if cell == "":
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return Decimal(cell)
    if kind == "date":
        return date.fromisoformat(cell)
    return cell


def canonical(value: Value) -> str | None:
    """Write a value the one way that is the same in every format: no exponent, no trailing zeros, ISO dates.

    >>> canonical(Decimal("5.20")), canonical(5.2), canonical(1.7e9), canonical(("甲", "乙")), canonical(())
    ('5.2', '5.2', '1700000000', '甲;乙', None)
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return plain(value.normalize()) if value else "0"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, int):
        return str(value)
    return join_list(value) or None


def fingerprint_table(table: Table, rows: Iterable[Sequence[Value]]) -> str:
    """Return the SHA-256 of a table's name, columns and rows in their canonical writing."""
    digest = hashlib.sha256(_line([table.name, *table.names]))
    for row in rows:
        digest.update(_line([canonical(value) for value in row]))
    return digest.hexdigest()


def fingerprint(tables: Iterable[Table], source: Rows) -> tuple[str, dict[str, str]]:
    """Return the content fingerprint of all tables and of each: the same from whatever format `source` reads.

    Tables count in the order of their names, rows in their published order.
    """
    each = {table.name: fingerprint_table(table, source.rows(table)) for table in sorted(tables, key=lambda t: t.name)}
    return hashlib.sha256("".join(f"{name} {value}\n" for name, value in each.items()).encode()).hexdigest(), each


def _line(cells: list[str | None]) -> bytes:
    return (json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
