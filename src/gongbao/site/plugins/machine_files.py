"""Files for programs that come by: robots.txt, sitemap.xml, llms.txt, favicon.ico; made from the data served."""

from __future__ import annotations

from typing import Any

from datasette import NotFound, Response, hookimpl

from gongbao.resources import SITE
from gongbao.site.addresses import site_address
from gongbao.site.files.folders import file_below
from gongbao.site.pages.plain_guide import guide
from gongbao.site.pages.sitemap import index_of, pages_of, rows_of
from gongbao.site.wording.languages import t

PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
KEPT = {"cache-control": "public, max-age=3600"}
# What costs much and says nothing new: questions typed by hand, orders, facets, pages of pages.
_CLOSED = ("/*?*sql=", "/*?*_facet", "/*?*_sort", "/*?*_next", "/-/")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the files."""
    return [
        (r"^/robots\.txt$", robots),
        (r"^/sitemap\.xml$", sitemap),
        (r"^/sitemap-pages\.xml$", sitemap_of_pages),
        (r"^/sitemap-(?P<table>\w+)-(?P<number>\d{1,6})\.xml$", sitemap_of_rows),
        (r"^/llms\.txt$", llms),
        (r"^/favicon\.ico$", favicon),
    ]


def robots(datasette: Any, request: Any) -> Response:
    """Answer with what crawlers may read: all pages, and the list of them."""
    base = str(datasette.urls.path("")).rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {base}{path}" for path in _CLOSED), "Allow: /", ""]
    lines.append(f"Sitemap: {site_address(datasette, request)}/sitemap.xml")
    return Response("\n".join(lines) + "\n", content_type=PLAIN, headers=KEPT)


async def sitemap(datasette: Any, request: Any) -> Response:
    """Answer with the list of the lists of pages."""
    return Response(await index_of(datasette, site_address(datasette, request)), content_type=XML, headers=KEPT)


async def sitemap_of_pages(datasette: Any, request: Any) -> Response:
    """Answer with all pages but those of rows."""
    return Response(await pages_of(datasette, site_address(datasette, request)), content_type=XML, headers=KEPT)


async def sitemap_of_rows(datasette: Any, request: Any) -> Response:
    """Answer with some pages of rows of a table."""
    table, number = request.url_vars["table"], int(request.url_vars["number"])
    found = await rows_of(datasette, site_address(datasette, request), table, number)
    if found is None:
        raise NotFound(t("There is no such file here."))
    return Response(found, content_type=XML, headers=KEPT)


async def llms(datasette: Any, request: Any) -> Response:
    """Answer with a guide in plain text, for language models and whoever reads without a browser."""
    text = await guide(datasette, site_address(datasette, request))
    return Response(text, content_type=PLAIN, headers=KEPT)


def favicon() -> Response:
    """Answer with the icon for programs that know no other name for it."""
    path = file_below(SITE / "static", "favicon.ico")
    if path is None:
        raise NotFound(t("There is no such file here."))
    return Response(path.read_bytes(), content_type="image/vnd.microsoft.icon", headers=KEPT)
