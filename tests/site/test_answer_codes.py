"""Answers of queries as people read them: codes by their names in either language, every row led to its page."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest

from gongbao.exports.datasette_metadata import read_queries
from gongbao.model.codes import CODELISTS
from gongbao.resources import SITE
from gongbao.site.wording.answer_codes import answer_codes, names_of_codes
from gongbao.site.wording.cells import table_of
from gongbao.site.wording.labels import MODELS
from gongbao.site.wording.languages import CHINESE, ENGLISH, speaking
from support.asking import Get

QUERIES = read_queries(SITE / "queries")
CODES = {code.code for codes in CODELISTS.values() for code in codes} | set(answer_codes().tables)
_CELL = re.compile(r'<td role="cell" data-label="([^"]*)"[^>]*>(.*?)</td>', re.DOTALL)
_ROW = re.compile(r'<tr role="row">(.*?)</tr>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
IN_SQL = {"new_and_cumulative": "更改"}
"""Columns whose words the SQL of a query puts together."""


def page(get: Get, query: str, **arguments: str) -> str:
    given = {p["name"]: p["example"] for p in QUERIES[query]["parameters"] if p["required"]}
    answer = get(f"/gongbao/{query}?{urlencode({**given, '_rows': 'all', 'lang': 'zh', **arguments})}")
    assert answer.status_code == 200, answer.text[:300]
    text: str = answer.text
    return text


def cells(text: str) -> list[dict[str, str]]:
    rows = (_CELL.findall(row) for row in _ROW.findall(text))
    return [{label: html.unescape(_TAG.sub("", cell)).strip() for label, cell in row} for row in rows if row]


@pytest.mark.parametrize("query", QUERIES)
def test_no_answer_shows_a_raw_code_to_readers_of_chinese(get: Get, query: str) -> None:
    shown = cells(page(get, query))
    raw = {
        (label, value)
        for row in shown
        for label, value in row.items()
        if label != IN_SQL.get(query) and value and set(re.split(r"\s*[,;]\s*", value)) <= CODES
    }
    assert shown
    assert not raw


@pytest.mark.parametrize(
    ("query", "arguments", "address"),
    [
        ("about_an_organization", {"organization": "jd"}, "/gongbao/organizations/jd"),
        ("about_an_organization", {"organization": "jd"}, "/gongbao/project_mentions/bda-2021-p"),
        ("about_an_organization", {"organization": "jd"}, "/gongbao/organization_mentions/bda-2021-"),
        ("who_works_with_whom", {}, "/gongbao/projects/"),
        ("about_a_subject", {"words": "集成电路"}, "/gongbao/sentences/bda-2021-s"),
        ("sentence_search", {"words": "营商环境"}, "/gongbao/sentences/bda-2021-s"),
        ("changes_of_a_release", {"version": "2.0.0"}, "/gongbao/codes/measure,area"),
    ],
)
def test_rows_of_an_answer_lead_to_their_pages(get: Get, query: str, arguments: dict[str, str], address: str) -> None:
    led = re.findall(r'<td role="cell".*?href="([^"]+)"', page(get, query, **arguments), re.DOTALL)
    assert [link for link in led if link.startswith(address)]


def test_a_change_shows_values_by_their_names(get: Get) -> None:
    shown = cells(page(get, "history_of_a_row", table_name="projects", row_id="jd-logistics-base"))
    told = {row["新值"] for row in shown if row["新值"]}
    assert told
    assert not told & CODES


def test_what_took_the_place_of_a_row_is_named_and_led_to(get: Get) -> None:
    text = get("/gongbao/tombstones?table_name=policies&row_id=air-quality-grade-ii&lang=zh").text
    assert re.search(r'<a href="/gongbao/terms/grade-ii-standard"><span[^>]*>国家二级标准</span></a>（术语）', text)


@pytest.mark.parametrize(
    ("path", "label", "shown"),
    [
        ("codes?codelist=basis", "代码表", {"比较基期"}),
        ("mentions?kind=numeral&_size=100", "该行内容", {"时期", "名称", "观测值"}),
        ("about", "项", {"名称", "许可 1", "引用格式"}),
        ("codebook?_size=100", "类型", {"文本", "整数"}),
    ],
)
def test_tables_show_words_where_codes_are_stored(get: Get, path: str, label: str, shown: set[str]) -> None:
    answer = get(f"/gongbao/{path}{'&' if '?' in path else '?'}lang=zh")
    assert shown <= {row[label] for row in cells(answer.text)}


def test_other_forms_of_names_are_of_the_readers_language(get: Get) -> None:
    for lang, label, other in (("zh", "其他写法", r"^[A-Za-z]"), ("en", "Other forms", r"^[\u4e00-\u9fff]")):
        shown = {row.get(label, "") for row in cells(get(f"/gongbao/places?_size=100&lang={lang}").text)}
        assert len(shown) > 3
        assert [form for form in shown if re.match(other, form)] == []


@pytest.mark.parametrize("query", ["about_an_organization", "about_a_subject"])
def test_rows_of_several_tables_are_not_called_sentences(get: Get, query: str) -> None:
    assert all("该行内容" in row and "句子" not in row for row in cells(page(get, query)))


def test_a_page_of_a_table_tells_how_many_of_its_rows_it_shows(get: Get) -> None:
    assert "50 / 91行" in get("/gongbao/observations?_size=50&lang=zh").text
    assert "10 of 91 rows" in get("/gongbao/observations?_size=10&lang=en").text
    assert " of 91 rows" not in get("/gongbao/observations?_size=100&lang=en").text


def test_codes_mean_what_their_list_says() -> None:
    with speaking(CHINESE):
        assert names_of_codes("status", "planned", "policy") == "拟定"
        assert names_of_codes("status", "planned", "project") == "计划"
        assert names_of_codes("reported", "in_operation,completed") == "投用、建成"
        assert names_of_codes("reported", "in_operation,nothing") is None
    with speaking(ENGLISH):
        assert names_of_codes("found_in", "theme") == "the name of its theme"


def test_every_list_and_table_named_exists() -> None:
    named = {name for lists in answer_codes().codelists.values() for name in lists}
    assert named <= set(CODELISTS)
    assert set(answer_codes().tables.values()) <= set(MODELS)


def test_a_kind_names_what_its_id_is_of() -> None:
    assert table_of({"kind": "project", "row_id": "jd-phase-2", "report_id": "bda-2021"}) == "projects"
    assert table_of({"kind": "project", "row_id": "bda-2021-p12", "report_id": "bda-2021"}) == "project_mentions"
    assert table_of({"kind": "whatever", "row_id": "x"}) is None
