"""The site with many reports beside the site with one: CPU time a page, as a ratio.

    python bench/pages.py [number] [--texts FOLDER]        (default 200)

The others are texts of a folder of .txt files, or copies of the real one, repeated under other names until there are
enough; nobody has curated them. Every page is asked for in turn of both sites in one process; the least of many
answers counts, after one that is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from gongbao import pipeline
from gongbao.serving import databases as serving

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "seeds" / "reports" / "bda-2021"
TIMES = 40
PAGES = (
    "/",
    "/reports",
    "/reports/bda-2021",
    "/search?words=芯片",
    "/search?words=50亿元",
    "/charts",
    "/downloads",
    "/gongbao",
    "/gongbao/observations",
    "/gongbao/observations?measure=level&_facet=status&_size=20",  # so many rows there are of one report, too
    "/gongbao/observations/bda-2021-o347",
    "/gongbao/projects",
    "/gongbao/growth_rates",
    "/gongbao/about_a_subject?words=集成电路",
    "/gongbao/growth_rates?report_id=",
)
UNKEPT = {"response_cache": {"bytes": 0}}  # what a page costs that nobody has asked for yet


def texts(folder: Path | None) -> Iterator[tuple[str, str]]:
    """Yield names and texts without end, each other than all before."""
    sources = sorted(folder.glob("*.txt")) if folder else [MODEL / "text.txt"]
    for turn in count(1):
        for path in sources:
            yield f"{path.stem}-{turn}", f"第{turn}份\n{path.read_text(encoding='utf-8')}"


def build(place: Path, number: int, folder: Path | None) -> Path:
    """Build the real report and so many others, and return where."""
    shutil.copytree(ROOT / "seeds", place / "seeds")
    shutil.copytree(ROOT / "releases", place / "releases")
    known = (MODEL / "report.yml").read_text(encoding="utf-8").replace("review: curated", "review: auto")
    for name, text in islice(texts(folder), number):
        home = place / "seeds" / "reports" / name
        home.mkdir()
        raw = text.encode()
        (home / "text.txt").write_bytes(raw)
        fresh = re.sub(r"sha256: \w+", f"sha256: {hashlib.sha256(raw).hexdigest()}", known)
        (home / "report.yml").write_text(fresh, encoding="utf-8")
    pipeline.build(place / "seeds", place)
    return place


async def cost(apps: list[Any], path: str) -> tuple[list[float], int]:
    """Return the least CPU milliseconds that a page took each site, asked in turn, and the characters of the last's."""
    for app in apps:
        answer = await app.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
    spent: list[list[float]] = [[] for _ in apps]
    for _ in range(TIMES):
        for app, times in zip(apps, spent, strict=True):
            begun = time.process_time()
            answer = await app.client.get(path, follow_redirects=True)
            times.append(time.process_time() - begun)
    return [min(times) * 1000 for times in spent], len(answer.text)


async def compare(few: Path, many: Path, number: int) -> None:
    """Print a line a page."""
    apps = [serving.make_app(place, plugins=UNKEPT) for place in (few, many)]
    for app in apps:
        await app.invoke_startup()
    print(f"{'page':54} {'1 report':>12} {number:>6} others   ratio")
    for path in PAGES:
        (one, all_), size = await cost(apps, path)
        print(f"{path:54} {one:9.1f} ms {all_:10.1f} ms {all_ / one:7.2f}   {size:,} characters", flush=True)


def main() -> None:
    """Build both sites and compare them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("number", nargs="?", type=int, default=200)
    parser.add_argument("--texts", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        few = build(Path(name) / "few", 0, None)
        many = build(Path(name) / "many", given.number, given.texts)
        asyncio.run(compare(few, many, given.number))


if __name__ == "__main__":
    main()
