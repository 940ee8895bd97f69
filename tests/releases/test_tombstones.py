"""Tombstones: every removal has one, of the right version, and none of them is torn down or robbed."""

from __future__ import annotations

import pytest

from gongbao.model.history import Tombstone
from gongbao.releases.tombstones import broken_tombstones, missing_tombstones
from gongbao.seeds.files import Sourced

Lines = list[tuple[str, str, str]]


def stones(lines: Lines) -> list[Sourced[Tombstone]]:
    return [
        Sourced(
            Tombstone(
                table_name=table, row_id=row, column_name=None, tombstone_event="removed", version=version,
                replaced_by=None, reason_zh="一", reason_en="a",
            ),
            "seeds/tombstones.csv",
            number,
        )
        for number, (table, row, version) in enumerate(lines, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("removed", "lines", "messages"),
    [
        ({"terms": {"a"}}, [("terms", "a", "2.0.0")], []),
        ({"terms": {"a"}}, [], ["seeds/tombstones.csv:1: terms a is removed in 2.0.0 without a tombstone"]),
        ({"terms": {"a"}}, [("places", "a", "2.0.0")],
         ["terms a is removed in 2.0.0 without", "seeds/tombstones.csv:2: places a is not removed in 2.0.0: drop"]),
        ({"terms": {"a"}}, [("terms", "a", "3.0.0")], ["csv:2: terms a is removed in 2.0.0, its tombstone says 3.0.0"]),
        ({"terms": {"a", "b"}}, [("terms", "*", "2.0.0")], []),
        ({}, [("terms", "*", "2.0.0")], ["terms * is not removed in 2.0.0"]),
        ({}, [("terms", "a", "1.0.0")], []),
    ],
)  # fmt: skip
def test_removals_and_tombstones_match(removed: dict[str, set[str]], lines: Lines, messages: list[str]) -> None:
    found = list(missing_tombstones(removed, stones(lines), "2.0.0"))
    assert len(found) == len(messages)
    assert all(message in line for message, line in zip(messages, found, strict=True))


@pytest.mark.parametrize(
    ("added", "lines", "message"),
    [
        ({}, [("terms", "a", "2.0.0")], None),
        ({}, [("terms", "*", "2.0.0")], None),
        ({}, [], "the tombstone of terms a, removed in 2.0.0, is gone: put it back"),
        ({}, [("terms", "a", "3.0.0")], "the tombstone of terms a, removed in 2.0.0, is gone"),
        ({"terms": {"a"}}, [("terms", "a", "2.0.0")], "terms a was removed in 2.0.0: an id is never given"),
        ({"places": {"a"}}, [("terms", "a", "2.0.0")], None),
    ],
)
def test_the_dead_stay_dead(added: dict[str, set[str]], lines: Lines, message: str | None) -> None:
    found = list(broken_tombstones({("terms", "a"): "2.0.0"}, added, stones(lines)))
    assert [message in line for line in found if message] == ([True] if message else [])
    assert len(found) == (1 if message else 0)
