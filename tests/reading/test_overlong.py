"""Runs of digits that no report counts with: one numeral without a value, never an exception."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.reading.events import Events
from gongbao.reading.han import HAN
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import lex
from gongbao.reading.text import Span
from support.damage import add_report

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    "run",
    ["9" * 40, "9" * 16, "1" * 5000, "0.1234567890123456789", "一" * 25, "亿" * 3000, "百分之" + "7" * 40, "１" * 40],
    ids=["40", "16", "5000", "decimals", "han", "magnitudes", "per cent", "full-width"],
)
@pytest.mark.parametrize("tail", ["", "亿", "万亿元", "多万人", "%"])
def test_an_overlong_run_has_no_value(run: str, tail: str, lexicon: Lexicon) -> None:
    found = lex(f"增长{run}{tail}。", lexicon.units)
    assert [numeral.value for numeral in found] == [None]
    covered = {place for numeral in found for place in range(numeral.span.start, numeral.span.end)}
    assert set(range(2, 2 + len(run))) <= covered


def test_a_fraction_beyond_all_bounds_has_no_value(lexicon: Lexicon) -> None:
    assert [numeral.value for numeral in lex("占二分之九千亿亿亿亿。", lexicon.units)] == [None]
    assert lex("三分之一", lexicon.units)[0].value == Decimal("0.333333")


@pytest.mark.parametrize(
    ("run", "value"), [("9" * 15, 10**15 - 1), ("1" + "0" * 18, 10**18), ("12.5百亿亿", 125 * 10**17)]
)
def test_long_but_not_overlong(run: str, value: int, lexicon: Lexicon) -> None:
    assert lex(run, lexicon.units)[0].value == Decimal(value)


@given(st.text(alphabet=HAN + "0123456789.,点分之成半%万亿多余 ", max_size=80))
def test_no_run_raises(text: str) -> None:
    lex(text)


def test_a_report_with_one_is_published_without_its_value(seeds: Path, script: Run, tmp_path: Path) -> None:
    add_report(seeds, "some-2021", f"某省2021年工作报告\n一、工作回顾\n投资{'9' * 40}亿元，新建学校12所。")
    result = script("build.py", "--seeds", seeds, "--out", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, "")
    rows = (tmp_path / "out" / "data" / "numerals.csv").read_text(encoding="utf-8")
    (line,) = [line for line in rows.splitlines() if "9" * 40 in line]
    assert ",unresolved,not_reviewed," in line


def test_a_verb_far_away_governs_no_value() -> None:
    """However long a clause is, what is looked at around a value is not."""
    events = Events({"新增": "newly added"})
    near, far = "新增" + "项" * 100 + "89家", "新增" + "项" * 5_000 + "89家"
    assert events.find(near, Span(0, len(near)), Span(102, 105)) == "新增"
    assert events.find(far, Span(0, len(far)), Span(5_002, 5_005)) == ""
