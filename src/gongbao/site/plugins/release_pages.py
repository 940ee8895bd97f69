"""What the pages say of releases: which one they belong to, that a newer one exists; /latest, the newest that stands.

`latest` is an address of the site alone: no folder bears the name, so that nothing published can change beneath it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response, hookimpl

from gongbao.site.wording.languages import t

DATABASE = "gongbao"


@hookimpl
def extra_template_vars(datasette: Any, request: Any, database: str | None) -> Callable[[], Any]:
    """Give templates `edition`: the release a page belongs to, with `newer` where a newer one stands; else None."""

    async def gather() -> dict[str, Any]:
        if database in (None, DATABASE):
            return {"edition": None}
        return {"edition": await edition_of(datasette, request, str(database))}

    return gather


async def edition_of(datasette: Any, request: Any, database: str) -> dict[str, Any] | None:
    """Return the row of `releases` of a database, with the newest standing release and the page at hand in it."""
    releases = await list_releases(datasette)
    mine = next((row for row in releases if row["database_name"] == database), None)
    if mine is None:
        return None
    newest = next((row for row in releases if not row["withdrawn_on"]), None)
    if newest is None or newest["position"] <= mine["position"]:
        return {**mine, "newer": None}
    query = f"?{request.query_string}" if request and request.query_string else ""
    path = (
        request.path.replace(f"/{database}", f"/{newest['database_name']}", 1)
        if request
        else f"/{newest['database_name']}"
    )
    return {**mine, "newer": newest["version"], "newer_href": datasette.urls.path(f"{path}{query}")}


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
        raise NotFound(t("No release stands yet: take the current data."))
    rest = request.url_vars["rest"] or ""
    asked = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(datasette.urls.path(f"/{standing[0]['database_name']}{rest}{asked}"))
