"""The tool `run_sql`: one SELECT over the current data or a release, under the limits the site has for visitors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from gongbao.assist.answers import Answer, source_of
from gongbao.assist.arguments import Arguments
from gongbao.assist.choices import CURRENT, From, versions_of
from gongbao.assist.library import Build, Refusal
from gongbao.assist.listing import MOST
from gongbao.errors import counted, shorten
from gongbao.site.wording.cells import machine_reports

LONG = 2000  # characters of a cell
ROWS = 100
LONGEST = 8000  # characters of a query
TOLD = 20  # reports read by machine that are named
Cell = str | int | float | None


class SqlArguments(Arguments):
    """The query, and what it is asked of."""

    sql: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="One SELECT (or WITH … SELECT) in SQLite’s dialect. Select the id and, where the table has them, "
        "report_id, char_start, char_end and quote, so that the answer can be checked.",
        examples=[
            "select observation_id, statement_en, quote from observations_flat where theme_en = 'Talent' limit 5"
        ],
    )
    version: Annotated[
        str,
        From("versions"),
        Field(description="A release to ask, whose tables may differ; `current` are the newest data."),
    ] = CURRENT
    limit: int = Field(
        50, ge=1, le=ROWS, description=f"Rows of the answer, 1 to {ROWS}; LIMIT and OFFSET page further."
    )


class SqlAnswer(Answer):
    """The rows of a query."""

    columns: list[str]
    rows: list[list[Cell]] = Field(description="Cells in the order of the columns.")
    truncated: bool = Field(description="true: there are more rows; page with LIMIT and OFFSET, or aggregate.")
    cells_cut: bool = Field(description=f"true: a text of more than {LONG} characters was cut.")
    read_by_machine: list[str] = Field(description="Reports (report_id) whose rows only the machine has read.")

    def lines(self) -> Iterable[str]:
        """Return the rows as lines of a table."""
        yield " | ".join(self.columns)
        for row in self.rows:
            yield " | ".join("" if cell is None else shorten(cell, LONG) for cell in row)
        more = "; there are more: page with LIMIT and OFFSET" if self.truncated else ""
        yield f"{counted(len(self.rows), 'row')}{more}"
        if self.read_by_machine:
            yield f"READ BY MACHINE, checked by nobody: rows of {', '.join(self.read_by_machine)}"


async def run_sql(build: Build, asked: SqlArguments) -> SqlAnswer:
    """Return what a query selects; raises Refusal with the site's words for what it does not answer."""
    database = (await versions_of(build))[asked.version]
    answer = await build.ask(f"/{database}.json", [("sql", asked.sql), ("_shape", "arrays")])
    body = answer.body if isinstance(answer.body, dict) else {}
    if answer.status != 200 or body.get("ok") is False or body.get("error"):
        raise Refusal(f"sql: {answer.fault}. {REMEDY}")
    columns, found = [str(name) for name in body["columns"]], body["rows"]
    rows = [[plain(cell) for cell in row] for row in found[: asked.limit]]
    while len(rows) > 1 and len(json.dumps(rows, ensure_ascii=False)) > MOST:
        rows = rows[: len(rows) // 2]
    cut = any(len(str(cell)) > LONG for row in found[: len(rows)] for cell in row)
    return SqlAnswer(
        source=await source_of(build, database=database),
        columns=columns,
        rows=rows,
        truncated=bool(body.get("truncated")) or len(rows) < len(found),
        cells_cut=cut,
        read_by_machine=sorted(await machine_reports(build.datasette, database))[:TOLD],
    )


REMEDY = (
    "Tables and columns stand in describe_dataset and in the resources gongbao://schemas/{table}; only SELECT is "
    "answered, in bounded time and memory"
)


def plain(cell: object) -> Cell:
    """Return a cell as an answer has it: a long text cut, bytes told by their number alone."""
    if isinstance(cell, str):
        return cell if len(cell) <= LONG else f"{cell[: LONG - 1]}…"
    if cell is None or isinstance(cell, int | float):
        return cell
    return f"({len(str(cell))} characters of encoded bytes)"
