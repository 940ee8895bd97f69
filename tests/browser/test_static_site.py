"""The static edition opened from disk with the network off: read, sorted, filtered, searched, drawn, downloaded."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from support.editions import edition as edition
from support.editions import few as few
from support.looking import judge, overflow, until

ROWS = "table.rows-and-columns tbody tr"
LOOKS = (
    ("en/index.html", 1280),
    ("zh/gongbao/observations.html?status=actual&_sort=value", 390),
    ("zh/search.html?words=疫苗", 1280),
    ("en/reports/bda-2021.html#bda-2021-o347", 1280),
    ("en/gongbao/observations/bda-2021-o347.html", 390),
    ("zh/charts.html", 390),
    ("en/downloads.html", 1280),
    ("zh/gongbao/growth_rates.html", 1280),
)


@pytest.fixture(scope="session")
def address(edition: Path) -> str:
    """The folder as a browser names it; nothing is served."""
    return edition.as_uri()


@pytest.fixture(autouse=True)
def offline(context: BrowserContext) -> None:
    """Switch the network off."""
    context.set_offline(True)


def test_the_first_page_leads_to_the_readers_language(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.wait_for_url("**/en/index.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("government work reports")


def test_a_highlight_opens_its_card_and_the_card_a_row(page: Page, address: str) -> None:
    page.goto(f"{address}/en/reports/bda-2021.html")
    page.locator("#bda-2021-o347").click()
    card = page.locator("dialog.reader-card")
    expect(card).to_contain_text("1,700,000,000")
    assert page.url.endswith("#bda-2021-o347")
    card.get_by_role("link", name="Row page").first.click()
    expect(page.locator("blockquote mark")).to_have_text("超17亿剂")
    page.get_by_role("link", name="Open in the reader").click()
    expect(card).to_contain_text("COVID-19 vaccine doses supplied")


def test_kinds_and_languages_of_the_text_stay_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/en/reports/bda-2021.html")
    page.get_by_role("link", name="Chinese only").click()
    page.get_by_label("Places").uncheck()
    asked = page.url
    page.goto("about:blank")
    page.goto(asked)
    until(page, "document.getElementById('text').classList.contains('text-zh')")
    expect(page.get_by_label("Places")).not_to_be_checked()


def test_a_table_is_sorted_by_its_headings_over_all_rows(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gongbao/observations.html")
    every = page.locator(ROWS).count()
    page.get_by_role("columnheader", name="Value").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Value")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("columnheader", name="Value").get_by_role("link").click()
    expect(page.locator(ROWS).first).to_contain_text("5,000,000,000")
    assert page.locator(ROWS).count() == every
    expect(page.locator(ROWS).nth(1)).to_contain_text("1,700,000,000")


def test_a_table_is_filtered_by_its_form_and_searched(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/gongbao/observations.html")
    page.locator("summary", has_text="筛选").click()
    page.locator("#filter-column").select_option("value")
    page.locator("#filter-op").select_option("gt")
    page.locator("#filter-value").fill("1000000")
    page.get_by_role("button", name="显示符合条件的行").click()
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator(".rows-told")).to_contain_text("2 / ")
    assert "value__gt=1000000" in page.url
    page.locator("#table-search").fill("供应")
    page.locator("form.table-search button").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(".chips li")).to_have_count(2)
    page.locator(ROWS).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("17亿")


def test_nothing_found_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gongbao/observations.html?value=-5")
    expect(page.locator(".none-found")).to_have_text("No row is as asked.")
    expect(page.locator(ROWS)).to_have_count(0)


@pytest.mark.parametrize(
    ("asked", "heading", "found"),
    [
        ("疫苗", "观测值", "新冠疫苗供应量"),
        ("vaccine", "观测值", "新冠疫苗供应量"),
        ("审批", "政策", "审批"),
        ("17亿剂", "数值相符的观测值", "17亿剂"),
        ("1.7 billion doses", "数值相符的观测值", "17亿剂"),
        ("１,７００,０００,０００", "数值相符的观测值", "17亿剂"),
        ("十七亿", "数值相符的观测值", "17亿剂"),
        ("50亿 疫苗", "数值相符的观测值", "50亿剂"),
    ],
)
def test_the_search_finds(page: Page, address: str, asked: str, heading: str, found: str) -> None:
    page.goto(f"{address}/zh/index.html")
    page.get_by_role("searchbox").fill(asked)
    page.keyboard.press("Enter")
    group = page.locator("section.search-group", has=page.get_by_role("heading", name=heading))
    expect(group).to_contain_text(found)
    group.get_by_role("link").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/zh/gongbao/" in page.url


def test_what_is_not_there_is_not_found(page: Page, address: str) -> None:
    page.goto(f"{address}/en/search.html?words=zeppelin")
    expect(page.locator(".search-nothing")).to_contain_text("Nothing was found.")


def test_a_chart_is_drawn_from_its_table(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/charts.html")
    drawn = page.locator("figure.chart .drawing svg")
    expect(drawn.first).to_be_visible()
    assert page.locator("figure.chart .drawing svg rect").count() > 3


def test_the_language_switch_leads_to_the_same_page(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gongbao/observations/bda-2021-o347.html")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url("**/zh/gongbao/observations/bda-2021-o347.html")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_downloads_lead_to_files(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gongbao/observations.html")
    page.locator("summary", has_text="Download").click()
    links = page.locator("a[data-format]").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == 3
    for link in links:
        assert Path(unquote(urlsplit(link).path)).stat().st_size > 100


def test_the_citation_of_a_row_stands_in_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gongbao/observations/bda-2021-o347.html")
    page.get_by_role("link", name="Cite this row").click()
    cited = page.locator(".cite .citation-text").first
    expect(cited).to_contain_text("bda-2021-o347")
    expect(page.locator(".cite button.copy").first).to_be_visible()


@pytest.mark.parametrize(("path", "width"), LOOKS)
def test_axe_finds_nothing(page: Page, address: str, problems: list[str], path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{path}")
    page.wait_for_timeout(300)
    assert problems == []
    assert judge(page) == []
    assert overflow(page) <= 0
    problems.clear()  # axe-core asks for the style sheets, which a page opened from disk may not
