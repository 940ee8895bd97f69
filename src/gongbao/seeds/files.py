"""Reads one file written by people, strictly: encoding, shape and columns, each fault told with file and line."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from gongbao.errors import SeedError, SourceError, counted, shorten
from gongbao.model.cells import DELIMITER, parse_cells

Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item", bound=BaseModel, covariant=True)
_COMMON = frozenset("的一是在不了有和人这這中大为為上个個国國年业業产產区區发發展工作建设設新市企会會，。、")
_SHARE = 0.08  # a tenth to a third in texts of the genre, a hundredth in a text read wrongly
_EXPONENT = re.compile(r"^[+-]?\d+(\.\d+)?[eE][+-]?\d+$")
LONGEST_CELL = 32_767  # characters a cell of a worksheet can hold
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")  # no worksheet and no line can carry them
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|br|table|script)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sourced(Generic[Item]):
    """A model with the file and line it was read from."""

    item: Item
    file: str
    line: int

    @property
    def place(self) -> str:
        """Return `file:line`."""
        return f"{self.file}:{self.line}"


def read_plain(path: Path, shown: str, error: type[SourceError] | type[SeedError]) -> str:
    """Read a UTF-8 file without BOM, CRLF or NUL; `shown` is the name used in messages.

    Raises `error` with one line that names the fault and the remedy.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        instead = " or remove the report" if "/reports/" in shown else ""
        raise error(f"{shown}: the file is missing: put it back (git checkout){instead}") from None
    except OSError as fault:
        raise error(f"{shown}: cannot be read ({fault.strerror})") from None
    if not raw:
        raise error(f"{shown}: the file is empty: put its content back (git checkout)")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error(f"{shown}: is UTF-16: save it as UTF-8 without BOM")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise error(
            f"{shown}: begins with a byte order mark (saved by Excel or Notepad?): save it as UTF-8 without BOM"
        )
    if b"\x00" in raw:
        raise error(f"{shown}: holds a NUL byte at offset {raw.index(0)}: the file is damaged or not text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise error(f"{shown}: is not UTF-8 (byte {fault.start}){_guess(raw)}: save it as UTF-8") from None
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        raise error(f"{shown}:{line}: has Windows line ends (CRLF): save it with LF line ends")
    return text


def _guess(raw: bytes) -> str:
    """Name the encoding a text seems to have: read rightly, a good part of it are the commonest characters."""
    shares = {name: _share_common(raw, encoding) for name, encoding in (("GB18030", "gb18030"), ("Big5", "big5"))}
    best = max(shares, key=lambda name: shares[name])
    return f", it looks like {best}" if shares[best] > _SHARE else ""


def _share_common(raw: bytes, encoding: str) -> float:
    try:
        han = [character for character in raw.decode(encoding) if character > "\u2e7f"]
    except UnicodeDecodeError:
        return 0.0
    return sum(character in _COMMON for character in han) / max(len(han), 1)


def refuse_html(text: str, shown: str) -> None:
    """Raise SourceError when the text is a saved web page."""
    match = _HTML.search(text)
    if match:
        line = text[: match.start()].count("\n") + 1
        raise SourceError(f"{shown}:{line}: is a web page ({match.group()} …): save the article's plain text instead")


def read_table(path: Path, shown: str, model: type[Model], *, optional: bool = False) -> list[Sourced[Model]]:
    """Read a CSV file into models, one a line; an absent optional file is an empty table.

    Raises SeedError for a foreign delimiter, an unknown or missing column, a value in exponent notation, a
    line too long or too short, or a value its model refuses.
    """
    if optional and not path.exists():
        return []
    text = read_plain(path, shown, SeedError)
    lines = number_lines(text, lambda line, why: SeedError(f"{shown}:{line}: {_tell_broken(line, why)}"))
    _, header = next(lines, (1, []))
    _check_header(header, shown, model)
    return list(_read_lines(lines, header, shown, model))


def number_lines(text: str, told: Callable[[int, str], Exception]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV text, the header first, each with its number in the file.

    Raises what `told` makes of the number of a line that is no CSV, and of the reason.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise told(line, str(fault)) from None
        yield line, cells


def _tell_broken(line: int, why: str) -> str:
    if line == 1:
        return f"the header is no valid CSV ({why}): write the columns' names, parted by commas"
    return f"is no valid CSV ({why}): mend the quotation marks"


def refuse_twins(rows: Iterable[Sourced[Any]], *key: str) -> None:
    """Raise SeedError, with both places, where two lines bear the same id, or the same cells in several columns."""
    first: dict[object, str] = {}
    for row in rows:
        value = " ".join(str(getattr(row.item, name)) for name in key)
        if value in first:
            remedy = "give one of them another id" if len(key) == 1 else "remove one of them"
            raise SeedError(f"{row.place}: {', '.join(key)} “{value}” stands already at {first[value]}: {remedy}")
        first[value] = row.place


def _check_header(header: list[str], shown: str, model: type[BaseModel]) -> None:
    known = list(model.model_fields)
    if len(header) == 1 and len(known) > 1 and re.search(r"[;\t]", header[0]):
        mark = "semicolons" if ";" in header[0] else "tabs"
        raise SeedError(f"{shown}:1: is separated by {mark} (saved by Excel?): save it as CSV separated by commas")
    for name in header:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f", did you mean {near[0]}?" if near else f": the columns are {', '.join(known)}"
            raise SeedError(f"{shown}:1: unknown column “{shorten(name)}”{hint}")
        if header.count(name) > 1:
            raise SeedError(f"{shown}:1: column “{name}” stands twice: remove one")
    needed = [name for name, field in model.model_fields.items() if field.is_required() and name not in header]
    if needed:
        raise SeedError(f"{shown}:1: column “{needed[0]}” is missing: add it to the header")


def _read_lines(
    lines: Iterable[tuple[int, list[str]]], header: list[str], shown: str, model: type[Model]
) -> Iterator[Sourced[Model]]:
    for line, cells in lines:
        if not cells:
            continue
        if len(cells) != len(header):
            has = f"has {counted(len(cells), 'cell')}, the header {len(header)}"
            raise SeedError(f"{shown}:{line}: {has}: mend commas and quotes")
        for name, cell in zip(header, cells, strict=True):
            _check_cell(name, cell, f"{shown}:{line}")
        yield Sourced(_model(dict(zip(header, cells, strict=True)), f"{shown}:{line}", model), shown, line)


def tell_control(character: str) -> str:
    """Name a character that no cell can hold."""
    return f"the control character U+{ord(character):04X}"


def _check_cell(name: str, cell: str, place: str) -> None:
    """Refuse what no cell may hold: a number Excel rewrote, and what a worksheet or a line cannot carry."""
    if _EXPONENT.match(cell):
        raise SeedError(f"{place}: column {name} holds “{shorten(cell)}”, a number rewritten by Excel: type it out")
    control = CONTROL.search(cell)
    if control:
        raise SeedError(f"{place}: column {name} holds {tell_control(control.group())}: remove it")
    if len(cell) > LONGEST_CELL:
        raise SeedError(
            f"{place}: column {name} holds {len(cell)} characters, a cell {LONGEST_CELL} at most: shorten it"
        )


def _model(cells: dict[str, str], place: str, model: type[Model]) -> Model:
    values = {name: value for name, value in parse_cells(cells, model).items() if value is not None}
    for name, field in model.model_fields.items():
        if name not in values and field.is_required():
            values[name] = None
    try:
        return model.model_validate(values)
    except ValidationError as fault:
        quote = f"“{cells['quote'][:40]}”: " if cells.get("quote") else ""
        raise SeedError(f"{place}: {quote}{describe(fault)}") from None


def describe(fault: ValidationError) -> str:
    """Say in one line what pydantic found, with the value and the column."""
    first = fault.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the line"
    value = first.get("input")
    if first["type"] == "missing":
        return f"column {where} is missing: add it"
    if value is None:
        return f"column {where} is empty: fill it in"
    if isinstance(value, tuple):
        value = DELIMITER.join(value)  # as it stands in the cell
    message = first["msg"].removeprefix("Value error, ")
    return f"column {where} holds “{shorten(value)}”: {message[0].lower()}{shorten(message[1:], 800)}"
