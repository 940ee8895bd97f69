"""Response headers: nothing is loaded from elsewhere, no page can be framed, no script runs that is not ours.

Pages hold no script of their own: every script is a file of this site, so that one smuggled into a page is refused.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
OURS = {name for name, _ in HEADERS}


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Add the headers to every response."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Message, receive: Any, send: Send) -> None:
            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    others = [line for line in message.get("headers", []) if line[0].lower() not in OURS]
                    message = {**message, "headers": [*others, *HEADERS]}
                await send(message)

            await app(scope, receive, send_with_headers)

        return answer

    return wrap
