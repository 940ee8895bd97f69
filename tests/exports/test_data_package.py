"""The descriptor and schemas against the published profiles of Data Package 2.0, and what clients take from them."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import dplib
import frictionless
import pytest
from jsonschema import Draft7Validator

from gongbao.exports import data_package
from gongbao.model.rows import Report
from gongbao.packages.content import Package
from gongbao.seeds.dataset import load_dataset
from support.paths import ROOT, SEEDS

PROFILES = Path(dplib.__file__).parent / "profiles" / "2.0"
HOMES = (".", "flat")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def faults(profile: str, content: Any) -> list[Any]:
    return list(Draft7Validator(read(PROFILES / f"{profile}.json")).iter_errors(content))


@pytest.mark.parametrize("home", HOMES)
def test_the_descriptor_fits_the_profile(home: str, package: Path) -> None:
    content = read(package / home / "datapackage.json")
    assert faults("datapackage", content) == []
    for resource in content["resources"]:
        assert faults("dataresource", {name: word for name, word in resource.items() if name != "schema"}) == []
        assert faults("tabledialect", resource.get("dialect", {})) == []


@pytest.mark.parametrize("home", HOMES)
def test_schemas_fit_the_profile_but_for_lists(home: str, package: Path) -> None:
    """The published profile lacks the type `list`, which its prose defines: it refuses those fields, nothing else."""
    for path in sorted((package / home / "schemas").glob("*.json")):
        schema = read(path)
        for fault in faults("tableschema", schema):
            place = list(fault.absolute_path)
            assert place[:1] == ["fields"], (path.name, fault.message)
            assert schema["fields"][place[1]]["type"] == "list", (path.name, fault.message)


def test_the_profile_refuses_the_fields_match_of_the_first_releases(package: Path) -> None:
    schema = read(package / "schemas" / "themes.json") | {"fieldsMatch": "exact"}
    assert [list(fault.absolute_path) for fault in faults("tableschema", schema)] == [["fieldsMatch"]]


def test_a_column_at_another_place_is_still_refused(package: Path, tmp_path: Path) -> None:
    """By the default of `fieldsMatch`, and by this project's own reader."""
    home = Path(shutil.copytree(package / "flat", tmp_path / "flat"))
    path = home / "codebook.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [[row[1], row[0], *row[2:]] for row in csv.reader(handle)]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)
    report = frictionless.validate(str(home / "datapackage.json"), type="package")
    assert "incorrect-label" in {kind for (kind,) in report.flatten(["type"])}
    inside = Package(home)
    with pytest.raises(Exception, match="header is not what its schema says"):
        list(inside.cells(inside.tables[-1]))


@pytest.mark.parametrize("home", HOMES)
def test_the_dialect_is_the_one_the_files_are_written_in(home: str, package: Path) -> None:
    tables = [r for r in read(package / home / "datapackage.json")["resources"] if r.get("type") == "table"]
    assert tables
    for resource in tables:
        said = resource["dialect"]
        assert said["header"] is True
        text = (package / home / resource["path"]).read_bytes().decode("utf-8")
        assert "\r" not in text
        words = {"delimiter": said["delimiter"], "quotechar": said["quoteChar"], "doublequote": said["doubleQuote"]}
        rows = list(csv.reader(text.split(said["lineTerminator"]), strict=True, **words))
        schema = read(package / home / resource["schema"])
        assert rows[0] == [field["name"] for field in schema["fields"]]


@pytest.mark.parametrize("home", HOMES)
def test_every_resource_is_described_in_both_languages(home: str, package: Path) -> None:
    resources = read(package / home / "datapackage.json")["resources"]
    for resource in resources:
        assert set(resource["titles"]) == set(resource["descriptions"]) == {"en", "zh"}
        assert resource["description"] == resource["descriptions"]["en"] != resource["title"]
    assert len({resource["description"] for resource in resources}) == len(resources)


def describe(package: Path, **changes: Any) -> dict[str, Any]:
    table = next(table for table in Package(package).tables if table.name == Report.table)
    rows = [Report.model_validate(dict(zip(table.names, row, strict=True))) for row in Package(package).rows(table)]
    dataset = load_dataset(SEEDS).model_copy(update={"released": None} | changes)
    return data_package.describe_package(rows, package, dataset, ROOT / "seeds")


def test_created_is_the_day_of_the_release(package: Path) -> None:
    assert describe(package, released=date(2026, 11, 30))["created"] == "2026-11-30T00:00:00Z"
    assert "created" not in describe(package)


def test_homepage_and_contact_stand_there_once_there_are_any(package: Path) -> None:
    assert not {"homepage", "contact"} & set(describe(package))
    words = {"homepage": "https://example.org/data", "contact": "data@example.org"}
    content = describe(package, **words)
    assert {name: content[name] for name in words} == words
    assert faults("datapackage", content) == []
