"""What one process does for the static edition: it asks the site for some pages, rewrites them and writes them down."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from gongbao.site.wording.languages import ENGLISH
from gongbao.static.asking import Site, Source
from gongbao.static.cards import cards_of
from gongbao.static.finding import words_of
from gongbao.static.lists import rows_of
from gongbao.static.places import FOLDERS, Place
from gongbao.static.rewriting import policy_of, rewrite

AT_ONCE = 4  # pages in the making: while one waits for the database another is drawn
_LINKED_DATA = re.compile(r'(<script type="application/ld\+json">)(.*?)(</script>)', re.DOTALL)


class Task(NamedTuple):
    """Addresses of pages, or of one file that is made, with the page that leads there."""

    decision: str
    addresses: tuple[str, ...]


class Worker:
    """Writes pages and files of a source into a folder."""

    def __init__(self, source: Source, out: Path) -> None:
        self.source, self.out = source, out
        self.runner = asyncio.Runner()
        self.site = Site(source)
        self.runner.run(self.site.start())

    def do(self, task: Task) -> set[Place]:
        """Write what a task names; return the places that it leads to."""
        return self.runner.run(self._pages(task.addresses) if task.decision == "page" else self._file(task))

    def start_page(self) -> set[Place]:
        """Write the page that leads to those of each language."""
        return self.runner.run(self._start())

    def copy(self, places: Iterable[Place]) -> None:
        """Put files of the package into the edition, under their own names."""
        for place in places:
            target = self.out / place.file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.site.path(place.address.partition("?")[0]), target)

    def close(self) -> None:
        """Give back what the site holds."""
        self.runner.run(self.site.close())
        self.runner.close()

    async def _start(self) -> set[Place]:
        page = await self.site.datasette.render_template("static_start.html")
        policy = (await self.site.page("/", ENGLISH))[1]
        written = rewrite(page, "index.html", ENGLISH, self.site.places, policy_of(policy))
        self._write("index.html", written.page.encode())
        return set(written.places)

    async def _pages(self, addresses: Sequence[str]) -> set[Place]:
        found: set[Place] = set()
        left = iter(addresses)

        async def write_some() -> None:
            for address in left:
                for tongue in FOLDERS:
                    found.update(await self._page(address, tongue))

        await asyncio.gather(*(write_some() for _ in range(AT_ONCE)))
        return found

    async def _page(self, address: str, tongue: str) -> Iterable[Place]:
        place = self.site.places.find(address, tongue)
        assert place is not None  # addresses come from places
        page, policy = await self.site.page(address, tongue)
        page = _LINKED_DATA.sub(lambda match: self._linked(match, tongue), page)
        written = rewrite(page, place.file, tongue, self.site.places, policy_of(policy))
        self._write(place.file, written.page.encode())
        return written.places

    def _linked(self, match: re.Match[str], tongue: str) -> str:
        """Return JSON-LD with the addresses that pages and files have where the publisher puts them."""
        told = json.dumps(self._at_home(json.loads(match[2]), tongue), ensure_ascii=False).replace("<", "\\u003c")
        return f"{match[1]}{told}{match[3]}"

    def _at_home(self, words: object, tongue: str) -> object:
        if isinstance(words, dict):
            named = {key: self._at_home(value, tongue) for key, value in words.items()}
            lost = "contentUrl" in words and named["contentUrl"] is None  # a file that only a server makes
            return None if lost else {key: value for key, value in named.items() if value is not None}
        if isinstance(words, list):
            return [told for each in words if (told := self._at_home(each, tongue)) is not None]
        base = self.source.address
        if not isinstance(words, str) or not words.startswith(f"{base}/"):
            return words
        place = self.site.places.find(words.removeprefix(base), tongue)
        return f"{base}/{place.file}" if place and place.file else None

    async def _file(self, task: Task) -> set[Place]:
        (address,) = task.addresses
        if task.decision == "shared":
            place = self.site.places.find(address, ENGLISH)
            assert place is not None
            made = (
                (await words_of(self.site)).encode() if address == "/search.data.js" else await self.site.file(address)
            )
            self._write(place.file, made)
            return set()
        of, make = (
            (address.removesuffix(".cards.js"), cards_of)
            if address.endswith(".cards.js")
            else (address.removesuffix(".rows.js"), rows_of)
        )
        for tongue, text in (await make(self.site, of)).items():
            place = self.site.places.find(address, tongue)
            assert place is not None
            self._write(place.file, text.encode())
        return set()

    def _write(self, file: str, content: bytes) -> None:
        path = self.out / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


_HELD: list[Worker] = []


def begin(source: Source, out: Path, *, alone: bool = False) -> None:
    """Make the worker of a process; unless it is alone, Ctrl-C is another's to hear."""
    if not alone:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        Thread(target=_follow_into_death, args=(os.getppid(),), daemon=True).start()
    _HELD.append(Worker(source, out))


def _follow_into_death(parent: int) -> None:
    """End this process once the one that began it is no more: killed, it could not say so."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def end() -> None:
    """Part with the worker of this process."""
    _HELD.pop().close()


def work(task: Task) -> set[Place]:
    """Do a task in a process that has begun."""
    return _HELD[-1].do(task)


def start() -> tuple[set[Place], list[str]]:
    """Write the first page, in a process that has begun; return where it leads, and the addresses of all rows."""
    worker = _HELD[-1]
    return worker.start_page(), sorted(worker.site.places.rows)


def copy(places: Sequence[Place]) -> None:
    """Copy files of the package, in a process that has begun."""
    _HELD[-1].copy(places)
