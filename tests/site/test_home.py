"""The home page: what is here, figures that are rows, links that hold; chosen as data, by rule where none is chosen."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from gongbao.site.pages.editorial import HEADLINES, chosen
from support.asking import Get, asking
from support.current import CURRENT, LASTING
from support.interface import untranslated


@pytest.fixture(scope="module")
def database(served: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(served / "build" / "gongbao.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def figures(page: str) -> list[tuple[str, str, str, str]]:
    """Return row id, amount, place in the reader and quote of every figure."""
    cards = re.findall(
        r'<a class="headline" href="/gongbao/observations/([^"]+)"><strong[^>]*>(.*?)</strong>.*?'
        r'<a class="receipt" href="([^"]+)">.*?<q>(.*?)</q>',
        page,
        re.DOTALL,
    )
    return [(row, amount, place, re.sub(r"<[^>]*>", "", quote)) for row, amount, place, quote in cards]


def test_figures_are_rows_with_their_receipts(get: Get, database: sqlite3.Connection) -> None:
    found = figures(get("/").text)
    assert [row for row, *_ in found] == list(chosen("headline"))
    assert len(found) == HEADLINES
    for row_id, _, place, words in found:
        row = database.execute("SELECT * FROM observations WHERE observation_id = ?", [row_id]).fetchone()
        assert html.unescape(words) == row["quote"]
        assert place == f"/reports/{row['report_id']}#{row_id}"
        assert get(f"/gongbao/observations/{row_id}").status_code == 200
        assert re.search(rf'id="?{row_id}\b', get(place.partition("#")[0]).text)


def test_amounts_are_in_the_readers_language(get: Get) -> None:
    amounts = {
        tongue: {row: amount for row, amount, *_ in figures(get(f"/?lang={tongue}").text)} for tongue in ("en", "zh")
    }
    assert amounts["en"]["bda-2021-o347"] == "more than 1.7 billion"
    assert amounts["zh"]["bda-2021-o347"] == "超过17亿剂"
    assert amounts["en"]["bda-2021-o900"] == "up 20% year on year (estimated)"


def test_every_link_leads_to_something(get: Get) -> None:
    for tongue in ("en", "zh"):
        page = get(f"/?lang={tongue}").text
        found = sorted({html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)})
        assert len(found) > 35
        for link in found:
            assert get(link).status_code in (200, 302), link
        for place, anchor in re.findall(r'href="(/[^"#]*)#([^"]+)"', page):
            assert re.search(rf'id="?{anchor}\b', get(html.unescape(place)).text), (place, anchor)


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_it_says_what_there_is(get: Get, database: sqlite3.Connection, tongue: str) -> None:
    page = get(f"/?lang={tongue}").text
    for table in chosen("table"):
        rows = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        word = "行" if tongue == "zh" else " rows"
        assert re.search(rf'href="/gongbao/{table}">.*?</a> <span class="count">{rows:,}{word}</span>', page)
    assert CURRENT.version in page
    assert str(CURRENT.released or "2026-11-26") in page  # of the newest release, where the data are not released
    assert ("[DS/OL]" if tongue == "zh" else "[Dataset]") in page
    assert f"http://localhost/{LASTING}" in page
    assert page.count('role="search"') == 1


def test_every_text_is_translated(get: Get) -> None:
    assert untranslated(get("/?lang=qps-ploc").text) == []


def test_its_json_stays_that_of_datasette(get: Get) -> None:
    answer = get("/.json")
    assert answer.headers["content-type"].startswith("application/json")
    assert set(answer.json()) == {"gongbao", "gongbao-1-0-0", "gongbao-1-0-1", "gongbao-2-0-0"}
    assert {"tables_count", "views_count", "path"} <= set(answer.json()["gongbao"])


def test_a_search_from_home_finds(get: Get) -> None:
    page = get("/").text
    assert '<form class="big-search" action="/search" method="get"' in page
    assert 'name="words"' in page
    for example in chosen("example"):
        assert get(f"/search.json?words={quote(example)}").json()["groups"], example


def without(served: Path, folder: Path, sql: str) -> Path:
    """Return a copy of the site's data after some SQL."""
    (folder / "build").mkdir()
    for name in ("gongbao.db", "metadata.json"):
        shutil.copy(served / "build" / name, folder / "build" / name)
    with closing(sqlite3.connect(folder / "build" / "gongbao.db")) as database, database:
        database.executescript(sql)
    return folder


