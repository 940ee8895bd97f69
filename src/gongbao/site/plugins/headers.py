"""Response headers: nothing is loaded from elsewhere, no page can be framed, nothing runs or paints that is not ours.

Pages hold no script and no style of their own: every one is a file of this site, so that one smuggled into a page is
refused. What is no page (data, pictures, files) may load and run nothing at all; a picture may hold the rules by which
it is drawn (SVG), as may the browser's own view of a text.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

OF_PAGES = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # a chart becomes a PNG by way of a picture in its address
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
OF_FILES = "; ".join((
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
FORBIDDEN = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
HEADERS = [
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
PAGE = [
    *HEADERS,
    (b"content-security-policy", OF_PAGES.encode()),
    (b"permissions-policy", ", ".join(f"{feature}=()" for feature in FORBIDDEN).encode()),
    (b"cross-origin-resource-policy", b"same-origin"),
]
FILE = [
    *HEADERS,
    (b"content-security-policy", OF_FILES.encode()),
    (b"cross-origin-resource-policy", b"cross-origin"),  # data are read by pages of others
]
ALONE = (b"cross-origin-opener-policy", b"same-origin")  # browsers heed it where nobody can listen in
OURS = {name for name, _ in (*PAGE, *FILE, ALONE)}


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Add the headers to every response."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Message, receive: Any, send: Send) -> None:
            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    told = message.get("headers", [])
                    others = [line for line in told if line[0].lower() not in OURS]
                    message = {**message, "headers": [*others, *headers_for(told, scope.get("scheme", "http"))]}
                await send(message)

            await app(scope, receive, send_with_headers)

        return answer

    return wrap


def headers_for(told: Headers, scheme: str) -> Headers:
    """Return the headers of a page or of a file, by the media type that an answer names."""
    is_page = any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in told)
    if not is_page:
        return FILE
    return [*PAGE, ALONE] if scheme == "https" else PAGE
