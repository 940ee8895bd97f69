"""What a proof finds of the same bytes is found once a session, whichever worker comes first.

A process remembers it anyway (`packages/remembering`); here the workers, which are one session of the same code,
remember it together: under the SHA-256 of all that was read, and never a fault that was raised.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gongbao.packages import conformity
from gongbao.packages.remembering import Remembered
from support.shared import home_of


class Fitting(set[str]):
    """The keys of files that fit their schemas, those another worker noted among them."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, str) and (self.home / f"fits-{key}").exists())

    def add(self, key: str) -> None:
        super().add(key)
        (self.home / f"fits-{key}").touch()


@pytest.fixture(scope="session", autouse=True)
def found_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let proofs take what another worker found under the very same key."""
    home = home_of(tmp_path_factory) / "found"
    home.mkdir(exist_ok=True)
    remembered = Remembered.get

    def get(self: Remembered[Any], key: str, find: Callable[[], Any]) -> Any:
        return remembered(self, key, lambda: load_or_find(home / f"{where(find)}-{key}", find))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Remembered, "get", get)
        patch.setattr(conformity, "_FITTING", Fitting(home))
        yield


def where(find: Callable[[], Any]) -> str:
    """Return the place in the code that finds it, so that no two kinds of findings share a file."""
    code = find.__code__
    return f"{find.__module__}-{code.co_qualname}-{code.co_firstlineno}"


def load_or_find(path: Path, find: Callable[[], Any]) -> Any:
    """Return what was found before, or find it now and keep it, whole or not at all."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    found = find()
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(pickle.dumps(found))
    part.replace(path)
    return found
