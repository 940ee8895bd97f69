"""The reader: /reports lists all reports, /reports/<report_id> shows one, whole, with every row that was drawn from it.

A place bears the id of its row (`#some-2021-o347`). Addresses of old lead to the same places: `/report/…`, and in a
report `#s310` the sentence, `#c346` the value, `#e374` the damaged spot that begins at that character.
`/reports/<report_id>/card?row=…` is what a click opens: a part of a page, fetched when it is asked for.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import BadRequest, NotFound

from gongbao.site.addresses import reader_url
from gongbao.site.reader.kinds import Kind, highlighted
from gongbao.site.reader.reader_cards import entries_at
from gongbao.site.reader.reader_report import read_report
from gongbao.site.reader.report_list import list_reports
from gongbao.site.wording.languages import t

TEXTS = ("both", "zh", "en")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the addresses of the list, of the reader and of its cards; that of old leads on."""
    return [
        (r"^/reports/?$", show_list),
        (r"^/reports/(?P<report_id>[^/]+)/?$", show_report),
        (r"^/reports/(?P<report_id>[^/]+)/card$", show_card),
        (r"^/report/(?P<report_id>[^/]+)$", lead_on),
    ]


async def show_list(datasette: Any, request: Any) -> Response:
    """Answer with the list of reports, filtered as asked."""
    context = {"listed": await list_reports(datasette, request.args)}
    return Response.html(await datasette.render_template("reports.html", context, request=request))


async def show_report(datasette: Any, request: Any) -> Response:
    """Answer with the page of one report; an unknown report is not found."""
    report_id = tilde_decode(request.url_vars["report_id"])
    text, visible = asked_text(request), asked_kinds(request)
    reading = await read_report(datasette, report_id, frozenset(kind.kind for kind in visible))
    if reading is None:
        raise no_report(report_id)
    path = reader_url(datasette, report_id)
    shown = text if reading.translated else "zh"
    usual = [kind for kind in highlighted() if kind.shown == "1"]
    kept = [("kinds", ",".join(kind.kind for kind in visible))] if visible != usual else []
    context = {
        "reading": reading,
        "report": reading.report,
        "text": shown,
        "texts": [(name, f"{path}?{urlencode([('text', name), *kept], safe=',')}") for name in TEXTS],
        "visible": visible,
        "marks": request.args.get("marks") == "1",
        "usual": usual,
        "path": path,
        "address": datasette.absolute_url(request, path),
        "report_row": datasette.urls.row("gongbao", "reports", request.url_vars["report_id"]),
    }
    return Response.html(await datasette.render_template("reader.html", context, request=request))


def asked_text(request: Any) -> str:
    """Return which languages of the text are asked for; raises BadRequest for others."""
    asked = request.args.get("text") or TEXTS[0]
    if asked not in TEXTS:
        raise BadRequest(t("text: there is no “{asked}”: take one of {known}.", asked=asked, known=", ".join(TEXTS)))
    return str(asked)


def asked_kinds(request: Any) -> list[Kind]:
    """Return which kinds shall be highlighted: those of `kinds`, in one argument or several; else the usual ones."""
    given = request.args.getlist("kinds")
    if not given:
        return [kind for kind in highlighted() if kind.shown == "1"]
    asked = {name for part in given for name in part.split(",") if name}
    known = [kind.kind for kind in highlighted()]
    for name in sorted(asked.difference(known)):
        raise BadRequest(t("kinds: there is no “{asked}”: take some of {known}.", asked=name, known=", ".join(known)))
    return [kind for kind in highlighted() if kind.kind in asked]


async def show_card(datasette: Any, request: Any) -> Response:
    """Answer with the card of a row, without the frame of a page; not found where the report has no such row."""
    report_id, row_id = tilde_decode(request.url_vars["report_id"]), request.args.get("row") or ""
    entries = await entries_at(datasette, report_id, row_id)
    if not entries:
        raise NotFound(t("In this report there is no row “{row}”.", row=row_id))
    page = await datasette.render_template("_reader_card.html", {"entries": entries}, request=request)
    return Response.html(page, headers={"x-robots-tag": "noindex"})


def no_report(report_id: str) -> NotFound:
    """Return the fault of asking for a report that does not exist."""
    return NotFound(t("There is no report “{report}”. “Read” lists all there are.", report=report_id))


async def lead_on(datasette: Any, request: Any) -> Response:
    """Lead from the address of old to the reader; the browser keeps the fragment."""
    asked = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(f"{reader_url(datasette, tilde_decode(request.url_vars['report_id']))}{asked}", status=301)
