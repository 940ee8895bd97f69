"""The page of charts: numbers of the data, words of the reader, libraries as they were vendored."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from gongbao.resources import SITE
from support.asking import Get, asking
from support.interface import untranslated

VENDOR = SITE / "static" / "vendor"
REPORT = "bda-2021"
OTHER = "elsewhere-2023"
FIGURES = ("growth-rates", "themes", "project-pipeline", "promises", "coverage")


class Tables(HTMLParser):
    """The tables of a page by their figure: rows of (text, value) cells, headings and data alike."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[tuple[str, str | None]]]] = {}
        self.series: dict[str, list[str]] = {}
        self.figure, self.cell, self.value = "", None, None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "figure":
            self.figure = given["id"] or ""
            self.found[self.figure], self.series[self.figure] = [], []
        elif tag == "tr":
            self.found[self.figure].append([])
        elif tag in ("td", "th"):
            self.cell, self.value = "", given.get("data-value")
            if "data-series" in given:
                self.series[self.figure].append(str(given["data-series"]))

    def handle_data(self, text: str) -> None:
        if self.cell is not None:
            self.cell += text

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.found[self.figure][-1].append((self.cell.strip(), self.value))
            self.cell = None

    def numbers(self, figure: str) -> dict[str, list[float]]:
        """The values of each line by its name."""
        lines = (row for row in self.found[figure] if row and any(value for _, value in row))
        return {row[0][0]: [float(value) for _, value in row if value] for row in lines}


@pytest.fixture(scope="module")
def get(package: Path) -> Iterator[Get]:
    yield from asking(package)


