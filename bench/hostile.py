"""Hostile SQL against the server as it is: status, seconds, growth of its processes; and ordinary SQL beside stock.

    python bench/hostile.py [--seconds N] [--connections N]        (default 5 seconds a line, 10 connections)

The statements are those of tests/cases/hostile_sql.csv. Growth is what all processes of the server hold together above
what they held before (resident memory, looked at every 20 ms), in megabytes; `stock` is not asked them: it does not
survive some. Then, of ours, how long a row page takes that is made anew every time, alone and while four visitors send
hostile SQL without end; and SQL that nobody has asked before, a new statement with every request, from ours and from
stock Datasette on the same database.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import itertools
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from serving import ROOT, package, served

CASES = ROOT / "tests" / "cases" / "hostile_sql.csv"
ORDINARY = "select theme_id, count(*) as n, {n} as asked from projects group by theme_id order by n desc"
WIDE = "select *, {n} as asked from observations limit 200"
HEAVY = (
    "select printf('%.*c', 1000000000, 'x')",
    "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
    "select json_group_array(a.text_zh) from sentences a cross join sentences b cross join numerals",
    "select hex(zeroblob(500000)) from numerals",
)
_COUNTER = """
local n = {first}
request = function()
  n = n + 1
  return wrk.format("GET", "{address}" .. n .. "{rest}")
end
"""


class Answer(NamedTuple):
    """Status, seconds and bytes of an answer."""

    status: int
    seconds: float
    size: int


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=10)
    parser.add_argument("--speed", action="store_true", help="ordinary SQL beside stock alone")
    given = parser.parse_args()
    if not given.speed:
        with package() as root, served("cold", root) as ours:
            print_growth(ours)
            print_others(ours, given.seconds)
    with package() as root, served("cold", root) as ours, served("stock", root) as stock:
        for name, sql in (("a count", ORDINARY), ("200 rows", WIDE)):
            rates = [load(address, sql, given) for address in (ours, stock, ours, stock)]
            mine, theirs = statistics.mean(rates[::2]), statistics.mean(rates[1::2])
            print(f"SQL, {name}: {mine:.0f} requests/s, stock {theirs:.0f} ({mine / theirs:.2f})", flush=True)


def ask(address: str) -> Answer:
    """Ask an address and read the whole answer."""
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=60) as found:
            size, status = sum(map(len, iter(lambda: found.read(65536), b""))), found.status
    except urllib.error.HTTPError as fault:
        size, status = len(fault.read()), fault.code
    return Answer(status, time.perf_counter() - begun, size)


def print_growth(address: str) -> None:
    """Print what every statement does."""
    ask(f"{address}/gongbao.json?sql=select+1")
    ask(f"{address}/gongbao?sql=select+1")
    port = int(address.rpartition(":")[2])
    usual = memory_of(server_at(port))
    print(f"{'status':>6} {'s':>6} {'MB':>6}   statement (the server holds {usual / 1e6:.0f} MB before)")
    worst = 0.0
    with CASES.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            with watched(port) as grown:
                found = ask(f"{address}/gongbao.json?sql={quote(line['sql'])}")
            more = (grown() - usual) / 1e6
            worst = max(worst, more)
            print(f"{found.status:6} {found.seconds:6.2f} {max(0.0, more):6.0f}   {line['sql'][:90]}", flush=True)
    print(f"most: {worst:.0f} MB", flush=True)


def print_others(address: str, seconds: int) -> None:
    """Print how long a row page takes that nobody has asked for, alone and beside hostile SQL."""
    for name, senders in (("alone", 0), ("beside hostile SQL", 4)):
        stop = threading.Event()
        threads = [threading.Thread(target=send, args=(address, stop, number)) for number in range(senders)]
        for thread in threads:
            thread.start()
        spent, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            spent.append(ask(f"{address}/gongbao/observations/bda-2021-o347").seconds * 1000)
        stop.set()
        for thread in threads:
            thread.join()
        spent.sort()
        half, most = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
        print(f"row page {name}: {half:.1f} ms, 99 of 100 below {most:.1f} ms ({len(spent)} asked)", flush=True)


def send(address: str, stop: threading.Event, first: int) -> None:
    """Send hostile SQL, one statement after another, each a new one."""
    for number in itertools.count(first):
        if stop.is_set():
            return
        ask(f"{address}/gongbao.json?sql={quote(HEAVY[number % len(HEAVY)])}&_n={number}")


def load(address: str, sql: str, given: argparse.Namespace) -> float:
    """Return the requests a second of a statement that is another every time; a warming second is left out."""
    begun, _, rest = quote(sql).partition(quote("{n}"))
    rates = []
    for first, seconds in ((0, 1), (1_000_000, given.seconds)):
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(_COUNTER.format(first=first, address=f"/gongbao.json?sql={begun}", rest=rest))
            script.flush()
            words = ["wrk", "-t1", f"-c{given.connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script.name]
            told = subprocess.run([*words, address], check=True, capture_output=True, text=True).stdout
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
        assert not bad, told
        assert rate, told
        rates.append(float(rate[1]))
    return rates[1]


def server_at(port: int) -> int:
    """Return the process that listens on a port of this computer."""
    wanted = f":{port:04X}"
    with open("/proc/net/tcp", encoding="ascii") as handle:
        lines = [line.split() for line in handle if line.split()[3] == "0A" and line.split()[1].endswith(wanted)]
    links = {f"socket:[{line[9]}]" for line in lines}
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            if any(str(path.readlink()) in links for path in folder.iterdir()):
                return int(folder.parent.name)
    raise SystemExit(f"error: nothing listens on {port}")


def memory_of(process: int) -> int:
    """Return the bytes of memory that a process and its children hold."""
    held = 0
    with contextlib.suppress(OSError, ValueError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        held = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * 4096
        held += sum(memory_of(int(child)) for child in children)
    return held


@contextlib.contextmanager
def watched(port: int) -> Iterator[Callable[[], int]]:
    """Look at the memory of a server while the block runs; yields what tells the most it held."""
    process, stop, most = server_at(port), threading.Event(), [0]

    def look() -> None:
        while not stop.wait(0.02):
            most[0] = max(most[0], memory_of(process))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield lambda: most[0] or memory_of(process)
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    main()
