"""JSON-LD of schema.org in the head of pages: the dataset, its tables, its reports, and where a page stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode

from gongbao.site.addresses import site_address
from gongbao.site.pages.linked_data import as_script, breadcrumbs, dataset_words, report_words, table_words
from gongbao.site.wording.labels import table_title
from gongbao.site.wording.languages import t
from gongbao.site.wording.names import DATABASE

_REPORT = re.compile(r"/reports/([^/]+)")


@hookimpl
def extra_template_vars(
    datasette: Any, request: Any, view_name: str | None, database: str | None, table: str | None
) -> Callable[[], Any]:
    """Give templates `json_ld`: what the page is, ready to stand in scripts of its head."""

    async def gather() -> dict[str, Any]:
        if request is None:
            return {}
        base = site_address(datasette, request)
        if not base:
            return {"json_ld": []}
        if view_name == "index":
            found = [dataset_words(datasette, base)]
        elif view_name == "table" and database and table:
            found = [table_words(datasette, base, database, table), breadcrumbs(steps(base, database, table))]
        elif view_name in ("row", "database") and database:
            found = [breadcrumbs(steps(base, database, table))]
        else:
            found = await of_a_report(datasette, request, base)
        return {"json_ld": [as_script(words) for words in found if words]}

    return gather


def steps(base: str, database: str, table: str | None) -> list[tuple[str, str]]:
    """Return the way from the home page to a table, or to a database where none is named."""
    title = t("Tables") if database == DATABASE else database
    found = [(str(t("Home")), f"{base}/"), (str(title), f"{base}/{database}")]
    return [*found, (table_title(table), f"{base}/{database}/{table}")] if table else found


async def of_a_report(datasette: Any, request: Any, base: str) -> list[dict[str, Any] | None]:
    """Return the words for the reader's page of a report; none for other pages."""
    match = _REPORT.fullmatch(request.path)
    if match is None or DATABASE not in datasette.databases:
        return []
    held = datasette.get_database(DATABASE)
    row = (await held.execute("select * from reports where report_id = ?", [tilde_decode(match[1])])).first()
    return [report_words(base, dict(row))] if row else []
