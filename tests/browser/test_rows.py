"""The page of a row in a browser: from a number to its sentence and back, a citation copied, keyboard, phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.current import CITED_YEAR
from support.looking import judge, overflow
from support.pages import looks

ROW = "/gongbao/observations/bda-2021-o347"
LOOKS = (("en", 1280), ("zh", 390))
PAGES = (
    ROW,
    "/gongbao/projects/rdfz-north-campus-renovation",
    "/gongbao/reports/bda-2021",
    "/gongbao/codes/measure,flow",
    "/gongbao/releases/2~2E0~2E0",
    "/gongbao/about/licence+1",
    "/gongbao-1-0-0/commitments/bda-2021-c6553-6567",
    "/-/cite?table=observations&row=bda-2021-o347",
    "/-/cite?table=observations&measure=flow",
)


@pytest.mark.parametrize(("path", "language", "width"), looks(PAGES))
def test_everything_on_a_row_is_accessible_when_it_is_open(
    page: Page, address: str, path: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    if "/-/" not in path:
        expect(page.locator(".cite .citation")).to_have_count(7)
    assert judge(page) == []
    assert overflow(page) <= 0


def test_a_removed_row_is_accessible(page: Page, address: str, problems: list[str]) -> None:
    for language, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(f"{address}/gongbao/policies/dual-carbon?lang={language}")
        assert answer is not None
        assert answer.status == 410
        assert judge(page) == []
        assert overflow(page) <= 0
    problems.clear()  # a browser logs the status itself


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [("en", "APA", f"gongbao contributors. ({CITED_YEAR})."), ("zh", "GB/T 7714", "[DS/OL]")],
)
def test_a_citation_is_copied(
    context: BrowserContext, page: Page, address: str, language: str, style: str, words: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{ROW}?lang={language}")
    page.get_by_role("link", name={"en": "Cite this row", "zh": "引用此行"}[language]).click()
    citation = page.locator(".citation").filter(has=page.locator("dt span", has_text=re.compile(f"^{style}$"))).first
    copied = {"en": "Copied", "zh": "已复制"}[language]
    citation.get_by_role("button").click()
    colon = {"en": ": ", "zh": "："}[language]
    expect(page.locator(".copied")).to_have_text(f"{style}{colon}{copied}")
    told = "button => getComputedStyle(button, '::after').content"  # beside the button, as the line above may be far
    assert copied in citation.get_by_role("button").evaluate(told)
    text = page.evaluate("navigator.clipboard.readText()")
    assert words in text
    assert "bda-2021-o347" in text
    assert text == citation.locator(".citation-text").text_content()


def test_a_citation_is_copied_where_the_clipboard_is_closed(page: Page, address: str) -> None:
    """Over plain http from another machine a page has no clipboard of its own: the old way is taken."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.add_init_script("document.addEventListener('copy', () => { window.taken = document.activeElement.value; });")
    page.goto(f"{address}/-/cite?table=observations&row=bda-2021-o347")
    page.get_by_role("button", name="Copy APA").click()
    expect(page.locator(".copied")).to_have_text("APA: Copied")
    assert "bda-2021-o347" in page.evaluate("window.taken")


def test_citations_are_there_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}{ROW}?lang=en")
    plain.locator("details.cite > summary").click()
    plain.get_by_role("link", name="All formats of the citation").click()
    expect(plain.locator(".citation")).to_have_count(7)
    assert f"gongbao contributors. ({CITED_YEAR})." in plain.inner_text("main")
    context.close()


def test_a_row_is_used_by_keyboard_alone(page: Page, address: str) -> None:
    """Every field's meaning, the citations and the record are reached and opened with Tab and Enter."""
    page.goto(f"{address}{ROW}?lang=en")
    opened: set[str] = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const here = document.activeElement;
                if (!here.matches("main summary")) return "";
                if (here.dataset.seen) return "once round";
                here.dataset.seen = "yes";
                return here.textContent.trim();
            }"""
        )
        if here == "once round":
            break
        if here:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", here
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.parentElement.open"), here
            opened.add(here)
    record = "The record as it stands, for SQL and programs"
    assert {"Value", "Qualifier", "All formats of the citation", record} <= opened
    expect(page.locator(".cite .citation")).to_have_count(7)
    expect(page.get_by_text("how the value bounds the truth")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_number_to_its_sentence_and_back(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{ROW}?lang=en")
    expect(page.locator(".sentence mark")).to_have_text("超17亿剂")
    page.get_by_role("link", name="Open in the reader").click()
    page.wait_for_url(f"{address}/reports/bda-2021#bda-2021-o347")
    expect(page.get_by_text("超17亿剂").first).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("more than 1.7 billion")
    page.get_by_role("link", name="The sentence and all that is drawn from it").click()
    page.locator(".related").get_by_role("link", name="COVID-19 vaccine doses supplied: more than 1.7 billion").click()
    assert page.url == f"{address}{ROW}"


def test_the_first_screen_says_what_the_row_is(page: Page, address: str) -> None:
    for language, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{address}{ROW}?lang={language}")
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
        expect(page.locator(".sentence mark")).to_be_in_viewport(ratio=1)
