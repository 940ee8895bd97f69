"""/search: one question asked of all tables; /search.json gives the same as data, whatever the reader's language."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.utils import path_from_row_pks
from datasette.utils.asgi import BadRequest
from markupsafe import Markup

from gongbao.model.rows import TABLES
from gongbao.site.addresses import reader_url
from gongbao.site.reader.kinds import anchor_of
from gongbao.site.reports_offered import Reports, reports_of
from gongbao.site.search.marking import Marker
from gongbao.site.search.searching import DATABASE, KINDS, Found, Group, Question, named_organization, search
from gongbao.site.search.subjects import WIDENED
from gongbao.site.tables.parameters import Parameter, check, check_values, given_names
from gongbao.site.wording import labels, languages

if TYPE_CHECKING:
    from gongbao.site.search.amounts import Amount

MOST = 40  # reports that the form offers
EXAMPLES = ("芯片", "talent", "养老|elderly care", "50亿元", "1.7 billion", "90%")
PARAMETERS: list[Parameter] = [
    {"name": "words", "required": True, "example": "疫苗"},
    {"name": "report_id", "required": False},
    {"name": "kind", "required": False},
    {"name": "exact", "required": False},
    {"name": "place_id", "required": False},
    {"name": "year", "required": False},
    {"name": "review", "required": False},
]
KEYS = {model.table: list(model.primary_key) for model in TABLES}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the address of the search, as a page and as data."""
    return [(r"^/search$", show), (r"^/search\.json$", give)]


async def show(datasette: Any, request: Any) -> Response:
    """Answer with the page; without words it is the form, with examples."""
    asked = (request.args.get("words") or "").strip()
    question = await read(datasette, request, needs_words=False)
    found = await search(datasette.get_database(DATABASE), question) if asked else None
    reports = await reports_of(datasette.get_database(DATABASE))
    context = {
        "question": question,
        "found": found,
        "groups": [describe(datasette, found, group, reports) for group in found.groups] if found else [],
        "report_options": options(reports, question.report_id),
        "more_reports": len(reports.by_id) > MOST,
        **offered(reports),
        "examples": EXAMPLES,
        "added": {wanted.typed: wanted.added for wanted in question.wanted if wanted.added},
        "very_words": datasette.urls.path(f"/search?{arguments(question, exact=True)}"),
        "widened": datasette.urls.path(f"/search?{arguments(question, exact=False)}"),
        "amounts": [amount_shown(amount) for amount in found.amounts] if found else [],
        "also": await also(datasette, question) if found else [],
        "titled": [{"table": table, "title": labels.table_title(table)} for table in KINDS],
    }
    return Response.html(await datasette.render_template("search.html", context, request=request))


def options(reports: Reports, chosen: str) -> Markup:
    """Return the reports that the form offers: the chosen one, then the newest."""
    first = [chosen] if chosen in reports.by_id else []
    newest = (report_id for report_id in reports.by_id if report_id != chosen)
    shown = [*first, *islice(newest, MOST - len(first))]
    return Markup("").join(reports.option(name, chosen=name == chosen, marked=True) for name in shown)


def offered(reports: Reports) -> dict[str, list[Any]]:
    """Return the places, years and reviews that reports differ in; nothing to choose where all are alike."""
    codes = [{"code": code, "name": labels.code_name("review", code)} for code in reports.reviews]
    found: dict[str, list[Any]] = {"places": reports.places, "years": reports.years, "reviews": codes}
    return {name: values if len(values) > 1 else [] for name, values in found.items()}


async def also(datasette: Any, question: Question) -> list[tuple[Any, str]]:
    """Return the saved queries that answer the question more closely, with their titles."""
    organization = await named_organization(datasette.get_database(DATABASE), question.words)
    within = {"report_id": question.report_id}  # also where it is all of them: a query opens with one otherwise
    asked = [("about_an_organization", {"organization": organization, **within})] if organization else []
    asked += [(name, {"words": question.words, **within}) for name in ("about_a_subject", "promises_about_a_subject")]
    queries = datasette.metadata("databases")[DATABASE]["queries"]
    found = []
    for name, given in asked:
        title = languages.pick(*queries[name]["title"].split(" · ", 1))
        found.append((title, f"{datasette.urls.table(DATABASE, name)}?{urlencode(given)}"))
    return found


def amount_shown(amount: Amount) -> dict[str, Any]:
    """Return an amount as it was understood, with its unit."""
    from gongbao.site.search.amounts import unit_names  # here, as in searching.py

    name = languages.pick(*unit_names(amount.unit_id)) if amount.unit_id else ""
    return {"value": f"{amount.value:,}", "unit_id": amount.unit_id, "unit": name}


async def give(datasette: Any, request: Any) -> Response:
    """Answer with ids, kinds, labels in both languages and addresses."""
    question = await read(datasette, request, needs_words=True)
    found = await search(datasette.get_database(DATABASE), question)
    return Response.json(as_data(datasette, found))


