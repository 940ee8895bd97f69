"""The charts in a real browser: drawn from their tables, saved as files that stand by themselves."""

from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from support.looking import until

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = ("growth-rates", "themes", "project-pipeline", "promises", "coverage")
BARS = (
    "[...document.querySelectorAll('#{figure} .drawing svg g rect')].filter((bar) => bar.getAttribute('width') > 0.01)"
)


@pytest.fixture
def charts(page: Page, address: str) -> Page:
    page.goto(f"{address}/charts?lang=en")
    page.wait_for_selector("#coverage .drawing svg")
    return page


def save(page: Page, figure: str, kind: str, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.locator(f"#{figure} [data-save={kind}]").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_figure_is_drawn_from_its_table(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/charts?lang={lang}")
    for figure in FIGURES:
        drawn = page.locator(f"#{figure} .drawing svg")
        assert drawn.get_attribute("role") == "img"
        named = str(drawn.get_attribute("aria-labelledby")).split()
        assert [page.locator(f"#{name}").count() for name in named] == [1, 1]
        written = drawn.locator("text").all_text_contents()
        labels = page.locator(f"#{figure} tbody .label").all_text_contents()
        joined = "".join(written).replace(" ", "")
        assert [label for label in labels if label.replace(" ", "") not in joined] == [], figure
        values = page.locator(f"#{figure} td[data-value]").evaluate_all(
            "cells => cells.map((cell) => cell.dataset.value)"
        )
        positive = sum(float(value) > 0 for value in values if value.lstrip("-").replace(".", "").isdigit())
        bars = page.evaluate(f"{BARS.format(figure=figure)}.length")
        assert bars >= len(labels) / 2, figure
        if figure == "themes":
            assert bars == positive
        if figure == "growth-rates":
            assert bars == len(labels)


def test_bars_are_as_long_as_their_numbers(charts: Page) -> None:
    values = charts.locator("#growth-rates td:nth-child(2)").evaluate_all(
        "cells => cells.map((cell) => +cell.dataset.value)"
    )
    bars = charts.evaluate(
        "[...document.querySelectorAll('#growth-rates .drawing svg > g[stroke-width] rect')]"
        ".map((bar) => [+bar.getAttribute('x'), +bar.getAttribute('y'), +bar.getAttribute('width')])"
    )
    ordered = sorted(bars, key=lambda bar: bar[1])
    assert len(ordered) == len(values)
    unit = ordered[0][2] / values[0]
    zero = ordered[0][0]
    for value, (left, _, width) in zip(values, ordered, strict=True):
        assert width == pytest.approx(abs(value) * unit, abs=0.1)
        assert left + (width if value < 0 else 0) == pytest.approx(zero, abs=0.1)


@pytest.mark.parametrize("figure", FIGURES)
def test_drawings_are_saved_as_files_that_stand_by_themselves(charts: Page, tmp_path: Path, figure: str) -> None:
    drawing = save(charts, figure, "svg", tmp_path)
    assert drawing.name == f"bda-2021-{figure}.svg"
    root = ElementTree.parse(drawing).getroot()
    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == charts.locator(f"#{figure} h2").text_content()
    told = str(root.findtext(f"{SVG}desc"))
    for words in ("Gongbao: government work reports as open data", "version ", f"#{figure}", "CC-BY-4.0"):
        assert words in told
    assert "sans-serif" in str(root.get("font-family"))
    assert len(root.findall(f".//{SVG}rect")) > 5
    assert not [node for node in root.iter() if node.tag in (f"{SVG}style", f"{SVG}script", f"{SVG}image")]
    assert not [value for node in root.iter() for name, value in node.attrib.items() if name.endswith("href")]

    raw = save(charts, figure, "png", tmp_path).read_bytes()
    assert raw[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", raw[16:24])
    assert (width, height) == (2 * int(str(root.get("width"))), 2 * int(str(root.get("height"))))
    assert len(raw) > 20_000


def test_the_table_is_reached_by_keyboard(charts: Page) -> None:
    table = charts.locator("#themes .charts-table table")
    assert not table.is_visible()
    charts.locator("#growth-rates [data-copy]").focus()
    for _ in range(8):
        charts.keyboard.press("Tab")
        if charts.evaluate("document.activeElement.matches('#themes summary')"):
            break
    else:
        pytest.fail("the table cannot be reached")
    charts.keyboard.press("Enter")
    assert table.is_visible()
    charts.keyboard.press("Tab")
    assert charts.evaluate("document.activeElement.matches('#themes .table-wrapper')")


def test_the_table_stands_open_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/charts")
    assert [page.locator(f"#{figure} table").is_visible() for figure in FIGURES] == [True] * len(FIGURES)
    assert page.locator("[data-save]:visible, .drawing:visible").count() == 0
    context.close()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_a_phone_nothing_is_cut(page: Page, address: str, lang: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/charts?lang={lang}")
    page.set_viewport_size({"width": 390, "height": 800})
    until(page, "[...document.querySelectorAll('.drawing svg')].every((svg) => svg.getAttribute('width') < 390)")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cut = page.evaluate(
        "[...document.querySelectorAll('.drawing svg')].flatMap((svg) => { const frame = svg.getBoundingClientRect();"
        " return [...svg.querySelectorAll('text')].filter((text) => { const box = text.getBoundingClientRect();"
        " return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1"
        " || box.bottom > frame.bottom + 1); }).map((text) => text.textContent); })"
    )
    assert cut == []


def test_a_link_to_a_figure_is_copied_and_opens_there(charts: Page, address: str) -> None:
    charts.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    charts.locator("#promises [data-copy]").click()
    until(charts, "document.querySelector('#promises [data-copy]').textContent === 'Copied'")
    link = charts.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/charts?report_id=bda-2021#promises"
    charts.goto("about:blank")
    charts.goto(link)
    charts.wait_for_selector("#promises .drawing svg")
    until(charts, "Math.abs(document.querySelector('#promises').getBoundingClientRect().top) < 200")


def test_the_policy_without_inline_styles_stops_nothing(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/charts?lang=en")
    assert page.locator(".drawing svg").count() == len(FIGURES)
    assert page.locator("svg style").count() == 0
    assert save(page, "coverage", "png", tmp_path).stat().st_size > 20_000
