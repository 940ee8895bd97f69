"""A published CSV file read line by line, strictly: whatever is wrong with it is one fault with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from gongbao.errors import PackageError, shorten

RESTORE = "restore the file (make build writes it anew)"


def read_lines(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file, the header first, each with its number.

    Raises PackageError in one line for a file that is missing, no file, not UTF-8 or no CSV, and for a line with other
    cells than the header.
    """
    reader = csv.reader(io.StringIO(_read_text(path, shown), newline=""), strict=True)
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise PackageError(f"{shown}:{line}: is no valid CSV ({fault}): {RESTORE}") from None
        width = width or len(cells)
        if len(cells) != width:
            first = shorten(cells[0], 40) if cells else ""
            raise PackageError(f"{shown}:{line}: “{first}” has {len(cells)} cells, the header {width}: {RESTORE}")
        yield line, cells


def _read_text(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise PackageError(f"{shown}:1: the file is missing: {RESTORE}") from None
    except OSError as fault:
        raise PackageError(f"{shown}:1: cannot be read ({fault.strerror}): {RESTORE}") from None
    if b"\x00" in raw:
        raise PackageError(f"{shown}:{_line(raw, raw.index(0))}: holds a NUL byte: {RESTORE}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise PackageError(f"{shown}:{_line(raw, fault.start)}: is not UTF-8 (byte {fault.start}): {RESTORE}") from None


def _line(raw: bytes, position: int) -> int:
    return raw.count(b"\n", 0, position) + 1
