"""build/gongbao.db: the tables with keys, indexes, reading views and Chinese full-text search."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

from gongbao.codes import CODELISTS
from gongbao.dataset import Dataset
from gongbao.exports.cells import to_cell
from gongbao.rows import TABLES, Row, column_of, is_required
from gongbao.search import shadow
from gongbao.tables import Tables

FILE = "gongbao.db"
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "date": "TEXT", "list": "TEXT"}
_VIEWS = Path(__file__).with_name("views.sql")


def write(tables: Tables, folder: Path, *, dataset: Dataset) -> None:
    """Write the database into `folder`/build; the same rows give the same bytes."""
    target = folder / "build"
    target.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(target / FILE, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for model in TABLES:
            connection.execute(create_table(model))
        for model in TABLES:
            insert(connection, model, [traced.row for traced in tables[model.table]])
        for model in TABLES:
            _index(connection, model)
            _add_search(connection, model)
        connection.execute("COMMIT")
        connection.executescript(_VIEWS.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA user_version = {_number(dataset.version)}")
        connection.execute("ANALYZE")
    finally:
        connection.close()


def _number(version: str) -> int:
    major, minor, patch = (int(part) for part in version.split("."))
    return major * 1_000_000 + minor * 1_000 + patch


def create_table(model: type[Row]) -> str:
    """Return the CREATE TABLE statement of one row class, with its keys and code lists as constraints."""
    lines = [_column(model, name) for name in model.model_fields]
    lines.append(f"PRIMARY KEY ({', '.join(model.primary_key)})")
    lines.extend(f"UNIQUE ({', '.join(key)})" for key in model.unique_keys)
    for column, table in model.foreign_keys.items():
        key = next(other.primary_key[0] for other in TABLES if other.table == table)
        lines.append(f"FOREIGN KEY ({column}) REFERENCES {table} ({key})")
    return f"CREATE TABLE {model.table} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(model: type[Row], name: str) -> str:
    column = column_of(model, name)
    words = [name, _TYPES[column.type]]
    if is_required(model, name):
        words.append("NOT NULL")
    if column.codelist:
        values = ", ".join(f"'{code.code}'" for code in CODELISTS[column.codelist])
        words.append(f"CHECK ({name} IN ({values}))")
    return " ".join(words)


def insert(connection: sqlite3.Connection, model: type[Row], rows: list[Row]) -> None:
    """Insert rows in their order, so that rowids follow the published files."""
    marks = ", ".join("?" for _ in model.model_fields)
    statement = f"INSERT INTO {model.table} VALUES ({marks})"
    connection.executemany(statement, ([_value(getattr(row, n)) for n in model.model_fields] for row in rows))


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | tuple):
        return to_cell(value) or None
    return value


def _index(connection: sqlite3.Connection, model: type[Row]) -> None:
    for name in model.model_fields:
        wanted = name in model.foreign_keys or column_of(model, name).codelist or name == "char_start"
        if wanted and (name,) != model.primary_key:
            connection.execute(f"CREATE INDEX {model.table}_{name} ON {model.table} ({name})")


def _add_search(connection: sqlite3.Connection, model: type[Row]) -> None:
    if not model.text_columns:
        return
    names = ", ".join(model.text_columns)
    table = f"{model.table}_fts"
    connection.execute(f"CREATE VIRTUAL TABLE {table} USING fts5({names}, content='', tokenize='porter unicode61')")
    rows = connection.execute(f"SELECT rowid, {names} FROM {model.table} ORDER BY rowid").fetchall()
    marks = ", ".join("?" for _ in range(len(model.text_columns) + 1))
    connection.executemany(
        f"INSERT INTO {table} (rowid, {names}) VALUES ({marks})",
        ([row[0], *(shadow(str(cell or "")) for cell in row[1:])] for row in rows),
    )
