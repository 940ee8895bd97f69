"""Seeds that are built in a third of the time, the curated report left out: for tests of builds, not of words."""

from __future__ import annotations

import shutil
from pathlib import Path

from gongbao import pipeline
from support.damage import REPORT, add_report
from support.paths import SEEDS
from support.rehearsal import unbury

TEXT = "某省2021年工作报告\n一、2021年工作回顾\n地区生产总值增长5.5%，新增企业3000家。\n"


def seeds_without_report(folder: Path) -> Path:
    """Copy the seeds without the curated report, for a test that adds one; return the folder."""
    shutil.copytree(SEEDS, folder)
    shutil.rmtree(folder / REPORT)
    unbury(folder)
    return folder


def small_seeds(folder: Path) -> Path:
    """Copy the seeds, a report of one sentence in the place of the real one; return the folder."""
    seeds_without_report(folder)
    add_report(folder, "some-2021", TEXT)
    return folder


def build_small(folder: Path) -> None:
    """Build a package of such seeds, which lie in it."""
    small_seeds(folder / "seeds")
    pipeline.build(folder / "seeds", folder)
