"""Titles of tables and columns in the language at hand, as the row classes have them."""

from __future__ import annotations

from gongbao.model.rows import TABLES, column_of
from gongbao.site.languages import pick

MODELS = {model.table: model for model in TABLES}


def table_title(table: str) -> str:
    """Return the title of a table of the package; raises KeyError for another."""
    return pick(MODELS[table].caption_en, MODELS[table].caption_zh)


def column_title(column: str, table: str) -> str:
    """Return the title of a column of a table; raises KeyError where the table has none of the name."""
    known = column_of(MODELS[table], column)
    return pick(known.title_en, known.title_zh)
