"""Writes all or nothing: files are staged beside their target and swapped in only when complete.

A build writes into `.gongbao-staging`; renaming that folder to `.gongbao-ready` is the one step that decides.
Files then move into place one by one, each replaced whole; a run killed in between is finished by the next.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongbao.errors import PublishError

_REFUSALS = {
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the disk allows no larger file",
    errno.EACCES: "not allowed to write",
    errno.EROFS: "the disk is read-only",
    errno.EDQUOT: "the disk quota is used up",
}
_STAGING, _READY = ".gongbao-staging", ".gongbao-ready"


@contextmanager
def staging(root: Path, owned: tuple[str, ...]) -> Iterator[Path]:
    """Yield an empty folder; when the block ends well, its files replace those of `root`.

    `owned` are the folders of `root` that belong to the build: files in them that were not written again are
    removed. Raises PublishError in one line when the disk refuses; `root` then stays as it was.
    """
    finish(root, owned)
    folder = root / _STAGING
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
        _flush(folder)
        os.replace(folder, root / _READY)
    except OSError as fault:
        shutil.rmtree(folder, ignore_errors=True)
        raise PublishError(tell(fault, root)) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finish(root, owned)


def tell(fault: OSError, root: Path) -> str:
    """Say in one line what the disk refused."""
    why = _REFUSALS.get(fault.errno or 0, fault.strerror or "write failed")
    name = Path(str(fault.filename)).name if fault.filename else root.name
    return (
        f"{name}: cannot be written: {why}; nothing was changed: free the disk or correct its rights, then build again"
    )


def finish(root: Path, owned: tuple[str, ...]) -> bool:
    """Complete a swap that was decided but not finished; tell whether there was one."""
    ready = root / _READY
    if not ready.is_dir():
        return False
    try:
        fresh = [path.relative_to(ready) for path in sorted(ready.rglob("*")) if path.is_file()]
        manifest = ready / "manifest"
        names = manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else []
        for name in fresh:
            if name.name != "manifest":
                _move(ready / name, root / name)
        _remove_stale(root, owned, set(names))
        shutil.rmtree(ready)
    except OSError as fault:
        raise PublishError(tell(fault, root)) from None
    return True


def _move(source: Path, target: Path) -> None:
    if target.is_file() and target.read_bytes() == source.read_bytes():
        source.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)


def _remove_stale(root: Path, owned: tuple[str, ...], names: set[str]) -> None:
    if not names:
        return
    for folder in owned:
        for path in sorted((root / folder).glob("*")):
            if path.is_file() and f"{folder}/{path.name}" not in names:
                path.unlink()


def _flush(folder: Path) -> None:
    """Write the list of files, and make sure all of them are on the disk before the swap is decided."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    (folder / "manifest").write_text("\n".join(names) + "\n", encoding="utf-8")
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
