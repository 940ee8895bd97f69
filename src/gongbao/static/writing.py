"""The static edition, written whole: page after page from the first one on, and then every link followed."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from gongbao.errors import CheckError, StaticError
from gongbao.resources import shown
from gongbao.static import checking, working
from gongbao.static.asking import Source
from gongbao.static.folder import staged
from gongbao.static.places import FOLDERS, LISTED, Place

FIRST = ("/", "/search")
AT_A_TIME = 40  # pages of one task
TOLD = 500  # pages between two lines of progress
_CHECKED = (".html", ".rows.js", ".cards.js", "search.data.js")
Report = Callable[[str], None]


class Written(NamedTuple):
    """What was written: pages in each language, files, and bytes of all."""

    pages: int
    files: int
    size: int


class Here(Executor):
    """Does everything at once in this very process, for editions too small to share."""

    def submit(self, what, /, *words, **named):  # type: ignore[no-untyped-def]
        done: Future[object] = Future()
        try:
            done.set_result(what(*words, **named))
        except Exception as fault:
            done.set_exception(fault)
        return done


def write(source: Source, target: Path, *, processes: int = 1, report: Report = lambda _line: None) -> Written:
    """Write the edition of a package into a folder, which is replaced as a whole.

    Raises CheckError with a line for every link that leads nowhere, StaticError for a page that cannot be made.
    """
    with staged(target) as folder, _workers(source, folder, processes) as workers:
        first, rows = workers.submit(working.start).result()
        places = {*first, *_follow(workers, [*FIRST, *_pages(first), *rows], report)}
        workers.submit(
            working.copy, sorted({place.address: place for place in places if place.decision == "file"}.values())
        ).result()
        files = checking.files_of(folder)
        report(f"{len(files)} files written; following their links")
        _check(workers, folder, files, processes)
        pages = sum(file.endswith(".html") for file in files) // len(FOLDERS)
        return Written(pages, len(files), sum((folder / file).stat().st_size for file in files))


@contextmanager
def _workers(source: Source, folder: Path, processes: int) -> Iterator[Executor]:
    if processes == 1:
        working.begin(source, folder, alone=True)
        try:
            yield Here()
        finally:
            working.end()
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=working.begin, initargs=(source, folder))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _follow(workers: Executor, first: Iterable[str], report: Report) -> set[Place]:
    """Write the pages that are led to, and what is made for them, until nothing new is found; return all places."""
    known: set[tuple[str, str]] = set()
    places: set[Place] = set()
    claimed: dict[str, str] = {}
    waiting: dict[Future[set[Place]], int] = {}
    left = [("page", address) for address in dict.fromkeys(first)]
    written = told = 0
    while left or waiting:
        new = [one for one in dict.fromkeys(left) if one not in known]
        known.update(new)
        waiting |= {workers.submit(working.work, task): len(task.addresses) for task in _tasks(new)}
        done = wait(waiting, return_when=FIRST_COMPLETED).done
        written += sum(waiting.pop(future) for future in done)
        found = {place for future in done for place in future.result()}
        left = sorted({(place.decision, place.address) for place in found if place.decision not in ("file", "none")})
        places |= found
        _claim(claimed, found)
        if written - told >= TOLD:
            told = written
            report(f"{written} pages written in {len(FOLDERS)} languages, of {len(known)} found so far")
    return places


def _claim(claimed: dict[str, str], found: Iterable[Place]) -> None:
    """Note which address each file is of; raises StaticError where two different ones would be written into one."""
    for place in found:
        path, _, query = place.address.partition("?")
        asked = f"{path}?{'&'.join(sorted(query.split('&')))}"
        other = claimed.setdefault(place.file, asked) if place.decision != "none" else asked
        if other != asked:
            raise StaticError(f"{place.file}: is to hold both {other} and {asked}: tell them apart in {shown(LISTED)}")


def _tasks(new: Iterable[tuple[str, str]]) -> Iterator[working.Task]:
    pages = [address for decision, address in new if decision == "page"]
    yield from (working.Task(d, (address,)) for d, address in new if d != "page")
    for at in range(0, len(pages), AT_A_TIME):
        yield working.Task("page", tuple(pages[at : at + AT_A_TIME]))


def _pages(places: Iterable[Place]) -> list[str]:
    return sorted({place.address for place in places if place.decision == "page"})


def _check(workers: Executor, folder: Path, files: frozenset[str], processes: int) -> None:
    looked_at = sorted(file for file in files if file.endswith(_CHECKED))
    shares = [looked_at[at::processes] for at in range(processes)]
    seen = list(workers.map(partial(checking.look, folder, files), shares))
    faults = [fault for each in seen for fault in each.faults]
    faults += checking.places_missing(folder, {place for each in seen for place in each.fragments})
    faults += checking.twins(files)
    if faults:
        raise CheckError(sorted(faults))
