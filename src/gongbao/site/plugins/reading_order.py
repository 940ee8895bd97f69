"""The order of columns on a page: what a row says first, where its receipt lies last. Exports keep the file's order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette import hookimpl

FIRST = (
    *("statement_zh", "statement_en", "quote", "reading_zh"),
    *("name_zh", "name_en", "text_zh", "text_en", "heading_zh", "heading_en"),
)
LAST = (
    *("numeral_id", "section_id", "parent_id", "report_id", "sentence_id"),
    *("char_start", "char_end", "extent_end", "origin"),
)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates the filter `reading_order`."""
    env.filters["reading_order"] = reading_order


def reading_order(items: Iterable[Any]) -> list[Any]:
    """Sort columns, cells or names; the first one, the row's id, keeps its place."""
    head, *rest = [*items] or [None]
    return [head, *sorted(rest, key=rank)] if head is not None else []


def rank(item: Any) -> tuple[int, int]:
    """Return where a column belongs: before the others, among them, or after."""
    name = item if isinstance(item, str) else item.get("column") or item["name"]
    if name in FIRST:
        return 0, FIRST.index(name)
    return (2, LAST.index(name)) if name in LAST else (1, 0)
