"""Tables in a real browser: the first screen, the chooser by keyboard, a phone, files that are opened again."""

from __future__ import annotations

import csv
import re
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from support.looking import until

WIDE_TABLES = ("observations", "observations_flat", "projects", "policies", "commitments", "sentences", "indicators")
TOPS = "rows => rows.map(row => { const box = row.getBoundingClientRect(); return [box.top, box.bottom] })"
ROWS = "table.rows-and-columns tbody tr"


@pytest.mark.parametrize(("table", "language"), zip(WIDE_TABLES, cycle(["en", "zh"]), strict=False))
def test_eight_rows_stand_on_the_first_screen(page: Page, address: str, table: str, language: str) -> None:
    page.goto(f"{address}/gongbao/{table}?lang={language}")
    boxes = page.locator(ROWS).evaluate_all(TOPS)
    assert boxes[0][0] < 450
    assert sum(bottom <= 900 for _, bottom in boxes) >= 8
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_header_stays_while_rows_pass_beneath_it(page: Page, address: str) -> None:
    page.goto(f"{address}/gongbao/observations")
    region = page.get_by_role("region", name="Rows")
    region.focus()
    page.keyboard.press("End")
    until(page, "document.querySelector('.rows-scroll').scrollTop > 500")
    head, box = page.locator("thead th").first.bounding_box(), region.bounding_box()
    assert head
    assert box
    assert abs(head["y"] - box["y"]) <= 2


def test_columns_are_chosen_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/gongbao/observations")
    page.locator("summary", has_text="Columns").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Choose columns")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.value") != "measure":
        if page.evaluate("document.activeElement.checked"):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.type") != "submit":
        if page.evaluate("document.activeElement.checked && document.activeElement.value != 'measure'"):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**_col=measure**")
    assert page.locator("thead th[data-column]").all_inner_texts() == ["Measure"]


def test_rows_are_filtered_in_words_and_the_chip_takes_it_back(page: Page, address: str) -> None:
    page.goto(f"{address}/gongbao/observations?lang=zh")
    page.locator("summary", has_text="筛选").click()
    page.get_by_label("状态", exact=True).select_option(label="目标")
    page.get_by_role("button", name="显示符合条件的行").click()
    page.wait_for_url("**status=target**")
    chip = page.locator(".chips a")
    expect(chip).to_have_text("移除：状态 为 目标 ✕")
    count = page.locator(ROWS).count()
    expect(page.locator(".rows-told")).to_have_text(f"{count}行")
    chip.click()
    page.wait_for_url("**/gongbao/observations")
    assert page.locator(ROWS).count() > count


def test_a_link_to_a_filtered_table_shows_the_same_rows_elsewhere(
    browser: Browser, page: Page, address: str, browser_context_args: dict[str, Any]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/gongbao/observations?measure=growth_rate&_sort_desc=value&lang=en")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/gongbao/observations?measure=growth_rate&_sort_desc=value"
    with browser.new_context(**browser_context_args) as other:
        there = other.new_page()
        there.goto(link)
        assert there.locator(ROWS).all_inner_texts() == page.locator(ROWS).all_inner_texts() != []


def test_sorting_by_the_keyboard_is_told_to_screen_readers(page: Page, address: str) -> None:
    page.goto(f"{address}/gongbao/observations")
    page.get_by_role("link", name="Value", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**_sort=value**")
    expect(page.get_by_role("columnheader", name="Value")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize("kind", ["csv", "csv-excel", "xlsx"])
def test_a_downloaded_file_holds_what_is_shown(page: Page, address: str, tmp_path: Path, kind: str) -> None:
    page.goto(f"{address}/gongbao/observations?measure=growth_rate")
    shown = page.locator(ROWS).count()
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as waiting:
        page.locator(f"a[data-format={kind}]").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    if kind == "xlsx":
        lines = [list(row) for row in load_workbook(path)["data"].iter_rows(values_only=True)]
    else:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (kind == "csv-excel")
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == 1 + shown
    assert {"value", "unit_id", "statement_zh", "statement_en", "quote"} <= set(lines[0])


@pytest.mark.parametrize("table", ["observations", "projects", "sentences", "changes"])
def test_a_phone_shows_cards(browser: Browser, address: str, browser_context_args: dict[str, Any], table: str) -> None:
    with browser.new_context(**{**browser_context_args, "viewport": {"width": 390, "height": 800}}) as phone:
        page = phone.new_page()
        page.goto(f"{address}/gongbao/{table}")
        first = page.locator(ROWS).first.bounding_box()
        assert first
        assert first["y"] < 800
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate("document.documentElement.scrollHeight") < 30_000
        assert page.get_by_role("table").get_by_role("row").count() > 10


def test_the_editor_runs_sql_by_keyboard_and_lets_go(page: Page, address: str) -> None:
    page.goto(f"{address}/gongbao?sql=select+1")
    editor = page.get_by_role("textbox", name="SQL query; press Tab to leave the editor")
    editor.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("select count(*) as n from themes")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run SQL"
    page.keyboard.press("Enter")
    page.wait_for_url("**count**")
    assert page.locator(f"{ROWS} td").all_inner_texts() == ["20"]


def test_pages_serve_without_scripts(browser: Browser, address: str, browser_context_args: dict[str, Any]) -> None:
    with browser.new_context(**{**browser_context_args, "java_script_enabled": False}) as plain:
        page = plain.new_page()
        page.goto(f"{address}/gongbao?sql=select+1+as+one")
        page.fill("textarea[name=sql]", "select 2 as two")
        page.get_by_role("button", name="Run SQL").click()
        expect(page.locator("thead th")).to_have_text(["two"])
        page.goto(f"{address}/gongbao/observations")
        page.locator("summary", has_text="Filter").click()
        page.get_by_label("Measure", exact=True).select_option(label="growth rate")
        page.get_by_role("button", name="Show these rows").click()
        expect(page).to_have_url(re.compile(r"\?measure=growth_rate$"))
