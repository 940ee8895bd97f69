"""The flat tables are the views written out, with names, labels and a citation; the codebook tells every column."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from gongbao.exports.flat_tables import FLAT
from gongbao.model.codes import CODELISTS
from gongbao.model.rows import TABLES


def read(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "flat" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_frictionless_accepts_the_flat_package(package: Path) -> None:
    report = frictionless.validate(str(package / "flat" / "datapackage.json"), type="package")
    assert report.valid, report.flatten(["message"])[:3]
    assert len(report.tasks) == len(FLAT) + 1


@pytest.mark.parametrize("flat", FLAT, ids=[flat.view for flat in FLAT])
def test_a_flat_table_holds_its_view(flat: object, package: Path) -> None:
    view, key = flat.view, flat.key  # type: ignore[attr-defined]
    connection = sqlite3.connect(f"file:{package / 'build' / 'gongbao.db'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    wanted = {row[key]: row for row in connection.execute(f"SELECT * FROM {view}")}
    rows = read(package, view)
    assert [row[key] for row in rows].count("") == 0
    assert {row[key] for row in rows} == set(wanted)
    for row in rows:
        for name in wanted[row[key]].keys():  # noqa: SIM118 (a sqlite3.Row yields values)
            value = wanted[row[key]][name]
            same = row[name] == ("" if value is None else str(value))
            assert same or float(row[name]) == float(value), (row[key], name)
    connection.close()


@pytest.mark.parametrize("flat", FLAT, ids=[flat.view for flat in FLAT])
def test_every_row_says_how_to_cite_it(flat: object, package: Path) -> None:
    version = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"]
    for row in read(package, flat.view):  # type: ignore[attr-defined]
        for language in ("en", "zh"):
            said = row[f"citation_{language}"]
            assert row[flat.key] in said  # type: ignore[attr-defined]
            assert version in said
            assert row["quote"][:40] in said


def test_codes_bear_their_names_in_both_languages(package: Path) -> None:
    names = {code.code: code for code in CODELISTS["measure"]}
    for row in read(package, "observations_flat"):
        assert (row["measure_en"], row["measure_zh"]) == (names[row["measure"]].name_en, names[row["measure"]].name_zh)


def test_pandas_ranks_what_grew_most(package: Path) -> None:
    """The question a rate alone answers wrongly: multiples count as well."""
    table = pd.read_csv(package / "flat" / "observations_flat.csv")
    first = table.sort_values("change_percent", ascending=False).iloc[0]
    assert first.change_percent == 350
    assert first.measure == "growth_multiple"


def test_the_codebook_tells_every_column_and_code(package: Path) -> None:
    entries = {row["codebook_id"]: row for row in read(package, "codebook")}
    for model in TABLES:
        for name in model.columns:
            assert entries[f"{model.table}.{name}"]["description_zh"]
        for column, table in model.foreign_keys.items():
            assert entries[f"{model.table}.{column}"]["refers_to"] == table
    for code in CODELISTS["policy_status"]:
        entry = entries[f"policy_mentions.policy_status={code.code}"]
        assert entry["description_en"] == code.description_en
    for flat in FLAT:
        header = (package / "flat" / f"{flat.view}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert all(f"{flat.view}.{name}" in entries for name in header)
