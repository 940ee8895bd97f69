"""Folders that take long to make: made once a session, whichever worker comes first, and shared by all.

`make test` runs two sessions side by side, one of them in a browser: MADE_ONCE names the folder that both share.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def home_of(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this session share."""
    base = factory.getbasetemp()
    given = os.environ.get("MADE_ONCE")
    return Path(given) if given else base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` has filled; the other workers of this session wait for it and share it."""
    home = home_of(factory)
    target, done = home / name, home / f"{name}.done"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(target)
            done.touch()
    return target
