"""The databases as the site opens them, without a socket: assistants are answered from what visitors are answered from.

Tables, filters, search and SQL are asked through the site's own application, so that its limits hold here too, and an
answer's rows are those that its citation leads to.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from gongbao.errors import GongbaoError
from gongbao.serving.databases import make_app, put_away
from gongbao.serving.newest import Marks, Newest, marks_of
from gongbao.site.schema import schema_of
from gongbao.site.wording.names import DATABASE

Row = dict[str, Any]
Pairs = Sequence[tuple[str, str]]


class Refusal(GongbaoError):
    """What an assistant asked for cannot be answered; the message says why, and what can."""


class Answered(NamedTuple):
    """What the site answered: its status, and the body as JSON has it."""

    status: int
    body: Any

    @property
    def fault(self) -> str:
        """Return what the site says is wrong."""
        body = self.body if isinstance(self.body, dict) else {}
        return str(body.get("error") or body.get("title") or f"the site answered {self.status}")


class Build(NamedTuple):
    """One build of the package with its releases, opened; it never changes."""

    root: Path
    datasette: Any
    marks: Marks

    async def ask(self, path: str, pairs: Pairs = ()) -> Answered:
        """Ask the site for data at a path; messages come in English."""
        asked = f"{path}?{urlencode(list(pairs))}" if pairs else path
        answer = await self.datasette.client.get(asked, headers={"Accept-Language": "en"})
        try:
            return Answered(answer.status_code, answer.json())
        except ValueError:
            return Answered(answer.status_code, None)

    async def rows(
        self, sql: str, values: Sequence[Any] | Mapping[str, Any] = (), database: str = DATABASE
    ) -> list[Row]:
        """Run a query of the program's own."""
        found = await self.datasette.get_database(database).execute(sql, values)
        return [dict(row) for row in found.rows]

    async def rows_with(self, table: str, column: str, ids: Iterable[str], more: str = "") -> list[Row]:
        """Return the rows of a table of the current data whose column holds one of some ids; `more` orders them."""
        wanted = sorted(set(ids))
        marks = ", ".join("?" for _ in wanted)
        return await self.rows(f"select * from {table} where {column} in ({marks}) {more}", wanted) if wanted else []

    async def has(self, database: str, table: str, *columns: str) -> bool:
        """Tell whether a database has a table with some columns."""
        return (await schema_of(self.datasette.get_database(database))).has(table, *columns)

    async def close(self) -> None:
        """Give back the threads, files and processes of a build that answers no more."""
        await put_away(self.datasette)


async def open_build(root: Path) -> Build:
    """Open a package; raises GongbaoError while nothing is built."""
    marks = marks_of(root)
    datasette = await asyncio.to_thread(make_app, root)
    await datasette.invoke_startup()
    return Build(root, datasette, marks)


class Library:
    """The newest build: when the package is built anew, answers come from that."""

    def __init__(self, build: Build) -> None:
        root = build.root
        self.builds: Newest[Build] = Newest(build, lambda _: open_build(root), lambda: marks_of(root))
        self.lock = asyncio.Lock()

    @asynccontextmanager
    async def newest(self) -> AsyncIterator[Build]:
        """Give the newest build that can be opened, for one answer, which is made of that build alone."""
        async with self.lock:
            await self.builds.renew()
        with self.builds.using() as build:
            yield build
