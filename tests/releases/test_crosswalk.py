"""A program that knows one release finds its ids, codes and columns in the next: by crosswalk.csv and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from gongbao.packages.content import Package, Table
from gongbao.releases.crosswalk import CSV
from gongbao.releases.shelf import Shelf
from support.paths import ROOT

SHELF = Shelf(ROOT)
STEPS = [(m.previous, m.version) for m in SHELF.manifests if m.previous and (SHELF.path(m.version) / CSV).exists()]
Rows = dict[str, dict[str, str]]


class Side(NamedTuple):
    """A release as a stranger has it: its tables by name, and their rows by id."""

    tables: dict[str, Table]
    rows: dict[str, Rows]

    def holds(self, table: str, target: str) -> bool:
        """Whether an id exists: one of the same table, or table/id; or a column, as table.column or by its name."""
        name, _, key = target.partition("/")
        if target in self.rows.get(table, {}) or key in self.rows.get(name, {}):
            return True
        name, _, column = target.rpartition(".")
        known = self.tables.get(name or table)
        return known is not None and column in known.names


def side(package: Package) -> Side:
    rows: dict[str, Rows] = {}
    for table in package.tables:
        lines = (dict(zip(table.names, cells, strict=True)) for cells in package.cells(table))
        rows[table.name] = {"/".join(line[name] for name in table.primary_key): line for line in lines}
    return Side({table.name: table for table in package.tables}, rows)


def steps_of(version: str) -> list[dict[str, str]]:
    with (SHELF.path(version) / CSV).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module", params=STEPS, ids=lambda step: "-".join(step))
def step(request: pytest.FixtureRequest) -> tuple[Side, Side, str]:
    old, new = request.param
    with SHELF.open(old) as before, SHELF.open(new) as after:
        return side(before), side(after), new


def test_there_is_a_crosswalk() -> None:
    assert STEPS, f"{Path(CSV).name} belongs to every release since 2.0.0"


def test_every_id_lives_on_or_is_led_to_what_there_is(step: tuple[Side, Side, str]) -> None:
    old, new, version = step
    ids = {(s["table_name"], s["row_id"]): s for s in steps_of(version) if not s["column_name"]}
    gone = {(t, key) for t, rows in old.rows.items() for key in rows if key not in new.rows.get(t, {})}
    assert gone
    for table, key in gone:
        found = ids.get((table, key)) or ids[table, "*"]
        assert found["reason_zh"]
        assert found["reason_en"]
        assert not found["new_value"] or new.holds(table, found["new_value"]), found


def test_every_column_lives_on_or_is_led_to_what_there_is(step: tuple[Side, Side, str]) -> None:
    old, new, version = step
    columns = {(s["table_name"], s["column_name"]): s for s in steps_of(version) if not s["row_id"]}
    gone = {(name, c) for name, t in old.tables.items() if name in new.tables for c in t.names} - {
        (name, c) for name, t in new.tables.items() for c in t.names
    }
    for table, column in gone:
        target = columns[table, column]["new_value"]
        assert not target or new.holds(table, target), columns[table, column]


def test_the_codes_and_references_of_rows_that_stay_follow(step: tuple[Side, Side, str]) -> None:
    """The old table plus the crosswalk gives the new one's codes and references, cell by cell."""
    old, new, version = step
    cells = {
        (s["table_name"], s["row_id"], s["column_name"]): (s["old_value"], s["new_value"])
        for s in steps_of(version)
        if s["row_id"] and s["column_name"]
    }
    followed = 0
    for name, table in old.tables.items():
        codes = {f.name for f in table.fields if f.labels} & set(new.tables[name].names if name in new.tables else ())
        for key, row in old.rows[name].items():
            now = new.rows.get(name, {}).get(key)
            for column in codes if now else ():
                before, after = row[column], now[column]  # type: ignore[index]
                if before and before != after:
                    assert cells[name, key, column] == (before, after)
                    followed += 1
    assert followed


def test_the_measures_of_the_first_edition_follow() -> None:
    """The renaming table of the second edition: each of its four codes leads every row to what it is now."""
    if "2.0.0" not in SHELF.versions:
        pytest.fail("2.0.0 is not released yet")
    moved = {
        (s["old_value"], s["new_value"])
        for s in steps_of("2.0.0")
        if s["row_id"] and (s["table_name"], s["column_name"]) == ("observations", "measure")
    }
    assert moved == {("area", "flow"), ("capacity", "level"), ("concentration", "level"), ("money", "level")}
