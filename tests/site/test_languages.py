"""The language of a request: parameter, cookie, header, in this order; the parameter never reaches a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gongbao.errors import SeedError
from gongbao.resources import SITE
from gongbao.site.wording import languages
from support.asking import Get

HAN = re.compile(r"[一-鿿]")


def page_language(answer: Any) -> str:
    found = re.search(r'<html lang="([^"]+)">', answer.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/search", {}, "en"),
        ("/search?lang=zh", {}, "zh-Hans"),
        ("/search?lang=zh-CN", {"cookie": "gongbao_language=en"}, "zh-Hans"),
        ("/search", {"cookie": "gongbao_language=zh-Hans"}, "zh-Hans"),
        ("/search", {"accept_language": "zh-TW,en;q=0.3"}, "zh-Hans"),
        ("/search", {"accept_language": "fr;q=0.9, en;q=0.3, zh;q=0.8"}, "zh-Hans"),
        ("/search", {"accept_language": "zh;q=0, en;q=x"}, "en"),
        ("/search", {"cookie": "gongbao_language=en", "accept_language": "zh"}, "en"),
        ("/search?lang=qps-ploc", {}, "qps-ploc"),
    ],
)
def test_the_language_asked_for_is_the_language_of_the_page(
    get: Get, path: str, headers: dict[str, str], expected: str
) -> None:
    answer = get(path, **headers)
    assert answer.status_code == 200
    assert page_language(answer) == expected == answer.headers["content-language"]
    assert "Accept-Language" in answer.headers["vary"]


def test_a_choice_is_kept(get: Get) -> None:
    assert "gongbao_language=zh-Hans" in get("/search?lang=zh").headers["set-cookie"]
    assert "set-cookie" not in get("/search", accept_language="zh").headers


@pytest.mark.parametrize("path", ["/search?lang=tlh", "/?lang=", "/gongbao/observations?lang=%3Cb%3E"])
def test_an_unknown_language_is_an_error_that_names_the_known_ones(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 400
    assert "en (English)" in answer.text
    assert "zh-Hans (中文)" in answer.text
    assert "<b>" not in answer.text


def test_the_parameter_is_no_filter_of_a_table(get: Get) -> None:
    path = "/gongbao/observations.json?_shape=array&_size=3&_sort=char_start"
    assert get(path).json() == get(f"{path}&lang=zh").json() != []
    assert get(f"/gongbao/observations?lang=zh&observation_id={get(path).json()[0]['observation_id']}").text.count(
        "<tr>"
    ) == get("/gongbao/observations?observation_id=" + get(path).json()[0]["observation_id"]).text.count("<tr>")


def test_every_message_used_is_translated_and_every_translation_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in sorted((SITE / "templates").glob("*.html"))]
    sources += [path.read_text(encoding="utf-8") for path in sorted(SITE.rglob("*.py"))]
    used: set[str] = set()
    for source in sources:
        for call in re.finditer(
            r"(?<![\w.])(?:t|tn|languages\.t|count|languages\.count)\(((?:\s*\"[^\"]*\",?)+)", source
        ):
            used |= set(re.findall(r"\"([^\"]*)\"", call[1]))
    known = languages.catalogue()
    assert used & set(known), "no message is found: the test is blind"
    assert set(known) - used == set()
    assert {english for english in used if english not in known and english[:1].isupper()} == set()
    assert all(HAN.search(message.chinese) for message in known.values())


def test_two_translations_of_one_message_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("english,chinese\nSearch,检索\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("english,chinese\nSearch,搜索\n", encoding="utf-8")
    monkeypatch.setattr(languages, "MESSAGES", tmp_path)
    languages.catalogue.cache_clear()
    try:
        with pytest.raises(SeedError, match=r"b\.csv:2: “Search” has another Chinese text in .*a\.csv:2"):
            languages.catalogue()
    finally:
        languages.catalogue.cache_clear()


@pytest.mark.parametrize("path", ["/gongbao/observations", "/llms.txt", "/gongbao/themes.xlsx"])
def test_caches_are_told_that_the_language_counts(get: Get, path: str) -> None:
    first = get(path)
    assert "Accept-Language" in first.headers["vary"]
    again = get(path, if_none_match=first.headers["etag"])
    assert again.status_code == 304
    assert "Accept-Language" in again.headers["vary"]


def test_what_is_the_same_in_every_language_is_kept_once(get: Get) -> None:
    for path in ("/gongbao/observations.json?_size=1", "/static/gongbao.css"):
        assert "Accept-Language" not in get(path).headers.get("vary", "")
