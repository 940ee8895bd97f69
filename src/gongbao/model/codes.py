"""Code lists: every enumerated value of the published tables, with its labels; the lines stand in codes.csv."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

from gongbao.errors import SeedError
from gongbao.resources import shown

FILE = Path(__file__).with_name("codes.csv")
SHOWN = shown(FILE)
_NAME = re.compile(r"[a-z_]+")


class Code(NamedTuple):
    """One value of a code list; `line` is where codes.csv has it."""

    code: str
    name_en: str
    name_zh: str
    description_en: str
    description_zh: str
    line: int


HEADER = ("codelist", *Code._fields[:-1])


def read_codes(path: Path = FILE) -> dict[str, tuple[Code, ...]]:
    """Read the code lists in the order of the file, which is their published order.

    Raises SeedError, with the line, for another header, a short or long line, an empty cell, a name that is no
    lower-case word, a code that stands twice and a list that is torn apart.
    """
    lists: dict[str, list[Code]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        if tuple(next(reader, ())) != HEADER:
            raise SeedError(f"{SHOWN}:1: the header is not {','.join(HEADER)}: restore it")
        latest = ""
        for cells in reader:
            name, code = _read_line(cells, reader.line_num)
            known = lists.setdefault(name, [])
            _refuse_twin(name, code, known, torn=bool(known) and name != latest)
            known.append(code)
            latest = name
    return {name: tuple(codes) for name, codes in lists.items()}


def _read_line(cells: list[str], line: int) -> tuple[str, Code]:
    if len(cells) != len(HEADER) or not all(cells):
        raise SeedError(f"{SHOWN}:{line}: needs {len(HEADER)} filled cells ({', '.join(HEADER)}): complete the line")
    for cell in cells[:2]:
        if not _NAME.fullmatch(cell):
            raise SeedError(f"{SHOWN}:{line}: “{cell}” is no name of lower-case letters and underscores: rename it")
    name, code, name_en, name_zh, description_en, description_zh = cells
    return name, Code(code, name_en, name_zh, description_en, description_zh, line)


def _refuse_twin(name: str, code: Code, known: list[Code], *, torn: bool) -> None:
    if torn:
        raise SeedError(f"{SHOWN}:{code.line}: {name} goes on after another list: keep the lines of a list together")
    twin = next((other for other in known if other.code == code.code), None)
    if twin:
        raise SeedError(f"{SHOWN}:{code.line}: {name} has “{code.code}” already in line {twin.line}: remove one")


CODELISTS = read_codes()


def codes_of(codelist: str) -> tuple[str, ...]:
    """Return the values of one code list, in their published order.

    >>> codes_of("status")
    ('actual', 'estimated', 'target')
    """
    return tuple(line.code for line in CODELISTS[codelist])
