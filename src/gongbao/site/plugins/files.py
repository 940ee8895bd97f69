"""Files by address: what lies in the mounted folders, a few files of the dataset's own folder, and the databases.

Datasette sends a mounted file whole or not at all. Programs that read Parquet or SQLite by address ask for parts; so
these are answered here, with what a client needs to resume, to cache and to know what it got.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError

from gongbao.site.files.folders import find_file, media_type_of, mounts
from gongbao.site.files.http_files import send_file
from gongbao.site.wording.languages import t

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
_DATABASE = re.compile(r"/([^/.]+)\.db")
_PUBLISHED = re.compile(r"/releases/\d+\.\d+\.\d+/")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Answer requests for files; every other goes on to Datasette."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Message, receive: Any, send: Send) -> None:
            asked = scope.get("method") in ("GET", "HEAD") if scope["type"] == "http" else False
            path = address_of(scope) if asked else ""
            file = (database_file(datasette, path) or find_file(datasette, path)) if path else None
            if file is None:
                await app(scope, receive, send)
                return
            sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
            await send_file(send, scope["method"], sent, file, headers(path, file))

        return answer

    return wrap


def address_of(scope: Message) -> str:
    """Return the path that is asked for, percent-encoded."""
    raw = scope.get("raw_path")
    return (raw.decode("latin-1") if raw else str(scope["path"])).partition("?")[0]


def database_file(datasette: Any, path: str) -> Path | None:
    """Return the file of a database that may be downloaded; None where the address is not one's."""
    match = _DATABASE.fullmatch(path)
    if match is None or not datasette.setting("allow_download"):
        return None
    held = datasette.databases.get(tilde_decode(match[1]))
    return None if held is None or held.is_mutable or held.is_memory or not held.path else Path(held.path)


def headers(path: str, file: Path) -> dict[str, str]:
    """Return the media type, how long an answer stays right, and for a database the name it is kept under."""
    told = {
        "content-type": media_type_of(file.name),
        "cache-control": FOREVER if _PUBLISHED.match(path) else ASK_AGAIN,
    }
    if file.suffix == ".db":
        told["content-disposition"] = f'attachment; filename="{file.name}"'
    return told


@hookimpl(trylast=True)
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Answer what lies below a folder and is no file with a page of this site."""
    return [(rf"^/{re.escape(name)}/.*$", missing) for name in mounts(datasette)]


def missing() -> None:
    """Say that there is no such file; a NotFound would send an address with a percent sign elsewhere first."""
    raise DatasetteError(t("There is no such file here."), status=404)
