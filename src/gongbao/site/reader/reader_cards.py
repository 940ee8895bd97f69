"""What stands at a place of a report: the row that was asked for and all that cover it, each told in a few fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from gongbao.site.addresses import reader_url, row_url
from gongbao.site.current_data import Row, rows_of
from gongbao.site.reader.kinds import Kind, by_name
from gongbao.site.reader.reader_report import mention_of
from gongbao.site.tables.tabular import amount
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.languages import CHINESE, data, language, said
from gongbao.site.wording.names import DATABASE

PLACES = """
select kind, row_id, char_start, char_end, label_zh, label_en, quote from mentions where report_id = :report
union all
select 'sentence', sentence_id, char_start, char_end, text_zh, text_en, text_zh from sentences where report_id = :report
"""
AT = f"""
select * from ({PLACES}) where row_id = :row
union all
select m.* from ({PLACES}) m join ({PLACES}) asked on asked.row_id = :row
where m.char_start <= asked.char_start and asked.char_end <= m.char_end and m.row_id <> :row
  and (m.kind not in ('heading', 'sentence') or asked.kind = 'sentence' and m.kind = 'heading')
"""
DOUBTS = "select * from doubts where table_name = ? and row_id = ?"
SHOWN = {"zh": ("gbt7714", "GB/T 7714"), "en": ("apa", "APA")}
FILES = {"bibtex": "BibTeX", "ris": "RIS"}


class Entry(NamedTuple):
    """A row on a card: what it says, its fields by their titles, and where it leads."""

    kind: Kind
    title: Markup
    machine: bool
    fields: list[tuple[str, Markup]]
    doubts: list[Markup]
    url: str
    entity_url: str | None
    place_url: str
    citation: tuple[str, str]
    files: list[tuple[str, str]]


async def entries_at(datasette: Any, report_id: str, row_id: str) -> list[Entry]:
    """Return the asked row and those that cover it, the narrowest first; nothing where no such row is in the report."""
    found = await rows_of(datasette, AT, report=report_id, row=row_id)
    asked, others = found[:1], sorted(found[1:], key=lambda row: (row["char_end"] - row["char_start"], row["kind"]))
    covering = [row for row in others if row["kind"] in ("heading", "sentence") or mention_of(row).marked]
    return [await entry_of(datasette, report_id, row) for row in (*asked, *covering)]


async def entry_of(datasette: Any, report_id: str, place: Row) -> Entry:
    """Return a row of the view `mentions` with what its tables say of it."""
    kind = by_name()[place["kind"]]
    row = await whole_row(datasette, kind, place["row_id"])
    cells = Cells(datasette, DATABASE, kind.table)
    await cells.look_up([row])
    doubts = await rows_of(datasette, DOUBTS, kind.table, place["row_id"])
    entity = row_url(datasette, DATABASE, kind.entity, row[entity_key(kind)]) if kind.entity else None
    return Entry(
        kind,
        title_of(kind, place),
        cells.is_machine(row),
        list(fields_of(cells, kind, row)),
        [said(doubt["reason_en"], doubt["reason_zh"]) for doubt in doubts],
        row_url(datasette, DATABASE, kind.table, place["row_id"]),
        entity,
        reader_url(datasette, report_id, place["row_id"]),
        citation_of(datasette, kind, place["row_id"]),
        [(label, cite_url(datasette, kind, place["row_id"], style)) for style, label in FILES.items()],
    )


def entity_key(kind: Kind) -> str:
    """Return the column that names what is mentioned."""
    return labels.MODELS[kind.entity].primary_key[0]


async def whole_row(datasette: Any, kind: Kind, row_id: str) -> Row:
    """Return a row, and with a mention what is known of what it mentions."""
    row = (await rows_of(datasette, f"select * from {kind.table} where {kind.key} = ?", row_id))[0]
    if not kind.entity:
        return row
    key = entity_key(kind)
    entity = await rows_of(datasette, f"select * from {kind.entity} where {key} = ?", row[key])
    return {**(entity[0] if entity else {}), **row}


def title_of(kind: Kind, place: Row) -> Markup:
    """Return what a row says in the reader's language; of numerals, damage and sentences the words of the text."""
    if kind.kind in ("numeral", "erratum"):
        return data(place["quote"], CHINESE)
    return said(place["label_en"], place["label_zh"])


def fields_of(cells: Cells, kind: Kind, row: Row) -> Iterable[tuple[str, Markup]]:
    """Return the fields of a kind that say something, by their titles."""
    for name in kind.fields.split(";"):
        table = kind.entity if kind.entity and name not in labels.MODELS[kind.table].columns else kind.table
        if name == "amount":
            value, title = amount(cells, row), labels.column_title("value", table)
        elif name in row:
            value, title = cells.draw(name, row), labels.column_title(name, table)
        else:
            value, title = said(row.get(f"{name}_en"), row.get(f"{name}_zh")), labels.pair_title(f"{name}_zh", table)
        if value:
            yield title, value


def cite_url(datasette: Any, kind: Kind, row_id: str, style: str) -> str:
    """Return the address that gives the citation of a row as a file."""
    asked = urlencode({"database": DATABASE, "table": kind.table, "row": row_id, "style": style})
    return str(datasette.urls.path(f"/-/cite?{asked}"))


def citation_of(datasette: Any, kind: Kind, row_id: str) -> tuple[str, str]:
    """Return the name of the style a reader of the language at hand cites in, and the address of the citation."""
    style, label = SHOWN["zh" if language() == CHINESE else "en"]
    return label, cite_url(datasette, kind, row_id, style)
