""".jsonl of any table, view, row or query: all rows of what is shown, an object a line.

Datasette's own JSON ends after a page, at most after as many rows as it returns at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from datasette import Response, hookimpl
from datasette.utils.asgi import BadRequest

from gongbao.site.files.whole_tables import all_rows, file_name
from gongbao.site.wording.cells import value_of


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """Add the format jsonl."""
    return {"extension": "jsonl", "render": render, "can_render": lambda columns: bool(columns)}


async def render(datasette: Any, request: Any, table: str | None, data: Mapping[str, Any]) -> Response:
    """Answer with one object a line."""
    if data.get("error"):
        raise BadRequest(str(data["error"]))
    columns, rows = list(data["columns"]), [list(map(value_of, row)) for row in data["rows"]]
    if table and "pks" not in request.url_vars:
        rows = await all_rows(datasette, request)
    lines = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=repr) for row in rows)
    headers = {"content-disposition": f'attachment; filename="{file_name(request)}.jsonl"'}
    return Response(
        "".join(f"{line}\n" for line in lines), content_type="application/x-ndjson; charset=utf-8", headers=headers
    )
