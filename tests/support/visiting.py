"""The site asked by visitors whose SQL is really run: nothing is kept in memory, and time is short."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gongbao.serving.databases import make_app

LIMIT = 200  # milliseconds a statement


class Site:
    """An application that answers several requests at once."""

    def __init__(self, runner: asyncio.Runner, app: Any) -> None:
        self.runner, self.app = runner, app

    def ask(self, path: str, **headers: str) -> Any:
        """Return the answer to one request."""
        return self.ask_all([path], **headers)[0]

    def ask_all(self, paths: Sequence[str], **headers: str) -> list[Any]:
        """Return the answers to requests that are made at once."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def ask() -> list[Any]:
            return list(await asyncio.gather(*(self.app.client.get(path, headers=named) for path in paths)))

        return self.runner.run(ask())

    @property
    def pool(self) -> Any:
        """The processes that run visitors' SQL."""
        return self.app.get_database("gongbao").pool


@contextlib.contextmanager
def visited(root: Path, **settings: int) -> Iterator[Site]:
    """Yield the site over a package; `settings` are those of visitors' SQL."""
    app = make_app(root, plugins={"response_cache": {"bytes": 0}, "visitors_sql": settings})
    with asyncio.Runner() as runner:
        runner.run(app.invoke_startup())
        app.sql_time_limit_ms = LIMIT
        yield Site(runner, app)
        app.get_database("gongbao").close()
