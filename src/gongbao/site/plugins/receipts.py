"""Receipts: a quote is shown where it stands in its sentence and leads to the report; ids lead to their rows."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES, Doubt
from gongbao.site.addresses import reader_url
from gongbao.site.kinds import anchor_of

DATABASE = "gongbao"
AROUND = 18
OWN_KEY = {model.table: model.primary_key[0] for model in (*TABLES, *HISTORY) if len(model.primary_key) == 1}
FOREIGN = {column: table for model in (*TABLES, *HISTORY) for column, table in model.foreign_keys.items()}
LEADS_TO = FOREIGN | {key: table for table, key in OWN_KEY.items()}
QUOTE = '<a class="receipt" lang="zh-Hans" href="{}" title="{}">{}<mark>{}</mark>{}</a>'
LONG = 48


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Draw quotes, labelled links and ids; leave every other cell to Datasette."""
    if not is_ours(database) or value in (None, ""):
        return None
    if isinstance(value, dict):
        return draw_link(datasette, database, column, plain(value["value"]), str(value["label"] or ""))
    if column == "quote" and {"report_id", "sentence_id", "char_start"} <= set(row.keys()):
        return draw_quote(datasette, database, row, str(value), table)
    if table == Doubt.table and column == "row_id":
        path = ",".join(tilde_encode(part) for part in str(value).split("/"))
        return Markup('<a href="{}/{}">{}</a>').format(datasette.urls.table(database, row["table_name"]), path, value)
    if column in LEADS_TO and isinstance(value, str) and column != OWN_KEY.get(table or ""):
        return draw_link(datasette, database, column, value, "")
    return None


def is_ours(database: str) -> bool:
    """Tell whether a database is the current one or a release's, such as gongbao-1-0-0."""
    return database == DATABASE or database.startswith(f"{DATABASE}-")


def plain(value: Any) -> Any:
    """Return the value of a cell that may have been expanded into value and label."""
    return value["value"] if isinstance(value, dict) else value


def draw_link(datasette: Any, database: str, column: str, key: str, label: str) -> Markup:
    """Link to the row an id names, by its label where that is short; the whole label is the tooltip."""
    shown = label if label and len(label) <= LONG else key
    url = datasette.urls.row(database, LEADS_TO[column], key)
    return Markup('<a href="{}" title="{}">{}</a>').format(url, label or key, shown)


async def draw_quote(datasette: Any, database: str, row: Any, quote: str, table: str | None) -> Markup:
    """Show a quote marked in its surroundings, as a link to its place in the report; of a release, to its sentence."""
    report_id, sentence_id, start = plain(row["report_id"]), plain(row["sentence_id"]), int(row["char_start"])
    sentence = (
        await datasette.get_database(database).execute(
            "select text_zh, char_start from sentences where sentence_id = ?", [sentence_id]
        )
    ).first()
    before, after = surroundings(sentence, start, quote) if sentence else ("", "")
    values = {name: plain(row[name]) for name in row.keys()}  # noqa: SIM118 (iterating over a row gives its values)
    url = reader_url(datasette, report_id, anchor_of(table or "", values))
    if database != DATABASE:
        url = datasette.urls.row(database, "sentences", sentence_id)
    return Markup(QUOTE).format(url, "read it in the report 在报告中查看", before, quote, after)


def surroundings(sentence: Any, start: int, quote: str) -> tuple[str, str]:
    """Return what stands before and after a quote in its sentence, shortened with an ellipsis."""
    text, at = sentence["text_zh"], start - sentence["char_start"]
    before, after = text[:at], text[at + len(quote) :]
    return (
        before if len(before) <= AROUND else "…" + before[-AROUND:],
        after if len(after) <= AROUND else after[:AROUND] + "…",
    )
