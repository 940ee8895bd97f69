"""The home page: what this is, figures with their receipts, where to start, the version with how it is cited.

Where there are several reports, they may be filtered here by place, year and who read them; figures are then of the
first of them. It stands in the place of Datasette's own, whose JSON (/.json) stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from datasette import Response, hookimpl

from gongbao.citing.citations import reads_history
from gongbao.site.addresses import citing_base
from gongbao.site.citing import find, render
from gongbao.site.files.published import newest_of, offers_of, releases
from gongbao.site.pages.documents import there
from gongbao.site.pages.editorial import chosen, headlines
from gongbao.site.pages.facts import count_reports, facts_of, first_reports
from gongbao.site.reader.report_list import LISTED, Asked, offered_of, read
from gongbao.site.tables.parameters import example_of
from gongbao.site.wording.bilingual_metadata import query_about, query_title
from gongbao.site.wording.labels import table_about, table_title
from gongbao.site.wording.languages import CHINESE, language
from gongbao.site.wording.names import DATABASE

STYLES = {CHINESE: "gbt7714"}
MAIN_FORMATS = ("Data Package", "XLSX", "SQLite")  # what is said of the others points to the first


class Question(NamedTuple):
    """A saved query as a question: its title, what it answers, its address with the example it declares."""

    title: str
    about: str
    href: str


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the page."""
    return [(r"^/$", show)]


async def show(datasette: Any, request: Any) -> Response:
    """Answer with the home page."""
    published, facts = await releases(datasette), await facts_of(datasette)
    several = await offered_of(datasette) if facts.totals["reports"] > 1 else None
    asked = read(filters_of(request), several.values) if several else Asked({})
    where, values = asked.where()
    newest, words = newest_of(published), {"database": DATABASE}
    cited = await find(datasette, {**words, "table": None, "row": None, "query": None})
    context = {
        "headlines": await headlines(datasette, where, values),
        "several": several,
        "asked_reports": asked,
        "reports": await first_reports(datasette, where, values) if where else facts.reports,
        "reports_found": await count_reports(datasette, where, values) if where else facts.totals["reports"],
        "examples": chosen("example"),
        "tables": [
            {"name": name, "title": table_title(name), "about": table_about(name), "rows": facts.rows[name]}
            for name in chosen("table")
            if name in facts.rows
        ],
        "questions": questions_of(datasette, past=newest is not None),
        "facts": facts,
        "newest": newest,
        "documents": [document.slug for document in there(datasette)],
        "offers": main_offers(cited[0].dataset, newest) if cited and newest else [],
        "citation": render(replace(cited[0], base=citing_base(datasette, request)), cited[1], style())
        if cited
        else None,
        "database": DATABASE,
        "alternate_url_json": datasette.absolute_url(request, datasette.urls.path("/.json")),
    }
    page = await datasette.render_template(["index.html"], context, request=request, view_name="index")
    return Response.html(page)


def filters_of(request: Any) -> dict[str, str]:
    """Return the arguments that filter reports; home is linked to with many others, which mean nothing here."""
    return {name: request.args.get(name) or "" for name in LISTED}


def style() -> str:
    """Return the style that readers of the language at hand cite in."""
    return STYLES.get(language(), "apa")


def questions_of(datasette: Any, *, past: bool) -> list[Question]:
    """Return the chosen saved queries, each with the example it declares; about releases where there is a `past`."""
    queries = datasette.metadata("databases")[DATABASE].get("queries", {})
    return [
        Question(
            query_title(queries[name], name),
            query_about(queries[name]),
            datasette.urls.query(DATABASE, name) + example_of(queries[name].get("parameters", [])),
        )
        for name in chosen("question")
        if name in queries and (past or not reads_history(queries[name]["sql"]))
    ]


def main_offers(dataset: Any, newest: Any) -> list[Any]:
    """Return the files of the newest release that most people take."""
    found = {offer.kind.format: offer for offer in offers_of(dataset, newest) if len(offer.files) == 1}
    return [found[name] for name in MAIN_FORMATS if name in found]
