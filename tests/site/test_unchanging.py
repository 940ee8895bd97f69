"""What cannot change is asked once: counts and schemas; other answers are asked again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from datasette.database import Database

from gongbao.serving.databases import make_app
from gongbao.site.plugins.unchanging import KEPT, STATEMENTS, remembering


def counts(sql: str, *_: Any) -> bool:
    """Tell whether a statement is remembered, as the plugin does."""
    return sql.startswith(STATEMENTS)


class Asked:
    """Answers every statement by the number of times it was asked anything."""

    def __init__(self) -> None:
        self.times = 0

    async def execute(self, sql: str, *_: Any, **__: Any) -> int:
        self.times += 1
        if "slow" in sql:
            raise TimeoutError
        return self.times


def test_a_count_is_made_once_for_the_same_parameters() -> None:
    asked = Asked()
    execute = remembering(asked.execute, counts)

    async def ask() -> list[int]:
        count = "select count(*) from a where b = :p0"
        return [await execute(count, {"p0": value}) for value in (1, 1, 2, 1, 2)]

    assert asyncio.run(ask()) == [1, 1, 2, 1, 2]


def test_other_answers_and_failed_counts_are_asked_again() -> None:
    asked = Asked()
    execute = remembering(asked.execute, counts)

    async def ask() -> None:
        assert [await execute("select a"), await execute("select a", None, truncate=True)] == [1, 2]
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await execute("select count(*) from slow")

    asyncio.run(ask())
    assert asked.times == 4


def test_memory_is_bounded() -> None:
    asked = Asked()
    execute = remembering(asked.execute, counts)

    async def ask() -> None:
        for number in range(KEPT + 1):
            await execute("select count(*) from a", {"p0": number})
        await execute("select count(*) from a", {"p0": 0})

    asyncio.run(ask())
    assert asked.times == KEPT + 2


def test_everybody_gets_a_list_of_their_own() -> None:
    async def columns(table: str) -> list[str]:
        return [f"{table}_id"]

    ask = remembering(columns)

    async def twice() -> tuple[list[str], list[str], list[str]]:
        first = await ask("a")
        first.append("mine")
        return first, await ask("a"), await ask("b")

    assert asyncio.run(twice()) == (["a_id", "mine"], ["a_id"], ["b_id"])


def test_a_page_asks_for_no_schema_twice(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Datasette asks of the schema for every page is asked with the first one alone."""
    asked: list[str] = []
    plain = Database.execute_fn

    async def execute_fn(self: Any, fn: Any) -> Any:
        def traced(conn: Any) -> Any:
            conn.set_trace_callback(asked.append)
            try:
                return fn(conn)
            finally:
                conn.set_trace_callback(None)

        return await plain(self, traced)

    monkeypatch.setattr(Database, "execute_fn", execute_fn)
    with asyncio.Runner() as runner:
        app = make_app(package, plugins={"response_cache": {"bytes": 0}})
        runner.run(app.invoke_startup())
        for path in ("/gongbao", "/gongbao/projects", "/gongbao/projects.json"):
            runner.run(app.client.get(path))
            asked.clear()
            assert runner.run(app.client.get(path)).status_code == 200
            schema = [sql for sql in asked if "sqlite_master" in sql or sql.startswith("PRAGMA table_xinfo")]
            assert schema == [], path
