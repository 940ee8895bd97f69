"""The site in a real browser. These tests run in a pytest process of their own: Playwright keeps an event loop running.

Every page a test opens is watched: no error on the console, no request to another host.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

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
def address(served: Path) -> Iterator[str]:
    """The site over the current data and all releases, as a visitor has it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--package", str(served), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers; fail where it ends or stays silent for half a minute."""
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"the server ended with status {server.returncode}")
        try:
            urllib.request.urlopen(f"{url}/-/versions.json", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


@pytest.fixture(autouse=True)
def problems(context: BrowserContext, address: str) -> Iterator[list[str]]:
    """What no page may do, gathered while a test runs; a test that expects an error empties the list."""
    found: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("request", lambda asked: found.append(asked.url) if not is_ours(asked.url) else None)

    def is_ours(url: str) -> bool:
        return url.startswith((address, "data:", "blob:"))

    context.on("page", watch)
    yield found
    assert found == []
