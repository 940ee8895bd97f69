"""Every page speaks one language: in the pseudo-language no text is left that is neither data nor translated."""

from __future__ import annotations

import re

import pytest

from support.asking import Get
from support.interface import untranslated
from support.pages import FAULTY, LONG, PAGES

HAN = re.compile(r"[\u4e00-\u9fff]")


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize("path", [*PAGES, *LONG, *FAULTY])
def test_no_text_of_the_interface_was_forgotten(path: str, get: Get) -> None:
    answer = get(in_language(path, "qps-ploc"))
    assert (answer.status_code == 200) == (path in (*PAGES, *LONG))
    assert "⟦" in answer.text
    assert untranslated(answer.text) == []


@pytest.mark.parametrize("path", [*PAGES, *LONG, *FAULTY])
def test_what_is_not_data_is_chinese_on_a_chinese_page_and_english_on_an_english_one(path: str, get: Get) -> None:
    """The title of a page and its navigation stand for the rest, which the pseudo-language has shown to be marked."""
    titles = {
        lang: re.search(r"<title>(.*?)</title>", get(in_language(path, lang)).text, re.DOTALL) for lang in ("en", "zh")
    }
    assert titles["en"]
    assert titles["zh"]
    assert titles["en"][1] != titles["zh"][1]
    assert HAN.search(titles["zh"][1])


def test_the_walker_sees_what_was_forgotten() -> None:
    page = (
        '<html><head><title>⟦a⟧</title></head><body><p>⟦fine⟧ 12 <span translate="no">data</span></p>'
        '<p>forgotten</p><img alt="picture"><input type="submit" value="Go"><svg translate="no"><title>x</title></svg>'
        "<script>var code;</script></body></html>"
    )
    assert untranslated(page) == ["<p> forgotten", "<img alt> picture", "<input value> Go"]
    assert untranslated("<title>bare</title>") == ["<title> bare"]
