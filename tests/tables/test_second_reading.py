"""The table against a second reading: made from the text and the annotation rules alone, without the table in sight."""

from __future__ import annotations

import csv

import pytest

from gongbao.model.rows import Observation
from gongbao.pipeline import Built
from support.paths import CASES

SECOND = list(csv.DictReader((CASES / "second_reading.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def pairs(built: Built) -> list[tuple[Observation, dict[str, str]]]:
    """Both readings sorted by place; several values of one place stand in the same order in both."""
    ours = [traced.row for traced in built.tables["observations"] if isinstance(traced.row, Observation)]
    theirs = sorted(SECOND, key=lambda line: int(line["char_start"]))
    assert len(ours) == len(theirs)
    return list(zip(ours, theirs, strict=True))


def test_spans_agree(pairs: list[tuple[Observation, dict[str, str]]]) -> None:
    assert all((o.char_start, o.char_end) == (int(s["char_start"]), int(s["char_end"])) for o, s in pairs)


@pytest.mark.parametrize(
    "column", ["quote", "value", "measure", "qualifier", "direction", "basis", "period_end", "status"]
)
def test_readings_agree(pairs: list[tuple[Observation, dict[str, str]]], column: str) -> None:
    def cell(row: Observation) -> str:
        value = getattr(row, column)
        return "" if value is None else (format(value, "f") if column == "value" else str(value))

    different = [(o.observation_id, cell(o), s[column]) for o, s in pairs if cell(o) != s[column]]
    assert different == []


def test_stocks_are_the_only_difference_of_period(pairs: list[tuple[Observation, dict[str, str]]]) -> None:
    """The second reading leaves the start of every stock open; the guide gives annual results the covered year."""
    different = [o for o, s in pairs if ("" if o.period_start is None else str(o.period_start)) != s["period_start"]]
    assert {o.measure for o in different} <= {"level", "share"}
