"""What a statement may cost: bounds that SQLite keeps by itself, for visitors' SQL and for the site's own.

SQLite looks at the time between its steps alone, and one step can be a function that grows a text or blob, or compares
two long ones, for minutes. So lengths are bounded everywhere, and where visitors write the SQL a process that takes too
long is killed (`worker`). Sizes in bytes, times in seconds.
"""

from __future__ import annotations

import sqlite3

VALUE = 4_000_000  # of a text, blob or row; the longest text of the data has two thousand characters
ANSWER = 24_000_000  # of all rows of an answer, each cell counted with what it takes beside its value
CELL = 64  # that a cell takes beside its value
HEAP = 128 * 1024 * 1024  # that SQLite may hold while it sorts, groups and joins
SPACE = 512 * 1024 * 1024  # of addresses of a worker, so that nothing else in it can grow either
GRACE = 0.25  # that a statement may overstay its time before its worker is killed
NICE = 10  # how far a worker stands back whose statement takes long

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 5_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 5_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""For every connection."""

NARROWER = {
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 500_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
}
"""For connections that run visitors' SQL."""

PRAGMAS = frozenset({
    *("database_list", "foreign_key_list", "function_list", "index_info", "index_list", "index_xinfo"),
    *("page_count", "max_page_count", "page_size", "schema_version", "table_info", "table_xinfo"),
    *("collation_list", "compile_options", "data_version", "encoding", "module_list", "pragma_list", "table_list"),
})  # fmt: skip
"""Pragmas that tell something and change nothing when they are asked without a value."""
TELLING = frozenset({"foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_xinfo"})
"""Those whose argument is the name of what they tell of, not a value."""
READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
SCHEMA = "sqlite_master"
"""What SQLite asks to write when it makes a virtual table known to itself; no statement may write it."""
FORBIDDEN = frozenset({"load_extension", "fts3_tokenizer"})


def bind(connection: sqlite3.Connection, limits: dict[int, int] = LIMITS) -> None:
    """Set limits of a connection."""
    for kind, most in limits.items():
        connection.setlimit(kind, most)


def permit(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow what reads and nothing else, as SQLite's authorizer asks it while it prepares a statement."""
    if action in READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second in FORBIDDEN else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == SCHEMA:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in PRAGMAS and (second is None or first in TELLING):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
