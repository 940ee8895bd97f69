"""A static edition of two reports with few rows, made once for all tests that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.static.asking import Source
from gongbao.static.writing import write
from support.few_rows import few_rows
from support.reader import build_two_reports
from support.shared import make_once


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of two reports with few rows, one of them read by a machine alone; nobody writes into it."""
    several = make_once(tmp_path_factory, "two_reports", build_two_reports)
    return make_once(tmp_path_factory, "few_rows", lambda home: few_rows(several, home) and None)


@pytest.fixture(scope="session")
def edition(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its static edition; nobody writes into it."""
    return make_once(tmp_path_factory, "edition", lambda home: write(Source(few), home, processes=2) and None)
