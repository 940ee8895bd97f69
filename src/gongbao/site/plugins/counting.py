"""Rows are counted once: a database never changes while it is served, so a count that was made stays right.

Counting the rows of a view over many reports takes longer than drawing a page of them; Datasette asks for it with every
page. Only counts are remembered, the newest few hundred, and none that ran out of time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

COUNT = "select count(*) from "
KEPT = 500
Execute = Callable[..., Awaitable[Any]]


@hookimpl
def startup(datasette: Any) -> None:
    """Let every database that cannot change remember its counts."""
    for database in datasette.databases.values():
        if not database.is_mutable:
            database.execute = remembering(database.execute)


def remembering(execute: Execute) -> Execute:
    """Return what executes SQL as before, a count that was asked before from memory."""
    known: OrderedDict[tuple[str, str], Any] = OrderedDict()

    async def answer(sql: str, params: Any = None, **options: Any) -> Any:
        if not sql.startswith(COUNT):
            return await execute(sql, params, **options)
        key = (sql, repr(params))
        if key not in known:
            known[key] = await execute(sql, params, **options)
            if len(known) > KEPT:
                known.popitem(last=False)
        else:
            known.move_to_end(key)
        return known[key]

    return answer
