"""axe-core on every page of the site: all pages the tests know, every table, view and query, a row of each table.

    python bench/accessibility.py        (some minutes)

In both languages, at the width of a desk and of a phone, no rule off and nothing hidden from it. Prints a line for each
node that breaks a rule, and how many pages were looked at; ends with status 1 where any does.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from datasette.utils import tilde_encode
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.looking import judge  # noqa: E402
from support.pages import FAULTY, LONG, PAGES  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
WIDTHS = (1280, 390)
LANGUAGES = ("en", "zh")


@contextmanager
def served() -> Iterator[str]:
    """Serve the clone on a free port of this machine while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def fetch(url: str) -> dict[str, object]:
    """Return an answer of JSON."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def all_pages(address: str) -> list[str]:
    """Return the addresses of all pages that are looked at."""
    told = json.loads((ROOT / "build" / "metadata.json").read_text(encoding="utf-8"))["databases"]["gongbao"]
    paths = [*PAGES, *LONG, *FAULTY]
    for name, table in told["tables"].items():
        if table.get("hidden"):
            continue
        paths.append(f"/gongbao/{name}")
        first = fetch(f"{address}/gongbao/{name}.json?_size=1&_shape=objects")
        keys, rows = first["primary_keys"], first["rows"]
        if isinstance(keys, list) and keys and isinstance(rows, list) and rows:
            paths.append(f"/gongbao/{name}/{','.join(tilde_encode(str(rows[0][key])) for key in keys)}")
    for name, query in told["queries"].items():
        given = "&".join(f"{p['name']}={quote(p['example'])}" for p in query["parameters"] if p["required"])
        paths.append(f"/gongbao/{name}{'?' + given if given else ''}")
    return list(dict.fromkeys(paths))


def look(page: Page, address: str, path: str, language: str) -> list[str]:
    """Return what axe-core finds on a page, a line a node."""
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    page.wait_for_load_state("networkidle")
    return judge(page)


def main() -> int:
    """Look at every page and return the exit status."""
    bad = looked = 0
    with served() as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        paths = all_pages(address)
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900})
            for path in paths:
                for language in LANGUAGES:
                    found = look(page, address, path, language)
                    looked += 1
                    bad += len(found)
                    for line in found:
                        print(f"{path} {language} {width}: {line}", flush=True)
            page.close()
        browser.close()
    print(f"{len(paths)} pages, {looked} views (2 languages, 2 widths): {bad} nodes against a rule")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
