"""What the releases did to a row: when it came, what changed from what to what and why, where it can still be read."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils import escape_sqlite

from gongbao.site import labels
from gongbao.site.addresses import row_url
from gongbao.site.names import DATABASE

MOST = 60  # lines of one row's history on its page; the saved query has them all
QUERY = "history_of_a_row"


class Change(NamedTuple):
    """One thing a release did: to a column of the row, or to the row as a whole where no column is named."""

    column: str
    old: str | None
    new: str | None


class Step(NamedTuple):
    """What one release did to a row: added, changed, removed or redefined; of what kind, and for what reason."""

    version: str
    released_on: str
    change: str
    kind: str | None
    reason_en: str | None
    reason_zh: str | None
    replaced_by: str | None
    changes: list[Change]


class Place(NamedTuple):
    """A release that holds the row, with the row's address in it; `here` is the one at hand."""

    version: str
    url: str
    here: bool


class History(NamedTuple):
    """The steps of a row, the newest first, where it stands, and the saved query with all of it."""

    steps: list[Step]
    places: list[Place]
    query: str


async def history_of(datasette: Any, database: str, table: str, key: list[str]) -> History:
    """Return what the releases did to a row; nothing is known of it where the current data are not served."""
    row_id = "/".join(key)
    query = datasette.urls.path(f"/{DATABASE}/{QUERY}?{urlencode({'row_id': row_id, 'table_name': table})}")
    if DATABASE not in datasette.databases:
        return History([], [], query)
    lines = await _lines(datasette, table, row_id)
    return History(_steps(lines), await places_of(datasette, database, table, key), query)


async def _lines(datasette: Any, table: str, row_id: str) -> list[dict[str, Any]]:
    """Return the lines of the saved query, which holds what a release did and why."""
    described = (datasette.metadata("databases") or {}).get(DATABASE, {}).get("queries", {})
    if QUERY not in described:
        return []
    asked = {"row_id": row_id, "table_name": table}
    found = await datasette.get_database(DATABASE).execute(described[QUERY]["sql"], asked)
    return [dict(line) for line in found.rows]


def _steps(lines: list[dict[str, Any]]) -> list[Step]:
    """Put the lines of one release together; a row that came or went is told as a whole."""
    reasons = {(line["version"], line["column_name"]): line for line in lines if line["reason_en"]}
    steps: dict[tuple[str, str, str | None], Step] = {}
    for line in lines:
        reason = reasons.get((line["version"], line["column_name"])) or reasons.get((line["version"], None)) or {}
        whole = line["change"] in ("added", "removed")
        told = reason if line["change"] != "added" else {}
        at = (line["version"], line["change"], None if whole else told.get("reason_en"))
        known = steps.get(at)
        if known is None:
            words = told.get("reason_en"), told.get("reason_zh"), told.get("new_value")
            known = Step(line["version"], line["released_on"], line["change"], line["change_kind"], *words, [])
            steps[at] = known
        elif known.kind is None:
            steps[at] = known = known._replace(kind=line["change_kind"])
        if not whole and line["column_name"] and line["change"] == "changed" and len(known.changes) < MOST:
            known.changes.append(Change(line["column_name"], line["old_value"], line["new_value"]))
    return [step for step in steps.values() if step.change != "redefined" or step.reason_en]


async def places_of(datasette: Any, database: str, table: str, key: list[str]) -> list[Place]:
    """Return the releases that hold a row, the newest first, and the current data before them."""
    model = labels.MODELS.get(table)
    if model is None or len(model.primary_key) != len(key):
        return []
    releases = await datasette.get_database(DATABASE).execute(
        "select version, database_name from releases order by position desc"
    )
    served = [(row["version"], row["database_name"]) for row in releases.rows]
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in model.primary_key)
    sql = f"select 1 from {escape_sqlite(table)} where {where}"
    found = []
    for version, name in [("", DATABASE), *served]:
        if name in datasette.databases and await _holds(datasette.get_database(name), table, sql, key):
            found.append(Place(version, row_url(datasette, name, table, *key), name == database))
    return found


async def _holds(held: Any, table: str, sql: str, key: list[str]) -> bool:
    if not await held.table_exists(table):
        return False
    return bool(await held.execute_fn(lambda connection: connection.execute(sql, key).fetchone()))
