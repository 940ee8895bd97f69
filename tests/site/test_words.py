"""Words about the data as pages: all documents there are, in the reader's language where they have it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from gongbao.site.pages.documents import documents
from gongbao.site.pages.markdown import render
from gongbao.site.wording.languages import CHINESE
from support.asking import Get, asking
from support.interface import untranslated

SLUGS = [document.slug for document in documents()]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_document_is_a_page_in_both_languages(get: Get, slug: str) -> None:
    document = next(each for each in documents() if each.slug == slug)
    english, chinese = get(f"/about/{slug}?lang=en"), get(f"/about/{slug}?lang=zh")
    assert (english.status_code, chinese.status_code) == (200, 200)
    assert f'<h1 translate="no">{html.escape(document.title_en)}</h1>' in english.text
    assert f'<h1 translate="no">{document.title_zh}</h1>' in chinese.text
    assert english.text.count("<h1") == chinese.text.count("<h1") == 1
    assert ("以下文档为英文。" in chinese.text) == (document.language == "en")
    assert "The document below is in English." not in english.text


@pytest.mark.parametrize("slug", ["", *SLUGS, "none"])
def test_every_text_is_translated(get: Get, slug: str) -> None:
    assert untranslated(get(f"/about/{slug}?lang=qps-ploc".replace("/?", "?")).text) == []


def test_the_method_is_written_in_both_languages(get: Get) -> None:
    english, chinese = (get(f"/about/method?lang={tongue}").text for tongue in ("en", "zh"))
    heads = [re.findall(r"<h2 id=", page) for page in (english, chinese)]
    assert len(heads[0]) == len(heads[1]) > 5
    assert '<article class="document" translate="no" lang="zh-Hans">' in chinese
    assert '<article class="document" translate="no" lang="en">' in english
    codes = [set(re.findall(r"<code>([a-z_]+)</code>", page)) for page in (english, chinese)]
    assert codes[0] == codes[1] >= {"level", "flow", "growth_rate", "share", "overruled", "doubts"}


def test_what_the_method_says_of_codes_is_true(get: Get) -> None:
    """Every code and table it names is one of the model's."""
    from gongbao.model.codes import CODELISTS
    from gongbao.model.rows import TABLES

    known = {code.code for codes in CODELISTS.values() for code in codes} | {model.table for model in TABLES}
    known |= {column for model in TABLES for column in model.columns}
    named = set(re.findall(r"<code>([a-z_]+)</code>", get("/about/method?lang=en").text))
    assert named - known == set()


@pytest.mark.parametrize("slug", SLUGS)
def test_links_and_anchors_hold(get: Get, slug: str) -> None:
    for tongue in ("en", "zh"):
        page = get(f"/about/{slug}?lang={tongue}").text
        article = page[page.index('<div class="with-contents">') :]
        anchors = set(re.findall(r' id="([^"]+)"', page))
        assert len(anchors) == len(re.findall(r' id="([^"]+)"', page)), "an id stands twice"
        for link in {html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)}:
            path, _, anchor = link.partition("#")
            if not path:
                from urllib.parse import unquote

                assert unquote(anchor) in anchors, link
            elif path.startswith("/"):
                answer = get(path)
                assert answer.status_code in (200, 302), link
            else:
                assert path.startswith(("http://", "https://")), link
        assert "<h2 id=" in article


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_of_a_document_has_a_style_or_runs(get: Get, slug: str) -> None:
    page = get(f"/about/{slug}").text
    article = page[page.index("<article") : page.index("</article>")]
    assert " style=" not in article
    assert "<script" not in article
    assert "<!--" not in article
    assert article.count("<table") == article.count(
        '<div class="table-wrapper" role="region" tabindex="0" aria-label="'
    )
    assert article.count("<pre") == article.count('<pre tabindex="0"')
    levels = [int(level) for level in re.findall(r"<h(\d)", article)]
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))


def test_the_hub_names_what_there_is(get: Get) -> None:
    page = get("/about").text
    assert [slug for slug in SLUGS if f'href="/about/{slug}"' in page] == SLUGS
    assert "CC-BY-4.0" in page
    assert "2.0.0" in page


def test_a_document_that_is_not_there_is_left_out(package: Path) -> None:
    """A dataset without a folder of documents still has those that travel with the code."""
    for get in asking(package):
        page = get("/about").text
        assert 'href="/about/quality"' not in page
        assert 'href="/about/method"' in page
        assert get("/about/method").status_code == 200
        told = get("/about/quality", accept_language="zh")
        assert told.status_code == 404
        assert "没有这份文档" in told.text


@pytest.mark.parametrize("path", ["/about/none", "/about/..%2fmethod", "/about/method.en.md"])
def test_no_other_document(get: Get, path: str) -> None:
    answer = get(path)
    if answer.status_code == 302:
        answer = get(answer.headers["location"])
    assert answer.status_code == 404


def test_markdown_cannot_hurt() -> None:
    text = "# T\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=y> `<b>`\n"
    page = str(render(text, lambda link: link, "en").html)
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page


def test_markdown_becomes_what_the_page_needs() -> None:
    text = "# T\n\n## A b 表\n\n| x | |\n|---|--:|\n| 1 | 2 |\n\n## A b 表\n\n[here](a.md) ![pic](p.png) 中文，好\n"
    found = render(text, lambda link: None if link == "a.md" else link, "en")
    page = str(found.html)
    assert [heading.anchor for heading in found.headings] == ["a-b-表", "a-b-表-1"]
    assert '<th scope="col">x</th>' in page
    assert '<td class="figure">2</td>' in page
    assert "<th></th>" not in page
    assert "<h1" not in page
    assert '<p>here pic <span lang="zh-Hans">中文，好</span></p>' in page
    assert "<span" not in str(render("中文", lambda link: link, CHINESE).html)
