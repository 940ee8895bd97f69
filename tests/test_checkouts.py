"""Any checkout: other line ends, shallow, detached, without tags, unzipped without git, of another owner."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import verify
from support import rehearsal
from support.paths import ROOT
from support.rehearsal import git

pytestmark = pytest.mark.slow
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it stands, with its releases, as a repository of two commits and a tag."""
    root = rehearsal.clone(tmp_path_factory.mktemp("origin") / "main")
    shutil.copytree(ROOT / "releases", root / "releases")
    rehearsal.commit(root, "releases")
    git(root, "tag", "v0")
    return root


def builds_and_verifies(root: Path) -> None:
    """The checkout gives the committed files again, and its releases are unaltered."""
    result = rehearsal.script("build.py", "--seeds", root / "seeds", "--out", root)
    assert result.returncode == 0, result.stderr
    if (root / ".git").exists():
        assert git(root, "status", "--porcelain") == ""
    for path in sorted((ROOT / "data").iterdir()):
        assert (root / "data" / path.name).read_bytes() == path.read_bytes(), path.name
    version = Shelf(root).versions[-1]
    assert verify(root / "releases" / version).version == version


@pytest.mark.parametrize(
    "words",
    [
        ("-c", "core.autocrlf=true", "clone", "-q"),
        ("-c", "core.autocrlf=true", "-c", "core.eol=crlf", "-c", "core.safecrlf=false", "clone", "-q"),
        ("clone", "-q", "--depth", "1"),
        ("clone", "-q", "--no-tags"),
    ],
    ids=["windows line ends", "windows line ends, forced", "shallow", "without tags"],
)
def test_a_clone_of_any_kind_works(words: tuple[str, ...], origin: Path, tmp_path: Path) -> None:
    git(tmp_path, *words, origin.as_uri(), str(tmp_path / "main"))
    builds_and_verifies(tmp_path / "main")


def test_a_detached_checkout_works(origin: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(origin), str(tmp_path / "main"))
    git(tmp_path / "main", "checkout", "-q", "--detach", "v0")
    builds_and_verifies(tmp_path / "main")


def test_an_unzipped_archive_works_but_for_releasing(origin: Path, tmp_path: Path, script: Run) -> None:
    (tmp_path / "main").mkdir()
    archive = subprocess.run(["git", "-C", str(origin), "archive", "HEAD"], capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(tmp_path / "main")], input=archive, check=True)
    builds_and_verifies(tmp_path / "main")
    refused = script("release.py", "--root", tmp_path / "main")
    assert refused.returncode == 1
    assert "main: git says “not a git repository (or any of the parent directories): .git”" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a checkout to another owner")
def test_a_checkout_of_another_owner_is_told_in_git_s_own_words(origin: Path, tmp_path: Path, script: Run) -> None:
    git(tmp_path, "clone", "-q", str(origin), str(tmp_path / "main"))
    builds_and_verifies(tmp_path / "main")
    for path in (tmp_path / "main", *(tmp_path / "main").rglob("*")):
        os.chown(path, 12345, 12345)
    refused = script("release.py", "--root", tmp_path / "main")
    assert refused.returncode == 1
    assert "git says “detected dubious ownership in repository" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_without_git_the_reason_is_told(origin: Path, script: Run) -> None:
    refused = script("release.py", "--root", origin, env={"PATH": "/nowhere"})
    assert refused.returncode == 1
    assert "git cannot be run (No such file or directory): install it to release" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
