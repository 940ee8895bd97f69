"""A published CSV file read line by line, strictly: whatever is wrong with it is one fault with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongbao.errors import PackageError, counted, shorten
from gongbao.seeds.files import number_lines

RESTORE = "restore the file (make build writes it anew)"


def read_lines(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file, the header first, each with its number.

    Raises PackageError in one line for a file that is missing, no file, not UTF-8 or no CSV, and for a line with other
    cells than the header.
    """
    text = _read_text(path, shown)
    width = 0
    for line, cells in number_lines(text, lambda line, why: _fault(shown, line, f"is no valid CSV ({why})")):
        width = width or len(cells)
        if len(cells) != width:
            first = shorten(cells[0], 40) if cells else ""
            raise _fault(shown, line, f"“{first}” has {counted(len(cells), 'cell')}, the header {width}")
        yield line, cells


def _fault(shown: str, line: int, what: str) -> PackageError:
    return PackageError(f"{shown}:{line}: {what}: {RESTORE}")


def _read_text(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _fault(shown, 1, "the file is missing") from None
    except OSError as fault:
        raise _fault(shown, 1, f"cannot be read ({fault.strerror})") from None
    if b"\x00" in raw:
        raise _fault(shown, _line(raw, raw.index(0)), "holds a NUL byte")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _fault(shown, _line(raw, fault.start), f"is not UTF-8 (byte {fault.start})") from None


def _line(raw: bytes, position: int) -> int:
    return raw.count(b"\n", 0, position) + 1
