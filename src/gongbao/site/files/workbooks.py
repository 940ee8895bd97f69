"""What a page shows as an Excel workbook: a sheet of rows, and a sheet that says what they are.

Texts are written as texts, so that one that begins with = or a web address does nothing when the file is opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from gongbao.exports.workbook import CREATED, EXCEL_ROWS, NARROW, WIDE
from gongbao.exports.workbook_cover import letters

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS, ABOUT = "data", "about"
LONGEST = 32_767  # characters that a cell of Excel can hold
SAFE = 2**53  # whole numbers beyond which a cell would lose digits


class Fact(NamedTuple):
    """A line of the sheet `about`; an empty title continues the line above."""

    title: str
    words: str


def write(columns: Sequence[str], rows: Iterable[Sequence[Any]], facts: Sequence[Fact]) -> bytes:
    """Return the bytes of a workbook; `rows` hold plain values in the order of the columns."""
    import xlsxwriter  # here: it takes a while to load, and most who start a server ask for no workbook soon

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": CREATED, "title": facts[0].words if facts else ""})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _add_rows(book.add_worksheet(ROWS), columns, rows, head)
        sheet = book.add_worksheet(ABOUT)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 110)
        for line, fact in enumerate(facts):
            sheet.write_string(line, 0, fact.title, head)
            sheet.write_string(line, 1, fact.words[:LONGEST], wrapped)
    return target.getvalue()


def _add_rows(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]], head: Any) -> None:
    widths = [max(NARROW, letters(name) + 2) for name in columns]
    for number, name in enumerate(columns):
        sheet.write_string(0, number, name, head)
    line = 0
    for line, row in enumerate(islice(rows, EXCEL_ROWS - 1), 1):
        for number, value in enumerate(row):
            _write(sheet, line, number, value)
            if isinstance(value, str):
                widths[number] = max(widths[number], min(WIDE, letters(value) + 1))
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    sheet.freeze_panes(1, 1 if columns else 0)
    if columns:
        sheet.autofilter(0, 0, line, len(columns) - 1)


def _write(sheet: Any, line: int, number: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) < SAFE):
        sheet.write_number(line, number, value)
    elif isinstance(value, datetime):
        sheet.write_string(line, number, value.isoformat())
    else:
        text = f"({len(value)} bytes)" if isinstance(value, bytes) else str(value)
        sheet.write_string(line, number, text[:LONGEST])
