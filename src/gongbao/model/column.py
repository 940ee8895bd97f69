"""What a column is: its titles, descriptions, type, constraints and code list, carried by its Python type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from gongbao.model.cells import plain
from gongbao.model.codes import codes_of

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


@dataclass(frozen=True, slots=True)
class Column:
    """What a reader is told of a column; `constraints` are Table Schema constraints, `codelist` names its codes."""

    title_en: str
    title_zh: str
    description_en: str
    description_zh: str
    type: str
    constraints: tuple[tuple[str, Any], ...] = ()
    codelist: str | None = None
    unit: str | None = None


def _known(codelist: str) -> AfterValidator:
    values = codes_of(codelist)

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"{value!r} is not in the code list {codelist}: use one of {', '.join(values)}")
        return value

    return AfterValidator(check)


def text_column(title_en: str, title_zh: str, en: str, zh: str, *, pattern: str | None = None) -> Any:
    """Return the type of a column of words; `pattern` is a regular expression the whole value fits."""
    limits = (("minLength", 1), *((("pattern", pattern),) if pattern else ()))
    column = Column(title_en, title_zh, en, zh, "string", limits)
    return Annotated[str, Field(min_length=1, pattern=pattern), column]


def text_pair(title_en: str, title_zh: str, zh: tuple[str, str], en: tuple[str, str]) -> tuple[Any, Any]:
    """Return the types of a column of words in Chinese and of its English twin.

    The titles are those of both, without the language; `zh` describes the Chinese column and `en` the English one,
    each in English and Chinese.
    """
    return _pair(text_column, title_en, title_zh, zh, en)


def list_pair(title_en: str, title_zh: str, zh: tuple[str, str], en: tuple[str, str]) -> tuple[Any, Any]:
    """Return the types of a column of several values in Chinese and of its English twin (see `text_pair`)."""
    return _pair(list_column, title_en, title_zh, zh, en)


def _pair(
    column: Callable[[str, str, str, str], Any], title_en: str, title_zh: str, zh: tuple[str, str], en: tuple[str, str]
) -> tuple[Any, Any]:
    return (
        column(f"{title_en} (Chinese)", f"{title_zh}（中文）", *zh),
        column(f"{title_en} (English)", f"{title_zh}（英文）", *en),
    )


def code_column(codelist: str, title_en: str, title_zh: str, en: str, zh: str) -> Any:
    """Return the type of a column whose values come from a code list."""
    column = Column(title_en, title_zh, en, zh, "string", (("enum", codes_of(codelist)),), codelist)
    return Annotated[str, _known(codelist), column]


def count_column(
    title_en: str, title_zh: str, en: str, zh: str, *, least: int = 0, most: int | None = None, unit: str | None = None
) -> Any:
    """Return the type of a whole-number column with its bounds and unit."""
    limits = (("minimum", least), *((("maximum", most),) if most is not None else ()))
    column = Column(title_en, title_zh, en, zh, "integer", limits, unit=unit)
    return Annotated[int, Field(ge=least, le=most, strict=False), BeforeValidator(_refuse_blanks), column]


def number_column(title_en: str, title_zh: str, en: str, zh: str, *, negative: bool = False) -> Any:
    """Return the type of an exact decimal column, zero or above unless it may be negative."""
    if negative:
        column = Column(title_en, title_zh, en, zh, "number", ())
        return Annotated[Decimal, BeforeValidator(_refuse_blanks), PlainSerializer(plain), column]
    column = Column(title_en, title_zh, en, zh, "number", (("minimum", 0),))
    return Annotated[Decimal, Field(ge=0), BeforeValidator(_refuse_blanks), PlainSerializer(plain), column]


def _refuse_blanks(value: object) -> object:
    """Refuse a number written with a blank or an underscore: Python would read it, other programs would not."""
    if isinstance(value, str) and re.search(r"[\s_]", value):
        raise ValueError(f"{value!r} holds a blank: write the digits only")
    return value


def day_column(title_en: str, title_zh: str, en: str, zh: str) -> Any:
    """Return the type of a date column."""
    column = Column(title_en, title_zh, en, zh, "date", (("minimum", "1900-01-01"), ("maximum", "2099-12-31")))
    return Annotated[date, Field(ge=date(1900, 1, 1), le=date(2099, 12, 31)), column]


def list_column(title_en: str, title_zh: str, en: str, zh: str) -> Any:
    """Return the type of a column of several values, parted by semicolons in text."""
    column = Column(title_en, title_zh, en, zh, "list")
    return Annotated[tuple[Annotated[str, Field(min_length=1)], ...], AfterValidator(_refuse_twins), column]


def _refuse_twins(items: tuple[str, ...]) -> tuple[str, ...]:
    twin = next((item for number, item in enumerate(items) if item in items[:number]), None)
    if twin is not None:
        raise ValueError(f"“{twin}” stands in the list twice: remove one")
    return items
