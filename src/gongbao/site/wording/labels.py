"""Titles of tables and columns, names of codes, in the language at hand: from the row classes, views.yml, columns.csv.

`columns.csv` gives the columns that stand in no table (those of views and queries) a title in both languages.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import NamedTuple

from gongbao.errors import SeedError
from gongbao.exports import about_database, codebook
from gongbao.exports.datasette_metadata import View, Views
from gongbao.model.codes import CODELISTS, Code
from gongbao.model.history import HISTORY
from gongbao.model.row import Row
from gongbao.model.rows import TABLES, column_of
from gongbao.resources import SITE, shown
from gongbao.seeds.yaml_files import read_yaml
from gongbao.site.wording.languages import pick, side, t

MODELS: dict[str, type[Row]] = {model.table: model for model in (*TABLES, *HISTORY)}
FORMER = {"promises": "promises_flat"}
"""Views that the first releases have under another name."""
_TONGUE = re.compile(r" \((Chinese|English)\)$|（[中英]文）$")
_SEARCH = re.compile(r"(\w+)_fts(?:_[a-z]+)?")  # the tables that make up a search index
_VIEWS = SITE / "views.yml"
_COLUMNS = SITE / "wording" / "columns.csv"


class Both(NamedTuple):
    """A text in English and in Chinese."""

    english: str
    chinese: str

    def __str__(self) -> str:
        """Return the text in the language at hand."""
        return pick(self.english, self.chinese)


@cache
def views() -> dict[str, View]:
    """Return the reading views with their words, also by the names they had."""
    known = read_yaml(_VIEWS, shown(_VIEWS), Views).item.root
    return known | {former: known[name] for former, name in FORMER.items()}


@cache
def other_columns() -> dict[str, Both]:
    """Return the titles of columns that stand in no table; raises SeedError for a line with an empty cell."""
    with _COLUMNS.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        found = {}
        for line in reader:
            if set(line) != {"column", "title_en", "title_zh"} or not all(line.values()):
                where = f"{shown(_COLUMNS)}:{reader.line_num}"
                raise SeedError(f"{where}: needs three filled cells (column, title_en, title_zh): complete the line")
            found[line["column"]] = Both(line["title_en"], line["title_zh"])
    return found


@cache
def _model_with(table: str | None, column: str) -> type[Row] | None:
    """Return the row class that says what a column is: that of the table, or another, as one name means one thing."""
    own = MODELS.get(table or "")
    if own and column in own.columns:
        return own
    return next((model for model in MODELS.values() if column in model.columns), None)


def is_known(table: str) -> bool:
    """Tell whether a table or view is of this dataset."""
    return table in MODELS or table in views() or table in about_database.TITLES


def table_title(table: str) -> str:
    """Return the title of a table or view; its name where nothing is known of it."""
    if table in MODELS:
        return pick(MODELS[table].caption_en, MODELS[table].caption_zh)
    if table in views():
        return pick(views()[table].title_en, views()[table].title_zh)
    if searched := _SEARCH.fullmatch(table):
        return str(t("Search index of {table}", table=table_title(searched[1])))
    if table.startswith("sqlite_stat"):
        return str(t("Statistics of SQLite"))
    return pick(*about_database.TITLES[table]) if table in about_database.TITLES else table


def table_about(table: str) -> str:
    """Return what a table or view holds; nothing where that is not known."""
    if table in MODELS:
        return pick(MODELS[table].about_en, MODELS[table].about_zh)
    if table in views():
        return pick(views()[table].about_en, views()[table].about_zh)
    return pick(*about_database.DESCRIPTIONS[table]) if table in about_database.DESCRIPTIONS else ""


def column_title(column: str, table: str | None = None) -> str:
    """Return the title of a column; its name where nothing is known of it."""
    if table == codebook.TABLE and column in codebook.TITLES:
        return pick(*codebook.TITLES[column][:2])
    if column in other_columns():
        return str(other_columns()[column])
    model = _model_with(table, column)
    if model is None:
        return column
    known = column_of(model, column)
    return pick(known.title_en, known.title_zh)


def pair_title(column: str, table: str | None = None) -> str:
    """Return the title of a column in two languages without the language: “Name” of name_zh and name_en."""
    model = _model_with(table, column)
    if column in other_columns() or model is None:
        return column_title(column, table)
    known = column_of(model, column)
    return pick(_TONGUE.sub("", known.title_en), _TONGUE.sub("", known.title_zh))


def column_about(column: str, table: str | None = None) -> str:
    """Return what a column holds; nothing where that is not known."""
    view = views().get(table or "")
    if view and column in view.columns:
        return pick(*view.columns[column])
    if table in about_database.COLUMNS:
        return pick(*about_database.COLUMNS[table][column])
    model = _model_with(table, column)
    if model is None:
        return ""
    known = column_of(model, column)
    return pick(known.description_en, known.description_zh)


def codelist_of(column: str, table: str | None = None) -> str | None:
    """Return the name of the code list of a column; None where it has none."""
    model = _model_with(table, column)
    return column_of(model, column).codelist if model else None


@cache
def codes_of(codelist: str) -> dict[str, Code]:
    """Return the codes of a list by themselves."""
    return {code.code: code for code in CODELISTS[codelist]}


def code_of(column: str, value: object, table: str | None = None) -> Code | None:
    """Return the code that a cell holds; None where the column holds none or the code is not known."""
    codelist = codelist_of(column, table)
    return codes_of(codelist).get(str(value)) if codelist else None


def code_name(column: str, value: object, table: str | None = None) -> str:
    """Return the name of a code; the value itself where it is none."""
    code = code_of(column, value, table)
    return pick(code.name_en, code.name_zh) if code else str(value)


def code_about(column: str, value: object, table: str | None = None) -> str:
    """Return when a code applies; nothing where the value is none."""
    code = code_of(column, value, table)
    return pick(code.description_en, code.description_zh) if code else ""


def twin_of(column: str) -> str | None:
    """Return the column that says the same in the other language; None where a column has no twin by its name.

    >>> twin_of("name_zh"), twin_of("quote")
    ('name_en', None)
    """
    if column.endswith("_zh"):
        return f"{column[:-3]}_en"
    return f"{column[:-3]}_zh" if column.endswith("_en") else None


def in_reading(columns: list[str]) -> list[str]:
    """Return columns with those left out that say in the other language what another of them says in the reader's."""
    mine = f"_{side()}"
    return [column for column in columns if column.endswith(mine) or twin_of(column) not in columns]
