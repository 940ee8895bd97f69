"""Builds and releases killed at many moments: how often the old and the new state stood there, and never another.

python bench/kills.py [builds releases]        (default 200 100; the tests kill a handful of each)
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongbao import pipeline  # noqa: E402
from support import rehearsal  # noqa: E402
from support.forked import Forked  # noqa: E402
from support.kills import kill_builds, kill_releases, spread  # noqa: E402


def kill_all_builds(place: Path, number: int, *, rival: bool) -> None:
    """Kill so many builds and print what was found."""
    shutil.copytree(ROOT / "seeds", place / "seeds")
    pipeline.build(place / "seeds", place / "out")
    found = kill_builds(place / "seeds", place / "out", spread(number), rival=rival)
    print(
        f"builds   {tell(number, rival)}: {found['old']} left the old files, {found['new']} the new, 0 a mixture",
        flush=True,
    )


def kill_all_releases(place: Path, number: int, *, rival: bool) -> None:
    """Kill so many releases, up to the time a whole one takes, and print what was found."""
    root = rehearsal.clone(place / "main")
    rehearsal.prepare(root, "1.0.0", "2026-11-24")
    rehearsal.cut(root, "1.0.0")
    rehearsal.prepare(root, "1.0.1", "2026-11-24", rehearsal.correct_a_note)
    begun = time.perf_counter()
    assert Forked("release", "--root", root).end() == (0, [])
    whole = time.perf_counter() - begun
    shutil.rmtree(root / "releases" / "1.0.1")
    moments = [whole * share for share in spread(number)]
    found = kill_releases(root, "1.0.1", moments, rival=rival)
    print(
        f"releases {tell(number, rival)}: {found['old']} left none, {found['new']} a whole one, 0 anything else",
        flush=True,
    )


def tell(number: int, rival: bool) -> str:
    """Say how many were killed, and in what company."""
    return f"{number:4} killed {'beside a rival' if rival else 'alone'}"


def main(builds: int, releases: int) -> None:
    """Kill half of each alone and half beside a rival process."""
    for kill, number in ((kill_all_builds, builds), (kill_all_releases, releases)):
        for rival in (False, True):
            with tempfile.TemporaryDirectory() as name:
                kill(Path(name), number // 2, rival=rival)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("builds", nargs="?", type=int, default=200)
    parser.add_argument("releases", nargs="?", type=int, default=100)
    given = parser.parse_args()
    main(given.builds, given.releases)
