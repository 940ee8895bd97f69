"""A report full of markup in a browser: what the pages' scripts make of its texts is text, too.

Cards, charts, citations, columns that are switched on. `tests/site/test_markup.py` looks at what the server sends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.utils import tilde_encode
from playwright.sync_api import Page, expect

from support.looking import until
from support.markup import ELEMENT, spoilt_copy
from support.nginx import free_port
from support.servers import running

PLACES = ("/", "/reports", "/charts", "/search?words=xss", "/gongbao/indicators", "/gongbao/projects_flat")
_RAN = "window.ran = null; window.xss = () => { window.ran = 'xss' }; window.alert = window.xss;"
_AT_WORK = f"""() => [
  window.ran,
  ...[...document.querySelectorAll("{ELEMENT}, .{ELEMENT}")].map((one) => one.outerHTML),
  ...[...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((each) => /^on/i.test(each.name)))
    .map((one) => one.outerHTML),
  ...[...document.querySelectorAll("[href], [src], [action]")].filter((one) =>
    ["href", "src", "action"].some((name) => /^\\s*(javascript|vbscript|data:text)/i.test(one.getAttribute(name))))
    .map((one) => one.outerHTML),
].filter(Boolean)"""


@pytest.fixture(scope="module", params=[False, True], ids=["texts", "ids-and-codes-too"])
def spoilt_package(package: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A package whose database is full of markup."""
    return spoilt_copy(package, tmp_path_factory.mktemp("markup"), keys=request.param)


@pytest.fixture(scope="module")
def address(spoilt_package: Path) -> Iterator[str]:
    """The site over it; a page with markup at work would be told of by `problems`, too."""
    port = free_port()
    with running(spoilt_package, port):
        yield f"http://127.0.0.1:{port}"


def first(package: Path, sql: str) -> str:
    """Return the id that a statement finds first, as it stands in addresses."""
    with closing(sqlite3.connect(package / "build" / "gongbao.db")) as connection:
        (found,) = connection.execute(sql).fetchone()
    return tilde_encode(found)


def require_text(page: Page) -> None:
    """Assert that markup of the data stands on a page and that none of it has become a part of the page."""
    assert page.evaluate(_AT_WORK) == []
    assert ELEMENT in page.content()
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"


def test_pages(page: Page, address: str, spoilt_package: Path) -> None:
    page.add_init_script(_RAN)
    project = first(spoilt_package, "select project_id from projects order by 1")
    for place in (*PLACES, f"/gongbao/projects/{project}"):
        page.goto(f"{address}{place}")
        require_text(page)


def test_what_scripts_write(page: Page, address: str, spoilt_package: Path) -> None:
    """Cards of the reader, a citation, the columns of a table, charts' tables: all opened."""
    page.add_init_script(_RAN)
    report = first(spoilt_package, "select report_id from reports")
    page.goto(f"{address}/reports/{report}?lang=en")
    page.locator("#text .zh a[href]").first.click()
    expect(page.locator("dialog.reader-card .card-rows")).not_to_be_empty()
    for box in page.locator("dialog.reader-card details").all():
        box.evaluate("box => box.open = true")
    require_text(page)
    page.keyboard.press("Escape")

    page.goto(f"{address}/gongbao/observations?lang=en&_columns=all")
    for box in page.locator("details").all():
        box.evaluate("box => box.open = true")
    page.wait_for_load_state("networkidle")
    require_text(page)
    row = first(spoilt_package, "select observation_id from observations order by 1")
    page.goto(f"{address}/gongbao/observations/{row}?lang=en")
    for box in page.locator("details").all():
        box.evaluate("box => box.open = true")
    page.wait_for_load_state("networkidle")
    require_text(page)

    page.goto(f"{address}/charts?lang=en")
    until(page, "document.querySelectorAll('main svg').length > 0")
    for box in page.locator("details").all():
        box.evaluate("box => box.open = true")
    require_text(page)
