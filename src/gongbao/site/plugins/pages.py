"""What the templates need beside Datasette's own: the dataset's name and version, the tables of the home page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

DATABASE = "gongbao"


@hookimpl
def extra_template_vars(datasette: Any, template: str) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Give every template `dataset`; the home page also its tables, reports and queries."""

    async def gather() -> dict[str, Any]:
        names = {"dataset": datasette.metadata("gongbao") or {}}
        return names | (await describe_home(datasette) if template == "index.html" else {})

    return gather


async def describe_home(datasette: Any) -> dict[str, Any]:
    """Return start-here tables and other tables with their row counts, the reports, and the canned queries."""
    database = datasette.get_database(DATABASE)
    content = datasette.metadata("databases")[DATABASE]
    counts = await database.table_counts(100)
    hidden = set(await database.hidden_table_names())
    start_here = datasette.metadata("gongbao")["start_here"]
    tables = {
        name: {**table, "name": name, "count": counts[name]}
        for name, table in content["tables"].items()
        if name in counts and name not in hidden
    }
    reports = await database.execute("select report_id, title_zh, title_en, review from reports order by year_covered")
    releases = await database.execute("select * from releases order by position desc")
    return {
        "releases": [dict(row) for row in releases.rows],
        "start_here": [tables[name] for name in start_here],
        "other_tables": [table for name, table in tables.items() if name not in start_here],
        "views": [{**content["tables"][name], "name": name} for name in await database.view_names()],
        "reports": [dict(row) for row in reports.rows],
        "queries": [{**query, "name": name} for name, query in content["queries"].items()],
    }


@hookimpl
def menu_links(datasette: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """Put the reports, the tables and the queries into the menu of every page."""

    async def gather() -> list[dict[str, str]]:
        rows = (await datasette.get_database(DATABASE).execute("select report_id from reports order by 1 limit 5")).rows
        home = datasette.urls.database(DATABASE)
        return [
            *({"href": datasette.urls.path(f"/report/{row[0]}"), "label": f"Report 报告 {row[0]}"} for row in rows),
            {"href": datasette.urls.path("/search"), "label": "Search 检索"},
            {"href": f"{home}#tables", "label": "Tables 数据表"},
            {"href": f"{home}#queries", "label": "Queries 查询"},
        ]

    return gather
