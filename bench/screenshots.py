"""Pictures of the site for the README: home, reader, a row and the charts, as a browser shows them today.

    python bench/screenshots.py [folder]        (default docs/screenshots)

The built package is served on a free port of this computer; the page is English, 1280 pixels wide. A picture that is
larger than the README should carry ends the command with status 1.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
WIDTH, MOST = 1280, 300_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PICTURES = {
    "home": ("/", 900, "main"),
    "reader": ("/reports/bda-2021#bda-2021-o347", 720, "main"),
    "row": ("/gongbao/observations/bda-2021-o347", 900, "main"),
    "charts": ("/charts", 1000, "figure svg"),
}
"""Name, address, height in pixels, what must stand on the page before it is taken."""


@contextmanager
def served() -> Iterator[str]:
    """Yield the address of the site, served until the end; raises SystemExit where it does not come up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts" / "serve.py"), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            if server.poll() is not None:
                raise SystemExit("error: the site cannot be served: run make build, then make serve to see why")
            try:
                urllib.request.urlopen(f"{address}/-/versions.json", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        else:
            raise SystemExit("error: the site does not answer after a minute")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def take(page: Page, address: str, name: str, folder: Path) -> int:
    """Take one picture and return its size in bytes."""
    path, height, awaited = PICTURES[name]
    page.set_viewport_size({"width": WIDTH, "height": height})
    answer = page.goto(f"{address}{path}", wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"error: {path} answers {answer and answer.status}")
    page.wait_for_selector(awaited)
    target = folder / f"{name}.png"
    page.screenshot(path=target, animations="disabled", caret="hide")
    return target.stat().st_size


def main(folder: Path) -> None:
    """Take all pictures and print their sizes."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("error: Chromium is not installed (Debian: apt install chromium fonts-noto-cjk)")
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(locale="en-GB")
        sizes = {name: take(page, address, name, folder) for name in PICTURES}
        browser.close()
    for name, size in sizes.items():
        print(f"{folder / name}.png {size:,} bytes")
    if large := [name for name, size in sizes.items() if size > MOST]:
        raise SystemExit(f"error: larger than {MOST:,} bytes: {', '.join(large)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    main(parser.parse_args().folder)
