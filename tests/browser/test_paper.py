"""Pages on paper: what a sheet says of where it comes from, no empty sheet, no heading that is left alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.current import CURRENT

ROW = "/gongbao/observations/bda-2021-o347"


def sheets(page: Page) -> int:
    """Return how many sheets of A4 a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize(
    ("path", "version"),
    [(ROW, CURRENT.version), ("/gongbao/growth_rates", CURRENT.version), ("/gongbao-1-0-0/observations", "1.0.0")],
)
def test_a_sheet_tells_its_address_and_version(page: Page, address: str, path: str, version: str) -> None:
    page.goto(f"{address}{path}")
    told = page.locator(".paper-address")
    expect(told).to_be_hidden()
    page.emulate_media(media="print")
    expect(told).to_be_visible()
    expect(told).to_contain_text(f"{address}{path}")
    expect(told).to_contain_text(f"version {version}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_short_answer_takes_one_sheet(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/gongbao/growth_rates?lang={language}")
    assert sheets(page) == 1


def test_what_is_closed_is_not_printed_nor_its_heading(page: Page, address: str) -> None:
    page.goto(f"{address}{ROW}")
    page.emulate_media(media="print")
    expect(page.locator("#cite h2")).to_be_hidden()
    expect(page.get_by_text("In Chinese", exact=True).first).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Cite this row").click()
    expect(page.locator("#cite .citation").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#cite h2")).to_be_visible()


def test_cells_are_as_large_as_their_headings(page: Page, address: str) -> None:
    page.goto(f"{address}/gongbao/observations")
    page.emulate_media(media="print")
    size = "node => getComputedStyle(node).fontSize"
    assert page.locator("tbody td").first.evaluate(size) == page.locator("thead th").first.evaluate(size)


def test_a_chart_stays_with_its_words(page: Page, address: str) -> None:
    page.goto(f"{address}/charts?lang=en")
    page.wait_for_selector("#coverage .drawing svg")
    page.emulate_media(media="print")
    broken = "figures => figures.filter((each) => getComputedStyle(each).breakInside !== 'avoid').length"
    assert page.locator("figure.chart").evaluate_all(broken) == 0
