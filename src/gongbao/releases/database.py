"""The SQLite file of a release: the package's tables, their search, the views it was made with, and no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from gongbao.errors import ReleaseError
from gongbao.exports import about_database
from gongbao.exports.sqlite_database import number_of
from gongbao.model.history import HISTORY
from gongbao.packages.content import Package
from gongbao.packages.untrusted import tell

_AGAIN = "fetch the release again"
_SEARCH = ("", "_data", "_idx", "_content", "_docsize", "_config")  # the tables behind one full-text index


def check_schema(path: Path, package: Package) -> Iterator[str]:
    """Yield a line for every object or column of a database that the package's tables do not call for."""
    shown = f"{path.parent.name}/{path.name}"
    tables = {table.name: table for table in package.tables}
    searched = {f"{name}_fts{ending}" for name in tables for ending in _SEARCH}
    beside = {*about_database.TABLES, *(model.table for model in HISTORY)}
    for kind, name, owner in _ask(path, "SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name"):
        place = owner if kind == "index" else name
        known = place in tables or place in searched or place in beside or place.startswith("sqlite_stat")
        if kind not in ("table", "index", "view") or (kind != "view" and not known):
            yield f"{shown}: holds the {kind} {name}, which belongs to no release: {_AGAIN}"
    for name, table in tables.items():
        columns = tuple(row[1] for row in _ask(path, f'PRAGMA table_info("{name}")'))
        if columns != table.names:
            yield f"{shown}: its table {name} has other columns than the package: {_AGAIN}"
    if _ask(path, "PRAGMA user_version")[0][0] != number_of(package.version):
        yield f"{shown}: its user_version is not that of {package.version}: {_AGAIN}"


def read_views(path: Path) -> dict[str, str]:
    """Return the views of a database by name, as SQL."""
    return {str(name): str(sql) for name, sql in _ask(path, "SELECT name, sql FROM sqlite_master WHERE type = 'view'")}


def views_of(script: str) -> dict[str, str] | None:
    """Return the views a script makes as a database keeps them; None where it is no such script.

    >>> views_of("CREATE  VIEW a AS SELECT 1;")
    {'a': 'CREATE VIEW a AS SELECT 1'}
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.executescript(script)
        except sqlite3.Error:
            return None
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())


def _ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            return connection.execute(sql).fetchall()
    except sqlite3.Error as fault:
        raise ReleaseError(f"{path.parent.name}/{path.name}: is no database ({tell(fault)}): {_AGAIN}") from None
