"""The language of every request: `?lang=` first, then what the visitor chose before, then what the browser asks for.

The parameter is taken off the address before Datasette reads it (a table would take it for a filter) and kept as a
cookie. An unknown language is an error that names the known ones.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, MutableMapping
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.utils.asgi import BadRequest

from gongbao.site.wording import languages
from gongbao.site.wording.languages import COOKIE, OFFERED, known, negotiate

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
YEAR = 365 * 24 * 3600
UNKNOWN = "/-/unknown-language"
NOT_MODIFIED = 304
_DEPENDS = (b"vary", b"Accept-Language, Cookie")
_TOLD_IN_ONE = (b"text/html", b"text/plain", b"application/vnd.openxmlformats")  # pages, guides and faults, workbooks
_ENDINGS_OF_THESE = ("", ".txt", ".xlsx")


@hookimpl(hookwrapper=True)
def asgi_wrapper() -> Generator[None, Any, None]:
    """Choose the language outside of everything else, so that all of it is told in it."""
    outcome = yield
    outcome.force_result([*outcome.get_result(), wrap])


def wrap(app: Any) -> Any:
    """Return an application that reads the language of a request, and tells of it in the answer's headers."""

    async def answer(scope: Message, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        rest, asked = take_parameter(scope["query_string"])
        chosen = known(asked) if asked is not None else None
        languages.read_in(chosen or preferred(scope))
        if asked is not None:
            scope = {**scope, "query_string": rest}
            if chosen is None:
                scope = {**scope, "asked_path": scope["path"], "unknown_language": asked}
                scope |= {"path": UNKNOWN, "raw_path": UNKNOWN.encode()}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = headers(message, scope["path"], chosen)
                message = {**message, "headers": [*message.get("headers", []), *told]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return answer


def take_parameter(query: bytes) -> tuple[bytes, str | None]:
    """Return a query string without `lang`, and the language it asked for, the last where there are several.

    >>> take_parameter(b"a=1&lang=zh&b=2")
    (b'a=1&b=2', 'zh')
    """
    if b"lang=" not in query:
        return query, None
    parts = query.split(b"&")
    mine = [part for part in parts if part.startswith(b"lang=")]
    asked = dict(parse_qsl(mine[-1].decode("latin-1"), keep_blank_values=True)).get("lang") if mine else None
    return b"&".join(part for part in parts if part not in mine), asked


def preferred(scope: Message) -> str:
    """Return the language of the cookie, or that of Accept-Language."""
    cookie = accepted = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = value
        elif name == b"accept-language":
            accepted = value
    return _preferred(cookie, accepted) if cookie or accepted else languages.ENGLISH


@lru_cache(maxsize=1024)
def _preferred(cookie: bytes, accepted: bytes) -> str:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(cookie.decode("latin-1"))
    except CookieError:
        cookies.clear()
    kept = known(cookies[COOKIE].value) if COOKIE in cookies else None
    return kept or negotiate(accepted.decode("latin-1"))


def headers(start: Message, path: str, chosen: str | None) -> list[tuple[bytes, bytes]]:
    """Return what an answer says of languages: that of a page, what it depends on, and the cookie of a new choice."""
    kind = dict(start.get("headers", [])).get(b"content-type", b"")
    told = [_DEPENDS] if kind.startswith(_TOLD_IN_ONE) else []
    if not kind and start["status"] == NOT_MODIFIED and Path(path).suffix in _ENDINGS_OF_THESE:
        told = [_DEPENDS]  # says of what it stands for what that said
    if not kind.startswith(b"text/html"):
        return told
    told.append((b"content-language", languages.language().encode()))
    if chosen:
        told.append((b"set-cookie", f"{COOKIE}={chosen}; Path=/; Max-Age={YEAR}; SameSite=Lax".encode()))
    return told


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the address that stands in for every page asked for in an unknown language."""
    return [(rf"^{UNKNOWN}$", refuse)]


def refuse(request: Any) -> None:
    """Raise BadRequest, naming the languages there are."""
    asked = request.scope.get("unknown_language", "")
    offered = ", ".join(f"{code} ({name})" for code, name in OFFERED.items())
    raise BadRequest(
        languages.t("There is no language “{asked}”: take one of {offered}.", asked=asked, offered=offered)
    )


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates the language at hand, its messages, and the switch."""
    env.globals |= {
        "t": languages.t,
        "tn": languages.count,
        "pick": languages.pick,
        "data": languages.data,
        "said": languages.said,
        "plain": languages.plain,
        "language": languages.language,
        "switch_language": lambda request: switch_language(datasette, request),
    }


def switch_language(datasette: Any, request: Any) -> list[dict[str, str]]:
    """Return every language with the address of the page at hand in it; none where there is no page."""
    if not request:
        return []
    page = datasette.urls.path(request.path)
    kept = parse_qsl(request.query_string, keep_blank_values=True)
    return [
        {"code": code, "name": name, "href": f"{page}?{urlencode([*kept, ('lang', code)])}"}
        for code, name in OFFERED.items()
    ]
