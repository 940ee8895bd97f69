"""What every door shares: errors as one line on standard error, progress on a terminal only, where the dataset lies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gongbao.errors import CheckError, GongbaoError, RootError

_MARKS = ("datapackage.json", "seeds/dataset.yml")
Main = Callable[[Path | None, Sequence[str] | None], int]


def run(main: Main, *, root: Path | None = None, words: Sequence[str] | None = None) -> None:
    """Run a command and exit; a GongbaoError becomes its line and exit status 1.

    `root` is the folder of the dataset, None where nobody has named one; `words` are the arguments (default: those of
    the process). A reader that stops listening (`| head`) ends the command without a word.
    """
    try:
        status = main(root, words)
        sys.stdout.flush()
        sys.exit(status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except CheckError as fault:
        for line in fault.failures:
            print(f"error: {line}", file=sys.stderr)
        sys.exit(1)
    except GongbaoError as fault:
        print(f"error: {fault}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt as stop:
        print(f"interrupted: {str(stop) or 'nothing was changed'}", file=sys.stderr)
        sys.exit(130)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that holds a dataset (its descriptor or its seeds)."""
    folders = (start, *start.parents)
    return next((folder for folder in folders if any((folder / mark).is_file() for mark in _MARKS)), None)


def require_root(root: Path | None) -> Path:
    """Return the dataset's folder; raises RootError where none was found."""
    if root is None:
        raise RootError(
            f"{Path.cwd().name}: neither this folder nor one above it holds a dataset ({' or '.join(_MARKS)}): "
            "go into one, or name it with an option (--help lists them)"
        )
    return root


def progress() -> Callable[[str], None]:
    """Return a printer of progress lines with seconds since the start; silent where nobody watches."""
    if not sys.stderr.isatty():
        return lambda _line: None
    begun = time.perf_counter()
    return lambda line: print(f"{time.perf_counter() - begun:6.2f} s  {line}", file=sys.stderr)
