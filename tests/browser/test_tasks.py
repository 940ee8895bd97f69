"""Ten tasks people come with, each from the home page with a mouse, each in no more clicks than said here.

Typing is no click; opening a page by a link that somebody sent is not one either. The site lies below a path, behind
nginx: what people do leads through all of its pages.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect


class Visitor:
    """Somebody at the home page whose clicks are counted."""

    def __init__(self, page: Page, address: str, language: str = "en") -> None:
        self.page, self.clicks = page, 0
        page.goto(f"{address}/?lang={language}")

    def click(self, place: Locator) -> None:
        """Click once."""
        self.clicks += 1
        place.first.click()

    def link(self, name: str, within: str = "main") -> Locator:
        """Return the links of a name."""
        return self.page.locator(within).get_by_role("link", name=name)

    def ask(self, words: str) -> None:
        """Type words into the search box and press its button."""
        self.page.locator("main input[type=search]").fill(words)
        self.click(self.page.locator("main form[role=search] button"))

    def read(self, selector: str = "main") -> str:
        """Return the visible text of a part of the page."""
        return self.page.locator(selector).inner_text()


@pytest.fixture(scope="module")
def address(below_a_path: str) -> str:
    return below_a_path


@pytest.fixture
def visitor(page: Page, address: str) -> Visitor:
    return Visitor(page, address)


def rows(page: Page) -> list[str]:
    """Return the text of every row of the table on a page, once there is one."""
    expect(page.locator("main table tbody tr")).not_to_have_count(0)
    return page.locator("main table tbody tr").all_inner_texts()


def test_how_many_hospitals_were_started(visitor: Visitor) -> None:
    visitor.click(visitor.link("How far hospitals and schools are"))
    started = [row for row in rows(visitor.page) if "Hospital" in row and "\treported\tunder construction" in row]
    assert len(started) == 1, rows(visitor.page)
    assert visitor.clicks == 1


def test_who_will_build_what_in_2022(visitor: Visitor) -> None:
    visitor.click(visitor.link("Who is to build or do what, and by when"))
    shown = "\n".join(rows(visitor.page))
    assert "2022" in shown
    assert len(rows(visitor.page)) >= 50
    assert visitor.clicks == 1


def test_everything_about_integrated_circuits(visitor: Visitor) -> None:
    visitor.ask("集成电路")
    visitor.click(visitor.link("Everything about a subject"))
    found = rows(visitor.page)
    assert len(found) == 16
    assert visitor.clicks == 2


def test_the_promises_about_schools(visitor: Visitor) -> None:
    visitor.ask("schools")
    visitor.click(visitor.link("What was promised about a subject"))
    assert any("chool" in row for row in rows(visitor.page))
    assert visitor.clicks == 2


def test_a_growth_figure_is_cited(visitor: Visitor) -> None:
    visitor.click(visitor.link("up 20%"))
    visitor.click(visitor.page.locator("main").get_by_text("Cite this row"))
    place = visitor.page.locator("main")
    expect(place).to_contain_text("APA")
    expect(place).to_contain_text("GB/T 7714")
    expect(place).to_contain_text("bda-2021-o900")
    cited = place.inner_text()
    assert "[DS/OL]" in cited
    assert "[Dataset]" in cited or "[Data set]" in cited
    assert visitor.clicks == 2


def test_projects_as_an_excel_file(visitor: Visitor, tmp_path: Path) -> None:
    visitor.click(visitor.link("Projects"))
    visitor.click(visitor.page.locator("summary", has_text="Download"))
    with visitor.page.expect_download() as coming:
        visitor.click(visitor.page.locator("main").get_by_role("link", name="Excel workbook"))
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.suffix == ".xlsx"
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows()) == 137
    assert visitor.clicks == 3


def test_what_changed_from_one_release_to_the_next(visitor: Visitor) -> None:
    visitor.click(visitor.link("What a release changed, and why"))
    assert len(rows(visitor.page)) > 0
    assert visitor.clicks == 1


def test_a_sentence_in_the_original(visitor: Visitor) -> None:
    visitor.click(visitor.link("In the report: 超17亿剂"))
    visitor.page.wait_for_url("**/reports/bda-2021#bda-2021-o347")
    place = visitor.page.locator("#bda-2021-o347")
    expect(place).to_be_in_viewport()
    assert "累计供应国内外超17亿剂" in visitor.read("main").replace("\n", "")
    assert visitor.clicks == 1


def test_what_three_cities_one_area_means(visitor: Visitor) -> None:
    visitor.click(visitor.link("三城一区"))
    visitor.click(visitor.page.locator("#terms").get_by_role("link"))
    assert "三城一区" in visitor.read()
    assert "Science" in visitor.read()
    assert visitor.clicks == 2


def test_a_link_to_a_filtered_table(visitor: Visitor, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.click(visitor.link("Observations"))
    visitor.click(visitor.page.locator("summary", has_text="Counts by value"))
    visitor.click(visitor.page.locator("main details").get_by_role("link", name="growth rate"))
    shown = rows(visitor.page)
    visitor.click(visitor.page.get_by_role("button", name="Copy link"))
    link = visitor.page.evaluate("navigator.clipboard.readText()")
    other = context.new_page()
    other.goto(link)
    assert rows(other) == shown
    assert 0 < len(shown) < 91
    assert visitor.clicks == 4
