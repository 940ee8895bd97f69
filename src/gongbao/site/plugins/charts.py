"""/charts: figures of a report, each drawn by the browser from the table that stands beneath it."""

from __future__ import annotations

from typing import Any

from datasette import Response, hookimpl

from gongbao.site.files.provenance import licence_of, version_of
from gongbao.site.pages.charted_reports import choose
from gongbao.site.pages.charts import colon, figures_of
from gongbao.site.wording.names import DATABASE


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the address of the charts."""
    return [(r"^/charts$", show)]


async def show(datasette: Any, request: Any) -> Response:
    """Answer with the figures of the report that is asked for, or of the newest curated one."""
    choice = await choose(datasette, request.args)
    report_id = choice.report["report_id"]
    address = datasette.urls.path(f"/charts?report_id={report_id}")
    context = {
        "choice": choice,
        "report": choice.report,
        "figures": await figures_of(datasette, report_id),
        "colon": colon,
        "address": datasette.absolute_url(request, address),
        "version": version_of(datasette, DATABASE),
        "licence": licence_of(datasette),
    }
    return Response.html(await datasette.render_template("charts.html", context, request=request))
