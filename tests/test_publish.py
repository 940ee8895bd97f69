"""All or nothing: whatever stops a build, the last good files stay."""

from __future__ import annotations

import hashlib
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import PublishError
from gongbao.exports.formats import OWNED
from gongbao.publish import finish, staging
from support.paths import ROOT


def digest(folder: Path) -> dict[str, str]:
    skip = ("seeds", ".gongbao")
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not str(p.relative_to(folder)).startswith(skip)]
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def build_command(seeds: Path, out: Path) -> list[str]:
    return [sys.executable, str(ROOT / "scripts" / "build.py"), "--seeds", str(seeds), "--out", str(out)]


def change_a_note(seeds: Path) -> None:
    """Make the next build differ from the last."""
    path = seeds / "dataset.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('title_en: "Gongbao', 'title_en: "GONGBAO'), encoding="utf-8"
    )


def test_failed_stage_changes_nothing(seeds: Path, tmp_path: Path) -> None:
    pipeline.build(seeds, tmp_path)
    before = digest(tmp_path)
    with pytest.raises(RuntimeError), staging(tmp_path, OWNED) as folder:  # noqa: PT012
        (folder / "data").mkdir()
        (folder / "data" / "indicators.csv").write_text("half", encoding="utf-8")
        raise RuntimeError("stopped")
    assert digest(tmp_path) == before


def test_disk_refuses_in_the_middle(seeds: Path, tmp_path: Path) -> None:
    """A limit on file size makes the operating system itself refuse a write half-way."""
    pipeline.build(seeds, tmp_path)
    before = digest(tmp_path)
    change_a_note(seeds)
    limit = 60_000  # sentences.csv is larger
    result = subprocess.run(
        build_command(seeds, tmp_path), capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert "cannot be written" in result.stderr
    assert "nothing was changed" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert digest(tmp_path) == before


def test_killed_at_any_moment(seeds: Path, tmp_path: Path) -> None:
    """SIGKILL at twelve moments of a build: the files are the old ones or the new ones, and the next build heals."""
    pipeline.build(seeds, tmp_path)
    old = digest(tmp_path)
    change_a_note(seeds)
    probe = tmp_path / "probe"
    begun = time.perf_counter()
    subprocess.run(build_command(seeds, probe), check=True, capture_output=True)
    whole = time.perf_counter() - begun
    new = digest(probe)
    for step in range(1, 13):
        process = subprocess.Popen(build_command(seeds, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * step / 12)
        process.send_signal(signal.SIGKILL)
        process.wait()
        finish(tmp_path, OWNED)
        now = {name: value for name, value in digest(tmp_path).items() if not name.startswith("probe")}
        assert now in (old, new), f"mixed state after {step}/12"
    subprocess.run(build_command(seeds, tmp_path), check=True, capture_output=True)
    assert {n: v for n, v in digest(tmp_path).items() if not n.startswith("probe")} == new


def test_swap_is_finished_by_the_next_run(tmp_path: Path) -> None:
    """A run killed between two moves leaves .gongbao-ready; the next run completes it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("old", encoding="utf-8")
    (tmp_path / "data" / "stale.csv").write_text("stale", encoding="utf-8")
    ready = tmp_path / ".gongbao-ready"
    (ready / "data").mkdir(parents=True)
    (ready / "data" / "b.csv").write_text("new", encoding="utf-8")
    (ready / "data" / "a.csv").write_text("new", encoding="utf-8")
    (ready / "manifest").write_text("data/a.csv\ndata/b.csv\n", encoding="utf-8")
    assert finish(tmp_path, ("data",))
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "data").iterdir()} == {
        "a.csv": "new",
        "b.csv": "new",
    }
    assert not ready.exists()


def test_unwritable_target(tmp_path: Path, seeds: Path) -> None:
    target = tmp_path / "file-in-the-way"
    target.write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match="cannot be written"):
        pipeline.build(seeds, target)
    assert target.read_text(encoding="utf-8") == ""


def test_unchanged_files_are_left_alone(seeds: Path, tmp_path: Path) -> None:
    pipeline.build(seeds, tmp_path)
    times = {p: p.stat().st_mtime_ns for p in (tmp_path / "data").iterdir()}
    pipeline.build(seeds, tmp_path)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "data").iterdir()} == times
