"""The site as a visitor has it, asked by all tests of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.asking import Get, asking


@pytest.fixture(scope="session")
def get(served: Path) -> Iterator[Get]:
    """Ask the site over the current data and all releases."""
    yield from asking(served)
