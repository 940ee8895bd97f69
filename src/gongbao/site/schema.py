"""What tables a database has, with their columns and what points to them: asked once, as the databases never change."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary


class Incoming(NamedTuple):
    """A column of another table that points to a table."""

    table: str
    column: str


class Schema(NamedTuple):
    """The columns of every table and view by its name, the names of the views, what points to each table."""

    columns: dict[str, tuple[str, ...]]
    views: frozenset[str]
    incoming: dict[str, tuple[Incoming, ...]]

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether there is a table or view, and whether it has some columns."""
        return table in self.columns and set(columns) <= set(self.columns[table])


_READ: WeakKeyDictionary[Any, Schema] = WeakKeyDictionary()


async def schema_of(held: Any) -> Schema:
    """Return what a database of the site holds."""
    if held not in _READ:
        _READ[held] = await held.execute_fn(_read)
    return _READ[held]


def _read(connection: Any) -> Schema:
    named = connection.execute("select name, type from sqlite_master where type in ('table', 'view')").fetchall()
    columns, incoming = {}, dict[str, list[Incoming]]()
    for name, _ in named:
        found = connection.execute("select name from pragma_table_info(?)", [name]).fetchall()
        columns[name] = tuple(row[0] for row in found)
        for row in connection.execute('select "table", "from" from pragma_foreign_key_list(?)', [name]).fetchall():
            incoming.setdefault(row[0], []).append(Incoming(name, row[1]))
    views = frozenset(name for name, kind in named if kind == "view")
    return Schema(columns, views, {table: tuple(sorted(found)) for table, found in incoming.items()})
