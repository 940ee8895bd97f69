"""Saved queries as a visitor asks them: the right rows, read by hand in the text; errors instead of wrong answers."""

from __future__ import annotations

import asyncio
import csv
import html
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

import pytest

from gongbao.errors import SeedError
from gongbao.exports.datasette_metadata import read_queries, read_query
from gongbao.resources import SITE
from gongbao.serving import databases as serving
from gongbao.serving.recordings import list_requests
from support.asking import Get
from support.paths import ROOT

CASES = ROOT / "tests" / "cases" / "queries.csv"
QUERIES = read_queries(SITE / "queries")
ASKING = [name for name, query in QUERIES.items() if any(p["required"] for p in query["parameters"])]
FREE = [name for name in QUERIES if name not in ASKING]
OF_REPORTS = [name for name, query in QUERIES.items() if "report_id" in query["params"]]


class Case(NamedTuple):
    """A question with the cells of one column of its answer, in order; no values where only their number is told."""

    query: str
    arguments: str
    column: str
    rows: str
    values: str


def read_cases() -> list[Case]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        assert tuple(next(lines)) == Case._fields
        return [Case(*line) for line in lines]


@pytest.fixture(scope="module")
def ask(get: Get) -> Callable[..., list[dict[str, Any]]]:
    """Ask a query and return its rows."""

    def rows(name: str, **arguments: str) -> list[dict[str, Any]]:
        answer = get(f"/gongbao/{name}.json?{urlencode({'_shape': 'array', **arguments})}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return rows


Ask = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize("case", read_cases(), ids=lambda c: f"{c.query}-{c.arguments}-{c.column}")
def test_the_right_rows(ask: Ask, case: Case) -> None:
    found = ask(case.query, **dict(parse_qsl(case.arguments)))
    assert len(found) == int(case.rows)
    if case.values:
        assert " ".join("-" if row[case.column] is None else str(row[case.column]) for row in found) == case.values


def test_every_query_has_a_case() -> None:
    assert {case.query for case in read_cases()} == set(QUERIES)


def test_an_organization_is_no_substring(ask: Ask) -> None:
    told = {row["quote"] for row in ask("about_an_organization", organization="京东")}
    assert not any("京东方" in str(quote) or "京东星宇" in str(quote) for quote in told)


def test_a_theme_is_pulled_in_by_its_name_alone(ask: Ask) -> None:
    """集成电路 stands in the definition of a theme, 金融 is the name of one."""
    assert {row["found_in"] for row in ask("about_a_subject", words="集成电路")} == {"words"}
    finance = ask("about_a_subject", words="finance")
    assert {row["row_id"] for row in finance if row["found_in"] == "theme" and row["kind"] == "observation"} == {
        "bda-2021-o4326",
        "bda-2021-o4430",
        "bda-2021-o4449",
        "bda-2021-o4457",
        "bda-2021-o4471",
    }


def test_a_subject_is_found_in_every_table(ask: Ask) -> None:
    kinds = {row["kind"] for words in ("自贸区", "疫苗", "数字经济") for row in ask("about_a_subject", words=words)}
    tables = {"theme", "indicator", "observation", "project", "policy", "commitment", "term", "organization", "place"}
    assert kinds == tables | {"sentence"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("芯片", "集成电路"),
        ("IC", "integrated circuits"),
        ("school", "schools"),
        ("无人驾驶", "自动驾驶"),
        ("PV", "光伏"),
        ("SOE", "国有企业"),
        ("Ｒ＆Ｄ", "研发"),
    ],
)
def test_words_that_mean_the_same_find_the_same(ask: Ask, one: str, other: str) -> None:
    found = [[row["row_id"] for row in ask("about_a_subject", words=words)] for words in (one, other)]
    assert found[0] == found[1] != []


def test_a_stem_is_no_word(ask: Ask) -> None:
    """The index knows stems: community and communication share one."""
    for row in ask("about_a_subject", words="community"):
        assert re.search(r"communit|社区|小区", f"{row['text_zh']} {row['text_en']}", re.IGNORECASE), row


@pytest.mark.parametrize("name", ASKING)
def test_a_question_left_open_is_a_form(get: Get, name: str) -> None:
    page = get(f"/gongbao/{name}")
    assert page.status_code == 200
    assert "<td" not in page.text
    assert "message-error" not in page.text
    example = re.search(rf'href="(/gongbao/{name}\?[^"]+)"', page.text)
    assert example
    assert get(example[1]).status_code == 200
    for ending in (".json", ".csv"):
        answer = get(f"/gongbao/{name}{ending}")
        assert answer.status_code == 400
        assert "example" in answer.text


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_misspelt_parameter_is_an_error(get: Get, name: str, ending: str) -> None:
    answer = get(f"/gongbao/{name}{ending}?word=x")
    assert answer.status_code == 400
    assert "there is no such parameter" in answer.text


@pytest.mark.parametrize("name", FREE)
def test_what_needs_no_parameter_answers(get: Get, name: str) -> None:
    assert "<td" in get(f"/gongbao/{name}").text
    assert len(get(f"/gongbao/{name}.csv").text.splitlines()) > 1


@pytest.mark.parametrize("name", OF_REPORTS)
def test_a_report_can_be_asked_alone(ask: Ask, name: str) -> None:
    needed = {p["name"]: p["example"] for p in QUERIES[name]["parameters"] if p["required"]}
    whole, alone = ask(name, **needed), ask(name, **needed, report_id="bda-2021")
    kept = [row for row in whole if row.get("kind") != "theme" and (row.get("report_id") or "report_id" not in row)]
    assert [row for row in alone if row.get("report_id") or "report_id" not in row] == kept


