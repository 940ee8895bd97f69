"""The examination of a source: every kind with its places, invisible characters spelled, a sound file told."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.damage import add_report
from support.paths import ROOT, SEEDS
from support.small_seeds import small_seeds

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_kinds_are_listed_with_places_and_effects(script: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("某省工作报告\n投资12\u00a034亿元，建成\u200b3个。\n" + "企业&nbsp;9家。" * 7, encoding="utf-8")
    result = script("examine.py", path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:3] == [
        "zero_width: 1 · invisible characters 不可见字符",
        "  read through: taken out before the text is read · 读取前予以剔除",
        "  2:13  …投资12[U+00A0]34亿元，建成^[U+200B]^3个。⏎企业&nbsp;…",
    ]
    assert "html: 7 · HTML tags and entities 网页标签与实体" in result.stdout
    assert "  … 2 more (--all shows them)" in result.stdout
    assert script("examine.py", path, "--all").stdout.count("&nbsp;^") == 7


def test_a_sound_text_is_said_to_be_so(script: Run) -> None:
    result = script("examine.py", SEEDS / "reports" / "bda-2021" / "text.txt")
    assert result.stdout == "text.txt: 11069 characters, nothing spoils it 未见受损之处\n"


@pytest.mark.parametrize(
    ("raw", "says"),
    [(None, "the file is missing"), (b"\xff\xfe\x00", "is UTF-16"), (b"", "is empty"), (b"a\x00b", "NUL byte")],
)
def test_what_is_no_text_is_one_line(raw: bytes | None, says: str, script: Run, tmp_path: Path) -> None:
    if raw is not None:
        (tmp_path / "report.txt").write_bytes(raw)
    result = script("examine.py", tmp_path / "report.txt")
    assert result.returncode == 1
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.slow
def test_the_build_counts_what_it_found_where_somebody_watches(tmp_path: Path) -> None:
    seeds = small_seeds(tmp_path / "seeds")
    add_report(seeds, "spoiled-2021", "某省2021年工作报告\n一、工作回顾\n新建学校12\u200b3所。")
    watcher, terminal = pty.openpty()
    command = [sys.executable, str(ROOT / "scripts/build.py"), "--seeds", str(seeds), "--out", str(tmp_path / "out")]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=terminal, check=True)
    os.close(terminal)
    shown = os.read(watcher, 10_000).decode()
    os.close(watcher)
    assert "spoiled-2021: source inspected: invisible characters 1" in shown
    assert "some-2021: source inspected: sound" in shown
