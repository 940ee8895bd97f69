"""Response headers: nothing is loaded from elsewhere, no page can be framed, no script runs that is not ours.

Datasette's pages hold a few inline scripts. Each is allowed by its own checksum, so that a script smuggled into
a page would still be refused.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import datasette as package
from datasette import hookimpl

TEMPLATES = Path(package.__file__).parent / "templates"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ALLOW_FACET = "{{ datasette_allow_facet }}"

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


def script_hashes() -> list[str]:
    """Return the checksums of the inline scripts in Datasette's templates, as a policy writes them."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.html"))]
    scripts = {script.replace(_ALLOW_FACET, "true") for source in sources for script in _SCRIPT.findall(source)}
    digests = (hashlib.sha256(script.encode()).digest() for script in sorted(scripts) if "{{" not in script)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


POLICY = "; ".join((
    "default-src 'none'",
    f"script-src 'self' {' '.join(script_hashes())}",
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
