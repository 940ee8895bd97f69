"""What a curator writes against the words of the text stops the build, and the line says where and why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import CheckError
from gongbao.laws.checks import check
from gongbao.laws.published import Published
from gongbao.model.rows import Numeral, Observation
from support.damage import add_report, edit
from support.mutants import edited
from support.paths import SEEDS


def curate(seeds: Path, line: str, **cells: str) -> None:
    """Write cells into the line of observations.csv that begins so."""
    path = seeds / "reports" / "bda-2021" / "observations.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    (old,) = [each for each in lines if each.startswith(line)]
    values = old.split(",")
    for name, value in cells.items():
        values[header.split(",").index(name)] = value
    edit(path, f"\n{old}\n", "\n" + ",".join(values) + "\n")


@pytest.mark.parametrize(
    ("line", "cells", "told"),
    [
        ("50亿剂,", {"unit_id": "bed"}, "unit bed is not written at the number, which allows dose"),
        ("超17亿剂,", {"qualifier": "less_than"}, "is called less_than; its words say more_than"),
        ("超17亿剂,", {"qualifier": "exact"}, "is called exact; its words say more_than"),
        ("50亿剂,", {"qualifier": "approximately"}, "is called approximately; its words say exact"),
        ("5.4%,", {"direction": "increase"}, "direction increase; the words at the value say decrease"),
    ],
)
def test_a_choice_against_the_words_is_refused(seeds: Path, line: str, cells: dict[str, str], told: str) -> None:
    curate(seeds, line, **cells)
    with pytest.raises(CheckError) as refused:
        pipeline.read(seeds)
    lines = [failure for failure in refused.value.failures if told in failure]
    assert lines, refused.value.failures
    assert lines[0].startswith("seeds/reports/bda-2021/observations.csv:")


@pytest.fixture(scope="module")
def ranged(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A report whose growth is a range, and whose shares are written in Chinese numerals."""
    seeds = tmp_path_factory.mktemp("ranged") / "seeds"
    shutil.copytree(SEEDS, seeds)
    add_report(
        seeds, "some-2021", "某省2021年工作报告\n一、2021年工作回顾\n工业产值增长5%至6%。合格率达到百分之九十八。"
    )
    return pipeline.read(seeds).published


def told(published: Published) -> list[str]:
    return [failure.message for failure in check(published)]


def is_range(row: object) -> bool:
    return getattr(row, "value_max", None) is not None


def is_percent(row: object) -> bool:
    return getattr(row, "form", "") == "percent"


Change = Callable[[Published], Published]


@pytest.mark.parametrize(
    "change",
    [
        lambda published: edited(published, Observation, is_range, value_min=Decimal(4)),
        lambda published: edited(published, Observation, is_range, value_max=Decimal(7)),
        lambda published: edited(published, Observation, is_range, value_max=Decimal("6.5")),
        lambda published: edited(published, Numeral, is_percent, value=Decimal(89)),
    ],
    ids=["lower end", "upper end", "fraction", "Han numeral"],
)
def test_both_ends_of_a_range_and_han_numerals_are_read_again(ranged: Published, change: Change) -> None:
    assert told(ranged) == []
    assert any("the text gives" in message for message in told(change(ranged)))
