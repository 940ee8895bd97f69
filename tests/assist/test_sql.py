"""SQL: what is selected is what SQLite itself selects; whatever is not reading, or costs too much, ends in an error."""

from __future__ import annotations

import csv
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.assisting import check_receipts
from support.paths import CASES

with (CASES / "hostile_sql.csv").open(encoding="utf-8", newline="") as _handle:
    HOSTILE = [row["sql"] for row in csv.DictReader(_handle) if row["ends"] in ("memory", "fault")]


@pytest.mark.parametrize(
    "sql",
    [
        "select theme_en, count(*) n from observations_flat group by 1 order by 1",
        "select observation_id, report_id, char_start, char_end, quote from observations where quote like '%亿%'",
        "with t as (select name_zh from themes order by 1) select * from t limit 3",
    ],
)
def test_rows_are_those_of_the_database(assistant: Any, served: Path, text: dict[str, str], sql: str) -> None:
    answer = assistant.answer("run_sql", sql=sql)
    with closing(sqlite3.connect(served / "build" / "gongbao.db")) as connection:
        cursor = connection.execute(sql)
        assert answer["rows"] == [list(row) for row in cursor]
        assert answer["columns"] == [column[0] for column in cursor.description]
    assert not answer["truncated"]
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    assert check_receipts(rows, text) == ("quote" in answer["columns"]) * len(rows)


def test_a_release_is_asked_as_it_was(assistant: Any) -> None:
    sql = "select measure from observations where observation_id = 'bda-2021-o334'"
    assert assistant.answer("run_sql", sql=sql)["rows"] == [["level"]]
    then = assistant.answer("run_sql", sql=sql, version="1.0.0")
    assert (then["rows"], then["source"]["version"]) == ([["capacity"]], "1.0.0")


def test_what_is_long_is_bounded_and_says_so(assistant: Any) -> None:
    few = assistant.answer("run_sql", sql="select sentence_id from sentences", limit=7)
    assert (len(few["rows"]), few["truncated"]) == (7, True)
    wide = assistant.call("run_sql", sql="select text_zh, text_en, a.* from sentences a, themes", limit=100)
    assert wide.structured_content["truncated"]
    assert len(wide.content[0].text) < 60_000
    whole = "select group_concat(text_zh, '') from sentences"
    (cell,), *_ = assistant.answer("run_sql", sql=whole)["rows"]
    assert len(cell) == 2000
    assert cell.endswith("…")
    assert assistant.answer("run_sql", sql=whole)["cells_cut"]
    assert assistant.answer("run_sql", sql="select x'00ff' as b, 1.5, null")["rows"][0][1:] == [1.5, None]


@pytest.mark.parametrize("sql", HOSTILE)
def test_hostile_sql_is_refused(assistant: Any, sql: str) -> None:
    """A slow sample: the whole list is asked of the site."""
    assert assistant.error("run_sql", sql=sql).startswith("sql: ")


def test_endless_sql_ends_and_the_next_question_is_answered(assistant: Any) -> None:
    """SQLite cannot be interrupted within a function; the transcript has a query that it can."""
    assert assistant.error("run_sql", sql="select printf('%.*c', 1000000000, 'x')").startswith("sql: ")
    assert assistant.answer("run_sql", sql="select 1 + 1")["rows"] == [[2]]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select nope from observations", "no such column: nope"),
        ("select * from nope", "no such table: nope"),
        ("delete from observations", "must be a SELECT"),
        ("pragma writable_schema = 1", "must be a SELECT"),
        ("attach database '/tmp/x' as x", "must be a SELECT"),
        ("selec", "must be a SELECT"),
    ],
)
def test_what_is_wrong_is_said_with_where_to_look(assistant: Any, sql: str, told: str) -> None:
    words = assistant.error("run_sql", sql=sql)
    assert told in words
    assert "gongbao://schemas/{table}" in words


def test_nothing_was_written(assistant: Any, served: Path) -> None:
    assert assistant.answer("run_sql", sql="select count(*) from themes")["rows"] == [[20]]
    assert "gongbao-was-here" not in os.listdir()
    assert not [path for path in (served / "build").iterdir() if path.name.endswith(("-journal", "-wal"))]
