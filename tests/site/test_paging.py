"""Every row once, whatever a table is sorted by, from page to page and in files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

Get = Callable[..., Any]
TABLES = ("observations", "projects", "observations_flat")
LARGEST = "_size=max"


def columns_of(get: Get, table: str) -> list[str]:
    answer: list[str] = get(f"/gongbao/{table}.json?_size=1").json()["columns"]
    return answer


def walk(get: Get, address: str) -> list[tuple[Any, ...]]:
    """Return all rows of a table, following the links from page to page."""
    rows: list[tuple[Any, ...]] = []
    while address:
        page = get(address).json()
        rows += map(tuple, page["rows"])
        after = page["next_url"]
        address = f"{urlsplit(after).path}?{urlsplit(after).query}" if after else ""
    return rows


@pytest.mark.parametrize("table", TABLES)
def test_each_row_is_met_once_whatever_it_is_sorted_by(table: str, get: Get) -> None:
    every = sorted(map(repr, walk(get, f"/gongbao/{table}.json?{LARGEST}")))
    for column in columns_of(get, table):
        for way in ("_sort", "_sort_desc"):
            met = walk(get, f"/gongbao/{table}.json?{way}={column}&_size=50")
            assert sorted(map(repr, met)) == every, f"{way}={column}"


@pytest.mark.parametrize("way", ["_sort", "_sort_desc"])
def test_a_file_of_a_sorted_table_has_each_row_once(way: str, get: Get) -> None:
    total = get("/gongbao/changes.json?_size=1").json()["filtered_table_rows_count"]
    text = get(f"/gongbao/changes.csv?{way}=version&_stream=on&_size=max").text
    ids = [row["change_id"] for row in csv.DictReader(io.StringIO(text))]
    assert (len(ids), len(set(ids))) == (total, total)


def test_the_statement_that_is_shown_is_the_one_that_was_run(get: Get) -> None:
    sql = get("/gongbao/projects.json?_sort_desc=place_id&_size=2").json()["query"]["sql"]
    assert sql.endswith("order by place_id desc, project_id limit 3")
