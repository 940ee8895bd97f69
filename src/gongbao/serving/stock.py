"""Datasette as it is installed, loaded without what its libraries take along where they find it.

Its units take numpy, its HTTP client a command line of its own (rich). Neither is used here, and both would take a
sixth of a second of every start and some megabytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Datasette"]


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let packages seem not to be installed for a while, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with without("numpy", "rich"):
    from datasette.app import Datasette
