"""The home page: its tables, reports and queries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

DATABASE = "gongbao"


@hookimpl
def extra_template_vars(datasette: Any, template: str) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Give the home page its tables, reports and queries."""

    async def gather() -> dict[str, Any]:
        return await describe_home(datasette) if template == "index.html" else {}

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
