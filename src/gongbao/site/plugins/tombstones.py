"""A row that was removed: its old address leads to its history, with the reason, instead of a page not found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode

DATABASE = "gongbao"


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Any] | None:
    """Answer a missing row of the current data that has a tombstone; leave everything else as it is."""
    parts = request.path.removeprefix(datasette.setting("base_url").rstrip("/")).strip("/").split("/")
    if not isinstance(exception, NotFound) or len(parts) != 3 or parts[0] != DATABASE:
        return None

    async def answer() -> Response | None:
        table, key = tilde_decode(parts[1]), "/".join(tilde_decode(part) for part in parts[2].split(","))
        found = await datasette.get_database(DATABASE).execute(
            "select 1 from tombstones where table_name = ? and row_id = ? and tombstone_event = 'removed'", [table, key]
        )
        if not found.rows:
            return None
        return Response.redirect(datasette.urls.path(f"/{DATABASE}/history_of_a_row?row_id={quote(key, safe='')}"))

    return answer
