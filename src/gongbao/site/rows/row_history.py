"""What the releases did to a row: when it came, what changed from what to what and why, where it can still be read."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils import escape_sqlite
from markupsafe import Markup

from gongbao.site.addresses import row_url
from gongbao.site.schema import schema_of
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.languages import said, side
from gongbao.site.wording.names import DATABASE

MOST = 40  # lines of one row's history on its page; the saved query has them all
QUERY = "history_of_a_row"
Line = dict[str, Any]


class Step(NamedTuple):
    """One thing a release did: to a column of the row, or to the row as a whole where no column is named."""

    version: str
    released_on: str
    change: str
    column: str
    old: Markup
    new: Markup
    kind: str
    reason: Markup


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
    cells = Cells(datasette, DATABASE, table)
    values = [(line["column_name"], line[name]) for line in lines for name in ("old_value", "new_value")]
    await cells.look_up([{column: value} for column, value in values if column])
    steps = [_step(cells, line, _reason(lines, line)) for line in _told(lines, row_id)]
    return History(steps[:MOST], await places_of(datasette, database, table, key), query)


async def _lines(datasette: Any, table: str, row_id: str) -> list[Line]:
    """Return the lines of the saved query, which holds what a release did and why."""
    described = (datasette.metadata("databases") or {}).get(DATABASE, {}).get("queries", {})
    if QUERY not in described:
        return []
    asked = {"row_id": row_id, "table_name": table}
    found = await datasette.get_database(DATABASE).execute(described[QUERY]["sql"], asked)
    return [dict(line) for line in found.rows]


def _told(lines: list[Line], row_id: str) -> list[Line]:
    """Return the lines that say something by themselves, the newest first.

    A row that came or went is told once; a text that changed in both languages is told in the reader's; what became of
    a whole column is told as the reason of the change it brought.
    """
    told: dict[tuple[str, str, str | None], Line] = {}
    changed = {(line["version"], line["column_name"]) for line in lines if line["change"] == "changed"}
    for line in lines:
        version, change, column = line["version"], line["change"], line["column_name"]
        twin = labels.twin_of(column or "")
        if line["row_id"] != row_id or (
            change == "changed" and (version, twin) in changed and not str(column).endswith(f"_{side()}")
        ):
            continue
        whole = change in ("added", "removed")
        told.setdefault((version, change, None if whole else column), line)
    return list(told.values())


def _reason(lines: list[Line], line: Line) -> Markup:
    """Return why something was done, as a tombstone says it: of the row, or of the column that was changed."""
    if line["change"] == "added":
        return Markup("")
    column = line["column_name"] if line["change"] == "changed" else None
    stones = (
        each
        for each in lines
        if each["reason_en"] and each["version"] == line["version"] and each["column_name"] == column
    )
    return next((said(each["reason_en"], each["reason_zh"]) for each in stones), Markup(""))


def _step(cells: Cells, line: Line, reason: Markup) -> Step:
    """Return a line as people read it."""
    column = line["column_name"] if line["change"] == "changed" else ""
    old, new = (_value(cells, column, line[name]) for name in ("old_value", "new_value"))
    title = labels.column_title(column, cells.table) if column else ""
    return Step(
        line["version"], line["released_on"] or "", line["change"], title, old, new, line["change_kind"] or "", reason
    )


def _value(cells: Cells, column: str, value: str | None) -> Markup:
    return cells.draw(column, {column: value}) if column and value is not None else Markup("")


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
    if not (await schema_of(held)).has(table):
        return False
    return bool((await held.execute(sql, key)).rows)
