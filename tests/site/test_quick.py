"""Statements that were quick take no thread; one that is quick no more is stopped, and answered all the same."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import sqlite_timelimit

from gongbao.serving.databases import make_app
from gongbao.site.visitors import quick
from gongbao.site.visitors.quick import KEPT, QUICK, STOPPED, TIMES, Pace

SQL = "select name_en from themes where theme_id = ?"
GROWING = "with recursive n(x) as (select 1 union all select x + 1 from n where x < ?) select max(x) from n"


@pytest.fixture
def asked(package: Path) -> Iterator[tuple[asyncio.Runner, Any]]:
    with asyncio.Runner() as runner:
        app = make_app(package)
        runner.run(app.invoke_startup())
        yield runner, app.get_database("gongbao")


def ask(asked: tuple[asyncio.Runner, Any], sql: str, value: Any) -> tuple[list[tuple[Any, ...]], bool]:
    """Return the rows that answer a statement, and whether it took a thread."""
    runner, database = asked
    taken: list[Any] = []
    plain = database.ds.executor.submit
    database.ds.executor.submit = lambda *words: taken.append(words) or plain(*words)
    try:
        found = runner.run(database.execute(sql, (value,)))
    finally:
        del database.ds.executor.submit
    return [tuple(row) for row in found.rows], bool(taken)


def test_a_statement_that_was_quick_takes_no_thread(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "QUICK", 1.0)
    ways = [ask(asked, SQL, "digital-economy") for _ in range(TIMES + 2)]
    assert [took for _, took in ways] == [True] * TIMES + [False, False]
    assert len({str(rows) for rows, _ in ways}) == 1
    assert ways[0][0][0][0]


def test_one_that_is_slow_for_another_value_is_stopped_and_answered(
    asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "QUICK", 1.0)
    for _ in range(TIMES):
        ask(asked, GROWING, 5)
    assert ask(asked, GROWING, 5) == ([(5,)], False)
    assert ask(asked, GROWING, 500_000) == ([(500_000,)], True)
    assert ask(asked, GROWING, 5) == ([(5,)], True)


def test_a_slow_statement_takes_a_thread_every_time(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "QUICK", 0.0)
    assert all(ask(asked, SQL, "digital-economy")[1] for _ in range(TIMES + 2))


def test_a_quick_statement_is_watched_now_and_then_and_not_at_every_step() -> None:
    class Watched:
        steps: Any = None

        def set_progress_handler(self, _: Any, steps: int) -> None:
            self.steps = steps

    watched = Watched()
    with sqlite_timelimit(watched, STOPPED):
        assert watched.steps >= 1000


def test_a_fault_is_told_as_it_is_in_a_thread(asked: Any) -> None:
    runner, database = asked
    for _ in range(TIMES):
        database.pace.ran("select nope", 0)
    with pytest.raises(sqlite3.OperationalError, match="no such column: nope"):
        runner.run(database.execute("select nope", log_sql_errors=False))


def test_pace() -> None:
    pace = Pace()
    for seconds in (QUICK / 2, QUICK / 2, QUICK * 2, *[QUICK / 2] * (TIMES - 1)):
        pace.ran("a", seconds)
    assert not pace.is_quick("a")
    pace.ran("a", QUICK / 2)
    assert pace.is_quick("a")
    pace.was_stopped("a")
    for _ in range(TIMES + 1):
        pace.ran("a", 0)
    assert not pace.is_quick("a")


def test_few_statements_are_known() -> None:
    pace = Pace()
    for number in range(KEPT + 10):
        pace.ran(str(number), 0)
    assert len(pace.known) == KEPT
    assert "9" not in pace.known
