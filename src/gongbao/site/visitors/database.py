"""A database whose answers to visitors' SQL come from a worker; its site's own statements take a thread or none."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from functools import lru_cache, partial
from time import thread_time
from typing import Any
from urllib.parse import quote

from datasette.database import Database, QueryInterrupted, Results
from datasette.utils import escape_sqlite

from gongbao.site.answers.completeness import fell_short
from gongbao.site.tables.total_order import in_total_order
from gongbao.site.visitors.pool import Pool
from gongbao.site.visitors.quick import STOPPED, Pace
from gongbao.site.visitors.visit import Visit, visit_with
from gongbao.site.visitors.worker import INTERRUPTED, LENGTH, ROWS

AT_ONCE: ContextVar[bool] = ContextVar("at_once", default=False)
ASKED: ContextVar[str | None] = ContextVar("asked", default=None)
LONGEST = 400_000  # bytes of a statement with its parameters
TOO_LONG = "string or blob too big"
ENDED = "out of memory: the query needs more than it may use"
_NAMES = sqlite3.connect(":memory:", check_same_thread=False)


class PublishedDatabase(Database):  # type: ignore[misc]
    """A database that cannot change, served to strangers."""

    _cached_table_counts: dict[str, int] | None

    def __init__(self, stock: Database, pool: Pool) -> None:
        super().__init__(stock.ds, path=stock.path, is_mutable=False)
        self.cached_hash, self.cached_size = stock.cached_hash, stock.cached_size
        self.pool, self.pace = pool, Pace()
        self.at_hand: sqlite3.Connection | None = None

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """Return what Database.execute returns, and raise what it raises; every fault of a visitor's SQL is an
        OperationalError."""
        sql = in_total_order(sql)
        try:
            return await self._answer(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        except QueryInterrupted:
            fell_short(sql)
            raise

    async def _answer(
        self, sql: str, params: Any, truncate: bool, custom_time_limit: float | None, page_size: int | None, log: bool
    ) -> Results:
        visit = visit_with(sql)
        if visit is None:
            return await self._ask_itself(sql, params, truncate, custom_time_limit, page_size, log)
        if visit.refused:
            raise visit.refused
        limit = self.ds.sql_time_limit_ms
        limit = min(limit, custom_time_limit or limit) / 1000
        most = -1
        if truncate and self.ds.max_returned_rows:
            most = self.ds.max_returned_rows
            most += most == (page_size or self.ds.page_size)
        return await self._ask(visit, sql, params, limit, most)

    async def _ask_itself(self, sql: str, params: Any, truncate: bool, limit: float | None, *rest: Any) -> Results:
        """Run a statement of the site: at once where it was quick before, else in a thread."""
        if self.pace.is_quick(sql) and (limit is None or limit >= STOPPED):
            now = AT_ONCE.set(True)
            try:
                return await super().execute(sql, params, truncate, STOPPED, *rest)
            except QueryInterrupted:
                self.pace.was_stopped(sql)
            finally:
                AT_ONCE.reset(now)
        token = ASKED.set(sql)
        try:
            return await super().execute(sql, params, truncate, limit, *rest)
        finally:
            ASKED.reset(token)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do what Database.execute_fn does; at once, for a statement that was quick, with a connection of its own."""
        if AT_ONCE.get():
            if self.at_hand is None:
                self.at_hand = self.connect()
                self.ds._prepare_connection(self.at_hand, self.name)
            return fn(self.at_hand)
        sql = ASKED.get()
        return await super().execute_fn(fn if sql is None else partial(self._timed, sql, fn))

    async def table_counts(self, limit: float = 10) -> dict[str, int]:  # noqa: ARG002 - what cannot change is counted once
        """Return how many rows every table has, all counted in one go."""
        if self._cached_table_counts is None:
            self._cached_table_counts = await self.execute_fn(count_tables)
        return dict(self._cached_table_counts)

    def _timed(self, sql: str, fn: Callable[[sqlite3.Connection], Any], connection: sqlite3.Connection) -> Any:
        begun = thread_time()
        found = fn(connection)
        self.pace.ran(sql, thread_time() - begun)
        return found

    async def _ask(self, visit: Visit, sql: str, params: Any, limit: float, most: int) -> Results:
        seconds = min(limit, visit.left)
        if seconds <= 0:
            raise QueryInterrupted(sqlite3.OperationalError(INTERRUPTED), sql, params)
        question = marshal.dumps((f"{quote(self.path)}?immutable=1", sql, plain(params), seconds, most))
        if len(question) > LONGEST:
            raise sqlite3.OperationalError(TOO_LONG)
        told = await self.pool.ask(question, seconds, visit.client)
        visit.left -= told.seconds
        found = None if told.answer is None and told.seconds < seconds else read(told.answer)
        if found is None:
            raise sqlite3.OperationalError(ENDED)
        if isinstance(found, str):
            raise QueryInterrupted(sqlite3.OperationalError(found), sql, params)
        return found

    def close(self) -> None:
        """Close what is open, the workers too."""
        super().close()
        self.pool.close()


def count_tables(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of every table of a database."""
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    return {name: connection.execute(f"select count(*) from {escape_sqlite(name)}").fetchone()[0] for name in names}


def plain(params: Any) -> Any:
    """Return parameters as a plain dict or list."""
    if isinstance(params, Mapping):
        return dict(params)
    return list(params) if isinstance(params, Sequence) else {}


def read(answer: memoryview | None) -> Results | str:
    """Return the rows of an answer, or that the statement was interrupted; raises OperationalError for other faults."""
    if answer is None:
        return INTERRUPTED
    at = LENGTH.size + LENGTH.unpack_from(answer)[0]
    kind, *told = marshal.loads(answer[LENGTH.size : at])
    if kind == INTERRUPTED:
        return INTERRUPTED
    if kind != ROWS:
        raise sqlite3.OperationalError(told[0])
    cursor = cursor_of(tuple(told[0]))
    rows = [sqlite3.Row(cursor, row) for row in marshal.loads(answer[at:])]
    return Results(rows, told[1], cursor.description)


@lru_cache(maxsize=128)
def cursor_of(columns: tuple[str, ...]) -> sqlite3.Cursor:
    """Return a cursor whose rows have columns of these names, to make rows of; it has none itself."""
    named = ", ".join('null as "{}"'.format(name.replace('"', '""')) for name in columns)
    return _NAMES.execute(f"select {named or 'null'} where 0")
