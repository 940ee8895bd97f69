"""What every door shares: errors as one line on standard error, progress on a terminal only, where the dataset lies."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from gongbao.errors import CheckError, GongbaoError, RootError, shorten

_MARKS = ("datapackage.json", "seeds/dataset.yml")
Main = Callable[[Path | None, Sequence[str] | None], int]
UNFORESEEN = 70  # exit status of a fault nobody foresaw, as sysexits.h has it


def run(verb: str | Main, *, root: Path | None = None, words: Sequence[str] | None = None) -> None:
    """Run a command, by its name or itself, and exit; a GongbaoError becomes its line and exit status 1.

    `root` is the folder of the dataset, None where nobody has named one; `words` are the arguments (default: those of
    the process). Modules are loaded here, so that Ctrl-C meanwhile is one line, too. A reader that stops listening
    (`| head`) ends the command without a word; an output that cannot hold Chinese gets it escaped. A fault nobody
    foresaw exits with status 70 and names the file that keeps its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        main: Main = import_module(f"gongbao.commands.{verb}").main if isinstance(verb, str) else verb
        status = main(root, words)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except CheckError as fault:
        status = _say(*(f"error: {line}" for line in fault.failures))
    except GongbaoError as fault:
        status = _say(f"error: {fault}")
    except KeyboardInterrupt as stop:
        status = _say(f"interrupted: {str(stop) or 'nothing was changed'}", status=130)
    except Exception as fault:
        status = _say(f"error: {_keep(fault)}", status=UNFORESEEN)
    sys.exit(status)


def warn(english: str, chinese: str) -> None:
    """Say on standard error, in both languages, what a user should know although the command succeeded."""
    _say(f"warning: {english} 警告：{chinese}")


def _say(*lines: str, status: int = 1) -> int:
    for line in lines:
        print("⏎".join(line.splitlines()), file=sys.stderr)
    return status


def _keep(fault: Exception) -> str:
    """Write a traceback into the temporary folder and say so in one line."""
    with tempfile.NamedTemporaryFile("w", prefix="gongbao-", suffix=".txt", delete=False, encoding="utf-8") as handle:
        handle.write("".join(traceback.format_exception(fault)))
    what = shorten(f"{type(fault).__name__}: {fault}", 120)
    return f"a fault of the program itself ({what}): its traceback is in {handle.name}: send it to the maintainers"


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
