"""A database never changes while it is served: its schema and its counts are asked once.

Datasette asks a database for its tables, columns and keys some twenty times a page, each time in a thread of its own,
with every permission for how the name of a table is written, with every request for the version of every schema; and
counting the rows of a view over many reports takes longer than drawing a page of them. So these answers are remembered,
the newest few thousand, and none that failed, that a visitor's SQL asked for or that was asked with long words.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Any

from datasette import hookimpl

from gongbao.site.visitors.visit import visit_with

STATEMENTS = (
    "select count(*) from ",
    "select name from sqlite_master where type in ('table', 'view') and name = ",
    "PRAGMA schema_version",
)
QUESTIONS = (
    "table_names",
    "view_names",
    "hidden_table_names",
    "table_exists",
    "table_columns",
    "table_column_details",
    "primary_keys",
    "fts_table",
    "label_column_for_table",
    "foreign_keys_for_table",
    "get_all_foreign_keys",
    "get_table_definition",
)
KEPT = 2000
LONGEST = 1000  # characters of a question that is remembered
Ask = Callable[..., Awaitable[Any]]


@hookimpl(trylast=True)
def startup(datasette: Any) -> None:
    """Let every database that cannot change remember; last, when all that stands in for one has taken its place."""
    for database in datasette.databases.values():
        if not database.is_mutable:
            database.execute = remembering(database.execute, is_of_the_site)
            for name in QUESTIONS:
                setattr(database, name, remembering(getattr(database, name)))
    datasette.refresh_schemas = write_no_catalogue


async def write_no_catalogue() -> None:
    """Leave the catalogue of all tables and columns empty that Datasette writes at the first request and looks through
    at every further one: nobody here may see it."""


def is_of_the_site(sql: str, *_: Any) -> bool:
    """Tell whether a statement asks for a count or a schema, and is no visitor's."""
    return sql.startswith(STATEMENTS) and visit_with(sql) is None


def remembering(ask: Ask, worthy: Callable[..., bool] = lambda *_: True) -> Ask:
    """Return what asks as before, but once for the same arguments where they are worthy.

    Everybody gets a list or dict of their own; options do not tell one question from another.
    """
    known: OrderedDict[str, Any] = OrderedDict()

    async def answer(*arguments: Any, **options: Any) -> Any:
        key = repr(arguments) if worthy(*arguments) else ""
        if not key or len(key) > LONGEST:
            return await ask(*arguments, **options)
        if key not in known:
            known[key] = await ask(*arguments, **options)
            if len(known) > KEPT:
                known.popitem(last=False)
        else:
            known.move_to_end(key)
        return copy(known[key]) if isinstance(known[key], list | dict) else known[key]

    return answer
