"""Every kind of page as a whole: it renders, fits the window, and axe-core finds nothing to say against it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from support.pages import FAULTY, PAGES

LOOKS = (("en", 1280), ("zh", 390))


def open_in(page: Page, address: str, path: str, language: str, width: int) -> int:
    """Open a page in a language at a width and return its status."""
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer is not None
    return answer.status


def judge(page: Page) -> list[str]:
    """Return what axe-core finds, all its rules on, a line a node."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_renders_fits_and_is_accessible(path: str, language: str, width: int, page: Page, address: str) -> None:
    assert open_in(page, address, path, language, width) == 200
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert page.locator("h1").count() == 1
    assert overflow(page) <= 0
    assert judge(page) == []


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("path", FAULTY)
def test_a_page_of_a_fault_helps(
    path: str, language: str, width: int, page: Page, address: str, problems: list[str]
) -> None:
    assert open_in(page, address, path, language, width) in (400, 404)
    assert page.locator("main a").count() >= 3
    assert overflow(page) <= 0
    assert judge(page) == []
    problems.clear()  # a browser logs the status itself
