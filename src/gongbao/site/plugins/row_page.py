"""The page of a row: its title, its sentence, its fields, its history and what belongs to it.

An address whose key has too few or too many parts names no row. Datasette takes the first part for the whole, or
stumbles; here it is told that there is no such row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, hookimpl
from datasette.utils import escape_sqlite, tilde_decode, urlsafe_components
from datasette.views.row import RowView

from gongbao.site.addresses import reader_url, row_url
from gongbao.site.reader.kinds import anchor_of
from gongbao.site.rows.row_context import context_of, mention_of
from gongbao.site.rows.row_fields import fields_of
from gongbao.site.rows.row_history import history_of
from gongbao.site.rows.row_relations import Relations, link
from gongbao.site.schema import schema_of
from gongbao.site.tables.table_arguments import answer_checked
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.labels import table_title
from gongbao.site.wording.languages import t
from gongbao.site.wording.names import DATABASE
from gongbao.site.wording.titles import title_of

ROW = r"^/(?P<database>gongbao(?:-[0-9-]+)?)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Look at the address of a row before Datasette does."""
    return [(ROW, show)]


async def show(datasette: Any, request: Any) -> Any:
    """Answer as Datasette does; raises NotFound where the key has not the parts that the table's key has."""
    database, table = request.url_vars["database"], tilde_decode(request.url_vars["table"])
    if database in datasette.databases:
        held = datasette.get_database(database)
        schema = await schema_of(held)
        if not schema.has(table):
            raise NotFound(t("There is no table “{table}” here.", table=table))
        parts = urlsafe_components(request.url_vars["pks"])
        key = await held.primary_keys(table) or ["rowid"]
        if len(parts) != len(key):
            raise NotFound(wrong_key(table, key))
        if table in schema.views:
            raise NotFound(t("The rows of “{table}” have no pages of their own.", table=table_title(table)))
    return await answer_checked(RowView(datasette), request)


def wrong_key(table: str, key: Sequence[str]) -> Any:
    """Return what is said of an address that does not name a row by all parts of its key."""
    parts = ", ".join(labels.column_title(name, table) for name in key)
    return t("A row of “{table}” is named by: {parts}.", table=table_title(table), parts=parts)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates `row_page`, which gathers what the page of a row shows, and `row_link`."""

    async def row_page(database: str, table: str, row: Any, columns: Sequence[str], key: Sequence[str]) -> Any:
        return await gather(datasette, database, table, {name: row[name] for name in columns}, list(key))

    env.globals |= {
        "row_page": row_page,
        "row_link": link,
        "step_name": step_name,
        "kind_name": lambda kind: labels.code_name("change_kind", kind, "changes"),
    }


def step_name(change: str) -> str:
    """Return what a release did to a row: a change of the table `changes`, or an event of a tombstone."""
    known = labels.code_of("change", change, "changes")
    return labels.code_name("change" if known else "tombstone_event", change)


async def gather(datasette: Any, database: str, table: str, row: Mapping[str, Any], key: list[str]) -> dict[str, Any]:
    """Return everything the page of a row shows, in the reader's language."""
    cells = Cells(datasette, database, table)
    await cells.look_up([row])
    own = labels.MODELS[table].primary_key if table in labels.MODELS else ()
    groups, empty = fields_of(cells, row, own)
    title = await title_of(datasette, database, table, row)
    mention = await mention_of(datasette, database, table, row)
    place, standing = mention or (table, row)
    return {
        "title": title,
        "id": "/".join(key),
        "table_title": table_title(table),
        "machine": cells.is_machine(row),
        "context": await context_of(datasette, database, place, standing),
        "mentioned": mention is not None,
        "groups": groups,
        "empty": empty,
        "history": await history_of(datasette, database, table, key),
        "related": await Relations(cells, row, key).all(),
        "reader": reading(datasette, database, place, standing),
        "current": await current(datasette, database, table, key),
        "sql": asking(datasette, database, table, row, own),
        "subject": f"{table}/{'/'.join(key)} ({version_of(datasette, database)})",
    }


def reading(datasette: Any, database: str, table: str, row: Mapping[str, Any]) -> str | None:
    """Return where a row of the current data is read in its report; None for what stands in no report."""
    if database != DATABASE or not row.get("report_id"):
        return None
    if table == "reports":
        return reader_url(datasette, row["report_id"])
    if not row.get("sentence_id"):
        return None
    return reader_url(datasette, row["report_id"], anchor_of(table, row))


async def current(datasette: Any, database: str, table: str, key: list[str]) -> str | None:
    """Return the address of the same row in the current data; None where they are at hand, or hold it no longer."""
    if database == DATABASE or DATABASE not in datasette.databases:
        return None
    held, model = datasette.get_database(DATABASE), labels.MODELS.get(table)
    if model is None or len(model.primary_key) != len(key) or not (await schema_of(held)).has(table):
        return None
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in model.primary_key)
    found = await held.execute(f"select 1 from {escape_sqlite(table)} where {where}", key)
    return row_url(datasette, DATABASE, table, *key) if found.rows else None


def asking(datasette: Any, database: str, table: str, row: Mapping[str, Any], own: Sequence[str]) -> str | None:
    """Return the address of the question in SQL whose answer is the row."""
    if not own:
        return None
    where = " and ".join(f"{escape_sqlite(name)} = :{name}" for name in own)
    sql = f"select * from {escape_sqlite(table)} where {where}"
    return f"{datasette.urls.database(database)}?{urlencode([('sql', sql), *((name, row[name]) for name in own)])}"


def version_of(datasette: Any, database: str) -> str:
    """Return the version a database is of, as a report of an error names it."""
    if database != DATABASE:
        return database.replace(f"{DATABASE}-", f"{DATABASE} ").replace("-", ".")
    dataset = (datasette.metadata("gongbao") or {}).get("dataset") or {}
    return f"{DATABASE} {dataset.get('version', '')}".strip()
