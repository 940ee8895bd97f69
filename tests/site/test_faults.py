"""What a wrong question is told in the kind of file that was asked for."""

from __future__ import annotations

import pytest

from support.asking import Get

TABLE = "/gongbao/observations"


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
@pytest.mark.parametrize(
    ("query", "words"), [("lang=fr", "There is no language “fr”"), ("value__gt=abc", "a number, not “abc”")]
)
def test_a_program_that_asks_for_a_file_is_told_in_a_line(get: Get, ending: str, query: str, words: str) -> None:
    answer = get(f"{TABLE}{ending}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert words in answer.text
    assert answer.text.count("\n") == 1


def test_json_is_told_in_json(get: Get) -> None:
    answer = get(f"{TABLE}.json?lang=fr")
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert answer.json()["error"].startswith("There is no language “fr”: take one of ")


def test_an_unknown_file_is_not_found_in_text(get: Get) -> None:
    answer = get("/gongbao/-/query.csv?sql=select+1")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")


def test_a_page_is_told_on_a_page(get: Get) -> None:
    answer = get(f"{TABLE}?lang=fr")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
