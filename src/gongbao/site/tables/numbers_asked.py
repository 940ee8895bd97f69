"""Numbers that filters ask for: written as pages print them (1,717) they are understood, what is none is told."""

from __future__ import annotations

import re
from typing import Any

from datasette.utils.asgi import BadRequest

from gongbao.site.tables.table_state import Pairs, is_filter, split
from gongbao.site.wording import labels
from gongbao.site.wording.languages import t

COMPARED = ("exact", "not", "gt", "gte", "lt", "lte")
NUMBERS = ("INTEGER", "REAL", "NUMERIC")
_GROUPED = re.compile(r"\s*(?P<whole>[-+−]?\d{1,3}(?:[,， \u00a0\u202f]\d{3})+)(?P<part>\.\d+)?\s*")
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?\s*")


async def plain_numbers(held: Any, table: str, pairs: Pairs) -> Pairs:
    """Return the arguments of a table with numbers written plainly; raises BadRequest for a word in their place."""
    asked = [key for key, _ in pairs if is_filter(key) and split(key)[1] in COMPARED]
    if not asked or not (await held.table_exists(table) or await held.get_view_definition(table)):
        return pairs
    columns = {each.name for each in await held.table_column_details(table) if each.type.upper() in NUMBERS}
    wanted = {key for key in asked if split(key)[0] in columns}
    return [(key, _plain(key, value, table) if key in wanted else value) for key, value in pairs]


def _plain(key: str, value: str, table: str) -> str:
    if grouped := _GROUPED.fullmatch(value):
        whole = re.sub(r"[,， \u00a0\u202f]", "", grouped["whole"]).replace("−", "-")
        return whole + (grouped["part"] or "")
    column, lookup = split(key)
    if _NUMBER.fullmatch(value) or (not value.strip() and lookup in ("exact", "not")):
        return value
    title = labels.column_title(column, table)
    raise BadRequest(t("{column} must be compared with a number, not “{value}”.", column=title, value=value))