def test_figures_are_filled_up_by_rule(served: Path, tmp_path: Path) -> None:
    """Where chosen rows are missing, the largest counts of the newest report stand, each of another theme."""
    gone = ", ".join(f"'{name}'" for name in chosen("headline")[:4])
    root = without(served, tmp_path, f"DELETE FROM observations WHERE observation_id IN ({gone})")
    for get in asking(root):
        found = figures(get("/").text)
        assert [row for row, *_ in found][:2] == list(chosen("headline")[4:])
        assert len({row for row, *_ in found}) == len(found) == HEADLINES


def test_a_report_read_by_machine_is_marked(served: Path, tmp_path: Path) -> None:
    root = without(served, tmp_path, "UPDATE reports SET review = 'auto'")
    for get in asking(root):
        page = get("/").text
        assert page.count('<span class="machine">read by machine</span>') == HEADLINES + 1
        assert "checked by curators" not in page


def test_a_dataset_without_figures_or_releases_has_a_home(served: Path, tmp_path: Path) -> None:
    root = without(served, tmp_path, "DELETE FROM observations; DELETE FROM releases;")
    for get in asking(root):
        page = get("/")
        assert page.status_code == 200
        assert figures(page.text) == []
        assert "/downloads/" not in page.text


COUNTER = "WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 200)"


def many_reports(database: sqlite3.Connection) -> str:
    """Return the SQL that puts 200 more reports, with all their values, beside the one there is."""
    given = {"report_id": "'other-' || n", "observation_id": "observation_id || '-' || n", "sha256": "sha256 || n"}
    given |= {"review": "'auto'", "numeral_id": "numeral_id || n"}
    steps = ["PRAGMA foreign_keys = off", "PRAGMA ignore_check_constraints = on"]
    for table in ("reports", "observations"):
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(given.get(name, name) for name in columns)
        steps.append(f"{COUNTER} INSERT INTO {table} SELECT {values} FROM {table}, counter")
    return "; ".join(steps)


def test_with_200_reports_home_names_a_few(served: Path, tmp_path: Path, database: sqlite3.Connection) -> None:
    """And is no longer than with one; bench/pages.py has what it costs."""
    sizes: dict[str, int] = {}
    for name, sql in {"one": "SELECT 1", "many": many_reports(database)}.items():
        (tmp_path / name).mkdir()
        for get in asking(without(served, tmp_path / name, sql)):
            page = get("/").text
            sizes[name] = len(page)
            assert page.count('class="count"><span translate="no">') <= 5
            assert ("All 201 reports" in page) == (name == "many")
    assert sizes["many"] <= 1.5 * sizes["one"]


def json_ld(page: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def test_search_engines_are_told_of_the_dataset(get: Get) -> None:
    for tongue, title in (
        ("en", "Gongbao: government work reports as open data"),
        ("zh", "公报：政府工作报告开放数据集"),
    ):
        (words,) = json_ld(get(f"/?lang={tongue}", host="data.example.org").text)
        assert (words["@type"], words["name"], words["version"]) == ("Dataset", title, CURRENT.version)
        assert words["url"] == "http://data.example.org/"
        assert words["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert isinstance(words["description"], str)
        assert len(words["distribution"]) > 20
        for file in words["distribution"]:
            address = file["contentUrl"].removeprefix("http://data.example.org")
            assert get(address).status_code == 200, address
            assert file["sha256"]


def test_search_engines_are_told_of_tables_and_reports(get: Get) -> None:
    table, crumbs = json_ld(get("/gongbao/projects").text)
    assert table["isPartOf"]["@id"] == "http://localhost/"
    assert table["version"] == CURRENT.version
    assert [file["contentUrl"] for file in table["distribution"]] == [
        "http://localhost/gongbao/projects.csv",
        "http://localhost/gongbao/projects.json",
    ]
    assert [step["item"] for step in crumbs["itemListElement"]] == [
        "http://localhost/",
        "http://localhost/gongbao",
        "http://localhost/gongbao/projects",
    ]
    old, _ = json_ld(get("/gongbao-1-0-0/projects").text)
    assert old["version"] == "1.0.0"
    (report,) = json_ld(get("/reports/bda-2021").text)
    assert (report["@type"], report["temporalCoverage"]) == ("Report", "2021")
    assert json_ld(get("/downloads").text) == []
