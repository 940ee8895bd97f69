"""Every kind of page as a whole: it renders, fits the window, and axe-core finds nothing to say against it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from support.looking import judge, overflow
from support.pages import FAULTY, PAGES, looks

BAD = """<!doctype html><title>x</title><style>p { color: #999; background: #fff } i { color: rgb(9 9 9 / .4) }</style>
<main><h1>Faults</h1><p>pale</p><p style="background: #9f9">pale</p><p style="color: hsl(0 50% 70%)">pale</p>
<p style="color: #000">dark <i>pale</i></p><div style="opacity: .4"><p style="color: #000">pale</p></div>
<img src="data:,"><p style="color: #595959">dark enough</p></main>"""


def open_in(page: Page, address: str, path: str, language: str, width: int) -> int:
    """Open a page in a language at a width and return its status."""
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer is not None
    return answer.status


@pytest.mark.parametrize(("path", "language", "width"), looks(PAGES))
def test_a_page_renders_fits_and_is_accessible(path: str, language: str, width: int, page: Page, address: str) -> None:
    assert open_in(page, address, path, language, width) == 200
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert page.locator("h1").count() == 1
    assert overflow(page) <= 0
    assert judge(page) == []


@pytest.mark.parametrize(("path", "language", "width"), looks(FAULTY))
def test_a_page_of_a_fault_helps(
    path: str, language: str, width: int, page: Page, address: str, problems: list[str]
) -> None:
    assert open_in(page, address, path, language, width) in (400, 404)
    assert page.locator("main a").count() >= 3
    assert overflow(page) <= 0
    assert judge(page) == []
    problems.clear()  # a browser logs the status itself


def test_a_judge_who_remembers_colours_finds_what_the_plain_one_finds(page: Page) -> None:
    page.set_content(BAD)
    found = judge(page)
    assert len([line for line in found if line.startswith("color-contrast:")]) == 5
    assert {line.split(":")[0] for line in found} == {"color-contrast", "html-has-lang", "image-alt"}
    page.set_content(BAD)
    assert judge(page, Axe()) == found
