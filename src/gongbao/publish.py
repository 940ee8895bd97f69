"""Writes all or nothing, one writer at a time: files are staged beside their target and swapped in when complete.

A build writes into a staging folder of its own process; renaming that folder to `.gongbao-ready` is the one step that
decides. Files then move into place one by one, each replaced whole, out of reach of Ctrl-C; a run killed in between is
finished by whatever opens the folder next. A lock on the folder, which the operating system takes from a process that
dies, keeps a second writer out.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongbao.errors import PublishError

OWNED = ("data", "schemas", "metadata", "flat", "flat/schemas")  # folders of a dataset that belong to the build alone
_REFUSALS = {
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the disk allows no larger file",
    errno.EACCES: "not allowed to write",
    errno.EROFS: "the disk is read-only",
    errno.EDQUOT: "the disk quota is used up",
}
_STAGING, _READY = ".gongbao-staging", ".gongbao-ready"
_REQUESTS = (signal.SIGINT, signal.SIGTERM)


class Late(KeyboardInterrupt):
    """Ctrl-C came while finished files were moved into place: they all stand there; the words say which."""


@contextmanager
def undisturbed(words: str) -> Iterator[None]:
    """Let Ctrl-C (and a request to end) wait until the block has ended; then raise Late with `words`, or end.

    For the few moves that must not be left half done. Only the main thread hears signals: elsewhere it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {each: signal.signal(each, lambda number, _frame: heard.append(number)) for each in _REQUESTS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if signal.SIGINT in heard:
        raise Late(words)
    if heard:
        signal.raise_signal(heard[0])


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock on a dataset's folder, making the folder where there is none; first finish what a dead run left.

    Raises PublishError in one line where another process holds the lock, or the folder cannot be opened.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root, os.O_RDONLY)
    except OSError as fault:
        raise PublishError(tell(fault, root)) from None
    try:
        _take(handle, root)
        finish(root)
        yield
    finally:
        os.close(handle)


def _take(handle: int, root: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PublishError(
            f"{root.name}: another build or release is at work here; nothing was changed: wait until it has ended"
        ) from None
    except OSError as fault:
        raise PublishError(tell(fault, root)) from None


def heal(root: Path) -> None:
    """Finish what a killed build left half moved, before anything in `root` is read; a sound folder is not touched.

    Raises PublishError where a build is at work there.
    """
    if root.is_dir() and (root / _READY).is_dir():
        with locked(root):
            pass


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """Yield an empty folder; when the block ends well, its files replace those of `root`, whose lock the caller holds.

    Of the owned folders of `root` that are written to, files that were not written again are removed. Raises
    PublishError in one line when the disk refuses; `root` then stays as it was.
    """
    folder = root / f"{_STAGING}-{os.getpid()}"
    try:
        _remove_dead(root)
        folder.mkdir()
        yield folder
        _flush(folder)
        with undisturbed("the new files are all in place"):
            os.replace(folder, root / _READY)
            _finish(root)
    except OSError as fault:
        shutil.rmtree(folder, ignore_errors=True)
        raise PublishError(tell(fault, root)) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _remove_dead(root: Path) -> None:
    """Remove the folders of processes that died: who holds the lock is the only writer alive."""
    for folder in root.glob(f"{_STAGING}*"):
        shutil.rmtree(folder)


def tell(fault: OSError, root: Path) -> str:
    """Say in one line what the disk refused."""
    why = _REFUSALS.get(fault.errno or 0, fault.strerror or "write failed")
    name = Path(str(fault.filename)).name if fault.filename else root.name
    return (
        f"{name}: cannot be written: {why}; nothing was changed: free the disk or correct its rights, then build again"
    )


def finish(root: Path) -> bool:
    """Complete a swap that was decided but not finished; tell whether there was one. The caller holds the lock."""
    if not (root / _READY).is_dir():
        return False
    with undisturbed("the files an earlier run had finished are all in place"):
        _finish(root)
    return True


def _finish(root: Path) -> None:
    ready = root / _READY
    try:
        fresh = [path.relative_to(ready) for path in sorted(ready.rglob("*")) if path.is_file()]
        manifest = ready / "manifest"
        names = manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else []
        for name in fresh:
            if name.name != "manifest":
                _move(ready / name, root / name)
        _remove_stale(root, set(names))
        shutil.rmtree(ready)
    except OSError as fault:
        raise PublishError(_tell_half(fault, root)) from None


def _tell_half(fault: OSError, root: Path) -> str:
    """Say in one line that files are half moved, and that nothing is lost."""
    words = tell(fault, root).replace("nothing was changed", f"some files are new, the others wait in {_READY}")
    return f"{words} (it is finished first)"


def _move(source: Path, target: Path) -> None:
    if target.is_file() and target.read_bytes() == source.read_bytes():
        source.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)


def _remove_stale(root: Path, names: set[str]) -> None:
    if not names:
        return
    for folder in OWNED:
        if not any(name.startswith(f"{folder}/") for name in names):
            continue  # what was staged is no build, and says nothing of this folder
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
