"""Validation bites: for every declared rule a package that breaks it, and none of them passes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongbao.laws import checks
from gongbao.laws.checks import LAWS, check
from gongbao.laws.published import Published
from gongbao.model.rows import Observation
from gongbao.pipeline import Built
from support.breaks import BREAKS, Change, observation
from support.mutants import column_mutants, edited, key_mutants, survives


def test_every_law_has_a_mutant() -> None:
    assert {law.__name__ for law in LAWS} == set(BREAKS)


def test_published_tables_break_nothing(built: Built) -> None:
    assert check(built.published) == []


@pytest.mark.parametrize(
    ("law", "name", "change"),
    [(law, n, c) for law, cases in BREAKS.items() for n, c in cases],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_law_bites(law: str, name: str, change: Change, built: Built) -> None:
    """The law itself reports the broken row, whatever the other laws say."""
    run = next(item for item in LAWS if item.__name__ == law)
    failures = list(run(change(built.published)))
    assert failures, name
    for failure in failures:
        line = failure.line()
        assert "\n" not in line
        assert failure.table in line
        assert failure.row_id in line
        assert failure.place in line
        assert failure.remedy
        assert ":" in failure.place


def passes(broken: Published, name: str) -> bool:
    """Tell whether a broken package passes validation; its own law is asked first, the others where it doubts only."""
    law = next(item for item in LAWS if item.__name__ == name)
    fails = any(law in checks.STRUCTURE or broken.vouches(failure) for failure in law(broken))
    return not fails and not check(broken)


@pytest.mark.slow
def test_no_mutant_survives(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    published = built.published
    mutants = [*column_mutants(published), *key_mutants(published)]
    survivors = [str(mutant) for mutant in mutants if survives(published, mutant)]
    laws = [(law, name) for law, cases in BREAKS.items() for name, change in cases if passes(change(published), law)]
    with capsys.disabled():
        total = len(mutants) + sum(map(len, BREAKS.values()))
        print(f"\nmutants: {total} made, {len(survivors) + len(laws)} survived")
    assert survivors == []
    assert laws == []
    assert {m.model.table for m in mutants} == {name for name, rows in published.tables.items() if rows}


def test_failures_name_the_curated_line(built: Built) -> None:
    broken = edited(built.published, Observation, observation("347"), value=Decimal(1800000000))
    (line,) = [f.line() for f in checks.check(broken) if f.law == "value" and "does not spell" in f.message]
    assert line.startswith("seeds/reports/bda-2021/observations.csv:")
    assert "observations bda-2021-o347 “超17亿剂”" in line
