"""Rows that are not there: a removed one is told of with its reason (410), an unknown one with near ids (404).

Programs that ask for a removed row as JSON or as a file are told the same, as JSON or as a line of text.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils import escape_sqlite, tilde_decode
from markupsafe import Markup

from gongbao.site.addresses import row_url
from gongbao.site.rows.row_history import history_of
from gongbao.site.schema import schema_of
from gongbao.site.wording import labels
from gongbao.site.wording.labels import table_title
from gongbao.site.wording.languages import data, pick, t
from gongbao.site.wording.names import DATABASE
from gongbao.site.wording.titles import titles_of

GONE = 410
NEAR = 3
COMPARED = 400
_REMOVED = "select * from tombstones where table_name = ? and row_id = ? and tombstone_event = 'removed'"


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Any] | None:
    """Answer a row that is missing; leave every other fault as it is."""
    parts = request.path.strip("/").split("/")
    if not isinstance(exception, NotFound) or len(parts) != 3:
        return None
    named, _, kind = parts[2].partition(".")  # a full stop inside an id is written otherwise
    database, table, key = parts[0], tilde_decode(parts[1]), [tilde_decode(part) for part in named.split(",")]
    model = labels.MODELS.get(table)
    if database not in datasette.databases or model is None or len(key) != len(model.primary_key):
        return None

    async def answer() -> Response | None:
        stone = await stone_of(datasette, table, key) if database == DATABASE else None
        if stone and kind:
            return told_to_programs(stone, kind)
        if stone:
            return await bury(datasette, request, table, key, stone)
        if not kind:
            exception.args = (await unknown(datasette, database, table, key),)
        return None

    return answer


async def stone_of(datasette: Any, table: str, key: list[str]) -> dict[str, Any] | None:
    """Return the tombstone of a removed row of the current data; None where it has none."""
    found = await datasette.get_database(DATABASE).execute(_REMOVED, [table, "/".join(key)])
    return dict(found.rows[0]) if found.rows else None


def told_to_programs(stone: dict[str, Any], kind: str) -> Response:
    """Return what a program is told of a removed row: its tombstone, in JSON, or in one line where it wanted a file."""
    row, reason = f"{stone['table_name']} {stone['row_id']}", stone[pick("reason_en", "reason_zh")]
    fault = t("{row} was removed in {version}: {reason}", row=row, version=stone["version"], reason=reason)
    if kind not in ("json", "jsono"):
        return Response.text(f"{fault}\n", status=GONE)
    return Response.json({"ok": False, "error": fault, "status": GONE, "title": None, "tombstone": stone}, status=GONE)


async def bury(datasette: Any, request: Any, table: str, key: list[str], stone: dict[str, Any]) -> Response:
    """Return the page of a removed row: why, what stands in its place, its history, where it can still be read."""
    history = await history_of(datasette, DATABASE, table, key)
    context = {
        "database": DATABASE,
        "table": table,
        "table_title": table_title(table),
        "stone": stone,
        "replacement": await replacement(datasette, table, stone["replaced_by"]),
        "item": {"history": history, "id": "/".join(key), "title": await last_title(datasette, table, key)},
    }
    return Response.html(await datasette.render_template("removed.html", context, request=request), status=GONE)


async def replacement(datasette: Any, own: str, named: str | None) -> Markup | None:
    """Return a link to what took the place of a row: an id of its `own` table, or table and id (terms/dual-carbon)."""
    if not named:
        return None
    first, _, rest = named.partition("/")
    table, row_id = (first, rest) if rest and first in labels.MODELS else (own, named)
    parts = row_id.split("/") if len(labels.MODELS[table].primary_key) > 1 else [row_id]
    title = await _title(datasette, DATABASE, table, parts)
    if title is None:
        return data(named)
    link = Markup('<a href="{}">{}</a>').format(row_url(datasette, DATABASE, table, *parts), title)
    return Markup(pick("{} ({})", "{}（{}）")).format(link, table_title(table))


async def last_title(datasette: Any, table: str, key: list[str]) -> Markup | None:
    """Return the title a removed row had in the last release that holds it."""
    for name in sorted(datasette.databases, reverse=True):
        if name.startswith(f"{DATABASE}-") and (title := await _title(datasette, name, table, key)):
            return title
    return None


async def _title(datasette: Any, database: str, table: str, key: list[str]) -> Markup | None:
    model, held = labels.MODELS[table], datasette.get_database(database)
    if len(model.primary_key) != len(key) or not (await schema_of(held)).has(table):
        return None
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in model.primary_key)
    rows = (await held.execute(f"select * from {escape_sqlite(table)} where {where}", key)).rows
    return (await titles_of(datasette, database, table, rows))[0].marked() if rows else None


async def ids_like(held: Any, table: str, key: list[str]) -> list[list[str]]:
    """Return some keys of a table that begin as one does, the more of it the better; few enough to be compared."""
    columns = [escape_sqlite(column) for column in labels.MODELS[table].primary_key]
    sql = f"select {', '.join(columns)} from {escape_sqlite(table)} where {columns[0]} between ? and ? limit {COMPARED}"
    for length in dict.fromkeys((len(key[0]), len(key[0]) - 1, len(key[0]) * 3 // 4, len(key[0]) // 2, 2)):
        begun = key[0][: max(length, 0)]
        found = await held.execute_fn(
            lambda connection, begun=begun: connection.execute(sql, [begun, f"{begun}\uffff"]).fetchall()
        )
        if found:
            return [[str(part) for part in row] for row in found]
    return []


async def unknown(datasette: Any, database: str, table: str, key: list[str]) -> Markup:
    """Return what is said of a row that never was: the table it was looked for in, and rows whose ids are near."""
    held = datasette.get_database(database)
    row_id, name = "/".join(key), table_title(table)
    ids = {"/".join(each): each for each in await ids_like(held, table, key)}
    told = t("There is no row “{row}” in the table “{table}”.", row=row_id, table=name)
    near = difflib.get_close_matches(row_id, ids, NEAR)
    links = Markup(", ").join(
        Markup('<a href="{}" translate="no">{}</a>').format(row_url(datasette, database, table, *ids[one]), one)
        for one in near
    )
    return Markup("{} {} {}").format(told, t("Close to it:"), links) if near else told
