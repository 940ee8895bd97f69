"""Names of the rows that ids point to, in the language at hand; each registry of a database is read once.

The databases are immutable while they are served, so what was read stays right.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from gongbao.model.history import HISTORY
from gongbao.model.row import Row
from gongbao.model.rows import TABLES
from gongbao.site.wording.languages import language

DATABASE = "gongbao"
TARGETS: dict[str, str] = {
    **{column: table for model in (*TABLES, *HISTORY) for column, table in model.foreign_keys.items()},
    **{model.primary_key[0]: model.table for model in (*TABLES, *HISTORY) if len(model.primary_key) == 1},
}
"""The table that a column of ids points to, its own table's key included."""


class Named(NamedTuple):
    """A row's name in both languages, as the row has it."""

    chinese: str | None
    english: str | None

    def __str__(self) -> str:
        """Return the name in the reader's language, or in the other where it has none."""
        mine, others = (self.chinese, self.english) if language() == "zh-Hans" else (self.english, self.chinese)
        return mine or others or ""


_READ: WeakKeyDictionary[Any, dict[str, dict[str, Named]]] = WeakKeyDictionary()


def naming_columns(model: type[Row]) -> tuple[str, str] | None:
    """Return the columns that name a row in Chinese and in English; None where rows of a table have no name."""
    pairs = (("name_zh", "name_en"), ("title_zh", "title_en"), ("heading_zh", "heading_en"))
    return next((pair for pair in pairs if pair[0] in model.columns), None)


REGISTRIES = {
    model.table: pair
    for model in TABLES
    if len(model.primary_key) == 1 and (pair := naming_columns(model)) and model.table != "sections"
}
"""Tables whose rows are named and outlive a report, and reports: small enough to be kept."""


async def names_of(datasette: Any, database: str, table: str) -> dict[str, Named]:
    """Return the names of all rows of a registry by id; nothing for a table whose rows have no name."""
    if table not in REGISTRIES or database not in datasette.databases:
        return {}
    held = datasette.get_database(database)
    known = _READ.setdefault(held, {})
    if table not in known:
        known[table] = await _read(held, table)
    return known[table]


async def _read(held: Any, table: str) -> dict[str, Named]:
    if not await held.table_exists(table):
        return {}
    key = next(model.primary_key[0] for model in TABLES if model.table == table)
    chinese, english = REGISTRIES[table]
    present = await held.table_columns(table)
    if not {key, chinese, english} <= set(present):
        return {}
    found = await held.execute_fn(
        lambda connection: connection.execute(f"select {key}, {chinese}, {english} from {table}").fetchall()
    )
    return {row[0]: Named(row[1], row[2]) for row in found}
