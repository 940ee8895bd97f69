"""How a value is written in a text cell and read from one: the one home of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import get_origin

from pydantic import BaseModel

DELIMITER = ";"


def plain(value: Decimal) -> str:
    """Write a Decimal without exponent: 1.7E+9 becomes 1700000000.

    >>> plain(Decimal("1.7E+9"))
    '1700000000'
    """
    return format(value, "f")


def split_list(cell: str) -> tuple[str, ...]:
    """Read a cell of several values; an empty cell is an empty list, and no item is dropped.

    What no list may hold (an empty item, the same item twice) is refused by the column's type, not passed over here.

    >>> split_list("三城一区;两区"), split_list("甲;;乙"), split_list("")
    (('三城一区', '两区'), ('甲', '', '乙'), ())
    """
    return tuple(cell.split(DELIMITER)) if cell else ()


def join_list(items: Iterable[str]) -> str:
    """Write several values as one cell."""
    return DELIMITER.join(items)


def to_cell(value: object) -> str:
    """Write one value: empty for nothing, ISO dates, plain decimals, lists with semicolons.

    >>> to_cell(Decimal("1.7E+9")), to_cell(date(2021, 12, 31)), to_cell(("甲", "乙")), to_cell(None)
    ('1700000000', '2021-12-31', '甲;乙', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return join_list(str(part) for part in value)
    return str(value)


def parse_cells(cells: Mapping[str, str], model: type[BaseModel]) -> dict[str, object]:
    """Return text cells as values for a model to validate: empty is None, a column of several values is split."""
    lists = _lists_of(model)
    return {name: split_list(cell) if name in lists else cell or None for name, cell in cells.items()}


@cache
def _lists_of(model: type[BaseModel]) -> frozenset[str]:
    """Return the columns of a model that hold several values."""
    return frozenset(name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple)
