"""build/gongbao.db: the tables with keys, indexes, reading views and Chinese full-text search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from gongbao.citing.citations import release_database
from gongbao.errors import PublishError, ReleaseError
from gongbao.exports import about_database
from gongbao.exports.openings import FACETS, RANKED
from gongbao.exports.search import grams
from gongbao.model.cells import to_cell
from gongbao.model.codes import CODELISTS
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES, Row, column_of, is_required
from gongbao.packages.content import Package, Table, Value, parse
from gongbao.seeds.dataset import Dataset

FILE = "gongbao.db"
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "date": "TEXT", "list": "TEXT"}
_LEAF = 8000  # bytes of a leaf of a full-text index; what every leaf begins with is written half as often as by default
ROW_ID = "row_id"  # of a row in whichever table
_LARGEST = 2**63 - 1  # an INTEGER of SQLite; larger counts are kept as REAL
_VIEWS = Path(__file__).with_name("views.sql")


def write(
    package: Package, path: Path, *, dataset: Dataset, history: Mapping[type[Row], Sequence[Row]] | None = None
) -> None:
    """Write the database to `path`; the same rows give the same bytes.

    `history` holds the rows of releases, changes and tombstones; a release's own database is told of them by
    `add_history`, once they are known.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    past = dict(history or {})
    try:
        connection.execute("PRAGMA page_size = 1024")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        for model in (*TABLES, *past):
            connection.execute(create_table(model))
        for table in package.tables:
            insert(connection, table.name, len(table.fields), package.rows(table))
        for model, rows in past.items():
            values = ([getattr(row, name) for name in model.columns] for row in rows)
            insert(connection, model.table, len(model.columns), values)
        for model in (*TABLES, *past):
            _index(connection, model)
            _add_search(connection, model)
        about_database.add(connection, package, dataset)
        _require_references(connection)
        connection.execute("COMMIT")
        connection.executescript(read_views_script())
        connection.execute(f"PRAGMA user_version = {number_of(dataset.version)}")
        _close_up(connection)
    except sqlite3.OperationalError as fault:
        raise PublishError(
            f"{path.name}: cannot be written: {fault}; nothing was changed: free the disk, then build again"
        ) from None
    finally:
        connection.close()


def add_history(path: Path, history: Mapping[type[Row], Sequence[Row]]) -> None:
    """Add releases, changes and tombstones to the database of a release; the same rows give the same bytes.

    They stand there to be read, without indexes: a file that travels is small.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        for model, rows in history.items():
            connection.execute(create_table(model))
            insert(connection, model.table, len(model.columns), ([getattr(r, n) for n in model.columns] for r in rows))
        connection.execute("COMMIT")
        _close_up(connection)


def _close_up(connection: sqlite3.Connection) -> None:
    """Gather statistics, and give back the pages that filling left empty; rows keep their rowids (without gaps)."""
    connection.execute("ANALYZE")
    connection.execute("VACUUM")


def read_views_script() -> str:
    """Return the SQL that makes the reading views."""
    return _VIEWS.read_text(encoding="utf-8")


def _require_references(connection: sqlite3.Connection) -> None:
    """Check all references at once, when all rows are there: row by row each would be searched again and again.

    Raises ReleaseError for the first that meets no row.
    """
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        table, rowid, target, _ = broken
        raise ReleaseError(f"data/{table}.csv:{rowid + 1}: refers to no row of {target}: restore the file")


def release_file(dataset: Dataset) -> str:
    """Return the file name of a release's database."""
    return f"{release_database(dataset)}.db"


