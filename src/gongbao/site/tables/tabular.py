"""Rows as a table for people: headings with titles, cells drawn, each row led to by its first cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from gongbao.site.addresses import row_url
from gongbao.site.tables.reading_plan import OWNERS, Column
from gongbao.site.wording import labels
from gongbao.site.wording.answer_codes import names_of_codes
from gongbao.site.wording.cells import KINDS, LONG, Cell, Cells, cut, folded, row_values, target_of, tongue
from gongbao.site.wording.figures import exact
from gongbao.site.wording.languages import data, pick, said, t
from gongbao.site.wording.titles import item_name

LEADING = ("pair", "promise", "amount")  # kinds of columns whose cell may lead to the row
LEADING_COLUMNS = ("quote", "version")

OWN = {
    model.primary_key[0]: model.table
    for model in labels.MODELS.values()
    if len(model.primary_key) == 1
    and model.primary_key[0] not in ("report_id", "sentence_id", "place_id", "unit_id", "mention_id")
}
"""Keys by which a row of an answer is led to the row it tells of."""
_ASIDE = re.compile(r" ?[(（][^)）]*[)）]$")  # what a unit's name explains of itself


class Shown(NamedTuple):
    """A row as it is shown: the address of its own page, its cells, and whether a machine read it unseen."""

    url: str | None
    cells: list[Markup]
    machine: bool
    key: str


class Table(NamedTuple):
    """A table as it is shown; `figures` says which columns hold numbers, `leads` whether a cell leads to the row.

    `told` is the number of the column that says so, and that a machine read the row.
    """

    columns: list[Column]
    rows: list[Shown]
    figures: list[bool]
    leads: bool
    told: int = 0


async def tabulate(
    cells: Cells, columns: Sequence[Column], rows: Sequence[Any], names: Sequence[str], keys: Sequence[str]
) -> Table:
    """Return rows as they are shown; `names` are the columns of the rows, `keys` those of the table's key."""
    mapped = [row_values(row, names) for row in rows]
    await cells.look_up(mapped)
    figures = [_is_figure(column, mapped) for column in columns]
    leads = bool(columns) and (columns[0].kind in LEADING or _may_lead(columns[0], keys))
    shown = [_show(cells, columns, row, keys, leads=leads) for row in mapped]
    return Table(list(columns), shown, figures, leads)


async def results(
    cells: Cells, columns: Sequence[Column], rows: Sequence[Any], names: Sequence[str], *, raw: bool
) -> Table:
    """Return the answer of a query as it is shown; `raw` draws every value as it stands, for those who write SQL."""
    mapped = [dict(zip(names, row, strict=True)) for row in rows]
    await cells.look_up(mapped)
    figures = [_is_figure(column, mapped) for column in columns]
    ids = [] if raw else _leading(names)
    told = ids and not any(column.name == "row_id" for column in columns)  # which is a link itself
    lead = next((n for n, column in enumerate(columns) if _is_text(column)), None) if told else None
    shown = []
    for row in mapped:
        url = _led_to(cells, row, ids) if lead is not None else None
        drawn = [_raw(cells, column.name, row) if raw else draw(cells, column, row, linked=True) for column in columns]
        if url and lead is not None:
            drawn[lead] = _leading_cell(url, drawn[lead], draw(cells, columns[lead], row, linked=False))
        shown.append(Shown(url, drawn, cells.is_machine(row), ""))
    return Table(list(columns), shown, figures, lead is not None, lead or 0)


def _is_text(column: Column) -> bool:
    return column.kind == "pair" or (column.name.endswith(("_zh", "_en")) and column.kind == "plain")


def _leading_cell(url: str, whole: Markup, unlinked: Markup) -> Markup:
    """Return a cell that leads to its row; a long text opens to the whole, so a link stands after it."""
    if whole.startswith("<details"):
        return Markup('{} <a href="{}">{}</a>').format(whole, url, t("open"))
    return Markup('<a href="{}">{}</a>').format(url, unlinked or t("open"))


def _leading(names: Sequence[str]) -> list[str]:
    """Return the columns whose ids lead to rows; an answer of sentences alone leads to them."""
    ids = [name for name in names if name in OWN or name == "row_id"]
    return ids or [name for name in names if name == "sentence_id" and "quote" not in names]


def _led_to(cells: Cells, row: Mapping[str, Cell], ids: Sequence[str]) -> str | None:
    tables = {name: target_of(name, row, None) if name in ("row_id", "sentence_id") else OWN[name] for name in ids}
    led = ((table, row[name]) for name, table in sorted(tables.items(), key=lambda each: each[0] != "row_id"))
    return next((cells.row_link(table, str(key)) for table, key in led if table and key), None)


def _raw(cells: Cells, column: str, row: Mapping[str, Cell]) -> Markup:
    value, target = row.get(column), None
    if isinstance(value, str):
        target = target_of(column, row, None)
    if target and value:
        return Markup('<a href="{}">{}</a>').format(cells.row_link(target, str(value)), data(value))
    if isinstance(value, bytes):
        return t("{n} bytes", n=exact(len(value)))
    return Markup("") if value is None else folded(str(value))


