"""A line for every answer, for who runs the server: when, what was asked, with which outcome, how long it took.

Neither the visitor's address nor what was asked for behind the question mark is written: words that are searched for
and questions in SQL are the visitor's own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def print_line(line: str) -> None:
    """Write a line where the server's messages go."""
    print(line, file=sys.stderr, flush=True)


class Logged:
    """Answers as `app` does and hands a line about it to `write`."""

    def __init__(self, app: Application, write: Callable[[str], None] = print_line) -> None:
        self.app, self.write = app, write

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size = time.monotonic(), 0, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            taken = round((time.monotonic() - began) * 1000)
            self.write(f"{now()} {scope['method']} {path_of(scope)} {status} {size} bytes {taken} ms")


def now() -> str:
    """Return the time, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def path_of(scope: Message) -> str:
    """Return the path that was asked for, as it was written; nothing in it can begin another line."""
    raw = scope.get("raw_path") or scope["path"].encode()
    written: str = raw.decode("latin-1").partition("?")[0]
    return "".join(sign if "!" <= sign <= "~" else "?" for sign in written)
