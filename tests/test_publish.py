"""All or nothing: whatever stops a build, the last good files stay."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import PublishError
from gongbao.publish import finish, staging
from support.forked import build
from support.kills import change_a_title, digest, kill_builds
from support.small_seeds import small_seeds


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """Seeds of one short report that a test may change."""
    return small_seeds(tmp_path / "seeds")


def test_failed_stage_changes_nothing(short: Path, tmp_path: Path) -> None:
    pipeline.build(short, tmp_path)
    before = digest(tmp_path)
    with pytest.raises(RuntimeError), staging(tmp_path) as folder:  # noqa: PT012
        (folder / "data").mkdir()
        (folder / "data" / "indicators.csv").write_text("half", encoding="utf-8")
        raise RuntimeError("stopped")
    assert digest(tmp_path) == before


@pytest.mark.slow
def test_disk_refuses_in_the_middle(short: Path, tmp_path: Path) -> None:
    """A limit on file size makes the operating system itself refuse a write half-way."""
    pipeline.build(short, tmp_path)
    before = digest(tmp_path)
    change_a_title(short)
    limit = 30_000  # terms.csv is larger
    narrow = build(short, tmp_path, first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    status, (line,) = narrow.end()
    assert status == 1
    assert "cannot be written" in line
    assert "nothing was changed" in line
    assert digest(tmp_path) == before


@pytest.mark.slow
@pytest.mark.parametrize(("moments", "rival"), [((0.5, 1.0), False), ((0.6,), True)], ids=["alone", "beside a rival"])
def test_killed_at_any_moment(moments: tuple[float, ...], rival: bool, short: Path, tmp_path: Path) -> None:
    """SIGKILL in the middle of a build and towards its end (bench/kills.py takes many more); the next build heals."""
    pipeline.build(short, tmp_path / "out")
    assert sum(kill_builds(short, tmp_path / "out", moments, rival=rival).values()) == len(moments)


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
    assert finish(tmp_path)
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "data").iterdir()} == {
        "a.csv": "new",
        "b.csv": "new",
    }
    assert not ready.exists()


def test_unwritable_target(tmp_path: Path, short: Path) -> None:
    target = tmp_path / "file-in-the-way"
    target.write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match="cannot be written"):
        pipeline.build(short, target)
    assert target.read_text(encoding="utf-8") == ""


def test_unchanged_files_are_left_alone(short: Path, tmp_path: Path) -> None:
    pipeline.build(short, tmp_path)
    times = {p: p.stat().st_mtime_ns for p in (tmp_path / "data").iterdir()}
    pipeline.build(short, tmp_path)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "data").iterdir()} == times
