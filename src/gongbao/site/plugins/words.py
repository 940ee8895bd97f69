"""/about: what the data are, and the documents about them as pages."""

from __future__ import annotations

from typing import Any

from datasette import NotFound, Response, hookimpl

from gongbao.site.files.published import newest_of, releases
from gongbao.site.pages.documents import show, there
from gongbao.site.pages.facts import facts_of
from gongbao.site.wording.languages import t


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the pages."""
    return [(r"^/about$", about), (r"^/about/(?P<slug>[^/]+)$", about_document)]


async def about(datasette: Any, request: Any) -> Response:
    """Answer with what the data are: where they come from, how they were made, what may be done with them."""
    published = await releases(datasette)
    context = {
        "documents": there(datasette),
        "facts": await facts_of(datasette),
        "newest": newest_of(published),
        "publisher": (datasette.metadata("gongbao") or {}).get("publisher"),
    }
    return Response.html(await datasette.render_template("about.html", context, request=request))


async def about_document(datasette: Any, request: Any) -> Response:
    """Answer with one document; 404 names those there are."""
    shown = show(datasette, request.url_vars["slug"])
    if shown is None:
        known = ", ".join(document.slug for document in there(datasette))
        raise NotFound(t("There is no such document: known are {known}.", known=known))
    context = {"shown": shown, "documents": there(datasette)}
    return Response.html(await datasette.render_template("about_document.html", context, request=request))
