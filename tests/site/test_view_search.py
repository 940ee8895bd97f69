"""The search box on views finds by the indexes of the tables behind them, and says where it cannot."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from support.asking import Get

BEHIND = [
    ("observations_flat", "observations", "observation_id"),
    ("promises_flat", "commitments", "commitment_id"),
    ("projects_flat", "projects", "project_id"),
]


def rows(get: Get, table: str, words: str, database: str = "gongbao") -> list[dict[str, Any]]:
    answer = get(f"/{database}/{table}.json?_shape=array&_size=max&_search={quote(words)}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("view", "table", "key"), BEHIND)
def test_a_view_is_searched_as_the_table_behind_it(get: Get, view: str, table: str, key: str) -> None:
    for words in ("疫苗", "人才", "talent", "疫苗|人才", "没有这个词"):
        assert {row[key] for row in rows(get, view, words)} == {row[key] for row in rows(get, table, words)}
    assert rows(get, view, "人才")
    assert len(rows(get, view, "人才")) < len(rows(get, view, ""))


def test_mentions_are_found_by_their_words_or_the_name(get: Get) -> None:
    found = {(row["kind"], row["row_id"]) for row in rows(get, "mentions", "长城汽车")}
    assert found == {("organization", "bda-2021-g2280-2282")}  # the text says 长城
    kinds = {row["kind"] for row in rows(get, "mentions", "疫苗|人才|北京")}
    assert kinds >= {"observation", "project", "policy", "commitment", "place", "term", "heading"}


def test_releases_of_the_first_edition_too(get: Get) -> None:
    assert len(rows(get, "observations_flat", "疫苗", "gongbao-1-0-0")) == 4


def test_the_page_has_its_box(get: Get) -> None:
    page = get("/gongbao/observations_flat?_search=%E7%96%AB%E8%8B%97").text
    assert 'name="_search"' in page
    assert "疫苗" in page
    assert 'name="_search"' in get("/gongbao/mentions").text
    assert 'name="_search"' not in get("/gongbao/coverage").text


@pytest.mark.parametrize("table", ["coverage", "project_pipeline", "commitment_projects", "changes"])
def test_where_no_index_serves_an_error_says_so(get: Get, table: str) -> None:
    for path in (f"/gongbao/{table}.json?_search=a", f"/gongbao/{table}?_search=a", f"/gongbao/{table}.csv?_search=a"):
        answer = get(path)
        assert answer.status_code == 400
        assert f"{table}: has no full-text index: search in codes, commitments" in answer.text


def test_an_empty_box_searches_nothing(get: Get) -> None:
    for table in ("observations", "observations_flat", "coverage"):
        assert get(f"/gongbao/{table}.json?_search=").json()["rows"] == get(f"/gongbao/{table}.json").json()["rows"]


@pytest.mark.parametrize("words", ['"', "*", "a OR", "(", "^", "NEAR("])
def test_syntax_does_no_harm(get: Get, words: str) -> None:
    assert isinstance(rows(get, "mentions", words), list)
