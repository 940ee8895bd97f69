"""A change to any column is seen by a law over the text, or by that of the curator's word, or is listed."""

from __future__ import annotations

import csv

import pytest

from gongbao.model.rows import TABLES
from gongbao.pipeline import Built
from support.cell_changes import LOST, Kind, protected, unseen
from support.paths import ROOT

SURVIVORS = ROOT / "tests" / "cases" / "survivors.csv"
MODELS = {model.table: model for model in TABLES}


def read_survivors() -> list[dict[str, str]]:
    with SURVIVORS.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.slow
def test_every_survivor_is_listed_with_its_reason(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    """What no law over the text sees is listed, with its reason and whether the curator's word tells it."""
    made, found = unseen(built.published, 1)
    listed = {kind_of(line): line["curators_word"] == "tells" for line in read_survivors()}
    with capsys.disabled():
        print(
            f"\nchanges of cells: {made} made; {len(found)} kinds are seen by no law over the text, "
            f"{len(found) - sum(found.values())} of them not by the curator's word either"
        )
    assert found == listed


def test_what_nothing_sees_has_a_reason_and_is_no_fact() -> None:
    """No receipt, value, unit, date, status, id, link or row can change unseen."""
    for line in read_survivors():
        table, column, _ = kind_of(line)
        assert line["reason"]
        if line["curators_word"] != "tells":
            assert column != LOST
            assert not protected(MODELS[table], column), f"{table}.{column}"


def kind_of(line: dict[str, str]) -> Kind:
    return line["table"], line["column"], line["kind"]
