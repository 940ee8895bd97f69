"""What files of tables and queries say of themselves: a `Link` header leads to their citation, licence and description.

Where reports were read by machine and by nobody since, the header names their list, too: rows of a CSV keep the columns
that they have, of which `review` or `report_id` tells. The file of a query that has more rows than a query may return
bears their number in its name, and in a header `X-Truncated`. `?_bom=1` puts the mark before a CSV by which Excel knows
UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import Request

from gongbao.site.files.cut_short import CUT, Cut, cut_told
from gongbao.site.files.provenance import cite_address, description_address, licence_of
from gongbao.site.wording.cells import machine_reports

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
_FILE = re.compile(
    r"/(?P<database>gongbao(?:-[0-9-]+)?)(?:/(?P<table>[^/.]+)(?:/(?P<pks>[^/.]+))?)?\.(?P<format>csv|jsonl?|xlsx)"
)
OK = 200


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Add the header, and the mark of a CSV where it is asked for."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Message, receive: Any, send: Send) -> None:
            found = file_of(scope)
            if found is None:
                await app(scope, receive, send)
                return
            request = Request({**scope, "url_route": {"kwargs": found}}, receive)
            marked = found["format"] == "csv" and request.args.get("_bom") == "1"
            cut: Cut = {}
            await app({**scope, CUT: cut}, receive, told(datasette, request, send, cut, marked=marked))

        return answer

    return wrap


def file_of(scope: Message) -> dict[str, str] | None:
    """Return database, table, row and format of a file that is asked for; None for anything else."""
    if scope["type"] != "http":
        return None
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    found = _FILE.fullmatch(path)
    return found.groupdict() if found else None


def told(datasette: Any, request: Any, send: Send, cut: Cut, *, marked: bool) -> Send:
    """Return what sends an answer on with its links, with the mark before its first bytes, and with what was cut."""
    begun = not marked

    async def send_on(message: Message) -> None:
        nonlocal begun
        if message["type"] == "http.response.start" and message["status"] == OK:
            links = ", ".join(await links_of(datasette, request))
            headers = [*cut_told(message.get("headers", []), cut), (b"link", links.encode("latin-1"))]
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.start":
            begun = True
        elif not begun and message.get("body"):
            begun = True
            message = {**message, "body": codecs.BOM_UTF8 + message["body"]}
        await send(message)

    return send_on


async def links_of(datasette: Any, request: Any) -> list[str]:
    """Return the links of a file, as RFC 8288 writes them."""
    database = tilde_decode(request.url_vars["database"])
    if database not in datasette.databases:
        return []

    def at(path: str) -> str:
        return str(datasette.absolute_url(request, path))

    _, licence = licence_of(datasette)
    links = [
        f'<{at(cite_address(datasette, request))}>; rel="cite-as"',
        f'<{at(description_address(datasette, database))}>; rel="describedby"; type="application/json"',
        f'<{licence}>; rel="license"',
    ]
    if await machine_reports(datasette, database):
        reports = f"{datasette.urls.table(database, 'reports')}.csv?review=auto"
        links.append(f'<{at(reports)}>; rel="related"; title="reports read by machine"')
    return links
