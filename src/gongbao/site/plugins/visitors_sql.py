"""SQL that visitors write runs in processes that can be killed, bounded in time, memory and number; see `visitors`.

What the site itself asks stays with Datasette, so that no page waits for a visitor's SQL. How many statements run and
wait, and how many requests with SQL one address may make a minute, stands in `plugins: visitors_sql` of Datasette's
metadata or in the environment (`Settings`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

from gongbao.site.visitors import bounds
from gongbao.site.visitors.database import PublishedDatabase
from gongbao.site.visitors.pool import Pool
from gongbao.site.visitors.rates import Rate
from gongbao.site.visitors.refusals import TooOften
from gongbao.site.visitors.settings import PLUGIN, read_settings
from gongbao.site.visitors.visit import Visit, begin, brings_sql, client_of, end
from gongbao.site.wording.languages import t

Message = MutableMapping[str, Any]
Application = Callable[[Message, Any, Any], Awaitable[None]]
TIMES = 5  # of the limit of one statement that all statements of a request may take together


@hookimpl
def startup(datasette: Any) -> None:
    """Put databases in the place of Datasette's own, whose answers to visitors' SQL come from workers."""
    settings = read_settings(datasette.plugin_config(PLUGIN))
    pool = Pool(settings.workers, settings.waiting)
    for name, held in list(datasette.databases.items()):
        published = held.path and not held.is_mutable
        datasette.remove_database(name)
        datasette.add_database(PublishedDatabase(held, pool) if published else held, name=name, route=held.route)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Bound what the site's own statements may cost: visitors' words are values of theirs."""
    bounds.bind(conn)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Application], Application]:
    """Note which requests bring SQL; within the memory of answers, so that only SQL that is run counts."""
    settings = read_settings(datasette.plugin_config(PLUGIN))
    rate = Rate(settings.per_minute) if settings.per_minute else None

    def visit_of(scope: Message) -> Visit | None:
        if scope["type"] != "http" or not brings_sql(scope.get("query_string", b"")):
            return None
        visit = Visit(client_of(scope, settings.proxies), TIMES * datasette.sql_time_limit_ms / 1000)
        seconds = rate.wait(visit.client) if rate else 0
        if seconds:
            visit.refused = TooOften(t("Too many queries from your address. Ask again in {n} s.", n=seconds), seconds)
        return visit

    def wrap(app: Application) -> Application:
        async def answer(scope: Message, receive: Any, send: Any) -> None:
            token = begin(visit_of(scope))
            try:
                await app(scope, receive, send)
            finally:
                end(token)

        return answer

    return wrap
