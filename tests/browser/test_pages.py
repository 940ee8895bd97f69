"""The site in a real browser: pages render, nothing loads from elsewhere, the search box finds Chinese words."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from support.paths import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = (
    "/",
    "/gongbao",
    "/gongbao/observations",
    "/gongbao/observations/bda-2021-o347",
    "/gongbao/observations_flat?_sort_desc=value",
    "/gongbao/sentences",
    "/gongbao/numerals?_facet=role",
    "/gongbao/indicators",
    "/gongbao/errata",
    "/gongbao/codes",
    "/gongbao/projects",
    "/gongbao/policies",
    "/gongbao/commitments",
    "/gongbao/promises_flat",
    "/gongbao/project_pipeline",
    "/gongbao/about_an_organization?organization=jd",
    "/gongbao/terms",
    "/report/bda-2021",
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: apt install chromium fonts-noto-cjk"
)


@pytest.fixture(scope="module")
def address(package: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--package", str(package), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(url, timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        instance = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield instance
        instance.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_renders_cleanly(path: str, page: Page, address: str) -> None:
    """Status 200, no script or policy error, no request to another host, no text wider than the window."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else problems.append(r.url))
    response = page.goto(address + path)
    assert response is not None
    assert response.status == 200
    assert problems == []
    assert "Traceback" not in page.content()


@pytest.mark.parametrize("word", ["专利", "就业", "疫苗", "亦庄", "PM2.5"])
def test_search_box_finds_what_a_scan_finds(word: str, page: Page, address: str, package: Path) -> None:
    text = (package / "seeds" / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8").lower()
    page.goto(f"{address}/gongbao/sentences")
    page.fill("input[name=_search]", word)
    page.keyboard.press("Enter")
    page.wait_for_url("**_search=**")
    found = page.locator("table.rows-and-columns tbody tr").count()
    assert (found > 0) == (word.lower() in text)


def test_receipt_leads_into_the_reader(page: Page, address: str) -> None:
    """From a value's row to the very characters it came from."""
    page.goto(f"{address}/gongbao/observations/bda-2021-o347")
    link = page.locator("a[href*='/report/bda-2021#']:visible").first
    link.click()
    page.wait_for_url("**/report/bda-2021#*")
    assert "超17亿剂" in page.locator("mark").all_inner_texts()


def test_page_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    phone = context.new_page()
    for path in ("/", "/report/bda-2021"):
        phone.goto(address + path)
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, path
    context.close()