def number_of(version: str) -> int:
    """Return a version as the one number SQLite keeps in a file's header."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major * 1_000_000 + minor * 1_000 + patch


def create_table(model: type[Row]) -> str:
    """Return the CREATE TABLE statement of one row class: keys and code lists as constraints, titles as comments."""
    lines = [_column(model, name) for name in model.columns]
    lines.append(f"PRIMARY KEY ({', '.join(model.primary_key)})")
    lines.extend(f"UNIQUE ({', '.join(key)})" for key in model.unique_keys)
    for column, table in model.foreign_keys.items():
        key = next(other.primary_key[0] for other in (*TABLES, *HISTORY) if other.table == table)
        lines.append(f"FOREIGN KEY ({column}) REFERENCES {table} ({key})")
    titles = [column_of(model, name) for name in model.columns]
    notes = [f" -- {column.title_en} {column.title_zh}" for column in titles] + [""] * len(lines)
    ends = [","] * (len(lines) - 1) + [""]
    body = [f"  {line}{end}{note}" for line, end, note in zip(lines, ends, notes[: len(lines)], strict=True)]
    return f"CREATE TABLE {model.table} ( -- {model.caption_en} {model.caption_zh}\n" + "\n".join(body) + "\n)"


def _column(model: type[Row], name: str) -> str:
    column = column_of(model, name)
    words = [name, _TYPES[column.type]]
    if is_required(model, name):
        words.append("NOT NULL")
    if column.codelist:
        values = ", ".join(f"'{code.code}'" for code in CODELISTS[column.codelist])
        words.append(f"CHECK ({name} IN ({values}))")
    return " ".join(words)


def insert(connection: sqlite3.Connection, table: str, width: int, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows in their order, so that rowids follow the published files."""
    marks = ", ".join("?" for _ in range(width))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ([_value(cell) for cell in row] for row in rows))


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) <= _LARGEST
        return int(value) if whole else float(value)
    if isinstance(value, date | tuple):
        return to_cell(value) or None
    return value


def _index(connection: sqlite3.Connection, model: type[Row]) -> None:
    """Index what rows are asked by, so that a page costs no more where there are many reports.

    Rows of one value are read in the order of the text, rows are counted by all values that a table opens with in one
    walk along one index.
    """
    in_order = ("char_start",) if "char_start" in model.columns else ()
    indexes = {name: (name, *in_order) for name in model.columns if _is_asked(model, name)}
    indexes |= {name: (name,) for name in (*in_order, *RANKED.get(model.table, ()))}
    if len(FACETS.get(model.table, ())) > 1:
        indexes["facets"] = (*FACETS[model.table], *RANKED.get(model.table, ()))
    for name, columns in indexes.items():
        connection.execute(f"CREATE INDEX {model.table}_{name} ON {model.table} ({', '.join(columns)})")


def _is_asked(model: type[Row], name: str) -> bool:
    """Tell whether rows are looked for by a column: it refers to a table, names a row of any table or holds codes."""
    asked = name in model.foreign_keys or name == ROW_ID or column_of(model, name).codelist
    return bool(asked) and (name,) != model.primary_key


def _add_search(connection: sqlite3.Connection, model: type[Row]) -> None:
    """Index the texts of a table, at last in one piece: a search then looks up a word once, and the file is smaller."""
    if not model.text_columns:
        return
    names = ", ".join(model.text_columns)
    table = f"{model.table}_fts"
    options = f"content=\"{model.table}\", tokenize='porter unicode61'"  # so that clients find it by themselves
    connection.execute(f"CREATE VIRTUAL TABLE {table} USING fts5({names}, {options})")
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('pgsz', {_LEAF})")
    rows = connection.execute(f"SELECT rowid, {names} FROM {model.table} ORDER BY rowid")
    marks = ", ".join("?" for _ in range(len(model.text_columns) + 1))
    connection.executemany(
        f"INSERT INTO {table} (rowid, {names}) VALUES ({marks})",
        ([row[0], *(grams(str(cell or "")) for cell in row[1:])] for row in rows),
    )
    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


class Reader:
    """Reads the rows of a database back, in their published order."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        names = ", ".join(table.names)
        dates = [number for number, field in enumerate(table.fields) if field.type == "date"]
        for row in self.connection.execute(f"SELECT {names} FROM {table.name} ORDER BY rowid"):
            values = list(row)
            for number in dates:
                values[number] = parse(values[number] or "", "date")
            yield values

    def close(self) -> None:
        """Close the file."""
        self.connection.close()
