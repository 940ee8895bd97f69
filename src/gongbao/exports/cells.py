"""How a value is written in a text cell: empty for nothing, ISO dates, plain decimals, lists with semicolons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gongbao.column import plain
from gongbao.rows import Row


def to_cells(row: Row) -> list[str]:
    """Return a row's cells in the order of its columns."""
    return [to_cell(getattr(row, name)) for name in type(row).model_fields]


def to_cell(value: object) -> str:
    """Write one value."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return str(value)
