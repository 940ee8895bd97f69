"""How pages are set: punctuation of the reader's language, titles that tell pages apart, faults in words."""

from __future__ import annotations

import html
import re

import pytest

from gongbao.site.wording.cells import cut
from support.asking import Get
from support.pages import PAGES

_QUIET = re.compile(r"<(script|style|pre|code)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|td|th|dt|dd|div|h\d|title|option|summary|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
HALF = re.compile(r"[\u4e00-\u9fff0-9A-Za-z)）]: ?(?=[\u4e00-\u9fff])")
SPACED = re.compile(r"：[ \u00a0]+\S")
SET = [path for path in PAGES if not path.startswith(("/about/", "/reports/"))]
"""Documents and reports are texts of their own."""


def lines(text: str) -> list[str]:
    bare = _BLOCK.sub("\n", _QUIET.sub("", text))
    return [line.strip() for line in html.unescape(_TAG.sub("", bare)).splitlines() if line.strip()]


def title(get: Get, path: str) -> str:
    found = _TITLE.search(get(path).text)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("path", SET)
def test_colons_of_chinese_pages_are_full_width_and_bear_no_space(get: Get, path: str) -> None:
    page = get(f"{path}{'&' if '?' in path else '?'}lang=zh").text
    assert [line for line in lines(page) if HALF.search(line) or SPACED.search(line)] == []


@pytest.mark.parametrize("path", ["", "/observations", "/observations/bda-2021-o347"])
def test_pages_of_releases_are_told_apart_by_their_titles(get: Get, path: str) -> None:
    titles = {title(get, f"/{name}{path}") for name in ("gongbao", "gongbao-1-0-0", "gongbao-2-0-0")}
    assert len(titles) == 3


def test_a_fault_of_sql_is_told_in_the_readers_language(get: Get) -> None:
    answer = get("/gongbao?sql=selec&lang=zh")
    assert answer.status_code == 400
    assert "语句须以SELECT或WITH开头" in answer.text


def test_a_missing_page_speaks_no_words_of_programmers(get: Get) -> None:
    for lang in ("en", "zh"):
        answer = get(f"/nothing-here?lang={lang}")
        assert answer.status_code == 404
        assert "atabase not found" not in answer.text


def test_one_thing_is_of_one_size_on_all_pages(get: Get) -> None:
    said = re.search(r'class="button" href="/gongbao\.db">.*?<span class="count"[^>]*>([^<]+)<', get("/downloads").text)
    assert said
    assert f">{said[1]}</span>" in get("/gongbao").text


INDUSTRIES = "measures for the medicine and health industries"


@pytest.mark.parametrize(
    ("words", "most", "short"),
    [
        (INDUSTRIES, 42, "measures for the medicine and health…"),
        ("Incomprehensibilities", 10, "Incompre…"),
        ("一二三四五六", 8, "一二三…"),
        ("short", 8, "short"),
    ],
)
def test_a_text_is_cut_between_words(words: str, most: int, short: str) -> None:
    assert cut(words, most) == short


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("document", ["guide", "dictionary", "method", "quality", "changelog"])
def test_no_document_shows_its_markup(get: Get, document: str, lang: str) -> None:
    shown = _QUIET.sub("", get(f"/about/{document}?lang={lang}").text)
    assert re.findall(r"&lt;/?(?:br|p|b|i|table|a)\b[^&]*&gt;", shown) == []
