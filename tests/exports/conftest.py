"""A release's folder with every format and description, for the tests of those who read them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongbao.exports import release_metadata
from gongbao.exports.files import write_text
from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.packages.content import Package
from gongbao.releases.contents import assemble, pack
from gongbao.seeds.dataset import Dataset, load_dataset
from support.paths import ROOT
from support.shared import make_once


@pytest.fixture(scope="session")
def cut() -> Dataset:
    """The dataset as it is when it is released."""
    return load_dataset(ROOT / "seeds").model_copy(update={"released": date(2026, 11, 24)})


@pytest.fixture(scope="session")
def complete(tmp_path_factory: pytest.TempPathFactory, package: Path, cut: Dataset) -> Path:
    """All formats and descriptions of a release, and its package unpacked in package/; nobody writes into it."""

    def make(folder: Path) -> None:
        assemble(package, ROOT, folder / "package", cut)
        inside = Package(folder / "package")
        pack(folder / "package", folder / f"{cut.name}-{cut.version}.zip")
        for write in RELEASE_FORMATS.values():
            write(inside, folder, cut)
        for file, text in release_metadata.describe(inside, cut, folder).items():
            write_text(folder / file, text)

    return make_once(tmp_path_factory, "complete", make)
