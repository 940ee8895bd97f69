"""The site's own scripts and styles, packed for clients that can unpack; a file keeps the tag that tells its state."""

from __future__ import annotations

from typing import Any

from gongbao.site.answers.keeping import Application, Message, Receive, Send, send_whole
from gongbao.site.answers.kept import Headers, Shelf, answer_of, unpacks

PLACE = "/static/"


class Packing:
    """Packs what `app` answers below /static/; every other answer passes. `base` is the path of the site."""

    def __init__(self, app: Application, shelf: Shelf, base: str = "") -> None:
        self.app, self.shelf, self.place = app, shelf, f"{base}{PLACE}"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        asked = dict(scope["headers"]) if scope["type"] == "http" and scope["path"].startswith(self.place) else {}
        if not unpacks(asked.get(b"accept-encoding", b"")) or b"range" in asked or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []

        async def take(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "headers": bare(scope["headers"])}, receive, take)
        await self._tell(send, scope["path"], messages)

    async def _tell(self, send: Send, path: str, messages: list[Message]) -> None:
        start, body = messages[0], b"".join(message.get("body", b"") for message in messages[1:])
        told: dict[bytes, Any] = {name.lower(): value for name, value in start["headers"]}
        tag = told.get(b"etag", b"").strip(b'"')
        if start["status"] != 200 or not tag:
            await send_whole(send, start["status"], start["headers"], body)
            return
        key = (path, tag)
        answer = self.shelf.get(key)
        if answer is None:
            answer = answer_of(200, [line for line in start["headers"] if line[0].lower() != b"accept-ranges"], body)
            answer.tag = tag
            answer.pack()
            self.shelf.put(key, answer)
        packed = answer.packable
        await send_whole(send, 200, answer.head(packed=packed), (answer.packed or b"") if packed else answer.body)


def bare(headers: Headers) -> Headers:
    """Return headers of a request whose tags are those of files, not of what was packed."""
    return [(name, value.replace(b'-gzip"', b'"') if name == b"if-none-match" else value) for name, value in headers]