def _may_lead(column: Column, keys: Sequence[str]) -> bool:
    if column.name in LEADING_COLUMNS or (column.name in keys and len(keys) == 1):
        return True
    return column.kind == "plain" and column.name.endswith(("_zh", "_en"))


def _is_figure(column: Column, rows: Sequence[Mapping[str, Cell]]) -> bool:
    if column.kind == "amount":
        return True
    if column.kind != "plain":
        return False
    held = [row[column.name] for row in rows if row.get(column.name) not in (None, "")]
    return bool(held) and all(isinstance(value, int | float) for value in held)


def _show(
    cells: Cells, columns: Sequence[Column], row: Mapping[str, Cell], keys: Sequence[str], *, leads: bool
) -> Shown:
    url = address_of(cells, row, keys)
    drawn = []
    for number, column in enumerate(columns):
        first = number == 0 and leads and url is not None
        cell = draw(cells, column, row, linked=not first)
        drawn.append(Markup('<a href="{}">{}</a>').format(url, cell or t("open")) if first else cell)
    key = "/".join(str(row[name]) for name in keys if row.get(name) is not None)
    return Shown(url, drawn, cells.is_machine(row), key)


def address_of(cells: Cells, row: Mapping[str, Cell], keys: Sequence[str]) -> str | None:
    """Return the address of a row's page; a row of a view is led to the row it shows."""
    if keys:
        values = [row.get(name) for name in keys]
        return row_url(cells.datasette, cells.database, str(cells.table), *values) if None not in values else None
    if row.get("row_id") and row.get("kind") in KINDS:
        return row_url(cells.datasette, cells.database, KINDS[str(row["kind"])], row["row_id"])
    key, owner = OWNERS.get(cells.table or "", ("", ""))
    return row_url(cells.datasette, cells.database, owner, row[key]) if row.get(key) else None


def draw(cells: Cells, column: Column, row: Mapping[str, Cell], *, linked: bool) -> Markup:
    """Return one cell; composites have a writing of their own."""
    if column.kind == "amount":
        return amount(cells, row)
    if column.name == "item" and cells.table == "about":
        return Markup(escape(item_name(str(row["item"]))))
    composite = {"period": period, "promise": promise}.get(column.kind)
    if composite:
        return composite(row)
    if column.kind == "pair":
        return pair(column, row, linked=linked)
    return cells.draw(column.name, row, linked=linked)


def pair(column: Column, row: Mapping[str, Cell], *, linked: bool) -> Markup:
    """Return what two columns say in the reader's language, or in the other where one says nothing."""
    mine = column.mine
    name = mine if row.get(mine) not in (None, "") else next((n for n in column.sources if row.get(n)), mine)
    value = row.get(name)
    if value in (None, "") or (name != mine and name.startswith("aliases_")):  # other forms are of one language
        return Markup("")
    if name.startswith("label_") and (names := names_of_codes(name, str(value))):
        return Markup(escape(names))  # what a numeral is
    if name.startswith(("aliases_", "projects_", "policies_", "organizations_", "names_")):
        value = str(value).replace(";", "; ")
    return folded(str(value), tongue(name)) if linked else data(cut(str(value), LONG), tongue(name))


def amount(cells: Cells, row: Mapping[str, Cell]) -> Markup:
    """Return a value with what qualifies it and its unit: “more than 1,700,000,000 doses”."""
    numbers = [exact(row[name]) for name in ("value",) if row.get(name) is not None]
    if not numbers:
        bounds = [exact(row[name]) for name in ("value_min", "value_max") if row.get(name) is not None]
        numbers = ["–".join(bounds)] if bounds else []
    if not numbers:
        return Markup("")
    word = row.get("qualifier")
    before = labels.code_name("qualifier", word, cells.table) if word and word != "exact" else ""
    if way := {"increase": t("up"), "decrease": t("down")}.get(str(row.get("direction"))):
        before = f"{way}{pick(' ', '')}{before}" if before else str(way)
    unit = said(*(_ASIDE.sub("", name or "") for name in _unit(cells, row)))
    lead = Markup('<span class="bound">{}</span> ').format(before) if before else Markup("")
    gap = Markup("" if "%" in unit else " ") if unit else Markup("")
    return Markup("{}<b>{}</b>{}{}").format(lead, numbers[0], gap, unit)


def _unit(cells: Cells, row: Mapping[str, Cell]) -> tuple[str | None, str | None]:
    if row.get("unit_id") == "percent":
        return "%", "%"
    named = cells.known.get("units", {}).get(str(row.get("unit_id")))
    return (named.english, named.chinese) if named else (row.get("unit_en"), row.get("unit_zh"))


def period(row: Mapping[str, Cell]) -> Markup:
    """Return a period by its name, or from its first to its last day."""
    if row.get("period_label_zh") or row.get("period_label_en"):
        return said(row.get("period_label_en"), row.get("period_label_zh"))
    days = [str(row[name]) for name in ("period_start", "period_end") if row.get(name)]
    return Markup(escape("–".join(days)))


def promise(row: Mapping[str, Cell]) -> Markup:
    """Return what a commitment undertakes."""
    chinese = f"{row.get('verb_zh') or ''}{row.get('object_zh') or ''}"
    return said(row.get("summary_en"), chinese)
