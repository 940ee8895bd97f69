"""The server beside stock Datasette on the same databases, in one run: requests a second, latencies, first answers.

    python bench/serving.py [--seconds N] [--connections N]        (default 5 seconds a line, 10 connections)

Loaded by wrk (Debian's package). “hot” is the server as it is; “cold” is the same with a memory of no bytes, so that
every answer is made anew. Stock is `datasette serve` of the installed version over the same file, without metadata,
plugins and templates, which slow it down. All serve the current database alone. Each line is asked of the three in
turn; while one server is asked the others rest.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
SQL = "select theme_id, count(*) as n from projects group by theme_id order by n desc"
# what: our address, stock's address (the reader is a page of its own: stock has none)
LINES = (
    ("home", "/", "/"),
    ("database", "/gongbao", "/gongbao"),
    ("table page", "/gongbao/observations", "/gongbao/observations"),
    ("row page", "/gongbao/observations/bda-2021-o347", "/gongbao/observations/bda-2021-o347"),
    ("reader", "/reports/bda-2021", None),
    ("search page", f"/search?words={quote('专利')}", None),
    ("charts", "/charts", None),
    ("table as JSON", "/gongbao/observations.json", "/gongbao/observations.json"),
    ("row as JSON", "/gongbao/observations/bda-2021-o347.json", "/gongbao/observations/bda-2021-o347.json"),
    ("table as CSV", "/gongbao/observations.csv", "/gongbao/observations.csv"),
    ("SQL as JSON", f"/gongbao.json?sql={quote(SQL)}", f"/gongbao.json?sql={quote(SQL)}"),
)
STARTS = 5
_COLD = """
import uvicorn
from pathlib import Path
from gongbao.serving.databases import make_app
app = make_app(Path({root!r}), plugins={{"response_cache": {{"bytes": 0}}}})
uvicorn.run(app.app(), host="127.0.0.1", port={port}, log_level="warning", access_log=False)
"""


class Speed(NamedTuple):
    """Requests a second, and the milliseconds below which half and 99 of 100 answers came."""

    rate: float
    half: float
    most: float
    faults: int


def main() -> None:
    """Print a table of all three."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=10)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("error: wrk is missing: install it (Debian: apt install wrk)")
    with package() as root, served("hot", root) as hot, served("cold", root) as cold, served("stock", root) as stock:
        print(f"{'':16}{'hot':>26}{'cold':>26}{'stock':>26}   hot / stock  cold / stock")
        for name, ours, theirs in LINES:
            found = [load(hot + ours, given), load(cold + ours, given)]
            found += [load(stock + theirs, given)] if theirs else []
            cells = "".join(f"{line.rate:9.0f}/s {line.half:6.1f} {line.most:7.1f} " for line in found)
            ratios = [f"{line.rate / found[2].rate:12.1f}" for line in found[:2]] if theirs else []
            faults = sum(line.faults for line in found)
            print(f"{name:16}{cells:78}{''.join(ratios)}{f'   {faults} faults' if faults else ''}", flush=True)
    with package() as root:
        print(f"first answer (home), the median of {STARTS} starts: ", end="", flush=True)
        print(", ".join(f"{name} {first_answer(name, root):.2f} s" for name in ("hot", "stock")), flush=True)


@contextlib.contextmanager
def package() -> Iterator[Path]:
    """Yield the package without its releases."""
    with tempfile.TemporaryDirectory() as place:
        for path in ROOT.iterdir():
            if path.name != "releases":
                (Path(place) / path.name).symlink_to(path)
        yield Path(place)


def load(address: str, given: argparse.Namespace) -> Speed:
    """Ask one address for some seconds, after a second that is left out."""
    words = ["wrk", "-t1", f"-c{given.connections}", "--timeout", "30s", "--latency"]
    subprocess.run([*words, "-d1s", address], check=True, capture_output=True)
    told = subprocess.run([*words, f"-d{given.seconds}s", address], check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    half, most = (re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", told) for part in (50, 99))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    if not (rate and half and most):
        raise SystemExit(f"error: wrk says nothing of its speed: {told}")
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    return Speed(float(rate[1]), *(float(m[1]) * scale[m[2]] for m in (half, most)), int(bad[1]) if bad else 0)


def words_of(kind: str, root: Path, port: int) -> list[str]:
    """Return the command line of a server."""
    if kind == "hot":
        return [sys.executable, str(ROOT / "scripts" / "serve.py"), "--package", str(root), "--port", str(port)]
    if kind == "cold":
        return [sys.executable, "-c", _COLD.format(root=str(root), port=port)]
    database = str(root / "build" / "gongbao.db")
    return [sys.executable, "-m", "datasette", "serve", "--immutable", database, "--port", str(port)]


@contextlib.contextmanager
def served(kind: str, root: Path) -> Iterator[str]:
    """Serve until the block ends; yields the address as soon as the home page is answered."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(words_of(kind, root, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(3000):
            with contextlib.suppress(ConnectionError, urllib.error.URLError):
                urllib.request.urlopen(f"{address}/", timeout=30).read()
                break
            time.sleep(0.01)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def first_answer(kind: str, root: Path) -> float:
    """Return the median of seconds from the start of a server to its first home page."""
    spent = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with served(kind, root):
            spent.append(time.perf_counter() - begun)
    return sorted(spent)[STARTS // 2]


if __name__ == "__main__":
    main()
