"""What stands side by side on a desk and must not lie on itself on a phone; nothing below the end of a page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser) -> Page:
    return browser.new_context(viewport=PHONE).new_page()


NUMBERS = """all => all.filter((text) => /^−?[0-9]+%?$/.test(text.textContent))
    .map((text) => text.getBoundingClientRect())
    .map((box) => ({ left: box.left, right: box.right, line: Math.round(box.top) }))"""
BELOW = """document.documentElement.scrollHeight - scrollY
    - document.querySelector('.site-footer').getBoundingClientRect().bottom"""
BEYOND = """all => all.filter((node) => !node.closest('.table-wrapper, .unseen, pre, table, .cite-body')
    && node.getBoundingClientRect().right > innerWidth).map((node) => node.textContent)"""


def test_numbers_of_an_axis_stand_apart(phone: Page, address: str) -> None:
    phone.goto(f"{address}/charts?lang=en")
    phone.wait_for_selector("#coverage .drawing svg")
    for figure in ("growth-rates", "promises", "coverage"):
        boxes = phone.locator(f"#{figure} .drawing svg text").evaluate_all(NUMBERS)
        last = max(box["line"] for box in boxes)
        ends = sorted((box["left"], box["right"]) for box in boxes if box["line"] == last)
        assert len(ends) > 1, figure
        assert all(before[1] + 2 <= after[0] for before, after in pairwise(ends)), figure


def test_a_value_of_several_lines_stands_beside_its_name(phone: Page, address: str) -> None:
    phone.goto(f"{address}/gongbao/observations?unit_id=dose-administered&lang=en")
    cell = phone.locator("td.figure").first
    lines = cell.evaluate(
        "cell => { const range = document.createRange(); range.selectNodeContents(cell);"
        " return [...range.getClientRects()].map((box) => box.left - cell.getBoundingClientRect().left); }"
    )
    assert min(lines) > 90  # pixels: the name of the column takes these


@pytest.mark.parametrize("path", ["/gongbao/changes", "/gongbao/observations", "/nothing-here"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_ends_with_its_footer(browser: Browser, address: str, path: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{address}{path}")
    below = page.evaluate(BELOW)
    assert abs(below) <= 1


@pytest.mark.parametrize(
    "path", ["/search?words=hospitals", "/gongbao/observations/bda-2021-o347", "/downloads", "/gongbao"]
)
def test_no_page_is_wider_than_a_phone(phone: Page, address: str, path: str) -> None:
    phone.goto(f"{address}{path}{'&' if '?' in path else '?'}lang=en")
    beyond = phone.locator("main p, main code, main a").evaluate_all(BEYOND)
    assert beyond == []


@pytest.mark.parametrize("width", [390, 640, 800, 1280])
def test_an_axis_fits_every_width(browser: Browser, address: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    page.goto(f"{address}/charts?lang=en")
    page.wait_for_selector("#coverage .drawing svg")
    boxes = page.locator("#growth-rates .drawing svg text").evaluate_all(NUMBERS)
    last = max(box["line"] for box in boxes)
    ends = sorted((box["left"], box["right"]) for box in boxes if box["line"] == last)
    assert len(ends) > 1
    assert all(before[1] + 2 <= after[0] for before, after in pairwise(ends))


@pytest.mark.parametrize("path", ["/gongbao/observations", "/gongbao?sql=select+1", "/-/cite?table=observations"])
def test_without_scripts_no_button_stands_that_does_nothing(browser: Browser, address: str, path: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}{path}")
    buttons = page.get_by_role("button")
    idle = [each.inner_text() for each in buttons.all() if each.get_attribute("type") == "button" and each.is_visible()]
    assert idle == []


def test_no_column_of_the_dictionary_is_squeezed(phone: Page, address: str) -> None:
    phone.goto(f"{address}/about/dictionary")
    tables = phone.locator(".document table:has(th:nth-child(5))").filter(has=phone.locator("th", has_text="meaning"))
    widths = tables.locator("td:nth-child(4)").evaluate_all("cells => cells.map((cell) => cell.clientWidth)")
    assert min(widths) > 120  # pixels: the meaning of a column is told in sentences
