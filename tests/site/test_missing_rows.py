"""Rows that are not there: half a key, an unknown id, a removed row; the right status and a page that helps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.asking import Get
from support.interface import untranslated
from support.rows import DATABASES, first_rows, heading

ROW = "/gongbao/observations/bda-2021-o347"


@pytest.fixture(scope="module")
def rows(served: Path) -> dict[str, list[str]]:
    return first_rows(served)


@pytest.mark.parametrize("ending", ["", ".json"])
@pytest.mark.parametrize(
    "path",
    [
        "/gongbao/term_mentions/x", "/gongbao/codes/measure", "/gongbao/codes/measure,flow,x", f"{ROW},x",
        "/gongbao/tombstones/policies", "/gongbao/nothing/x", "/gongbao/mentions/x", "/gongbao/mentions/1",
        "/gongbao-1-0-0/codes/measure", "/gongbao/terms/,", "/gongbao-9-9-9/terms/x",
    ],
)  # fmt: skip
def test_an_address_that_names_no_row_is_not_found(get: Get, path: str, ending: str) -> None:
    answer = get(f"{path}{ending}")
    assert answer.status_code == 404
    if ending:
        assert answer.json()["ok"] is False
    else:
        assert "HTTP status 404" in answer.text


@pytest.mark.parametrize("database", DATABASES)
def test_no_table_stumbles_over_half_a_key_or_too_long_a_key(
    get: Get, rows: dict[str, list[str]], database: str
) -> None:
    for path in rows[database]:
        whole, _, last = path.rpartition("/")
        for wrong in (f"{path},more", f"{whole}/{last.split(',')[0]},", f"{whole}/nothing"):
            for ending in ("", ".json"):
                assert get(f"{wrong}{ending}").status_code == 404, f"{wrong}{ending}"


def test_an_unknown_row_is_told_with_what_is_near(get: Get) -> None:
    page = get("/gongbao/terms/dual-carbo")
    assert page.status_code == 404
    assert "There is no row “dual-carbo” in the table “Terms”." in page.text
    assert 'href="/gongbao/terms/dual-carbon"' in page.text
    assert "“术语”表中没有“dual-carbo”这一行。" in get("/gongbao/terms/dual-carbo?lang=zh").text
    assert untranslated(get("/gongbao/terms/dual-carbo?lang=qps-ploc").text) == []
    assert "Close to it" not in get("/gongbao/terms/%E4%B8%8D").text
    assert untranslated(get("/gongbao/codes/measure?lang=qps-ploc").text) == []


@pytest.mark.parametrize(("language", "words"), [("en", "This row was removed"), ("zh", "此行已删除")])
def test_a_removed_row_says_why_and_what_stands_in_its_place(get: Get, language: str, words: str) -> None:
    answer = get(f"/gongbao/policies/dual-carbon?lang={language}")
    assert answer.status_code == 410
    assert heading(answer.text) == words
    reason = "报告仅在行动方案的名称中提及" if language == "zh" else "The report names it"
    assert reason in answer.text
    assert 'href="/gongbao/terms/dual-carbon"' in answer.text
    assert 'href="/gongbao-1-0-1/policies/dual-carbon"' in answer.text
    assert "/gongbao/history_of_a_row?row_id=dual-carbon&amp;table_name=policies" in answer.text
    assert untranslated(get("/gongbao/policies/dual-carbon?lang=qps-ploc").text) == []
    assert get("/gongbao/policies/dual-carbon.json").status_code == 410
    assert get("/gongbao-2-0-0/policies/dual-carbon").status_code == 404


@pytest.mark.parametrize("ending", ["json", "csv", "jsonl", "xlsx"])
def test_a_program_is_told_of_a_removed_row_too(get: Get, ending: str) -> None:
    answer = get(f"/gongbao/codes/measure,area.{ending}")
    assert answer.status_code == 410
    assert "codes measure/area was removed in 2.0.0: " in answer.text
    if ending == "json":
        assert answer.json()["tombstone"]["table_name"] == "codes"


def test_a_tombstone_of_a_column_leads_to_no_row(get: Get) -> None:
    page = get("/gongbao/tombstones?_size=max").text
    assert "/gongbao/policies/" in page
    assert re.findall(r'href="/gongbao/(?:observations|commitments)/~2A', page) == []
