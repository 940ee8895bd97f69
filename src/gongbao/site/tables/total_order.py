"""One order of a sorted table on all its pages: by the column, and where values are alike by the key.

Datasette sorts the first page by the column alone and the pages behind it by the key, too, so that rows whose values
are alike are lost or come twice where a page ends among them, in files as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from datasette.utils import escape_sqlite

_KEY: ContextVar[str] = ContextVar("key", default="")
_BY_COLUMN = re.compile(r" order by (?P<by>(?:\[[^\]]+\]|\w+)(?: desc)?)(?= limit \d+$)")


async def sorting_keys(held: Any, table: str, request: Any) -> list[str]:
    """Return the primary key of a table that a request sorts by a column; none where it asks for no order of its own.

    The order in which a table opens stays as it is: releases promise the answers they were recorded with.
    """
    asked = request.args.get("_sort") or request.args.get("_sort_desc")
    keys: list[str] = await held.primary_keys(table) if asked and await held.table_exists(table) else []
    return keys


@contextmanager
def ordered_by(keys: Sequence[str]) -> Iterator[None]:
    """Let statements that sort a table by one column sort by its primary key, too."""
    token = _KEY.set(", ".join(map(escape_sqlite, keys)))
    try:
        yield
    finally:
        _KEY.reset(token)


def in_total_order(sql: str) -> str:
    """Return a statement of a table with its order completed; any other is returned as it is.

    >>> with ordered_by(["place_id"]):
    ...     in_total_order("select * from places order by name_en desc limit 101")
    'select * from places order by name_en desc, place_id limit 101'
    """
    key = _KEY.get()
    sorted_by = _BY_COLUMN.search(sql) if key else None
    if sorted_by is None or sorted_by["by"] == key:
        return sql
    return f"{sql[: sorted_by.end()]}, {key}{sql[sorted_by.end() :]}"
