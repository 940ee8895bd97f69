"""The application over the newest build: when it is built anew, visitors are answered from that, without a gap.

A database never changes while it is open; a build puts another in its place. So the old application answers until the
new one stands, and is closed when its last answer is given.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from gongbao.errors import GongbaoError
from gongbao.serving.databases import put_away
from gongbao.serving.stock import Datasette

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Marks = tuple[tuple[str, int, int, int], ...]

EVERY = 1.0  # seconds between two looks at the files
TOLD = ("*.md", "docs/*.md", "metadata/*")  # what pages are made of beside the databases
_FIRST = "/"


def marks_of(root: Path) -> Marks:
    """Return what tells one build of a package from the next: name, inode, time and size of what pages are made of."""
    return tuple(_marks(root))


def _marks(root: Path) -> Iterator[tuple[str, int, int, int]]:
    words = sorted(path for pattern in TOLD for path in root.glob(pattern))
    for path in (root / "build" / "gongbao.db", root / "build" / "metadata.json", root / "releases", *words):
        with contextlib.suppress(OSError):
            found = path.stat()
            yield str(path), found.st_ino, found.st_mtime_ns, found.st_size


class Served(NamedTuple):
    """An application that answers, the marks it was made of, and how many answers it is giving."""

    datasette: Datasette
    answer: Callable[[Message, Receive, Send], Awaitable[None]]
    marks: Marks
    answering: set[int]


class Switching:
    """An ASGI application that is always the newest: `make` returns Datasette over what `marks` looks at."""

    def __init__(self, make: Callable[[], Datasette], marks: Callable[[], Marks], *, every: float = EVERY) -> None:
        self.make, self.marks, self.every = make, marks, every
        self.served: Served | None = None
        self.looked = 0.0
        self.renewing: asyncio.Task[None] | None = None
        self.failed: Marks | None = None
        self.closing: set[asyncio.Task[None]] = set()
        self.count = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        served = self.served or await self._start()
        self._look()
        self.count += 1
        number = self.count
        served.answering.add(number)
        try:
            await served.answer(scope, receive, send)
        finally:
            served.answering.discard(number)
            if served is not self.served and not served.answering:
                self._retire(served)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self.served:
                    self._retire(self.served)
                await asyncio.gather(*self.closing)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self) -> Served:
        self.served = await self._open(self.marks())
        self.looked = time.monotonic()
        return self.served

    async def _open(self, marks: Marks) -> Served:
        datasette = await asyncio.to_thread(self.make)
        await datasette.invoke_startup()
        return Served(datasette, datasette.app(), marks, set())

    def _look(self) -> None:
        """Look at the files, once in a while; begin to make the next application where they changed."""
        now = time.monotonic()
        if now - self.looked < self.every or (self.renewing and not self.renewing.done()):
            return
        self.looked = now
        marks = self.marks()
        if self.served and marks not in (self.served.marks, self.failed):
            self.renewing = asyncio.create_task(self._renew(marks))

    def _retire(self, served: Served) -> None:
        task = asyncio.create_task(put_away(served.datasette))
        self.closing.add(task)
        task.add_done_callback(self.closing.discard)

    async def _renew(self, marks: Marks) -> None:
        """Put a new application in the place of the old one, after its first page; leave the old one where it fails."""
        try:
            fresh = await self._open(marks)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=fresh.answer)) as client:
                (await client.get(f"http://localhost{_FIRST}")).raise_for_status()
        except (GongbaoError, OSError, ValueError, httpx.HTTPError) as fault:
            self.failed = marks
            print(f"the new build is not served: {fault}: the one before goes on", file=sys.stderr, flush=True)
            return
        old, self.served, self.failed = self.served, fresh, None
        if old and not old.answering:
            self._retire(old)
        print(f"serving the new build (process {os.getpid()})", file=sys.stderr, flush=True)
