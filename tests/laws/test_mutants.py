"""A change to any column of any table is seen by a law, or the list says why none can see it."""

from __future__ import annotations

import csv

import pytest

from gongbao.model.rows import TABLES
from gongbao.pipeline import Built
from support.cell_changes import LOST, Kind, changes_of, laws_by_table, protected, survives
from support.paths import ROOT

SURVIVORS = ROOT / "tests" / "cases" / "survivors.csv"
MODELS = {model.table: model for model in TABLES}


# links and statuses that a curator judges by knowledge from outside the text; everything else of their kind is seen
JUDGED = {
    ("indicators", "theme_id"),
    ("projects", "theme_id"),
    ("policies", "theme_id"),
    ("commitments", "theme_id"),
    ("projects", "place_id"),
    ("policies", "issuer_id"),
    ("places", "parent_place_id"),
    ("project_mentions", "project_status"),
    ("policy_mentions", "policy_status"),
    ("project_organizations", "organization_role"),
}
# tables that hold what a curator found and promise no completeness of their own
FOUND_BY_CURATORS = {"commitments", "project_mentions", "policy_mentions", "project_organizations", "errata"}


def read_survivors() -> dict[Kind, str]:
    with SURVIVORS.open(encoding="utf-8", newline="") as handle:
        return {(line["table"], line["column"], line["kind"]): line["reason"] for line in csv.DictReader(handle)}


def test_every_survivor_is_listed_with_its_reason(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    """A survivor that is not listed fails, and so does a listed one that is killed."""
    published, listed = built.published, read_survivors()
    laws = laws_by_table(published)
    changes = list(changes_of(published))
    survivors = {change.name for change in changes if survives(published, change, laws.__getitem__)}
    with capsys.disabled():
        print(f"\nchanges of cells: {len(changes)} made, {len(survivors)} kinds survive, each with its reason")
    assert sorted(survivors - listed.keys()) == []
    assert sorted(listed.keys() - survivors) == []
    assert {change.model.table for change in changes} == {name for name, rows in built.tables.items() if rows}


def test_what_survives_has_a_reason_and_is_no_fact_of_the_text() -> None:
    for (table, column, _), reason in read_survivors().items():
        assert reason
        if column == LOST:
            assert table in FOUND_BY_CURATORS
        else:
            assert not protected(MODELS[table], column) or (table, column) in JUDGED, f"{table}.{column}"
