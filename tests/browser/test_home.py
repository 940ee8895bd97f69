"""Home, downloads and words as a visitor uses them: search from home, a figure's receipt, by keyboard, on a phone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect

PHONE = {"width": 390, "height": 800}


@pytest.mark.parametrize(("language", "button"), [("en", "Search"), ("zh", "检索")])
def test_a_search_from_home_finds(page: Page, address: str, language: str, button: str) -> None:
    page.goto(f"{address}/?lang={language}")
    page.fill("#home-words", "专利")
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/search?words=**")
    expect(page.locator("main")).to_contain_text({"en": "Patent applications", "zh": "专利申请量"}[language])
    expect(page.locator("html")).to_have_attribute("lang", {"en": "en", "zh": "zh-Hans"}[language])


def test_what_is_here_stands_on_the_first_screen(page: Page, address: str) -> None:
    """Without scrolling: what this is, the search, every figure with its name."""
    page.goto(f"{address}/")
    for part in ("h1", ".lead", "#home-words", ".headlines li:nth-child(1)", ".headlines li:nth-child(6)"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, part


def test_a_figure_leads_to_its_row_and_to_its_words(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name=re.compile("more than 1.7 billion")).click()
    expect(page.locator("h1")).to_contain_text("COVID-19 vaccine doses supplied: more than 1.7 billion")
    page.go_back()
    page.locator(".receipt", has_text="超17亿剂").click()
    page.wait_for_url("**/reports/bda-2021#bda-2021-o347")
    expect(page.locator("#bda-2021-o347")).to_be_in_viewport()


def test_home_is_used_by_keyboard(page: Page, address: str) -> None:
    """The skip link leads to the content; then the search is one of the first stops, and Enter asks."""
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.locator("#home-words").evaluate("each => each === document.activeElement"):
            break
    expect(page.locator("#home-words")).to_be_focused()
    page.keyboard.type("hospitals")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=hospitals")


def test_home_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    for language in ("en", "zh"):
        page.goto(f"{address}/?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        figure = page.locator(".headlines li").first.bounding_box()
        assert figure is not None
        assert figure["y"] < 700  # the first figure is seen before anybody scrolls


def test_the_language_stays_from_home_on(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="下载", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("下载")


def test_pages_work_without_scripts(
    browser_context_args: dict[str, object], context: BrowserContext, address: str
) -> None:
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(**{**browser_context_args, "java_script_enabled": False})  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(f"{address}/")
    page.fill("#home-words", "芯片")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("集成电路")
    page.goto(f"{address}/downloads")
    page.locator("summary", has_text="34 files").first.click()
    expect(page.get_by_role("link", name="parquet/observations.parquet")).to_be_visible()
    plain.close()


def test_a_file_is_downloaded_as_the_page_tells(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/downloads")
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name="Data Package", exact=True))
    told = line.locator(".sha256").text_content()
    with page.expect_download() as waiting:
        line.get_by_role("link", name="Data Package", exact=True).click()
    waiting.value.save_as(tmp_path / "file.zip")
    assert hashlib.sha256((tmp_path / "file.zip").read_bytes()).hexdigest() == told
    assert waiting.value.suggested_filename == "gongbao-2.0.0.zip"


def test_the_contents_of_a_document_lead_to_its_parts(page: Page, address: str) -> None:
    page.goto(f"{address}/about")
    page.get_by_role("link", name="Data dictionary").click()
    page.locator(".contents").get_by_role("link", name=re.compile("^commitments ·")).click()
    heading = page.locator("h2", has_text=re.compile("^commitments ·"))
    expect(heading).to_be_in_viewport()


class _Elsewhere(BaseHTTPRequestHandler):
    """A page of another site."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_script_of_another_site_reads_a_part_of_a_file(
    page: Page, address: str, elsewhere: str, problems: list[str]
) -> None:
    """As a database in a browser does: the header asks for leave beforehand, and `latest` leads on."""
    page.goto(elsewhere)
    told = page.evaluate(
        """async address => {
          const answer = await fetch(address, {headers: {Range: "bytes=0-3", "If-None-Match": '"other"'}});
          return [answer.status, answer.headers.get("content-range"), await answer.text()];
        }""",
        f"{address}/releases/latest/parquet/observations.parquet",
    )
    assert told[0] == 206
    assert told[1].startswith("bytes 0-3/")
    assert told[2] == "PAR1"
    assert {url.rstrip("/") for url in problems} <= {elsewhere.rstrip("/"), f"{elsewhere}favicon.ico"}
    problems.clear()  # the other site was asked on purpose
