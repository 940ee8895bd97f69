"""Only what can be meant is asked of Datasette: reading, of an address that is one.

Datasette takes the name of a method for one of its own functions, so that an unknown one is a fault of the server
(500), and leads from `//` to nowhere. Here every method but GET, HEAD and OPTIONS is refused (405), since nothing can
be written; an address with an empty beginning or a backslash, which browsers read as another site's, is no page (404).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, ClassVar

from datasette import hookimpl
from datasette.utils.asgi import Base400, NotFound

from gongbao.site.wording.languages import t

Message = MutableMapping[str, Any]
Application = Callable[[Message, Any, Any], Awaitable[None]]
READING = ("GET", "HEAD")
ALLOWED = "GET, HEAD, OPTIONS"
METHOD, ADDRESS = "/-/unknown-method", "/-/unknown-address"


class NotAllowed(Base400):  # type: ignore[misc]
    """A method that nothing answers."""

    status = 405
    headers: ClassVar[dict[str, str]] = {"allow": ALLOWED}


@hookimpl
def asgi_wrapper() -> Callable[[Application], Application]:
    """Lead what cannot be meant to a page that says so; tell the methods to whoever asks for them."""

    def wrap(app: Application) -> Application:
        async def answer(scope: Message, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and scope["method"] == "OPTIONS":
                headers = [(b"allow", ALLOWED.encode()), (b"content-length", b"0")]
                await send({"type": "http.response.start", "status": 204, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return
            await app(meant(readable(scope)) if scope["type"] == "http" else scope, receive, send)

        return answer

    return wrap


def readable(scope: Message) -> Message:
    """Return a request without cookies that are no text, which no browser sends and Datasette cannot read."""
    lines = [line for line in scope["headers"] if line[0].lower() != b"cookie" or line[1].isascii()]
    return scope if len(lines) == len(scope["headers"]) else {**scope, "headers": lines}


def meant(scope: Message) -> Message:
    """Return a request as it is, or one for the page that says what is wrong with it, in the format asked for."""
    path = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
    place = METHOD if scope["method"] not in READING else ADDRESS if path.startswith(b"//") or b"\\" in path else ""
    if not place:
        return scope
    place += ".json" if path.endswith(b".json") else ""
    told = {"path": place, "raw_path": place.encode(), "query_string": b"", "method": "GET"}
    return {**scope, **told, "asked_method": scope["method"]}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the addresses that stand in for those of such requests."""
    return [(rf"^{METHOD}(?:\.json)?$", refuse), (rf"^{ADDRESS}(?:\.json)?$", miss)]


def refuse(request: Any) -> None:
    """Raise NotAllowed, naming the methods there are."""
    asked = str(request.scope.get("asked_method", ""))[:20]
    raise NotAllowed(t("The method “{asked}” is not allowed: these pages can only be read.", asked=asked))


def miss() -> None:
    """Raise NotFound."""
    raise NotFound(t("This is no address of a page."))
