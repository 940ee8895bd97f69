"""The site as a visitor has it, asked by all tests of its pages."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from support.asking import Get, asking
from support.reader import build_two_reports
from support.shared import make_once


@pytest.fixture(scope="session")
def get(served: Path) -> Iterator[Get]:
    """Ask the site over the current data and all releases."""
    yield from asking(served)


@pytest.fixture(scope="session")
def unchecked(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A site whose report nobody has curated."""
    root = tmp_path_factory.mktemp("unchecked")
    shutil.copytree(package / "build", root / "build")
    with closing(sqlite3.connect(root / "build" / "gongbao.db")) as connection, connection:
        connection.execute("update reports set review = 'auto'")
    yield from asking(root)


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real report and one beside it that nobody has curated."""
    return make_once(tmp_path_factory, "two_reports", build_two_reports)
