"""Questions that set figures side by side: of twenty reports, none may pair the figures of two."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.exports.datasette_metadata import read_query
from gongbao.resources import SITE
from support.damage import add_report
from support.paths import ROOT

NEXT = "某区2022年工作报告\n一、2022年工作回顾\n新增国家高新技术企业95家。国家高新技术企业累计达到1800家。"
LAST = "某区2020年工作报告\n一、2020年工作回顾\n新增国家高新技术企业80家。"
RECIPES = {"README.md": r'--query "(SELECT [^"]*JOIN[^"]*)"', "docs/usage.md": r"```sql\n(SELECT [^`]*JOIN[^`]*)```"}


def recipes() -> list[tuple[str, str]]:
    """Every SQL of the documents that joins a table with others, its files read as tables of the database."""
    found = []
    for name, pattern in RECIPES.items():
        for sql in re.findall(pattern, (ROOT / name).read_text(encoding="utf-8")):
            found.append((name, re.sub(r"'[^']*/(\w+)\.(?:parquet|csv)'", r"\1", sql)))
    return found


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory, package: Path) -> Path:
    """The database of three reports that count the same things in other years."""
    out = tmp_path_factory.mktemp("three")
    seeds = out / "given"
    shutil.copytree(package / "seeds", seeds)
    add_report(seeds, "some-2022", NEXT, year=2022)
    add_report(seeds, "some-2020", LAST, year=2020)
    pipeline.build(seeds, out / "built")
    return out / "built/build/gongbao.db"


@pytest.fixture
def database(three: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{three}?mode=ro", uri=True)) as connection:
        yield connection


def values(database: sqlite3.Connection) -> dict[float, set[str]]:
    """Return which reports give which value of the concept all three count."""
    sql = "SELECT value, report_id FROM observations WHERE indicator_id = 'national-high-tech-enterprises'"
    found: dict[float, set[str]] = {}
    for value, report in database.execute(sql):
        found.setdefault(value, set()).add(report)
    return found


def test_the_three_reports_count_the_same_concept(database: sqlite3.Connection) -> None:
    assert {report for reports in values(database).values() for report in reports} == {
        "bda-2021",
        "some-2020",
        "some-2022",
    }


def test_documents_have_such_recipes() -> None:
    assert {name for name, _ in recipes()} == set(RECIPES)


@pytest.mark.parametrize(("name", "sql"), recipes(), ids=[f"{name} {n}" for n, (name, _) in enumerate(recipes())])
def test_a_recipe_pairs_figures_of_one_report_only(name: str, sql: str, database: sqlite3.Connection) -> None:
    reports = values(database)
    pairs = [(added, total) for _, added, total in database.execute(sql) if added in reports and total in reports]
    assert sorted(pairs) == [(89, 1717), (95, 1800)], name


def ask(database: sqlite3.Connection, name: str) -> list[dict[str, object]]:
    _, query = read_query(SITE / "queries" / f"{name}.sql")
    cursor = database.execute(query["sql"], {"report_id": ""})  # of all reports
    return [dict(zip([cell[0] for cell in cursor.description], row, strict=True)) for row in cursor]


def test_additions_and_totals_of_the_site_are_of_one_report(database: sqlite3.Connection) -> None:
    rows = [r for r in ask(database, "new_and_cumulative") if r["indicator_id"] == "national-high-tech-enterprises"]
    assert sorted((r["new_in_the_year"], r["level_or_total"]) for r in rows) == [(89, 1717), (95, 1800)]


@pytest.fixture
def split(three: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The same database, what the plan says of projects and policies moved to another report."""
    path = tmp_path / "split.db"
    path.write_bytes(three.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        for table in ("project_mentions", "policy_mentions"):
            connection.execute(f"UPDATE {table} SET report_id = 'some-2022' WHERE timeframe = 'planned'")
        yield connection


def test_what_was_done_and_what_is_promised_is_of_one_report(
    database: sqlite3.Connection, split: sqlite3.Connection
) -> None:
    assert ask(database, "reported_and_promised")
    assert ask(split, "reported_and_promised") == []


def test_status_of_policies_is_that_of_one_report(split: sqlite3.Connection) -> None:
    counted = {row["report_id"]: 0 for row in ask(split, "policies_by_type_and_level")}
    for row in ask(split, "policies_by_type_and_level"):
        counted[row["report_id"]] += int(str(row["policies"]))
    assert set(counted) == {"bda-2021", "some-2022"}
