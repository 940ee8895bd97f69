"""Rows with the place in the seeds they come from, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from gongbao.model.row import Row

Model = TypeVar("Model", bound=Row, covariant=True)


@dataclass(frozen=True, slots=True)
class Traced(Generic[Model]):
    """A row with the `file:line` a person would open to change it."""

    row: Model
    place: str


Tables = dict[str, list[Traced[Row]]]


def rows_of(tables: Mapping[str, list[Traced[Row]]], model: type[Model]) -> Iterator[Traced[Model]]:
    """Yield the rows of one table, typed by their class."""
    return iter(cast("list[Traced[Model]]", tables[model.table]))
