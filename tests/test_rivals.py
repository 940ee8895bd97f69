"""One writer at a time, and interrupted means unchanged: real processes that meet in one folder on a slow disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import PublishError
from gongbao.publish import OWNED, heal, locked
from support.forked import Forked, build
from support.kills import change_a_title, digest
from support.rehearsal import git
from support.shared import make_once
from support.small_seeds import build_small

Run = Callable[..., "subprocess.CompletedProcess[str]"]
READY = ".gongbao-ready"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published dataset of one short report; nobody writes into it."""
    return make_once(tmp_path_factory, "small", build_small)


@pytest.fixture
def out(small: Path, tmp_path: Path) -> Path:
    """A published dataset whose seeds have changed since."""
    root = Path(shutil.copytree(small, tmp_path / "out"))
    change_a_title(root / "seeds")
    return root


@pytest.fixture(scope="session")
def renewed(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the changed seeds; nobody writes into it."""

    def make(folder: Path) -> None:
        shutil.copytree(small / "seeds", folder.with_name("changed-seeds"))
        change_a_title(folder.with_name("changed-seeds"))
        pipeline.build(folder.with_name("changed-seeds"), folder)

    return make_once(tmp_path_factory, "renewed", make)


@pytest.fixture
def new(renewed: Path) -> dict[str, str]:
    """What the changed seeds give."""
    return digest(renewed)


def halve(out: Path, renewed: Path) -> None:
    """Leave the swap of a finished build half done, as a run killed in the middle does."""
    shutil.copytree(renewed, out / READY, ignore=shutil.ignore_patterns("seeds"))
    names = sorted(p.relative_to(out / READY).as_posix() for p in (out / READY).rglob("*") if p.is_file())
    (out / READY / "manifest").write_text("\n".join(names) + "\n", encoding="utf-8")
    for name in names[::2]:
        os.replace(out / READY / name, out / name)


# --- one at a time -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_second_build_is_told_and_nothing_is_lost(out: Path, new: dict[str, str]) -> None:
    first = build(out / "seeds", out, slow=0.01)
    first.wait_until(lambda: any(out.glob(".gongbao-staging-*")))
    second = build(out / "seeds", out, slow=0.01)
    status, lines = second.end()
    assert (status, len(lines)) == (1, 1)
    assert lines[0] == (
        "error: out: another build or release is at work here; nothing was changed: wait until it has ended"
    )
    assert first.end() == (0, [])
    assert digest(out) == new
    assert not list(out.glob(".gongbao-*"))


@pytest.mark.slow
def test_many_builds_at_once_leave_one_whole(out: Path, new: dict[str, str]) -> None:
    rivals = [build(out / "seeds", out, slow=0.005) for _ in range(4)]
    ended = [rival.end() for rival in rivals]
    assert {status for status, _ in ended} <= {0, 1}
    assert any(status == 0 for status, _ in ended)
    assert all("at work here" in lines[0] for status, lines in ended if status)
    assert digest(out) == new


@pytest.mark.slow
def test_the_second_release_is_told(short_due: Path) -> None:
    first = Forked("release", "--root", short_due)
    first.wait_until(lambda: (short_due / ".gongbao-release").is_dir())
    status, lines = Forked("release", "--root", short_due).end()
    assert (status, len(lines)) == (1, 1)
    assert "another build or release is at work here" in lines[0]
    assert first.end() == (0, [])
    assert git(short_due, "status", "--porcelain").split() == ["??", "releases/1.0.1/"]


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    with locked(tmp_path / "here"):
        with pytest.raises(PublishError, match="here: another build or release is at work"), locked(tmp_path / "here"):
            pass
        (tmp_path / "here" / READY).mkdir()
        with pytest.raises(PublishError, match="at work"):
            heal(tmp_path / "here")
    with locked(tmp_path / "here"):
        pass


@pytest.mark.slow
def test_what_a_killed_process_left_is_cleaned_by_the_next(out: Path, new: dict[str, str], script: Run) -> None:
    killed = build(out / "seeds", out, slow=0.02)
    killed.wait_until(lambda: any(out.glob(".gongbao-staging-*")))
    killed.kill()
    assert list(out.glob(".gongbao-staging-*"))
    assert script("build.py", "--seeds", out / "seeds", "--out", out).returncode == 0
    assert digest(out) == new
    assert not list(out.glob(".gongbao-*"))


# --- interrupted means unchanged, or whole -------------------------------------------------------------------


@pytest.mark.slow
def test_interrupted_before_the_swap_nothing_is_changed(out: Path) -> None:
    before = digest(out)
    process = build(out / "seeds", out, slow=0.02)
    process.wait_until(lambda: any(out.glob(".gongbao-staging-*/data")))
    process.send(signal.SIGINT)
    assert process.end() == (130, ["interrupted: nothing was changed"])
    assert digest(out) == before
    assert not list(out.glob(".gongbao-*"))


def stands(path: Path, digest_of_it: str) -> bool:
    """Whether a file is there with this hash; the folder around it may be moving."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest_of_it
    except FileNotFoundError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize("moment", [1, 4])
def test_interrupted_during_the_swap_all_of_it_is_done(moment: int, out: Path, new: dict[str, str]) -> None:
    """The files that differ are replaced one by one; Ctrl-C waits for the last and says what stands there."""
    before = digest(out)
    process = build(out / "seeds", out, slow=0.06)
    process.wait_until(lambda: (out / READY).is_dir())
    differing = {name: value for name, value in new.items() if before.get(name) != value}
    process.wait_until(lambda: sum(stands(out / name, value) for name, value in differing.items()) >= moment)
    process.send(signal.SIGINT)
    assert process.end() == (130, ["interrupted: the new files are all in place"])
    assert digest(out) == new
    assert not list(out.glob(".gongbao-*"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("build.py", ("--seeds", "seeds", "--out", ".")),
        ("validate.py", ("--seeds", "seeds", "--package", ".")),
        ("serve.py", ("--package", ".", "--port", "0")),
        ("cite.py", ("--package", ".", "--row", "no-such-row")),
    ],
)
def test_a_half_done_swap_is_finished_before_anything_is_read(
    name: str, words: tuple[str, ...], out: Path, new: dict[str, str], renewed: Path, script: Run
) -> None:
    """Even where what comes next fails: here the seeds are broken, the port is none, the row is unknown."""
    halve(out, renewed)
    (out / "seeds" / "registry" / "themes.csv").unlink()
    result = script(name, *(out / word if word in ("seeds", ".") else word for word in words))
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert digest(out) == new
    assert not (out / READY).exists()


def test_a_release_finishes_a_half_done_swap_first(ready: Path, tmp_path: Path, script: Run) -> None:
    before = git(ready, "status", "--porcelain")
    (ready / READY / "data").mkdir(parents=True)
    shutil.copyfile(ready / "data" / "terms.csv", ready / READY / "data" / "terms.csv")
    (ready / "data" / "terms.csv").unlink()
    names = sorted(p.relative_to(ready).as_posix() for folder in OWNED for p in (ready / folder).glob("*"))
    (ready / READY / "manifest").write_text("\n".join([*names, "data/terms.csv"]) + "\n", encoding="utf-8")
    script("release.py", "--root", ready, "--dry-run")
    assert not (ready / READY).exists()
    assert git(ready, "status", "--porcelain") == before == ""
    assert tmp_path in ready.parents
