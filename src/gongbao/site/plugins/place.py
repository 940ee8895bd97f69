"""The site below a path of its own: requests lose the path before anything else sees them, answers find it again.

A proxy may hand on the path (nginx: `proxy_pass` without a path) or take it off. It must hand it on where the path
begins as an address of the site does (/gongbao/, /data/, /reports/): nobody could tell the two otherwise.

Where the publisher names the whole address, scheme and host of every link are those, whatever a request says.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from datasette import hookimpl

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
MOVED = 308


@hookimpl(hookwrapper=True, tryfirst=True)
def asgi_wrapper(datasette: Any) -> Generator[None, Any, None]:
    """Stand outside of everything else, where the site has a place of its own."""
    outcome = yield
    path, origin = str(datasette.urls.path("/")), (datasette.plugin_config("place") or {}).get("origin", "")
    if path != "/" or origin:
        outcome.force_result([*outcome.get_result(), lambda app: Placing(app, path, origin)])


class Placing:
    """Hands requests to `app` as if the site lay at the root of its host; puts its `path` before what it leads to."""

    def __init__(self, app: Application, path: str, origin: str = "") -> None:
        self.app, self.path, self.prefix = app, path, path.rstrip("/")
        parts = urlsplit(origin)
        self.scheme, self.host = parts.scheme, parts.netloc.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        raw = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        if raw == self.prefix and self.prefix:
            await move(send, self.path, scope["query_string"])
            return
        inner = self.inside({**scope, "raw_path": self.below(raw).encode("latin-1"), "path": self.below(scope["path"])})

        async def send_placed(message: Message) -> None:
            if message["type"] == "http.response.start":
                lines = [self.placed(name, value, self.below(raw)) for name, value in message.get("headers", [])]
                message = {**message, "headers": lines}
            await send(message)

        await self.app(inner, receive, send_placed)

    def below(self, path: str) -> str:
        """Return a path as the site knows it; one that a proxy has shortened is that already."""
        return path.removeprefix(self.prefix) if path.startswith(self.path) else path

    def inside(self, scope: Message) -> Message:
        """Return a request with the scheme and host that visitors use, where they are known."""
        if not self.host:
            return scope
        others = [line for line in scope["headers"] if line[0].lower() != b"host"]
        return {**scope, "scheme": self.scheme, "headers": [*others, (b"host", self.host)]}

    def placed(self, name: bytes, value: bytes, asked: str) -> tuple[bytes, bytes]:
        """Return a header of an answer to a path: its cookies below the site's path, and where it leads."""
        kind = name.lower()
        if kind == b"set-cookie":
            parts = [part.strip() for part in value.split(b";")]
            path = b"Path=" + self.path.encode()
            return name, b"; ".join(path if part.lower() == b"path=/" else part for part in parts)
        if kind == b"location" and self.is_bare(value.decode("latin-1"), asked):
            return name, self.prefix.encode() + value
        return name, value

    def is_bare(self, location: str, asked: str) -> bool:
        """Tell whether an address lacks the site's path: Datasette forgets it where it mends what was asked."""
        if not location.startswith("/") or location.startswith("//"):
            return False
        mended = {asked.rstrip("/"), asked.replace(".jsono", ".json"), tilded(asked)}
        return location.partition("?")[0] in mended or not location.startswith(self.path)


def tilded(path: str) -> str:
    """Return a percent-encoded path in the encoding that Datasette leads to."""
    return path.replace("~", "~7E").replace("%", "~").replace(".", "~2E")


async def move(send: Send, path: str, query: bytes) -> None:
    """Lead to the home page from its address without a slash."""
    to = path.encode() + (b"?" + query if query else b"")
    await send(
        {"type": "http.response.start", "status": MOVED, "headers": [(b"location", to), (b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})
