"""stata/*.dta: one file a table for Stata (version 14 and later, UTF-8), with labels of variables and values.

A coded column holds the numbers 1, 2 … of its codes in their published order, each with the code's English name as its
value label; a variable's label is its title in English and Chinese. Lists are joined by semicolons, days are Stata
dates, texts too long for a string of fixed length are strL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pandas

from gongbao.model.cells import join_list, split_list
from gongbao.packages.content import Content, Field, Table, Value
from gongbao.seeds.dataset import Dataset

FOLDER = "stata"
VERSION: Literal[118] = 118  # the first format of Stata that holds UTF-8
CREATED = datetime(2000, 1, 1)  # a fixed day: the bytes must not depend on the clock
_LONGEST_LABEL = 80  # characters of a label of a variable or a file
_LONGEST_FIXED = 2045  # bytes of a string of fixed length


def write(package: Content, folder: Path, *, dataset: Dataset) -> None:
    """Write every table into `folder`/stata; the same rows give the same bytes."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for table in package.tables:
        columns = [list(column) for column in zip(*package.rows(table), strict=True)] or [[] for _ in table.fields]
        frame = pandas.DataFrame({
            field.name: _series(field, column) for field, column in zip(table.fields, columns, strict=True)
        })  # fmt: skip
        frame.to_stata(
            target / f"{table.name}.dta",
            write_index=False,
            version=VERSION,
            time_stamp=CREATED,
            data_label=_cut(f"{dataset.name} {dataset.version}: {table.title('en')} {table.title('zh')}"),
            variable_labels={field.name: _cut(f"{field.title('en')} {field.title('zh')}") for field in table.fields},
            value_labels={field.name: _labels(field) for field in table.fields if field.labels},
            convert_dates={field.name: "td" for field in table.fields if field.type == "date"},
            convert_strl=[
                field.name for field, column in zip(table.fields, columns, strict=True) if _is_long(field, column)
            ],
        )


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else words[: _LONGEST_LABEL - 1] + "…"


def _labels(field: Field) -> dict[float, str]:
    return {number: label["en"] for number, label in enumerate(field.labels.values(), 1)}


def _is_long(field: Field, column: Sequence[Value]) -> bool:
    texts = field.type in ("string", "list") and not field.labels
    return texts and any(len(_text(value).encode()) > _LONGEST_FIXED for value in column)


def _series(field: Field, column: Sequence[Value]) -> Any:
    """Return a column as Stata keeps it: numbers and codes as doubles and integers, days as days, texts as strings."""
    if field.labels:
        places = {code: number for number, code in enumerate(field.labels, 1)}
        numbers = [None if value is None else places[str(value)] for value in column]
        return pandas.Series(numbers, dtype="float64" if None in numbers or not numbers else "int16")
    if field.type == "date":
        return pandas.Series([str(value) if value else None for value in column], dtype="datetime64[s]")
    if field.type in ("number", "integer"):
        return pandas.Series(
            [None if value is None else float(Decimal(str(value))) for value in column], dtype="float64"
        )
    return pandas.Series([_text(value) for value in column], dtype="object")


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else join_list(value)  # type: ignore[arg-type]


class Reader:
    """Reads the rows of a folder of Stata files back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        frame = pandas.read_stata(self.folder / f"{table.name}.dta", convert_categoricals=False)
        columns = [[_value(field, value) for value in frame[field.name]] for field in table.fields]
        yield from zip(*columns, strict=True)


def _value(field: Field, value: Any) -> Value:
    if field.labels:
        return None if pandas.isna(value) else list(field.labels)[int(value) - 1]
    if field.type == "date":
        return None if pandas.isna(value) else date(value.year, value.month, value.day)
    if field.type in ("number", "integer"):
        return None if pandas.isna(value) else int(value) if field.type == "integer" else float(value)
    return split_list(value) if field.type == "list" else value or None
