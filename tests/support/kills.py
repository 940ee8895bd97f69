"""Builds and releases killed in the middle: what stands afterwards is the old state or the new, never a mixture."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from gongbao.publish import heal
from gongbao.releases.verification import verify
from support.forked import Forked, build
from support.rehearsal import git


def digest(folder: Path) -> dict[str, str]:
    """The files of a package by their hashes; the seeds and what is still staged aside."""
    skip = ("seeds", ".gongbao", "probe")
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not str(p.relative_to(folder)).startswith(skip)]
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def kill_after(start: Callable[[], Forked], seconds: float, *, rival: bool = False) -> None:
    """Start a command and end it, without a chance to tidy up, after some time; a rival does the same beside it.

    The rival is left to itself: it works where the killed one has let go of the folder, or is told that it cannot.
    """
    process, other = start(), start() if rival else None
    time.sleep(seconds)
    process.kill()
    if other is not None:
        status, faults = other.end()
        assert status == 0 or "at work here" in faults[0] or "changed" in faults[0], faults


def spread(number: int) -> list[float]:
    """So many moments, evenly spread, as shares of a whole run."""
    return [step / number for step in range(1, number + 1)]


def kill_builds(seeds: Path, root: Path, moments: Sequence[float], *, rival: bool = False) -> dict[str, int]:
    """Kill a build of changed seeds at some shares of its time; `root` holds a build of the seeds as they were.

    Returns how often the old and the new files stood there afterwards; raises AssertionError for a mixture.
    """
    old = digest(root)
    change_a_title(seeds)
    probe = root / "probe"
    begun = time.perf_counter()
    assert build(seeds, probe).end() == (0, [])
    whole = time.perf_counter() - begun
    new, found = digest(probe), {"old": 0, "new": 0}
    shutil.rmtree(probe)
    keep = shutil.copytree(root, root.with_name("keep"))
    for number, moment in enumerate(moments, 1):
        kill_after(lambda: build(seeds, root), whole * moment, rival=rival)
        heal(root)
        now = digest(root)
        assert now in (old, new), f"mixed state after {moment:.2f} of a build"
        found["old" if now == old else "new"] += 1
        if now == new and number < len(moments):  # begin again from the old files
            shutil.rmtree(root)
            shutil.copytree(keep, root)
    assert build(seeds, root).end() == (0, [])
    assert digest(root) == new
    return found


def change_a_title(seeds: Path) -> None:
    """Make the next build differ from the last."""
    path = seeds / "dataset.yml"
    text = path.read_text(encoding="utf-8")
    assert 'title_en: "Gongbao' in text
    path.write_text(text.replace('title_en: "Gongbao', 'title_en: "GONGBAO'), encoding="utf-8")


def kill_releases(root: Path, version: str, moments: Iterable[float], *, rival: bool = False) -> dict[str, int]:
    """Kill the release of `version` after some seconds each; `root` is a repository where it is due.

    Returns how often nothing had happened and how often the release was whole; raises AssertionError for anything else.
    """
    head, shelf = git(root, "rev-parse", "HEAD"), sorted(p.name for p in (root / "releases").iterdir())
    found = {"old": 0, "new": 0}
    for seconds in moments:
        kill_after(lambda: Forked("release", "--root", root), seconds, rival=rival)
        target = root / "releases" / version
        found["new" if target.exists() else "old"] += 1
        if target.exists():  # it was finished before the kill, or by the rival
            verify(target)
            shutil.rmtree(target)
        assert git(root, "status", "--porcelain") == ""
        assert git(root, "rev-parse", "HEAD") == head
        assert sorted(p.name for p in (root / "releases").iterdir()) == shelf
    return found
