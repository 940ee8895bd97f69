"""Wrong arguments of tables, queries and databases: the right status, and words that help whoever asked."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest

from support.asking import Get

BAD = {
    "_sort=nope": "observation_id",
    "_sort_desc=nope": "observation_id",
    "_sort=value&_sort_desc=value": "both",
    "_next=a,b,c": "_next",
    "_through=x": "_through",
    "_through=%7B%22table%22%3A%22themes%22%2C%22column%22%3A%22x%22%2C%22value%22%3A1%7D": "_through",
    "_facet=nope": "observation_id",
    "_facet_date=nope": "observation_id",
    "_facet_array=nope": "observation_id",
    "_facet=%7Bx": "_facet",
    "_facet_size=x": "_facet_size",
    "_col=nope": "observation_id",
    "_nocol=nope": "observation_id",
    "_size=x": "_size",
    "_size=-1": "_size",
    "_size=99999": "_size",
    "_timelimit=x": "_timelimit",
    "nope=1": "observation_id",
    "nope__gt=1": "observation_id",
    "value__nope=1": "notblank",
    "value__in=%5B1": "value__in",
    "value__in=%5B%7B%7D%5D": "value__in",
    "_where=nope(": "",
    "_where=nope%3D1": "nope",
    "_search_nope=x": "",
}
"""Wrong arguments of the observations, with what the answer names."""


@pytest.mark.parametrize("kind", ["", ".json", ".csv", ".xlsx"])
@pytest.mark.parametrize("query", BAD)
def test_a_wrong_argument_is_told_and_what_is_known_named(get: Get, query: str, kind: str) -> None:
    answer = get(f"/gongbao/observations{kind}?{query}")
    assert answer.status_code == 400
    assert BAD[query] in html.unescape(answer.text)
    if kind == ".json":
        assert answer.json()["ok"] is False


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/gongbao/mentions?_next=garbage", 400),
        ("/gongbao/mentions?_next=-1", 400),
        ("/gongbao/mentions?_sort=nope", 400),
        ("/gongbao/growth_rates?_timelimit=x", 400),
        ("/gongbao-1-0-0/growth_rates?_timelimit=x", 400),
        ("/gongbao?_timelimit=x", 400),
        ("/gongbao.csv", 400),
        ("/gongbao.csv?sql=", 400),
        ("/gongbao.xlsx?sql=", 400),
        ("/gongbao.csv?sql=select+nope", 400),
        ("/gongbao.xlsx?sql=select+nope", 400),
        ("/gongbao.json?sql=select+nope", 400),
        ("/gongbao/observations.foo", 404),
        ("/gongbao/observations_flat.foo", 404),
        ("/gongbao/growth_rates.foo", 404),
        ("/gongbao/observations/bda-2021-o347.foo", 404),
        ("/gongbao.foo", 404),
        ("/gongbao/nope", 404),
        ("/gongbao/nope.csv", 404),
        ("/gongbao-9-9-9/observations", 404),
    ],
)
def test_a_wrong_address_has_the_right_status(get: Get, path: str, status: int) -> None:
    assert get(path).status_code == status


def test_a_fault_is_told_in_the_visitors_language(get: Get) -> None:
    assert "没有列“nope”" in get("/gongbao/observations?_sort=nope&lang=zh").text
    assert "没有筛选方式“nope”" in get("/gongbao/observations?value__nope=1&lang=zh").text


def test_a_file_is_told_the_fault_without_markup(get: Get) -> None:
    for kind in ("json", "csv"):
        text = get(f"/gongbao/observations.{kind}?_through=%22").text
        assert "&#34;" not in text
        assert "&quot;" not in text
    assert "没有这个参数，是否指words？" in get("/gongbao/about_a_subject?wrds=x&lang=zh").text
    assert "example: ?" in get("/gongbao/history_of_a_row.csv?row=x").text


@pytest.mark.parametrize("sql", ["select nope", "selec", "drop table x", "select (", "select * from nope"])
def test_wrong_sql_is_shown_with_its_editor_and_sqlites_words(get: Get, sql: str) -> None:
    answer = get(f"/gongbao?{urlencode({'sql': sql})}&lang=zh")
    assert answer.status_code == 400
    assert "SQLite无法执行此查询" in answer.text
    assert f">{html.escape(sql)}</textarea>" in answer.text
    assert re.search(r'error-detail"><code[^>]*>[^<]+<', answer.text)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("value=1,717", "value=1717"),
        ("value__gt=1%2C000", "value__gt=1000"),
        ("value__lte=1，000.5", "value__lte=1000.5"),
    ],
)
@pytest.mark.parametrize("table", ["observations", "observations_flat"])
def test_a_number_may_be_asked_for_as_it_is_printed(get: Get, table: str, asked: str, meant: str) -> None:
    answer = get(f"/gongbao/{table}.json?{asked}")
    assert answer.status_code == 302
    assert answer.headers["location"].endswith(f"?{meant}")


def test_a_number_is_not_compared_with_a_word(get: Get) -> None:
    for query in ("value__gt=abc", "value__gt=", "value=x"):
        answer = get(f"/gongbao/observations?{query}&lang=en")
        assert answer.status_code == 400, query
        assert "must be compared with a number" in answer.text
    assert get("/gongbao/observations?quote=1,717").status_code == 200  # a text may be any
