"""The patterns of the genre: every case table is read, and docs/quality.md says how many of its cases hold."""

from __future__ import annotations

import csv
import re

import pytest

from gongbao.reading.lexicon import Lexicon
from support.paths import CORPUS, ROOT
from support.quality import PATTERNS, TABLES, bare_lines, case_lines, pattern_lines, reference_lines
from support.scoring import read_cases, score_cases, total

PAGE = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")


def written(name: str) -> list[str]:
    """The lines between the marks of a generated table of docs/quality.md."""
    match = re.search(rf"<!-- {name} -->\n\n(.*?)\n\n<!-- end of {name} -->", PAGE, re.DOTALL)
    assert match is not None, name
    return match[1].split("\n")


def test_the_tables_of_cases_are_those_of_the_page(lexicon: Lexicon) -> None:
    """A reading that changes shows as a line of the page that differs; python bench/quality.py writes them anew."""
    assert list(pattern_lines(lexicon)) == written("patterns")
    assert list(case_lines(lexicon)) == written("cases")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the foreign texts are not at hand")
def test_the_readings_by_hand_are_those_of_the_page(lexicon: Lexicon) -> None:
    assert list(reference_lines(CORPUS, lexicon)) == written("references")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the foreign texts are not at hand")
def test_a_bare_search_is_beaten_on_every_text(lexicon: Lexicon) -> None:
    lines = list(bare_lines(CORPUS, lexicon))
    assert lines == written("bare")
    for line in lines[2:]:
        bare, own = (float(cell) for cell in line.strip("| ").split(" | ")[3:])
        assert own >= bare, line


def test_what_another_hand_wrote_is_read_as_well(lexicon: Lexicon) -> None:
    """The sealed table was written without the rules in sight; a fall below these bounds is a fault."""
    sealed = total(score_cases(read_cases(PATTERNS / "sealed.csv"), lexicon).values())
    assert sealed.f1 >= 0.985
    assert sealed.whole >= 0.8 * (sealed.found + sealed.missed)
    for column in ("value", "unit"):
        assert sealed.right[column] >= 0.98 * sealed.found, column


@pytest.mark.parametrize("table", TABLES)
def test_cases_are_whole(table: str) -> None:
    """Every number stands in its text in its order, and a level has no start."""
    with (PATTERNS / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert sum(len(case.expected) for case in read_cases(PATTERNS / f"{table}.csv")) == sum(
        1 for row in rows if row["number"]
    )
    assert not [row["text"] for row in rows if row["measure"] == "level" and row["period_start"]]
