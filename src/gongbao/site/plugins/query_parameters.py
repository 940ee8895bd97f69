"""Parameters of saved queries: what a query declares it must be given, and it is given nothing else.

A parameter that is unknown, given twice, too long or required and missing is an error (400) that names the known ones
with an example, instead of an answer to another question; so is a value that names nothing there is. The page of a
query opened without any is a form, with an example to follow and no rows; where it needs none it opens with one of
several reports, and a click away with all. Queries of earlier releases declare nothing and answer as they always did.
"""

from __future__ import annotations

import re
from typing import Any

from datasette import Response, hookimpl
from datasette.utils import tilde_encode
from datasette.views.database import QueryView
from datasette.views.table import TableView

from gongbao.site.files.cut_short import note_cut
from gongbao.site.tables.parameters import Parameter, check, check_values, example_of, given_names
from gongbao.site.tables.table_arguments import answer_checked, refuse_file, undrawn
from gongbao.site.tables.table_state import state_of

NO_ROWS = "select null as row_id where 0"
FIRST_REPORT = "select report_id from reports order by review = 'auto', year_covered desc, report_id limit 2"


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
    return isinstance(query, dict) and isinstance(query.get("parameters"), list)


async def answer(datasette: Any, request: Any) -> Response:
    """Answer a query as Datasette does, once its parameters are in order; a fault is told in the format asked for."""
    return await answer_checked(DeclaredQuery(datasette), request)


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
            if request.url_vars.get("format") is None and "report_id" not in request.args:
                report = await first_report(self.ds.get_database(database), parameters)
                if report:
                    state = state_of(self.ds.urls.table(database, name), request.query_string)
                    return Response.redirect(state.but(report_id=report))
        sql = NO_ROWS if form_only else query["sql"]
        names = [parameter["name"] for parameter in parameters] or None
        found = await QueryView(self.ds).data(
            request, sql, metadata=query, editable=False, canned_query=name, named_parameters=names
        )
        found = undrawn(note_cut(request, refuse_file(request, found)))
        example = self.ds.urls.table(database, name) + example_of(parameters)
        return with_form(found, parameters, example, query["sql"], form_only=form_only)


async def first_report(database: Any, parameters: list[Parameter]) -> str | None:
    """Return the report that a page asks first where nobody chose one: the newest, curated ones before others.

    None where there is one report alone, or the query asks no report. Files and JSON without a report hold all of them.
    """
    if "report_id" not in [parameter["name"] for parameter in parameters]:
        return None
    found = (await database.execute(FIRST_REPORT)).rows
    return str(found[0]["report_id"]) if len(found) > 1 else None


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
