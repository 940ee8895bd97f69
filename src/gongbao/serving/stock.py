"""Datasette as it is installed, loaded without what its libraries take along where they find it.

Its units take numpy, its HTTP client a command line of its own (rich); neither is used here, and both would take a
sixth of a second of every start and some megabytes. The list of units of measure, another seventh of a second, is read
when a table has units for the first time: pint's own lazy registry does it.
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


@contextmanager
def lazy_units() -> Iterator[None]:
    """Let pint's registry of units be its lazy one for a while."""
    eager = pint.UnitRegistry
    pint.UnitRegistry = pint.LazyRegistry
    try:
        yield
    finally:
        pint.UnitRegistry = eager


with without("numpy", "rich"):
    from datasette.vendored import pint

    with lazy_units():
        from datasette.app import Datasette
