"""The machine's reading of quantities: one sentence of the genre a line, every field compared."""

from __future__ import annotations

import csv

import pytest

from gongbao.reading.context import Proposal, Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.reader import read_text
from support.paths import CASES

LINES = list(csv.DictReader((CASES / "readings.csv").open(encoding="utf-8")))
SUBJECT = Subject(2021, 2022, "bda")
DEFAULT_UNIT = {"rank": "rank-place", "ratio": "one", "share": "one", "other": "one"}


def facts(text: str, p: Proposal) -> dict[str, str]:
    q = p.quantity
    return {
        "quote": q.span.of(text),
        "part": p.part,
        "value": format(q.value, "f"),
        "upper": "" if q.upper is None else format(q.upper, "f"),
        "unit": q.unit_id or DEFAULT_UNIT.get(p.reading.measure, "count"),
        "measure": p.reading.measure,
        "qualifier": q.qualifier,
        "direction": p.reading.direction,
        "basis": p.reading.basis or "",
        "concept": p.concept.phrase,
    }


@pytest.mark.parametrize("case", LINES, ids=lambda c: f"{c['quote']}{c['part']} {c['sentence'][:12]}")
def test_reading(case: dict[str, str], lexicon: Lexicon) -> None:
    text = "工作报告\n一、工作回顾\n" + case["sentence"] + "\n"
    read = [facts(text, p) for p in read_text(text, SUBJECT, lexicon).proposals]
    found = [f for f in read if (f["quote"], f["part"]) == (case["quote"], case["part"])]
    assert found, read
    wanted = {name: case[name] for name in found[0]}
    assert found[0] == wanted


def test_a_sign_belongs_to_the_number_right_behind_it(lexicon: Lexicon) -> None:
    """A dash at the end of the line before is no minus of the number that begins the next."""
    assert values("比重－\n3所医院。", lexicon) == [("3所", False)]
    assert values("气温-3摄氏度。", lexicon) == [("-3摄氏度", True)]


def values(text: str, lexicon: Lexicon) -> list[tuple[str, bool]]:
    found = read_text(text, SUBJECT, lexicon).proposals
    return [(p.quantity.span.of(text), p.quantity.negative) for p in found]
