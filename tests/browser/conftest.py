"""The site in a real browser. These tests run in a pytest process of their own: Playwright keeps an event loop running.

Every page a test opens is watched: no error on the console, no request to another host. All tests share a window, for a
new one costs more than most pages; each finds it without cookies, permissions and pages of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from support.nginx import MISSING, NGINX, PREFIX, free_port, proxied
from support.servers import running

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first has no window: cheaper
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
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
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, and say so, where there is no browser."""
    if CHROMIUM is None:
        for item in items:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt install chromium fonts-noto-cjk"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium; Playwright's own is not downloaded."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Read English on a wide screen unless a test says otherwise."""
    return {**browser_context_args, "viewport": WIDE, "locale": "en-GB"}


@pytest.fixture(scope="session")
def at_the_root(served: Path) -> Iterator[str]:
    """The site over the current data and all releases, at the root of its host."""
    port = free_port()
    with running(served, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def below_a_path(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same below a path, behind nginx where that is installed."""
    own, outer = free_port(), free_port()
    if NGINX is None:
        with running(served, own, "--base-url", PREFIX):
            yield f"http://127.0.0.1:{own}{PREFIX}"
        return
    place = f"http://127.0.0.1:{outer}{PREFIX}/"
    with running(served, own, "--base-url", place), proxied(tmp_path_factory.mktemp("nginx"), own, outer) as proxy:
        yield proxy.address


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest) -> str:
    """The site as a visitor has it; with --through nginx as one has it below a path."""
    if request.config.getoption("through") == "nginx":
        assert NGINX is not None, MISSING
        return str(request.getfixturevalue("below_a_path"))
    return str(request.getfixturevalue("at_the_root"))


@pytest.fixture(scope="session")
def window(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """What all tests open their pages in; an empty page stays open, or each new one would cost what a window does."""
    with browser.new_context(**browser_context_args) as context:
        context.new_page()
        yield context


@pytest.fixture
def context(window: BrowserContext) -> Iterator[BrowserContext]:
    """The window as if nobody had used it."""
    yield window
    first, *others = window.pages
    for page in others:
        page.close()
    window.clear_cookies()
    window.clear_permissions()
    window.set_offline(False)
    told = window.new_cdp_session(first)
    told.send("Network.clearBrowserCache")  # a page that is known is told from one that is new, even in its cookies
    told.detach()


@pytest.fixture
def page(context: BrowserContext, problems: list[str]) -> Page:  # noqa: ARG001 -- watched from its beginning
    """A new page of the window."""
    return context.new_page()


@pytest.fixture(autouse=True)
def problems(context: BrowserContext, address: str) -> Iterator[list[str]]:
    """What no page may do, gathered while a test runs; a test that expects an error empties the list."""
    found: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    def follow(asked: Request) -> None:
        if not asked.url.startswith((address, "data:", "blob:")):
            found.append(asked.url)

    def watch(page: Page) -> None:
        page.on("console", listen)
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("request", follow)

    context.on("page", watch)
    yield found
    context.remove_listener("page", watch)
    assert found == []
