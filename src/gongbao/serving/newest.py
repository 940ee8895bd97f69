"""The newest build of a package, opened: who begins an answer gets it, who is answered keeps the one he began with.

A database never changes while it is open; a build puts another in its place. The one before is put away when its last
answer is given; one that cannot be opened leaves it where it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from gongbao.errors import GongbaoError

Marks = tuple[tuple[str, int, int, int], ...]

TOLD = ("*.md", "docs/*.md", "metadata/*")  # what pages are made of beside the databases


def marks_of(root: Path) -> Marks:
    """Return what tells one build of a package from the next: name, inode, time and size of what pages are made of."""
    return tuple(_marks(root))


def _marks(root: Path) -> Iterator[tuple[str, int, int, int]]:
    words = sorted(path for pattern in TOLD for path in root.glob(pattern))
    for path in (root / "build" / "gongbao.db", root / "build" / "metadata.json", root / "releases", *words):
        with contextlib.suppress(OSError):
            found = path.stat()
            yield str(path), found.st_ino, found.st_mtime_ns, found.st_size


class Opened(Protocol):
    """A build that is open."""

    @property
    def marks(self) -> Marks:
        """Return the marks it was made of."""

    async def close(self) -> None:
        """Give back all it holds."""


T = TypeVar("T", bound=Opened)


class Newest(Generic[T]):
    """Holds the newest build that could be opened; `open_build` opens one that bears given marks, `look` tells them."""

    def __init__(self, first: T, open_build: Callable[[Marks], Awaitable[T]], look: Callable[[], Marks]) -> None:
        self.current, self.open_build, self.look = first, open_build, look
        self.failed: Marks | None = None
        self.used: Counter[int] = Counter()
        self.closing: set[asyncio.Task[None]] = set()

    @contextmanager
    def using(self) -> Iterator[T]:
        """Give the newest build for one answer."""
        build = self.current
        self.used[id(build)] += 1
        try:
            yield build
        finally:
            self.used[id(build)] -= 1
            self._put_away(build)

    async def renew(self) -> bool:
        """Open what was built since; tell whether that was something, and could be opened."""
        marks, old = self.look(), self.current
        if marks in (old.marks, self.failed):
            return False
        try:
            self.current = await self.open_build(marks)
        except (GongbaoError, OSError, ValueError) as fault:
            self.failed = marks
            print(f"the new build is not served: {fault}: the one before goes on", file=sys.stderr, flush=True)
            return False
        self._put_away(old)
        return True

    def _put_away(self, build: T) -> None:
        """Close a build that is not the newest and answers nobody."""
        if build is self.current or self.used[id(build)]:
            return
        del self.used[id(build)]
        self._close(build)

    def _close(self, build: T) -> None:
        task = asyncio.create_task(build.close())
        self.closing.add(task)
        task.add_done_callback(self.closing.discard)

    async def close(self) -> None:
        """Close the newest build, and wait for all that are being closed."""
        self._close(self.current)
        await asyncio.gather(*self.closing)
