"""What the server bears: hostile SQL among honest traffic, many different addresses, many releases side by side.

    python bench/load.py mixed [--seconds N] [--connections N] [--from ADDRESS]  honest traffic, then hostile SQL beside
    python bench/load.py memory [--requests N]                     memory over so many requests, most of them new
    python bench/load.py releases [--releases N]                   processor time a page, N releases beside one

`mixed` is loaded by wrk (Debian's package), 9 of 10 connections honest, in two runs of the same server; hostile SQL
comes from another address (127.0.0.2), or from the one that is named. Memory is that of the server with its children.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from gongbao.serving.databases import app_of, databases_of
from serving import served

ROOT = Path(__file__).resolve().parents[1]
HONEST = (
    "/",
    "/reports/bda-2021",
    "/gongbao/observations",
    "/gongbao/observations/bda-2021-o347",
    "/gongbao/projects.json",
    "/gongbao/growth_rates",
    "/charts",
    "/downloads",
    f"/search?words={quote('专利')}",
    f"/search?words={quote('50亿')}",
    "/gongbao/projects?_facet=theme_id",
    f"/gongbao.json?sql={quote('select kind, count(*) as n from mentions group by kind')}",
)
# Honest requests that nobody has asked before: each a page or SQL of its own.
FRESH = (
    "/gongbao/numerals.json?_size=5&char_start__gt={n}",
    "/gongbao/observations?_size=5&char_start__gt={n}",
    "/gongbao.json?sql=select+count(*)+from+numerals+where+char_start+>+{n}",
)
HOSTILE = (
    "select zeroblob(2000000000)",
    "select hex(zeroblob(400000000))",
    "select hex(randomblob(900000000))",
    "select printf('%.*c', 1000000000, 'x')",
    "select instr(hex(zeroblob(2400000)), hex(zeroblob(1200000))||'1')",
    "with recursive a(x) as (select 1 union all select x + 1 from a) select count(*) from a",
    "with recursive a(x) as (select 'x' union all select x || x from a) select length(x) from a",
    "select count(*) from numerals a, numerals b, numerals c",
    "select replace(replace(hex(zeroblob(100000)), '0', '00000000'), '0', '00000000')",
    "select zeroblob(1000000) from numerals",
    "select group_concat(a.quote || b.quote) from numerals a, numerals b",
    "attach database '/tmp/x.db' as x",
)
_LUA = """
local paths, fresh, n = {paths}, {fresh}, 0
math.randomseed({seed})
request = function()
  n = n + 1
  if math.random() < 0.02 then
    return wrk.format("GET", (string.gsub(fresh[math.random(#fresh)], "{{n}}", tostring({seed} * 1000000 + n))))
  end
  return wrk.format("GET", paths[math.random(#paths)])
end
response = function(status) if status >= 400 then print("status " .. status) end end
"""


def lua(seed: int) -> str:
    """Return a script for wrk that asks for addresses at random, one of fifty a new one."""
    paths, fresh = ("{" + ", ".join(json.dumps(path) for path in some) + "}" for some in (HONEST, FRESH))
    return _LUA.format(paths=paths, fresh=fresh, seed=seed)


def mixed(given: argparse.Namespace) -> None:
    """Load the server with honest traffic alone, then with hostile SQL beside it."""
    if not shutil.which("wrk"):
        raise SystemExit("error: wrk is missing: install it (Debian: apt install wrk)")
    evil, attacked = max(1, given.connections // 10), list[Counter[int]]()
    with tempfile.TemporaryDirectory() as place:
        files = {name: Path(place) / f"{name}.lua" for name in ("alone", "beside")}
        files["alone"].write_text(lua(1), encoding="utf-8")
        files["beside"].write_text(lua(2), encoding="utf-8")
        with served("hot", ROOT) as address, watched(address) as memory:
            for path in HONEST:
                httpx.get(address + path)
            print(f"at the start {memory.now():.0f} MB", flush=True)
            told = wrk(address, files["alone"], given.connections - evil, given.seconds).communicate()[0]
            show("honest alone", told, memory)
            attack = threading.Thread(target=lambda: attacked.append(asyncio.run(harm(address, evil, given))))
            attack.start()
            told = wrk(address, files["beside"], given.connections - evil, given.seconds).communicate()[0]
            attack.join()
            show("honest beside", told, memory)
            print(
                f"{'hostile':14} {', '.join(f'{n} of {code}' for code, n in sorted(attacked[0].items()))}", flush=True
            )
            time.sleep(5)
            print(f"five seconds later {memory.now():.0f} MB", flush=True)


async def harm(address: str, connections: int, given: argparse.Namespace) -> Counter[int]:
    """Send hostile SQL over some connections from an address of its own; returns how often each status was answered."""
    status: Counter[int] = Counter()
    until, chance = time.monotonic() + given.seconds, random.Random(3)

    async def send(client: httpx.AsyncClient) -> None:
        while time.monotonic() < until:
            found = await client.get(f"{address}/gongbao.json", params={"sql": chance.choice(HOSTILE)})
            status[found.status_code] += 1

    transport = httpx.AsyncHTTPTransport(local_address=given.origin)
    async with httpx.AsyncClient(transport=transport, timeout=60) as client:
        await asyncio.gather(*(send(client) for _ in range(connections)))
    return status


def wrk(address: str, script: Path, connections: int, seconds: int) -> subprocess.Popen[str]:
    """Start wrk."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-s", str(script)]
    return subprocess.Popen([*words, address], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def show(name: str, told: str, memory: Memory) -> None:
    """Print a line of what wrk says: speed, latencies, answers that were no 2xx, memory."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    parts = [re.search(rf"{part}%\s+([\d.]+\w+)", told) for part in (50, 99)]
    timeouts = re.search(r"Socket errors: (.*)", told)
    status = Counter(re.findall(r"^status (\d+)", told, re.MULTILINE))
    spent = ", ".join(f"p{part} {found[1]}" for part, found in zip((50, 99), parts, strict=True) if found)
    refused = ", ".join(f"{n} of {code}" for code, n in sorted(status.items())) or "no 4xx or 5xx"
    print(
        f"{name:14} {float(rate[1]) if rate else 0:8.1f}/s  {spent}; {refused}; at most {memory.take():.0f} MB"
        f"{'; ' + timeouts[1] if timeouts else ''}",
        flush=True,
    )


class Memory:
    """Looks at what a process and its children hold, five times a second."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.ended = pid, 0.0, threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self.ended.wait(0.2):
            self.most = max(self.most, self.now())

    def now(self) -> float:
        """Return megabytes: what is the process's alone, and its part of what is shared (PSS)."""
        return sum(pss(pid) for pid in family(self.pid))

    def take(self) -> float:
        """Return the most since the last time, and begin anew."""
        most, self.most = self.most, 0.0
        return most


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def pss(pid: int) -> float:
    """Return the megabytes of a process; 0 where it has ended."""
    with contextlib.suppress(OSError):
        match = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(match[1]) / 1024 if match else 0.0
    return 0.0


@contextlib.contextmanager
def watched(address: str) -> Iterator[Memory]:
    """Watch the process that listens at an address."""
    port = address.rpartition(":")[2]
    found = subprocess.run(["pgrep", "-f", f"serve.py .*--port {port}"], capture_output=True, text=True, check=True)
    memory = Memory(int(found.stdout.split()[0]))
    try:
        yield memory
    finally:
        memory.ended.set()


def memory(given: argparse.Namespace) -> None:
    """Ask for very many addresses, nine of ten new, and print the memory as it goes."""
    with served("hot", ROOT) as address, watched(address) as seen:
        print(f"{0:9,} {seen.now():6.0f} MB", flush=True)
        for done in range(0, given.requests, given.requests // 10):
            status = asyncio.run(ask_many(address, done, given.requests // 10))
            print(f"{done + given.requests // 10:9,} {seen.now():6.0f} MB  {dict(status)}", flush=True)


async def ask_many(address: str, first: int, number: int) -> Counter[int]:
    """Ask for so many addresses over ten connections; returns how often each status was answered."""
    status: Counter[int] = Counter()
    waiting = iter(range(first, first + number))
    chance = random.Random(first)
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=10)

    async def visit(client: httpx.AsyncClient) -> None:
        for n in waiting:
            path = chance.choice(HONEST) if chance.random() < 0.1 else chance.choice(FRESH).format(n=n)
            status[(await client.get(path)).status_code] += 1

    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(*(visit(client) for _ in range(10)))
    return status


def releases(given: argparse.Namespace) -> None:
    """Compare pages of a site with one release and with many."""
    metadata = json.loads((ROOT / "build" / "metadata.json").read_text(encoding="utf-8"))
    current, newest = databases_of(ROOT)[:2]
    with tempfile.TemporaryDirectory() as place:
        copies = [Path(place) / f"gongbao-9-{number}-0.db" for number in range(given.releases - 1)]
        for copy in copies:
            copy.symlink_to(newest)
        sites = [sized([current, newest], metadata), sized([current, newest, *copies], metadata)]
        asyncio.run(compare(sites, given.releases))


def sized(databases: list[Path], metadata: dict[str, Any]) -> Any:
    """Return a site that keeps no answers."""
    known = {path.stem: metadata["databases"].get(path.stem, metadata["databases"]["gongbao"]) for path in databases}
    told = {**metadata, "databases": known, "plugins": {"response_cache": {"bytes": 0}}}
    return app_of(databases, told, mounts=[("static", str(ROOT / "src" / "gongbao" / "site" / "static"))])


async def compare(sites: list[Any], number: int) -> None:
    """Print the least processor time of ten answers a page."""
    for site in sites:
        await site.invoke_startup()
    print(f"{'page':44} {'1 release':>12} {number:>6} releases   ratio")
    for path in HONEST[:5]:
        spent = []
        for site in sites:
            times = []
            for _ in range(12):
                begun = time.process_time()
                assert (await site.client.get(path)).status_code == 200, path
                times.append(time.process_time() - begun)
            spent.append(min(times[2:]) * 1000)
        print(f"{path:44} {spent[0]:9.1f} ms {spent[1]:11.1f} ms {spent[1] / spent[0]:9.2f}", flush=True)


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("mixed")
    one.add_argument("--seconds", type=int, default=60)
    one.add_argument("--connections", type=int, default=50)
    one.add_argument("--from", dest="origin", default="127.0.0.2")
    kinds.add_parser("memory").add_argument("--requests", type=int, default=100_000)
    kinds.add_parser("releases").add_argument("--releases", type=int, default=10)
    given = parser.parse_args()
    {"mixed": mixed, "memory": memory, "releases": releases}[given.kind](given)


if __name__ == "__main__":
    sys.exit(main())
