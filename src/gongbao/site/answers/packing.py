"""The site's own scripts and styles, packed for clients that can unpack; a file keeps the tag that tells its state."""

from __future__ import annotations

import re

from gongbao.site.answers.keeping import Application, Message, Receive, Send, send_whole
from gongbao.site.answers.kept import Headers, Shelf, answer_of, bare, coding_for

PLACE = "/static/"
_QUOTED = re.compile(rb'"([^"]*)"')


class Packing:
    """Packs what `app` answers below /static/; every other answer passes."""

    def __init__(self, app: Application, shelf: Shelf) -> None:
        self.app, self.shelf = app, shelf

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        asked = dict(scope["headers"]) if scope["type"] == "http" and scope["path"].startswith(PLACE) else {}
        coding = coding_for(asked.get(b"accept-encoding", b""))
        if coding is None or b"range" in asked or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []

        async def take(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "headers": of_files(scope["headers"])}, receive, take)
        await self._tell(send, scope["path"], messages, coding)

    async def _tell(self, send: Send, path: str, messages: list[Message], coding: bytes) -> None:
        start, body = messages[0], b"".join(message.get("body", b"") for message in messages[1:])
        tag = next((value.strip(b'"') for name, value in start["headers"] if name.lower() == b"etag"), b"")
        if start["status"] != 200 or not tag:
            await send_whole(send, start["status"], start["headers"], body)
            return
        key = (path, tag)
        answer = self.shelf.get(key)
        if answer is None:
            whole = [line for line in start["headers"] if line[0].lower() != b"accept-ranges"]
            answer = answer_of(200, whole, body)
            answer.tag = tag
        if answer.packable and coding not in answer.packed:
            answer.pack(coding)
            self.shelf.put(key, answer)
        headers, body = answer.variant(coding if answer.packable else None)
        await send_whole(send, 200, headers, body)


def of_files(headers: Headers) -> Headers:
    """Return headers of a request whose tags are those of files, not of what was packed."""
    return [(name, _QUOTED.sub(_bare, value) if name == b"if-none-match" else value) for name, value in headers]


def _bare(match: re.Match[bytes]) -> bytes:
    return b'"' + bare(match[1]) + b'"'
