"""Builds and releases killed at many moments: how often the old and the new state stood there, and never another.

python bench/kills.py [builds releases]        (default 44 28; the tests kill a handful of each)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongbao import pipeline  # noqa: E402
from support import rehearsal  # noqa: E402
from support.kills import kill_builds, kill_releases  # noqa: E402

LONGEST = 6.0  # seconds a release takes on a slow machine


def main(builds: int, releases: int) -> None:
    """Kill so many builds and releases and print what was found."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(ROOT / "seeds", place / "seeds")
        pipeline.build(place / "seeds", place / "out")
        found = kill_builds(place / "seeds", place / "out", builds)
        print(f"builds killed   {builds:4}: {found['old']} left the old files, {found['new']} the new, 0 a mixture")
        root = rehearsal.clone(place / "main")
        rehearsal.prepare(root, "1.0.0", "2026-11-24")
        rehearsal.cut(root, "1.0.0")
        rehearsal.prepare(root, "1.0.1", "2026-11-24", rehearsal.correct_a_note)
        moments = [LONGEST * step / releases for step in range(1, releases + 1)]
        found = kill_releases(root, "1.0.1", moments)
        print(f"releases killed {releases:4}: {found['old']} left none, {found['new']} a whole one, 0 anything else")


if __name__ == "__main__":
    main(*([int(word) for word in sys.argv[1:3]] or [44, 28]))
