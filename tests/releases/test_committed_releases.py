"""The releases of this repository: unaltered, each the last one plus its changes, each still answering as it did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.releases.contents import pack
from gongbao.releases.replay import apply_changes
from gongbao.releases.shelf import Shelf
from gongbao.releases.verdict import order
from gongbao.releases.verification import verify
from gongbao.serving import databases as serving
from gongbao.serving import recordings
from support.paths import ROOT, SEEDS

SHELF = Shelf(ROOT)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh build with all releases beside it, as `make serve` has it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "releases", folder / "releases")
    pipeline.build(SEEDS, folder)
    return folder


def test_there_are_releases_in_order() -> None:
    assert SHELF.versions
    assert sorted(SHELF.versions, key=order) == SHELF.versions
    assert [m.previous for m in SHELF.manifests] == [None, *SHELF.versions[:-1]]
    assert all(path.is_dir() or path.suffix == ".minisig" for path in SHELF.folder.iterdir())


@pytest.mark.parametrize("version", SHELF.versions)
def test_release_is_unaltered(version: str) -> None:
    assert f"this is release {version}, unaltered" in verify(SHELF.path(version)).line()


@pytest.mark.parametrize(("old", "new"), list(zip(SHELF.versions, SHELF.versions[1:], strict=False)))
def test_release_is_the_last_one_and_its_changes(old: str, new: str, tmp_path: Path) -> None:
    with SHELF.open(old) as before:
        apply_changes(before.root, SHELF.path(new), tmp_path / "made")
    pack(tmp_path / "made", tmp_path / "made.zip")
    assert (tmp_path / "made.zip").read_bytes() == (SHELF.path(new) / f"gongbao-{new}.zip").read_bytes()


@pytest.mark.parametrize("version", SHELF.versions)
def test_release_answers_as_it_did(version: str, site: Path) -> None:
    recorded = recordings.read_requests(SHELF.path(version))
    assert len(recorded) > 90
    assert recordings.record(serving.make_app(site), [line.path for line in recorded]) == recorded


def test_files_stay_small() -> None:
    assert max(path.stat().st_size for path in SHELF.folder.rglob("*") if path.is_file()) < 5_000_000


def test_what_systems_leave_is_no_release(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "releases" / "1.0.0", tmp_path / "releases" / "1.0.0")
    shutil.copytree(ROOT / "releases" / "1.0.0", tmp_path / "releases" / ".ipynb_checkpoints")
    (tmp_path / "releases" / ".DS_Store").write_text("x", encoding="utf-8")
    assert Shelf(tmp_path).versions == ["1.0.0"]
