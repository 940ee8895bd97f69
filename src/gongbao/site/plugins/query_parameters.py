"""Parameters of saved queries: what a query declares it must be given, and it is given nothing else.

A parameter that is unknown, given twice, too long or required and missing is an error (400) that names the known ones
with an example, instead of an answer to another question; so is a value that names nothing there is (`KNOWN`). The page
of a query opened without any is a form, with an example to follow and no rows. Queries of earlier releases declare
nothing and answer as they always did.
"""

from __future__ import annotations

import difflib
import re
from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.utils import tilde_encode
from datasette.utils.asgi import BadRequest
from datasette.views.database import QueryView
from datasette.views.table import TableView

from gongbao.site.subjects import is_named

LONGEST = 500
NO_ROWS = "select null as row_id where 0"
Parameter = dict[str, Any]

# What a parameter may name: the ids there are; or, by `NAMED`, ids and names in both languages, with short forms.
KNOWN = {
    "report_id": "select report_id from reports",
    "indicator_id": (
        "select indicator_id from indicators union select row_id from changes where table_name = 'indicators'"
    ),
    "version": "select version from releases",
    "since": "select version from releases",
    "table_name": "select name from sqlite_master where type = 'table' union select table_name from changes",
}
NAMED = {
    "organization": "select organization_id, name_zh, name_en, aliases_zh, aliases_en from organizations",
    "place": "select place_id, name_zh, name_en, aliases_zh, aliases_en from places",
    "theme": "select theme_id, name_zh, name_en from themes",
    "unit": "select unit_id, name_zh, name_en, symbol, aliases_zh from units where dimension = 'count'",
    "project_type": "select code, name_zh, name_en from codes where codelist = 'project_type'",
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Take over the addresses of the queries that declare their parameters."""
    routes = []
    for database, told in (datasette.metadata("databases") or {}).items():
        names = [re.escape(tilde_encode(name)) for name, query in told.get("queries", {}).items() if declares(query)]
        if names:
            where = rf"/(?P<database>{re.escape(tilde_encode(database))})/(?P<table>{'|'.join(names)})"
            routes.append((rf"{where}(\.(?P<format>\w+))?$", answer))
    return routes


def declares(query: object) -> bool:
    """Return whether a query says what it is asked with."""
    return isinstance(query, dict) and "parameters" in query


async def answer(datasette: Any, request: Any) -> Response:
    """Answer a query as Datasette does, once its parameters are in order; a fault is told in the format asked for."""
    view = DeclaredQuery(datasette)
    try:
        return await view.dispatch_request(request)
    except BadRequest as fault:
        if request.url_vars.get("format") != "csv":
            raise
        return Response.text(f"{fault.args[0]}\n", status=400)


class DeclaredQuery(TableView):  # type: ignore[misc]
    """Datasette's view of a saved query, which looks at the parameters first."""

    async def data(self, request: Any, **_: Any) -> Any:
        """Return what QueryView returns; raises BadRequest for parameters that are not in order."""
        database, name = request.url_vars["database"], request.url_vars["table"]
        query = await self.ds.get_canned_query(database, name, request.actor)
        parameters: list[Parameter] = query["parameters"]
        unasked = request.url_vars.get("format") is None and not given_names(request)
        form_only = unasked and any(parameter["required"] for parameter in parameters)
        if not form_only:
            check(parameters, request)
            await check_values(self.ds.get_database(database), parameters, request)
        sql = NO_ROWS if form_only else query["sql"]
        found = await QueryView(self.ds).data(
            request, sql, metadata=query, editable=False, canned_query=name, named_parameters=query["params"] or None
        )
        example = self.ds.urls.table(database, name) + example_of(parameters)
        return with_form(found, parameters, example, query["sql"], form_only=form_only)


def with_form(found: Any, parameters: list[Parameter], example: str, sql: str, *, form_only: bool) -> Any:
    """Give the template the parameters with their labels, the address of an example, and whether anything was asked."""
    data, template_values, *rest = found

    async def extended() -> dict[str, Any]:
        values: dict[str, Any] = await template_values()
        values |= {"parameters": parameters, "example_url": example, "form_only": form_only}
        return values | ({"edit_sql_url": None} if form_only else {})

    if form_only:
        data = {**data, "query": {**data["query"], "sql": sql}, "columns": []}
    return (data, extended, *rest)


def given_names(request: Any) -> list[str]:
    """Return the names of the arguments that are for the query; those that begin with _ are Datasette's own."""
    return [name for name in request.args if not name.startswith("_")]


def check(parameters: list[Parameter], request: Any) -> None:
    """Raise BadRequest, in one line with the remedy, for the first argument that is not in order."""
    known = {parameter["name"]: parameter for parameter in parameters}
    for name in given_names(request):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadRequest(f"{name}: there is no such parameter: {hint}{told(parameters)}")
        if len(request.args.getlist(name)) > 1:
            raise BadRequest(f"{name}: is given more than once: leave one")
        if len(request.args[name]) > LONGEST:
            raise BadRequest(f"{name}: is longer than {LONGEST} characters: shorten it")
    for parameter in parameters:
        if parameter["required"] and not (request.args.get(parameter["name"]) or "").strip():
            raise BadRequest(f"{parameter['name']}: is missing: {told(parameters)}")


async def check_values(database: Any, parameters: list[Parameter], request: Any) -> None:
    """Raise BadRequest, with near names, for the first value that names nothing there is."""
    for name in [parameter["name"] for parameter in parameters]:
        value, sql = request.args.get(name) or "", KNOWN.get(name) or NAMED.get(name)
        if not value or sql is None:
            continue
        found = await database.execute_fn(lambda connection, sql=sql: connection.execute(sql).fetchall())
        names = [part for row in found for cell in row if cell for part in str(cell).split(";")]
        if not (is_named(value, *names) if name in NAMED else value in names):
            near = difflib.get_close_matches(value, names, 3, 0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else "copy an id or a whole name from the tables"
            raise BadRequest(f"{name}: there is no “{value}”: {hint}")


def told(parameters: list[Parameter]) -> str:
    """Return the known parameters with an example, as an error names them."""
    if not parameters:
        return "this query takes none"
    names = [p["name"] if p["required"] else f"{p['name']} (optional)" for p in parameters]
    shown = [p for p in parameters if p["required"]] or parameters
    examples = "&".join("=".join((p["name"], p["example"])) for p in shown)
    return f"known: {', '.join(names)}; example: ?{examples}"


def example_of(parameters: list[Parameter]) -> str:
    """Return the query string of the example: the required parameters, with the values they declare."""
    given = {parameter["name"]: parameter["example"] for parameter in parameters if parameter["required"]}
    return f"?{urlencode(given)}" if given else ""