ERRORS = [
    ("about_a_subject?words=", "words: is missing: known: words, report_id (optional); example: ?words=集成电路"),
    ("about_a_subject?words=a&words=b", "words: is given more than once: leave one"),
    (f"about_a_subject?words={'x' * 501}", "words: is longer than 500 characters: shorten it"),
    ("growth_rates?report_id=bda", "report_id: there is no “bda”"),
    ("about_an_organization?organization=京东公司", "there is no “京东公司”: did you mean 京东"),
    ("values_about_a_place?place=平谷村", "there is no “平谷村”: did you mean 平谷"),
    ("values_by_theme?theme=medicine", "theme: there is no “medicine”"),
    ("changes_of_a_release?version=9.9.9", "version: there is no “9.9.9”"),
]


@pytest.mark.parametrize(("path", "message"), ERRORS)
def test_faults_are_told_with_their_remedy(get: Get, path: str, message: str) -> None:
    name, asked = path.split("?")
    for ending in ("", ".json", ".csv"):
        answer = get(f"/gongbao/{name}{ending}?{quote(asked, safe='=&')}")
        assert answer.status_code == 400
        assert message in (json.loads(answer.text)["error"] if ending == ".json" else answer.text)


def test_a_name_that_several_bear_is_an_error(package: Path, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    for name in ("gongbao.db", "metadata.json"):
        (tmp_path / "build" / name).write_bytes((package / "build" / name).read_bytes())
    with closing(sqlite3.connect(tmp_path / "build" / "gongbao.db")) as connection, connection:
        connection.execute("UPDATE organizations SET aliases_zh = '京东' WHERE organization_id = 'xiaomi'")
    app = serving.make_app(tmp_path)

    async def ask(value: str) -> Any:
        await app.invoke_startup()
        return await app.client.get(f"/gongbao/about_an_organization.json?organization={quote(value)}")

    assert asyncio.run(ask("京东")).json()["error"] == (
        "organization: “京东” is the name of several: choose jd or xiaomi"
    )
    assert asyncio.run(ask("jd")).status_code == 200


def test_what_is_datasettes_own_is_no_parameter(get: Get) -> None:
    for asked in ("_shape=array", "_size=5", "_shape=array&_timelimit=500", "lang=zh"):
        assert get(f"/gongbao/growth_rates.json?{asked}").status_code == 200
    assert get("/gongbao/about_a_subject?_show_sql=1").status_code == 200


def test_earlier_releases_answer_as_they_did(get: Get) -> None:
    """Their queries declare nothing: an unknown parameter is passed over, an empty one falls back."""
    for path in ("/gongbao-1-0-0/about_a_subject.json?word=x", "/gongbao-2-0-0/about_a_subject"):
        assert get(path).status_code == 200


def test_a_name_means_one_thing_in_all_queries() -> None:
    labels: dict[str, set[tuple[str, str]]] = {}
    for query in QUERIES.values():
        for parameter in query["parameters"]:
            labels.setdefault(parameter["name"], set()).add((parameter["label_en"], parameter["label_zh"]))
    assert all(len(told) == 1 for told in labels.values()), labels
    for query in QUERIES.values():
        assert "coalesce(nullif(trim(:" not in query["sql"]  # no answer to a question that nobody asked


BROKEN = [
    ("-- parameter: words | needed | Words | 词语 | x\n", ":6: is no parameter: write “-- parameter: name |"),
    ("-- parameter: words | required | Words | 词语\n", ":6: is no parameter: write “-- parameter: name |"),
    ("", ":1: words is not both declared and asked: write “-- parameter: name |"),
    ("-- parameter: name | required | Name | 名称 | x\n", ":1: name is not both declared and asked"),
]


@pytest.mark.parametrize(("line", "message"), BROKEN)
def test_a_query_declares_what_it_asks(tmp_path: Path, line: str, message: str) -> None:
    head = "".join(f"-- {name}: 1\n" for name in ("position", "title_en", "title_zh", "about_en", "about_zh"))
    (tmp_path / "half.sql").write_text(f"{head}{line}select :words\n", encoding="utf-8")
    with pytest.raises(SeedError, match=re.escape(message)):
        read_query(tmp_path / "half.sql")


def test_a_release_promises_examples_but_no_synonyms(served: Path) -> None:
    class Empty:
        tables = ()

    paths = list_requests(Empty(), served / "build" / "gongbao.db", QUERIES)  # type: ignore[arg-type]
    asked = {path.partition(".json?")[0].rpartition("/")[2]: path for path in paths}
    assert "organization=%E4%BA%AC%E4%B8%9C" in asked["about_an_organization"]
    assert "about_a_subject" not in asked
    assert asked["growth_rates"] == "/gongbao/growth_rates.json?_shape=array"


@pytest.mark.parametrize("name", ASKING)
def test_a_form_that_was_not_asked_claims_no_result(get: Get, name: str) -> None:
    """It names what it asks for in both languages, and shows an example that answers."""
    page, chinese = get(f"/gongbao/{name}").text, get(f"/gongbao/{name}?lang=zh").text
    assert "zero-results" not in page
    for parameter in QUERIES[name]["parameters"]:
        assert re.search(rf">{re.escape(html.escape(parameter['label_en']))}\W", page)
        assert re.search(rf">{re.escape(html.escape(parameter['label_zh']))}\W", chinese)
    example = re.search(r'<p class="example">[^<]*<a href="([^"]+)"[^>]*>([^<]+)</a>', page)
    assert example
    assert get(html.unescape(example[1])).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/gongbao/none", 404), ("/gongbao/about_a_subject?wrds=x", 400)])
def test_an_error_page_leads_on(get: Get, path: str, status: int) -> None:
    answer = get(path)
    assert answer.status_code == status
    assert 'action="/search"' in answer.text
    assert 'href="/"' in answer.text
