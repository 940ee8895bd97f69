""".xlsx of any table, view, row or query: all rows of what is shown, not those of a page alone.

The first sheet has the rows under the names of the columns, as the JSON has them; the second says what they are: the
table, the conditions in words, how many rows nobody has checked, the way to cite them, the licence, the address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasette import Response, hookimpl
from datasette.utils.asgi import BadRequest

from gongbao.exports.workbook import EXCEL_ROWS
from gongbao.site.files.provenance import citation_of, cite_address, licence_of, version_of
from gongbao.site.files.whole_tables import all_rows, file_name
from gongbao.site.files.workbooks import MEDIA_TYPE, Fact, write
from gongbao.site.tables.table_state import conditions_of, state_of
from gongbao.site.wording import labels
from gongbao.site.wording.bilingual_metadata import query_title
from gongbao.site.wording.cells import Cells, row_values, value_of
from gongbao.site.wording.figures import exact
from gongbao.site.wording.languages import plain, t


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """Add the format xlsx."""
    return {"extension": "xlsx", "render": render, "can_render": lambda columns: bool(columns)}


async def render(datasette: Any, request: Any, database: str, table: str | None, data: Mapping[str, Any]) -> Response:
    """Answer with a workbook."""
    if data.get("error"):
        raise BadRequest(str(data["error"]))
    columns, rows = list(data["columns"]), [list(map(value_of, row)) for row in data["rows"]]
    if table and "pks" not in request.url_vars:
        rows = await all_rows(datasette, request, most=EXCEL_ROWS)
    facts = await describe(datasette, request, database, table, data, columns, rows)
    headers = {"content-disposition": f'attachment; filename="{file_name(request)}.xlsx"'}
    return Response(write(columns, rows, facts), content_type=MEDIA_TYPE, headers=headers)


async def describe(
    datasette: Any,
    request: Any,
    database: str,
    table: str | None,
    data: Mapping[str, Any],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> list[Fact]:
    """Return the sheet `about` in the reader's language."""
    cells = Cells(datasette, database, table)
    await cells.look_up([])
    machine = sum(cells.is_machine(row_values(row, columns)) for row in rows)
    dataset = (datasette.metadata("gongbao") or {}).get("dataset", {})
    return [
        Fact(str(t("Table")), titled(datasette, database, table, data)),
        Fact(str(t("Rows")), counted(len(rows), whole=len(rows) < EXCEL_ROWS if table else not data.get("truncated"))),
        *await asked(datasette, request, database, table, cells),
        *machine_told(machine, columns),
        *((Fact(labels.column_title(name, table), f"{name}: {labels.column_about(name, table)}")) for name in columns),
        Fact(str(t("Dataset")), plain(dataset.get("title_en"), dataset.get("title_zh"))),
        Fact(str(t("Version")), version_of(datasette, database)),
        Fact(str(t("Licence")), " ".join(licence_of(datasette))),
        Fact(str(t("Address")), datasette.absolute_url(request, datasette.urls.path(page_of(request)))),
        Fact(str(t("How to cite")), await citation_of(datasette, request)),
        Fact("", datasette.absolute_url(request, cite_address(datasette, request))),
    ]


def counted(number: int, *, whole: bool) -> str:
    """Return how many rows there are, and that they are not all where a query was cut off."""
    return exact(number) if whole else exact(number) + str(t(" (cut off)"))


def titled(datasette: Any, database: str, table: str | None, data: Mapping[str, Any]) -> str:
    """Return what the rows are: the title of the table, or of the query."""
    if table:
        return f"{labels.table_title(table)} ({table})"
    name = data.get("query_name")
    if not name:
        return str(t("Your own SQL"))
    queries = ((datasette.metadata("databases") or {}).get(database) or {}).get("queries", {})
    return f"{query_title(queries.get(name, {}), name)} ({name})"


async def asked(datasette: Any, request: Any, database: str, table: str | None, cells: Cells) -> list[Fact]:
    """Return the conditions that kept rows away, in words."""
    if not table:
        sql = request.args.get("sql")
        return [Fact("SQL", sql)] if sql else []
    state = state_of(datasette.urls.table(database, table), request.query_string)
    found = await conditions_of(state, cells)
    return [Fact(str(t("Only rows where")) if not line else "", each.words) for line, each in enumerate(found)]


def machine_told(machine: int, columns: Sequence[str]) -> list[Fact]:
    """Return that rows were read by machine and by nobody since; that nothing is known where no column tells."""
    if machine:
        return [Fact(str(t("read by machine")), str(t("{n} rows, which nobody has checked", n=exact(machine))))]
    if not {"report_id", "review"} & {*columns}:
        return []
    return [Fact(str(t("read by machine")), str(t("none of these rows")))]


def page_of(request: Any) -> str:
    """Return the address of the page whose rows these are."""
    path = request.path.removesuffix(".xlsx")
    return f"{path}?{request.query_string}" if request.query_string else path
