"""The base of every row class, and what can be asked of it."""

from __future__ import annotations

from typing import ClassVar, get_args

from pydantic import BaseModel, ConfigDict

from gongbao.column import Column


class Row(BaseModel):
    """Base of all rows: frozen, unknown columns forbidden.

    `foreign_keys` maps a column to the table (and column of the same role) it points to; `unique_keys` are
    sets of columns no two rows may share beside the primary key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    caption_en: ClassVar[str]
    caption_zh: ClassVar[str]
    about_en: ClassVar[str]
    about_zh: ClassVar[str]
    primary_key: ClassVar[tuple[str, ...]]
    foreign_keys: ClassVar[dict[str, str]] = {}
    unique_keys: ClassVar[tuple[tuple[str, ...], ...]] = ()
    label: ClassVar[str | None] = None
    text_columns: ClassVar[tuple[str, ...]] = ()


def column_of(row: type[Row], name: str) -> Column:
    """Return what is known of one column of a table; raises KeyError for an unknown one."""
    field = row.model_fields[name]
    inner = [meta for arg in get_args(field.annotation) for meta in getattr(arg, "__metadata__", ())]
    return next(item for item in [*field.metadata, *inner] if isinstance(item, Column))


def is_required(row: type[Row], name: str) -> bool:
    """Tell whether a column may never be empty (a list column may)."""
    optional = type(None) in get_args(row.model_fields[name].annotation)
    return column_of(row, name).type != "list" and not optional
