"""What a table, view or database is asked with: a wrong argument is an error (400) that names the right ones.

Datasette answers some of them with “500” (`_next=garbage`, `_timelimit=x`, `_through=x`), a few with another question
than was asked. Here they are looked at first, in the page, the JSON, the CSV and the workbook alike. A form of filters
is turned into the address it means, and a format that does not exist is no page (404).
"""

from __future__ import annotations

from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils import InvalidSql, tilde_decode, validate_sql_select
from datasette.utils.asgi import BadRequest
from datasette.views.database import DatabaseView, QueryView
from datasette.views.table import TableView

from gongbao.site.files.cut_short import note_cut
from gongbao.site.tables.numbers_asked import plain_numbers
from gongbao.site.tables.table_arguments import answer_checked, check, refuse_file, undrawn
from gongbao.site.tables.table_state import from_form, state_of
from gongbao.site.tables.total_order import in_total_order, ordered_by, sorting_keys
from gongbao.site.wording.languages import t

NO_ROWS = "select null where 0"
FILES = ("csv", "xlsx", "jsonl")
SHAPES = ("array", "arrayfirst")  # of JSON that holds rows alone
DATABASE = r"/(?P<database>gongbao(?:-[0-9-]+)?)"
FORMAT = r"(\.(?P<format>(?!db$)\w+))?$"


@hookimpl(trylast=True)
def register_routes() -> list[tuple[str, Any]]:
    """Take over the addresses of databases and of their tables, after those of the queries that declare parameters."""
    return [
        (DATABASE + FORMAT, answer_database),
        (DATABASE + r"/(?P<table>[^/.]+)" + FORMAT, answer_table),
    ]


async def answer_table(datasette: Any, request: Any) -> Response:
    """Answer for a table as Datasette does, once its arguments are in order."""
    return await answer_checked(CheckedTable(datasette), request)


async def answer_database(datasette: Any, request: Any) -> Response:
    """Answer for a database, or a query that somebody wrote."""
    return await answer_checked(CheckedDatabase(datasette), request)


class CheckedTable(TableView):  # type: ignore[misc]
    """Datasette's view of a table, which looks at the arguments first."""

    async def data(self, request: Any, default_labels: bool = False, _next: Any = None, _size: Any = None) -> Any:
        """Return what TableView returns; raises BadRequest for arguments that are not in order."""
        database, table = tilde_decode(request.url_vars["database"]), tilde_decode(request.url_vars["table"])
        if database not in self.ds.databases:
            raise NotFound("Database not found")
        held = self.ds.get_database(database)
        if not await self.ds.get_canned_query(database, table, request.actor):
            base = self.ds.urls.table(database, table)
            state = state_of(base, request.query_string)
            meant = from_form(state.pairs)
            if meant is not None:
                return Response.redirect(state.address(meant))
            await check(held, table, request)
            plain = await plain_numbers(held, table, state.pairs)
            if plain != state.pairs:
                return Response.redirect(state.address(plain))
        with ordered_by(await sorting_keys(held, table, request)):
            found = await super().data(request, default_labels=default_labels, _next=_next, _size=_size)
            if isinstance(found, tuple) and "query" in found[0]:
                found[0]["query"]["sql"] = in_total_order(found[0]["query"]["sql"])
        return refuse_file(request, found)


class CheckedDatabase(DatabaseView):  # type: ignore[misc]
    """Datasette's view of a database, which looks at the arguments first."""

    async def refused(self, request: Any, fault: str) -> Any:
        """Return a query that is none as Datasette returns one that failed: with its editor, and why."""
        metadata = (self.ds.metadata("databases") or {}).get(request.url_vars["database"], {})
        data, values, templates, _ = await QueryView(self.ds).data(request, NO_ROWS, metadata=metadata)
        told = {"ok": False, "error": fault, "columns": [], "query": {"sql": request.args["sql"], "params": {}}}
        return {**data, **told}, values, templates, 400

    async def data(self, request: Any, default_labels: bool = False, _size: Any = None) -> Any:
        """Return what DatabaseView returns; raises BadRequest for the rows of no query."""
        kind = request.url_vars.get("format")
        rows_alone = kind in FILES or (kind == "json" and request.args.get("_shape") in SHAPES)
        if rows_alone and not (request.args.get("sql") or "").strip():
            raise BadRequest(t("The SQL is missing: add ?sql=select …, or take a table."))
        if kind is None and (fault := fault_of(request.args.get("sql"))):
            return await self.refused(request, fault)
        found = await super().data(request, default_labels=default_labels, _size=_size)
        return undrawn(note_cut(request, refuse_file(request, found)))


def fault_of(sql: str | None) -> str | None:
    """Return why a text is no query, in Datasette's words; None where it is one, or none was asked."""
    try:
        if sql:
            validate_sql_select(sql)
    except InvalidSql as fault:
        return str(fault)
    return None
