"""Counts are remembered, other answers are not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gongbao.site.plugins.counting import KEPT, remembering


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
    execute = remembering(asked.execute)

    async def ask() -> list[int]:
        count = "select count(*) from a where b = :p0"
        return [await execute(count, {"p0": value}) for value in (1, 1, 2, 1, 2)]

    assert asyncio.run(ask()) == [1, 1, 2, 1, 2]


def test_other_answers_and_failed_counts_are_asked_again() -> None:
    asked = Asked()
    execute = remembering(asked.execute)

    async def ask() -> None:
        assert [await execute("select a"), await execute("select a", None, truncate=True)] == [1, 2]
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await execute("select count(*) from slow")

    asyncio.run(ask())
    assert asked.times == 4


def test_memory_is_bounded() -> None:
    asked = Asked()
    execute = remembering(asked.execute)

    async def ask() -> None:
        for number in range(KEPT + 1):
            await execute("select count(*) from a", {"p0": number})
        await execute("select count(*) from a", {"p0": 0})

    asyncio.run(ask())
    assert asked.times == KEPT + 2
