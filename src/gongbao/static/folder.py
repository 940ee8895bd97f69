"""The folder of the static edition: written beside its place and put there whole, by renaming it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongbao.errors import PublishError, StaticError
from gongbao.publish import tell, undisturbed

MARK = "static/gongbao.css"
"""A file that every edition has: a folder without it is somebody's own, and is not replaced."""


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `target` when the block ends well; else all stays as it was.

    Between the two renames nothing can be heard from the terminal. Raises StaticError where `target` is no edition,
    PublishError in one line when the disk refuses.
    """
    new, old = (target.with_name(f".{target.name}-{state}") for state in ("new", "old"))
    if target.exists() and not (target / MARK).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise StaticError(f"{target}: is not a static edition of this site, and is left alone: name another folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target, old)
        for rest in (new, old):
            shutil.rmtree(rest, ignore_errors=True)
        new.mkdir()
        yield new
        with undisturbed("the new edition is in place"):
            if target.exists():
                os.replace(target, old)
            os.replace(new, target)
    except OSError as fault:
        raise PublishError(tell(fault, target)) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _recover(target: Path, old: Path) -> None:
    """Put an edition back that a killed run had moved aside."""
    if old.is_dir() and not target.exists():
        os.replace(old, target)


def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the number of files and their bytes, by the part of the edition they belong to."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            part = path.relative_to(folder).parts[0]
            number, size = found.get(part, (0, 0))
            found[part] = (number + 1, size + path.stat().st_size)
    return found
