"""Reading from other sites: scripts of any page may read the data here (CORS), pages themselves are not shared.

Nothing here depends on who asks, so an answer may be read by everyone; no cookie goes with such a request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
SHARED = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified, Link, Location,"
        b" X-Truncated",
    ),
]
PREFLIGHT = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"Accept, Accept-Language, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range,"
        b" If-Unmodified-Since, Range",
    ),
    (b"access-control-max-age", b"86400"),
]


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Share every answer that is no page, and tell whoever asks beforehand that reading is allowed."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Message, receive: Any, send: Send) -> None:
            if scope["type"] == "http" and is_preflight(scope):
                await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
                await send({"type": "http.response.body", "body": b""})
                return

            async def send_shared(message: Message) -> None:
                if message["type"] == "http.response.start" and not is_page(message):
                    message = {**message, "headers": [*message.get("headers", []), *SHARED]}
                await send(message)

            await app(scope, receive, send_shared)

        return answer

    return wrap


def is_preflight(scope: Message) -> bool:
    """Tell whether a browser asks what a script may ask."""
    return scope["method"] == "OPTIONS" and b"access-control-request-method" in {name for name, _ in scope["headers"]}


def is_page(start: Message) -> bool:
    """Tell whether an answer is a page for people."""
    kinds = [value for name, value in start.get("headers", []) if name.lower() == b"content-type"]
    return any(kind.startswith(b"text/html") for kind in kinds)
