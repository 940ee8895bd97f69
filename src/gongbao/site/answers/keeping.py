"""An application whose answers are kept: made once, then told from memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from gongbao.site.answers.completeness import begin
from gongbao.site.answers.kept import LARGEST, Answer, Headers, Shelf, answer_of, coding_for, knows
from gongbao.site.answers.keys import is_known, key_of
from gongbao.site.wording.languages import language

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
_PRIVATE = (b"private", b"no-store")
_ASK_AGAIN = (b"cache-control", b"no-cache")


class Keeping:
    """Answers from a shelf what was asked before, and asks `app` for the rest."""

    def __init__(self, app: Application, shelf: Shelf) -> None:
        self.app, self.shelf = app, shelf
        self.making: dict[object, asyncio.Event] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        key = key_of(scope, language(), asked)
        kept = None if key is None else self.shelf.get(key) or await self._made_by_another(key)
        if kept is not None:
            await self._tell(send, scope["method"], asked, key, kept)
        elif key is None or (key in self.making and self.shelf.most) or not is_known(scope):
            await self.app(scope, receive, send)
        else:
            await self._make(scope, receive, send, asked, key)

    async def _made_by_another(self, key: object) -> Answer | None:
        """Wait for an answer that another request is making; None where none is, or where it is not kept."""
        if key not in self.making or not self.shelf.most:
            return None
        await self.making[key].wait()
        return self.shelf.get(key)

    async def _make(self, scope: Message, receive: Receive, send: Send, asked: dict[bytes, bytes], key: object) -> None:
        made, short = Made(send, whole=scope["method"] == "GET"), begin()
        self.making[key] = made.settled
        try:
            await self.app({**scope, "method": "GET"}, receive, made.take)
            if made.answer is not None and not short:
                self.shelf.put(key, made.answer)
        finally:
            self.making.pop(key, None)
            made.settled.set()
        if made.answer is not None:
            await self._tell(send, scope["method"], asked, None if short else key, made.answer)

    async def _tell(self, send: Send, method: str, asked: dict[bytes, bytes], key: object | None, kept: Answer) -> None:
        coding = coding_for(asked.get(b"accept-encoding", b"")) if kept.packable else None
        if coding and coding not in kept.packed:
            kept.pack(coding)
            if key is not None:
                self.shelf.put(key, kept)
            coding = coding if kept.packable else None
        if b"if-none-match" in asked and knows(asked[b"if-none-match"], kept.tag):
            await send_whole(send, 304, kept.unchanged(coding), b"")
            return
        headers, body = kept.variant(coding)
        await send_whole(send, kept.status, headers, body if method == "GET" else b"")


class Made:
    """Takes an answer as it is made: whole into `answer`, or passed on where it is not to be kept."""

    def __init__(self, send: Send, *, whole: bool) -> None:
        self.send, self.whole = send, whole
        self.answer: Answer | None = None
        self.settled = asyncio.Event()
        self.start: Message | None = None
        self.parts: list[bytes] = []
        self.size = 0

    async def take(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start" and may_be_kept(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            await self._collect(self.start, message)
        else:
            await self._pass_on(message)

    async def _collect(self, start: Message, message: Message) -> None:
        self.parts.append(message.get("body", b""))
        self.size += len(self.parts[-1])
        more = message.get("more_body", False)
        if self.size > LARGEST:
            self.start = None
            await self._pass_on(start)
            body, self.parts = b"".join(self.parts), []
            await self._pass_on({"type": "http.response.body", "body": body, "more_body": more})
        elif not more:
            self.answer = answer_of(start["status"], with_age(start["headers"]), b"".join(self.parts))

    async def _pass_on(self, message: Message) -> None:
        self.settled.set()
        if message["type"] == "http.response.body" and not self.whole:
            message = {**message, "body": b""}
        await self.send(message)


def may_be_kept(start: Message) -> bool:
    """Tell whether an answer is for everybody and not a file, which has a tag of its own."""
    if start["status"] != 200:
        return False
    told = {name.lower(): value for name, value in start["headers"]}
    private = any(word in told.get(b"cache-control", b"") for word in _PRIVATE)
    return not private and not {b"set-cookie", b"etag", b"content-encoding"} & told.keys()


def with_age(headers: Headers) -> Headers:
    """Return headers that say how long an answer may be used unasked: not at all, where nothing else is said."""
    return headers if any(name.lower() == b"cache-control" for name, _ in headers) else [*headers, _ASK_AGAIN]


async def send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send an answer in one piece."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
