"""The committed files are what the seeds give, byte for byte, on any Python, in any time zone and locale."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.model.rows import TABLES, Doubt
from gongbao.packages import validation as packages
from gongbao.seeds.dataset import load_dataset
from support.installations import two_installations
from support.paths import ROOT, SEEDS

GOLDEN = packages.golden_files()


@pytest.mark.parametrize("name", GOLDEN)
def test_committed_file_is_what_the_seeds_give(name: str, package: Path) -> None:
    assert (ROOT / name).read_bytes() == (package / name).read_bytes(), (
        f"{name}: run make build and review the difference"
    )


def test_no_other_file_is_committed_beside_them() -> None:
    there = {p.relative_to(ROOT).as_posix() for folder in ("data", "schemas") for p in (ROOT / folder).iterdir()}
    assert there <= set(GOLDEN)


def digest(folder: Path) -> dict[str, str]:
    names = [*GOLDEN, "build/gongbao.db", "build/metadata.json"]
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


@pytest.mark.slow
def test_two_pythons_two_zones_two_locales_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    """This Python has made the package under its own settings; the other makes it anew."""
    _, other = two_installations()
    other.run("build.py", "--seeds", SEEDS, "--out", tmp_path)
    assert digest(tmp_path) == digest(package)
    assert all(digest(package)[name] == hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in GOLDEN)


def test_order_of_seed_lines_does_not_matter(seeds: Path, tmp_path: Path, package: Path) -> None:
    """Ids and rows come from the text, not from the order a curator writes in."""
    for name in (
        "reports/bda-2021/observations.csv",
        "reports/bda-2021/sentences.csv",
        "reports/bda-2021/errata.csv",
        "registry/indicators.csv",
    ):
        header, *lines = (seeds / name).read_text(encoding="utf-8").splitlines()
        (seeds / name).write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    pipeline.build(seeds, tmp_path)
    for name in GOLDEN:
        assert (tmp_path / name).read_bytes() == (package / name).read_bytes(), name


def test_frictionless_accepts_the_package(package: Path) -> None:
    assert list(packages.check_package(package)) == []


def test_descriptor_says_what_it_must(package: Path) -> None:
    content = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert content["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    released = load_dataset(SEEDS).released
    assert content.get("created") == (released and f"{released}T00:00:00Z")
    assert {licence["name"] for licence in content["licenses"]} == {"CC-BY-4.0"}
    assert "Article 5" in content["sources"][0]["rights"]["en"]
    assert "第五条" in content["sources"][0]["rights"]["zh"]
    for resource in content["resources"]:
        raw = (package / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        assert set(resource["titles"]) == {"en", "zh"}


def test_every_column_is_described_in_both_languages(package: Path) -> None:
    seen: dict[str, dict[str, str]] = {}
    for model in TABLES:
        schema = json.loads((package / "schemas" / f"{model.table}.json").read_text(encoding="utf-8"))
        assert [field["name"] for field in schema["fields"]] == list(model.columns)
        for field in schema["fields"]:
            assert field["titles"]["zh"]
            assert field["titles"]["en"]
            assert field["descriptions"]["zh"]
            assert field["descriptions"]["en"]
            known = seen.setdefault(field["name"], field["descriptions"])
            assert known == field["descriptions"], f"{field['name']} means two things"
            for category in field.get("categories", []):
                assert category["labels"]["zh"]
            if "categories" in field:
                assert [c["value"] for c in field["categories"]] == field["constraints"]["enum"]


KEYWORDS = {
    "end",
    "order",
    "group",
    "index",
    "table",
    "select",
    "from",
    "to",
    "where",
    "values",
    "check",
    "default",
    "key",
    "references",
    "unique",
    "set",
    "start",
    "limit",
}


def test_no_column_is_an_sql_keyword() -> None:
    assert not {name for model in TABLES for name in model.columns} & KEYWORDS


def test_database_holds_the_csv(package: Path) -> None:
    connection = sqlite3.connect(f"file:{package / 'build' / 'gongbao.db'}?mode=ro", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for model in TABLES:
        rows = (package / "data" / f"{model.table}.csv").read_text(encoding="utf-8")
        (count,) = connection.execute(f"SELECT count(*) FROM {model.table}").fetchone()
        assert count > 0 or model is Doubt  # what a curator has read is in no doubt
        assert count <= rows.count("\n")
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
    connection.close()


def test_receipts_slice_from_the_published_files_alone(package: Path) -> None:
    """What a stranger does: the text file, the CSV, and nothing of this package's code."""
    import csv

    reports = package / "seeds" / "reports"
    texts = {path.parent.name: path.read_text(encoding="utf-8") for path in reports.glob("*/text.txt")}
    checked = 0
    for path in sorted((package / "data").glob("*.csv")):
        for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
            if "char_start" in row:
                text = texts[row["report_id"]]
                assert text[int(row["char_start"]) : int(row["char_end"])] == (row.get("quote") or row["text_zh"])
                checked += 1
    assert checked > 700


def test_an_uncurated_report_still_yields_tables(seeds: Path, tmp_path: Path) -> None:
    """A new report is a new folder: text.txt and report.yml, never a line of Python."""
    home = seeds / "reports" / "example-2024"
    home.mkdir()
    text = (
        "某县2024年政府工作报告\n一、2024年工作回顾\n全年地区生产总值完成120.5亿元、增长6.1%。"
        "新增规模以上企业18家,累计达230家。\n二、2025年工作安排\n力争新增就业1.2万人以上。\n"
    )
    (home / "text.txt").write_text(text, encoding="utf-8")
    lines = (seeds / "reports" / "bda-2021" / "report.yml").read_text(encoding="utf-8")
    sums = hashlib.sha256(text.encode()).hexdigest()
    lines = (
        lines.replace("review: curated", "review: auto")
        .replace("year_covered: 2021", "year_covered: 2024")
        .replace("year_planned: 2022", "year_planned: 2025")
    )
    lines = "\n".join(f"sha256: {sums}" if line.startswith("sha256:") else line for line in lines.splitlines())
    (home / "report.yml").write_text(lines + "\n", encoding="utf-8")
    built = pipeline.build(seeds, tmp_path)
    rows = [t.row for t in built.tables["observations"] if t.row.report_id == "example-2024"]  # type: ignore[attr-defined]
    assert [(r.quote, format(r.value, "f"), r.measure, r.status) for r in rows] == [  # type: ignore[attr-defined]
        ("120.5亿元", "12050000000", "flow", "actual"),
        ("6.1%", "6.1", "growth_rate", "actual"),
        ("18家", "18", "flow", "actual"),
        ("230家", "230", "level", "actual"),
        ("1.2万人以上", "12000", "flow", "target"),
    ]
    assert shutil.which("frictionless") is None or list(packages.check_package(tmp_path)) == []
