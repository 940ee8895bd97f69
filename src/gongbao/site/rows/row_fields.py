"""The fields of a row as a page shows them: in groups, by their titles, each with what it means; empty ones apart.

What stands in two languages is one field, in the reader's, with the other at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict

from gongbao.resources import SITE, shown
from gongbao.seeds.yaml_files import read_yaml
from gongbao.site.wording import labels
from gongbao.site.wording.cells import UNGROUPED, Cells, tongue
from gongbao.site.wording.figures import exact, readable
from gongbao.site.wording.languages import CHINESE, data, language, pick, side
from gongbao.site.wording.titles import item_name

_FILE = SITE / "rows" / "row_groups.yml"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LISTS = ("aliases_", "overruled")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
Row = Mapping[str, Any]


class Group(BaseModel):
    """A group of fields: its title, and its columns in their order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_en: str
    title_zh: str
    columns: tuple[str, ...]


class Groups(BaseModel):
    """row_groups.yml as a whole."""

    model_config = ConfigDict(frozen=True)

    groups: tuple[Group, ...]


class Field(NamedTuple):
    """A field: columns, title, meaning; its value, what a code says, all digits of a number, the other language."""

    columns: tuple[str, ...]
    title: str
    about: str
    value: Markup
    meaning: str = ""
    exact: str = ""
    other: Markup = Markup("")


class Shown(NamedTuple):
    """A group of fields under its title."""

    title: str
    fields: list[Field]


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups; raises SeedError where row_groups.yml is not in order."""
    return read_yaml(_FILE, shown(_FILE), Groups).item.groups


def fields_of(cells: Cells, row: Row, own: Sequence[str]) -> tuple[list[Shown], list[Field]]:
    """Return the filled fields in groups, and the empty ones; `own` is the key of the row, which is told elsewhere."""
    filled: dict[int, list[tuple[int, Field]]] = {}
    empty: list[Field] = []
    for columns in entries(row):
        if columns[0] in own and len(own) == 1:
            continue
        field = field_of(cells, row, columns)
        group, place = _place(columns[0])
        if field.value:
            filled.setdefault(group, []).append((place, field))
        else:
            empty.append(field)
    told = [(number, [field for _, field in sorted(filled[number], key=_first)]) for number in sorted(filled)]
    named = [Shown(pick(groups()[n].title_en, groups()[n].title_zh), fields) for n, fields in told]
    return named, empty


def _first(placed: tuple[int, Field]) -> int:
    return placed[0]


def _place(column: str) -> tuple[int, int]:
    for number, group in enumerate(groups()):
        if column in group.columns:
            return number, group.columns.index(column)
    return 0, len(groups()[0].columns)


def entries(row: Row) -> Iterator[tuple[str, ...]]:
    """Yield the columns of a row, those of one text in two languages together, the reader's first."""
    for column in row:
        twin = labels.twin_of(column)
        if twin not in row:
            yield (column,)
        elif column.endswith(f"_{side()}"):
            yield (column, str(twin))


def field_of(cells: Cells, row: Row, columns: tuple[str, ...]) -> Field:
    """Return a field of one column, or of two that say the same in two languages."""
    table, column = cells.table, columns[0]
    known = labels.column_about(column, table)
    if len(columns) == 1:
        title = labels.column_title(column, table)
        value, digits = value_of(cells, row, column)
        return Field(columns, title, known, value, labels.code_about(column, row[column], table), digits)
    mine, others = (text(row[name], name) for name in columns)
    return Field(columns, labels.pair_title(column, table), known, mine or others, other=others if mine else Markup(""))


def value_of(cells: Cells, row: Row, column: str) -> tuple[Markup, str]:
    """Return a value as people read it, and all its digits where it is a number that was shortened."""
    value = row[column]
    if value is None or value == "":
        return Markup(""), ""
    if isinstance(value, int | float) and not UNGROUPED.search(column):
        short = readable(value)
        return Markup('<data value="{}" translate="no">{}</data>').format(value, short), "" if short == exact(
            value
        ) else exact(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day(value), ""
    if (named := _of_the_interface(cells, row, column)) is not None:
        return named, ""
    if isinstance(value, str) and (tongue(column) or column.startswith(_LISTS)):
        return text(value, column), ""
    return cells.draw(column, row), ""


def _of_the_interface(cells: Cells, row: Row, column: str) -> Markup | None:
    """Return what names a thing of the interface: a code list, a code of one, what the table `about` tells."""
    if column == "item" and cells.table == "about":
        return Markup(escape(item_name(str(row[column]))))
    return None


def text(value: object, column: str) -> Markup:
    """Return a text of the dataset; the parts of a list stand apart, an address leads there."""
    if value is None or value == "":
        return Markup("")
    words = str(value)
    if _ADDRESS.fullmatch(words):
        return Markup('<a href="{}" translate="no">{}</a>').format(words, words)
    lang = tongue(column)
    if column.startswith(_LISTS):
        return data("; ".join(words.split(";")) if lang != CHINESE else "；".join(words.split(";")), lang)
    return data(words, CHINESE if _HAN.search(words) and lang is None else lang)


def day(value: str) -> Markup:
    """Return a day as the reader's language writes it: 31 December 2021, 2021年12月31日."""
    try:
        read = date.fromisoformat(value)
    except ValueError:
        return data(value)
    written = f"{read.year}年{read.month}月{read.day}日"
    if language() != CHINESE:
        written = f"{read.day} {pick(_MONTHS[read.month - 1], '')} {read.year}"
    return Markup('<time datetime="{}">{}</time>').format(value, written)