async def read(datasette: Any, request: Any, *, needs_words: bool) -> Question:
    """Return the question of a request; raises BadRequest for what is not in order."""
    parameters = [{**parameter, "required": parameter["required"] and needs_words} for parameter in PARAMETERS]
    check(parameters if given_names(request) or needs_words else [], request)
    await check_values(datasette.get_database(DATABASE), parameters, request)
    given = {parameter["name"]: (request.args.get(parameter["name"]) or "").strip() for parameter in parameters}
    if given["kind"] not in ("", *KINDS):
        known = ", ".join(KINDS)
        raise BadRequest(
            languages.t("kind: there is no “{kind}”: choose one of {known}.", kind=given["kind"], known=known)
        )
    if given["exact"] not in ("", "0", "1"):
        raise BadRequest(languages.t("exact: is neither 0 nor 1: leave it out to find words that mean the same, too."))
    words, exact = given["words"].lstrip(WIDENED), given["exact"] == "1"
    within = {name: given[name] for name in ("report_id", "place_id", "year", "review", "kind")}
    return Question(words, exact=exact, **within)


def arguments(question: Question, **changes: Any) -> str:
    """Return a question as a query string, with some of it changed."""
    asked = {
        "words": question.words,
        "report_id": question.report_id,
        "place_id": question.place_id,
        "year": question.year,
        "review": question.review,
        "kind": question.kind,
        "exact": "1" if question.exact else "",
    } | {name: "1" if value is True else value or "" for name, value in changes.items()}
    return urlencode({name: value for name, value in asked.items() if value})


def all_rows(datasette: Any, group: Group) -> str:
    """Return the address of a table that shows all rows of a group."""
    return f"{datasette.urls.table(DATABASE, group.place.table)}?{group.address}"


def row_address(datasette: Any, group: Group, hit: dict[str, Any]) -> str:
    """Return the address of a row."""
    table = group.place.table
    return str(datasette.urls.row(DATABASE, table, path_from_row_pks(hit, KEYS[table], False)))


def describe(datasette: Any, found: Found, group: Group, reports: Reports) -> dict[str, Any]:
    """Return a group as the page shows it."""
    table, question = group.place.table, found.question
    marker = Marker(question)
    hits = [
        {
            **marker.shown(group, hit),
            "id": id_of(group, hit),
            "url": row_address(datasette, group, hit),
            "place_url": place_address(datasette, group, hit),
            "report": reports.title(hit.get("report_id") or "") if table != "reports" else None,
            "machine": hit["machine"],
        }
        for hit in group.hits
    ]
    more = group.count is not None and len(hits) < group.count and not question.kind
    return {
        "table": table,
        "anchor": "amounts" if group.by_amount else table,
        "title": languages.t("Values of this size") if group.by_amount else labels.table_title(table),
        "count": group.count,
        "number": languages.t("more than could be counted") if group.count is None else f"{group.count:,}",
        "url": all_rows(datasette, group),
        "more": datasette.urls.path(f"/search?{arguments(question, kind=table)}") if more else None,
        "hits": hits,
    }


def id_of(group: Group, hit: dict[str, Any]) -> str:
    """Return the id of a row, the parts of a compound key joined as everywhere."""
    return "/".join(str(hit[name]) for name in KEYS[group.place.table])


def place_address(datasette: Any, group: Group, hit: dict[str, Any]) -> str | None:
    """Return the address of the place in the report where a row stands; None where it stands in none."""
    if hit.get("char_start") is None or not hit.get("report_id"):
        return None
    return reader_url(datasette, hit["report_id"], anchor_of(group.place.table, hit))


def as_data(datasette: Any, found: Found) -> dict[str, Any]:
    """Return what was found as JSON has it."""
    question = found.question
    return {
        "ok": True,
        "words": question.words,
        "report_id": question.report_id or None,
        "place_id": question.place_id or None,
        "year": int(question.year) if question.year else None,
        "review": question.review or None,
        "kind": question.kind or None,
        "exact": question.exact,
        "synonyms": {wanted.typed: list(wanted.added) for wanted in question.wanted if wanted.added},
        "amounts": [{"value": float(amount.value), "unit_id": amount.unit_id} for amount in found.amounts],
        "complete": not found.late,
        "groups": [
            {
                "table": group.place.table,
                "by": "amount" if group.by_amount else "words",
                "count": group.count,
                "url": all_rows(datasette, group),
                "hits": [hit_as_data(datasette, group, hit) for hit in group.hits],
            }
            for group in found.groups
        ],
    }


def hit_as_data(datasette: Any, group: Group, hit: dict[str, Any]) -> dict[str, Any]:
    """Return one row as JSON has it."""
    place = group.place
    told = {name: hit.get(name) for name in ("quote", "report_id", "sentence_id", "char_start")}
    return {
        "id": id_of(group, hit),
        "label_zh": hit.get(place.label_zh),
        "label_en": hit.get(place.label_en),
        **told,
        "machine": hit["machine"],
        "url": row_address(datasette, group, hit),
    }
