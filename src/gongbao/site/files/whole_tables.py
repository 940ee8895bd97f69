"""All rows of a table as a request asks for them, not those of one page; and what their file is called."""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_decode
from datasette.views.table import TableView

from gongbao.site.tables.total_order import ordered_by, sorting_keys
from gongbao.site.wording.cells import value_of

PIECE = "max"  # rows of one question


def file_name(request: Any) -> str:
    """Return the name of a file of what a request asks for, without its ending."""
    parts = (request.url_vars.get(name) or "" for name in ("database", "table", "pks"))
    name = "-".join(part for part in parts if part)
    return "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name)


async def all_rows(datasette: Any, request: Any, most: int | None = None) -> list[list[Any]]:
    """Return all rows of a table that a request asks for, whatever the size of a page; `most` ends the list early."""
    view, place, rows = TableView(datasette), None, []
    database, table = (tilde_decode(request.url_vars[name]) for name in ("database", "table"))
    keys = await sorting_keys(datasette.get_database(database), table, request)
    while True:
        with ordered_by(keys):
            data, _, _ = await view.data(quiet(request), _next=place, _size=PIECE)
        rows += [list(map(value_of, row)) for row in data["rows"]]
        place = data["next"]
        if not place or (most and len(rows) >= most):
            return rows


def quiet(request: Any) -> Any:
    """Return a request that counts nothing and begins at the first row."""
    kept = [part for part in request.query_string.split("&") if part and not part.startswith("_next=")]
    scope = {**request.scope, "query_string": "&".join([*kept, "_nofacet=1", "_nocount=1"]).encode("latin-1")}
    return type(request)(scope, request.receive)
