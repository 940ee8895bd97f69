"""The application over the newest build: when it is built anew, visitors are answered from that, without a gap."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

import httpx

from gongbao.errors import ServeError
from gongbao.serving.databases import put_away
from gongbao.serving.newest import Marks, Newest
from gongbao.serving.stock import Datasette

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

EVERY = 1.0  # seconds between two looks at the files
_FIRST = "http://localhost/"


class Served(NamedTuple):
    """An application that answers, and the marks it was made of."""

    datasette: Datasette
    answer: Callable[[Message, Receive, Send], Awaitable[None]]
    marks: Marks

    async def close(self) -> None:
        """Give back what an application holds that answers no more."""
        await put_away(self.datasette)


class Switching:
    """An ASGI application that is always the newest: `make` returns Datasette over what `marks` looks at."""

    def __init__(self, make: Callable[[], Datasette], marks: Callable[[], Marks], *, every: float = EVERY) -> None:
        self.make, self.marks, self.every = make, marks, every
        self.newest: Newest[Served] | None = None
        self.looked = 0.0
        self.renewing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        newest = self.newest or await self._start()
        self._look(newest)
        with newest.using() as served:
            await served.answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self.newest:
                    await self.newest.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self) -> Newest[Served]:
        self.newest = Newest(await self._open(self.marks()), self._open_warm, self.marks)
        self.looked = time.monotonic()
        return self.newest

    async def _open(self, marks: Marks) -> Served:
        datasette = await asyncio.to_thread(self.make)
        await datasette.invoke_startup()
        return Served(datasette, datasette.app(), marks)

    async def _open_warm(self, marks: Marks) -> Served:
        """Return an application after its first page; raises ServeError where it cannot make that."""
        served = await self._open(marks)
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=served.answer)) as client:
                (await client.get(_FIRST)).raise_for_status()
        except httpx.HTTPError as fault:
            await served.close()
            raise ServeError(f"its first page fails ({fault})") from None
        return served

    def _look(self, newest: Newest[Served]) -> None:
        """Look for a new build, once in a while; visitors are answered meanwhile."""
        now = time.monotonic()
        if now - self.looked >= self.every and (self.renewing is None or self.renewing.done()):
            self.looked = now
            self.renewing = asyncio.create_task(self._renew(newest))

    async def _renew(self, newest: Newest[Served]) -> None:
        if await newest.renew():
            print(f"serving the new build (process {os.getpid()})", file=sys.stderr, flush=True)
