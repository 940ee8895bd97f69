"""The files of what a page shows: the same rows, in the same order, the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from gongbao.site.tables.table_state import COLUMNS, Pairs, State
from gongbao.site.wording.languages import t

BOM = "_bom"
"""Own argument of a CSV: begin with the mark by which Excel knows UTF-8."""
_PAGE = frozenset({"_next", "_size", "_facet", "_facet_array", "_facet_date", "_facet_size", "_rows", COLUMNS})


class File(NamedTuple):
    """A file as a link: its format, what it is for, its address."""

    format: str
    label: Any
    href: str


def of_table(
    datasette: Any, database: str, table: str, state: State, columns: Sequence[str] | None, number: int | None
) -> dict[str, list[File]]:
    """Return the files of a table: of what is `shown`, and of `all` its columns where that is more.

    Datasette's JSON holds no more than some rows; a table with more, or nobody knows how many, comes as JSON Lines.
    """
    fits = number is not None and number <= datasette.setting("max_returned_rows")
    rows: Pairs = [(key, value) for key, value in state.pairs if key not in _PAGE]
    shown = rows if columns is None else [*rows, *(("_col", name) for name in columns)]
    every = [(key, value) for key, value in rows if key not in ("_col", "_nocol")]
    base = str(datasette.urls.table(database, table))
    return {
        "shown": _files(base, shown, whole_in_json=fits),
        "all": _files(base, every, whole_in_json=fits) if every != shown else [],
    }


def of_query(where: str, state: State, *, cut: bool) -> dict[str, list[File]]:
    """Return the files of a query's answer; where rows were `cut` off, the JSON is of the shape that says so."""
    pairs = [(key, value) for key, value in state.pairs if key not in _PAGE]
    return {"shown": _files(where, pairs, streams=False, cut=cut), "all": []}


def _files(
    base: str, pairs: Pairs, *, streams: bool = True, whole_in_json: bool = True, cut: bool = False
) -> list[File]:
    whole: Pairs = [("_stream", "1"), ("_size", "max")] if streams else []

    def at(kind: str, *more: tuple[str, str]) -> str:
        query = urlencode([*pairs, *more])
        return f"{base}.{kind}?{query}" if query else f"{base}.{kind}"

    sized: Pairs = [("_size", "max")] if streams else []
    shape: Pairs = [] if cut else [("_shape", "array")]
    return [
        File("csv", t("CSV"), at("csv", *whole, ("_dl", "1"))),
        File("csv-excel", t("CSV for Excel"), at("csv", *whole, ("_dl", "1"), (BOM, "1"))),
        File("xlsx", t("Excel workbook"), at("xlsx")),
        File("json", t("JSON"), at("json", *sized, *shape))
        if whole_in_json
        else File("jsonl", t("JSON Lines"), at("jsonl")),
    ]