@pytest.fixture(scope="module")
def rows(package: Path) -> Iterator[Any]:
    with closing(sqlite3.connect(package / "build" / "gongbao.db")) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def several(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A site with a newer report beside the real one that a machine read: a target, a fall, no name, no theme."""
    root = tmp_path_factory.mktemp("several")
    shutil.copytree(package / "build", root / "build")
    with closing(sqlite3.connect(root / "build" / "gongbao.db")) as connection, connection:
        copied(connection, "reports", f"report_id = '{REPORT}'", report_id=OTHER, sha256="0" * 64, review="auto")
        connection.execute(
            "update reports set year_covered = 2023, title_en = 'Elsewhere' where report_id = ?", [OTHER]
        )
        model = f"report_id = '{REPORT}' and change_percent = 57.1"
        changed = {"report_id": OTHER, "indicator_id": None, "concept_zh": "某数"}
        copied(connection, "observations", model, observation_id="x1", change_percent=-12, status="target", **changed)
        copied(
            connection, "observations", model, observation_id="x2", change_percent=7, qualifier="at_least", **changed
        )
    yield from asking(root)


def copied(connection: sqlite3.Connection, table: str, which: str, **changed: object) -> None:
    """Add a copy of one row with some cells changed."""
    cursor = connection.execute(f"select * from {table} where {which}")
    row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True)) | changed
    connection.execute(f"insert into {table} values ({', '.join('?' * len(row))})", list(row.values()))


def page(get: Get, path: str = "/charts", lang: str = "en") -> str:
    answer = get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_growth_rates_are_those_of_the_query(get: Get) -> None:
    told = get(f"/gongbao/growth_rates.json?_shape=array&report_id={REPORT}").json()
    shown = [row for row in Tables(page(get)).found["growth-rates"] if len(row) == 5 and row[1][1]]
    assert [(float(str(row[1][1])), row[2][1]) for row in shown] == [
        (line["change_percent"], line["status"]) for line in told
    ]
    assert [row[0][0].startswith(line["indicator_en"]) for row, line in zip(shown, told, strict=True)] == [True] * len(
        told
    )
    assert [row[4][0] for row in shown] == [line["quote"] for line in told]
    assert len(told) > 5
    assert {row[1][0] for row in shown} >= {"+350%", "−5.4%"}


def test_counts_by_theme_are_those_of_the_tables(get: Get, rows: Any) -> None:
    shown = Tables(page(get)).numbers("themes")
    counts = [
        "select count(*) from observations o join indicators i using (indicator_id) where i.theme_id = t.theme_id",
        "select count(distinct p.project_id) from projects p join project_mentions using (project_id) "
        "where p.theme_id = t.theme_id",
        "select count(distinct p.policy_id) from policies p join policy_mentions using (policy_id) "
        "where p.theme_id = t.theme_id",
        "select count(*) from commitments c where c.theme_id = t.theme_id",
    ]
    expected = {
        line[0]: list(line[1:])
        for line in rows(f"select name_en, {', '.join(f'({sql})' for sql in counts)} from themes t")
        if any(line[1:])
    }
    assert shown == expected
    sums = [sum(numbers) for numbers in shown.values()]
    assert sums == sorted(sums, reverse=True)
    told = get(f"/gongbao/values_by_theme.json?_shape=array&report_id={REPORT}").json()
    assert {line["name_en"]: line["values"] for line in told if line["values"]} == {
        name: numbers[0] for name, numbers in shown.items() if numbers[0]
    }


def test_the_pipeline_is_that_of_the_view(get: Get, rows: Any) -> None:
    tables = Tables(page(get))
    shown = {
        (name, *series.split("-")): number
        for name, numbers in tables.numbers("project-pipeline").items()
        for series, number in zip(tables.series["project-pipeline"], numbers, strict=True)
        if number
    }
    told = rows("select theme_en, timeframe, project_status, count(distinct project_id) from project_mentions "
                "join (select project_id, t.name_en as theme_en from projects join themes t using (theme_id)) "
                "using (project_id) group by 1, 2, 3")  # fmt: skip
    assert shown == {line[:3]: line[3] for line in told}
    frames = [series.split("-")[0] for series in tables.series["project-pipeline"]]
    assert frames == sorted(frames, key=["reported", "planned"].index)


def test_promises_are_told_by_what_can_be_checked(get: Get, rows: Any) -> None:
    shown = Tables(page(get)).numbers("promises")
    told = rows("select t.name_en, sum(checkability = 'definite'), sum(checkability = 'directional'), count(*) "
                "from commitments join themes t using (theme_id) group by 1")  # fmt: skip
    assert shown == {line[0]: list(line[1:]) for line in told}
    definite = get(f"/gongbao/definite_promises.json?_shape=array&report_id={REPORT}").json()
    assert f"{len(definite)} of {sum(line[3] for line in told)} promises" in page(get)


def test_the_whole_text_is_accounted_for(get: Get, rows: Any) -> None:
    shown = Tables(page(get)).numbers("coverage")
    sentences, numerals = rows("select sentences, numerals from coverage")[0]
    decisions = rows("select c.name_en, count(*) from sentences join codes c "
                     "on codelist = 'decision' and code = decision group by 1")  # fmt: skip
    roles = rows(
        "select c.name_en, count(*) from numerals join codes c on codelist = 'role' and code = role group by 1"
    )
    assert {name: number for name, (number, _) in shown.items() if number} == dict([*decisions, *roles])
    assert shown["not reviewed"] == shown["unresolved"] == [0, 0]
    assert shown["yields rows"][1] == round(100 * dict(decisions)["yields rows"] / sentences, 1)
    assert shown["observation"][1] == round(100 * dict(roles)["observation"] / numerals, 1)


def test_every_figure_leads_to_queries_that_answer(get: Get) -> None:
    for part in page(get).split("<figure")[1:]:
        ways = part.partition('<p class="charts-ways">')[2].partition("</p>")[0]
        links = re.findall(r'href="(/gongbao[^"]+)"', ways)
        assert any("?sql=" in link for link in links)
        assert len(links) > 1
        for link in links:
            path, _, asked = link.replace("&amp;", "&").partition("?")
            answer = get(f"{path}.json?{asked}&_shape=array")
            assert answer.status_code == 200, link
            assert answer.json(), link


def test_the_page_is_whole_in_both_languages(get: Get) -> None:
    english, chinese = page(get), page(get, lang="zh")
    assert "Key industries" in english
    assert "重点产业" in chinese
    assert untranslated(page(get, lang="qps-ploc")) == []
    for text in (english, chinese):
        assert [figure for figure in FIGURES if f'<figure class="chart" id="{figure}"' in text] == list(FIGURES)
    values = {lang: re.findall(r'data-value="([^"]+)"', text) for lang, text in (("en", english), ("zh", chinese))}
    assert values["en"] == values["zh"]
    assert not re.search(r"<style|<script>|\sstyle=|\son[a-z]+=", english)


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("report_id=nowhere", 404, ("There is no report “nowhere”", "没有报告“nowhere”")),
        ("place_id=mars", 400, ("no report has “mars”", "没有报告符合“mars”")),
        ("year=1850", 400, ("no report has “1850”", "没有报告符合“1850”")),
        ("report=bda-2021", 400, ("There is no parameter “report”", "没有参数“report”")),
        ("report_id=bda-2021&report_id=bda-2021", 400, ("more than once", "重复")),
        ("report_id=%3Cscript%3E", 404, ("There is no report", "没有报告")),
    ],
)
def test_a_wrong_question_is_explained_in_the_readers_language(
    get: Get, asked: str, status: int, says: tuple[str, str]
) -> None:
    for lang, words in zip(("en", "zh"), says, strict=True):
        answer = get(f"/charts?{asked}&lang={lang}")
        assert answer.status_code == status
        assert words in answer.text
        assert "<script>" not in answer.text.partition("<main")[2]


def test_the_curated_report_comes_first_and_others_are_marked(several: Get) -> None:
    first = page(several)
    assert f'value="{REPORT}" translate="no" selected' in first
    assert "Elsewhere" in first
    assert first.count("growth rates, 0 of them targets") == 1
    for asked in (f"report_id={OTHER}", "review=auto", "year=2023"):
        other = page(several, f"/charts?{asked}")
        figures = other.split("<figure")[1:]
        assert [part.count('class="machine"') for part in figures] == [2] * 5, asked  # in the caption and the source
        shown = [row for row in Tables(other).found["growth-rates"] if len(row) == 5 and row[1][1]]
        assert [(row[0][0].split()[0], row[1][0], row[2][0]) for row in shown] == [
            ("某数", "at least +7%", "actual"),
            ("某数", "−12%", "target"),
        ]
        assert "2 growth rates, 1 of them targets" in other
        assert "no theme yet" in other
        assert "The report names no project." in other
    assert untranslated(page(several, f"/charts?report_id={OTHER}", "qps-ploc")) == []
    answer = several(f"/charts?report_id={REPORT}&review=auto&lang=zh")
    assert (answer.status_code, "没有符合条件的报告" in answer.text) == (404, True)


def test_what_charts_are_drawn_with_is_what_was_vendored() -> None:
    with (VENDOR / "vendor.csv").open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    named = {line["file"] for line in lines} | {line["licence_file"] for line in lines} | {"vendor.csv"}
    assert {path.name for path in VENDOR.iterdir()} == named
    for line in lines:
        source = (VENDOR / line["file"]).read_bytes()
        assert hashlib.sha256(source).hexdigest() == line["sha256"], line["file"]
        assert line["version"] in source[:200].decode()
        assert urlsplit(line["source"]).scheme == "https"
        assert line["licence"] == "ISC"
        assert "Permission to use, copy, modify" in (VENDOR / line["licence_file"]).read_text(encoding="utf-8")


def test_the_page_brings_its_own_address_and_source(get: Get) -> None:
    text = page(get)
    for figure in FIGURES:
        assert f"/charts?report_id={quote(REPORT)}#{figure}" in text
    assert text.count('rel="license"') == len(FIGURES) + 1
