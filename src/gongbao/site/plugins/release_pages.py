"""What the pages say of releases: a banner over one that was withdrawn, and /latest, the newest one that was not.

`latest` is an address of the site alone: no folder bears the name, so that nothing published can change beneath it.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response, hookimpl

DATABASE = "gongbao"
mimetypes.add_type("application/atom+xml", ".atom")


@hookimpl
def extra_template_vars(datasette: Any, database: str | None, template: str) -> Callable[[], Any]:
    """Give templates `withdrawn`: the withdrawn release a page belongs to; on the home page all of them."""

    async def gather() -> dict[str, Any]:
        if template != "index.html" and database in (None, DATABASE):
            return {}
        marked = [row for row in await list_releases(datasette) if row["withdrawn_on"]]
        return {"withdrawn": [row for row in marked if database in (None, row["database_name"])]}

    return gather


async def list_releases(datasette: Any) -> list[dict[str, Any]]:
    """Return the rows of `releases`, the newest first; none where the current database is not served."""
    if DATABASE not in datasette.databases:
        return []
    found = await datasette.get_database(DATABASE).execute("select * from releases order by position desc")
    return [dict(row) for row in found.rows]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add /latest and whatever lies below it."""
    return [(r"^/latest(?P<rest>/.*|\.\w+)?$", redirect)]


async def redirect(datasette: Any, request: Any) -> Response:
    """Lead to the same page of the newest release that stands; 404 with one line before there is one."""
    standing = [row for row in await list_releases(datasette) if not row["withdrawn_on"]]
    if not standing:
        raise NotFound("no release stands yet 尚无有效的发布版本: take the current data")
    rest = request.url_vars["rest"] or ""
    asked = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(datasette.urls.path(f"/{standing[0]['database_name']}{rest}{asked}"))
