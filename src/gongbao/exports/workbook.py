"""<name>.xlsx: one workbook for people: a cover, a data dictionary, and a sheet a table with labels beside codes.

Row 1 of a table's sheet holds the titles in both languages, row 2 the column names; both stay in view, row 2 carries
the filters. Behind every coded column stands a column with the code's name; a reader of the data takes only columns
that have a name in row 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from gongbao.errors import ReleaseError
from gongbao.exports import workbook_cover
from gongbao.exports.workbook_cover import letters
from gongbao.model.cells import join_list
from gongbao.packages.content import Content, Field, Table, Value
from gongbao.seeds.dataset import Dataset

EXCEL_ROWS = 1_048_576
CREATED = datetime(2000, 1, 1)  # a fixed day: the workbook's bytes must not depend on the clock
NARROW, WIDE, LABEL = 9, 60, 24  # widths of columns, in letters
LOOKED_AT = 300  # rows a column's width is taken from


def file_name(dataset: Dataset) -> str:
    """Return the workbook's name, with the version in it."""
    return f"{dataset.name}-{dataset.version}.xlsx"


def write(package: Content, folder: Path, *, dataset: Dataset) -> None:
    """Write the workbook into `folder`; raises ReleaseError where a table has more rows than a sheet can hold."""
    path = folder / file_name(dataset)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({
            "title": f"{dataset.title_en} · {dataset.title_zh}",
            "author": dataset.publisher,
            "comments": f"version {dataset.version}",
            "created": CREATED,
        })  # fmt: skip
        formats = _formats(book)
        counts = {table.name: sum(1 for _ in package.cells(table)) for table in package.tables}
        workbook_cover.add_cover(book, formats, package, dataset, counts)
        workbook_cover.add_dictionary(book, formats, package)
        for table in package.tables:
            _add_table(book, formats, package, table, counts[table.name])


def _formats(book: Any) -> dict[str, Any]:
    face = {"font_name": "Calibri", "valign": "top"}
    return {
        "title": book.add_format({**face, "bold": True, "font_size": 16}),
        "head": book.add_format({**face, "bold": True, "text_wrap": True, "bg_color": "#E8EEF4", "bottom": 1}),
        "name": book.add_format({**face, "italic": True, "font_color": "#555555", "bg_color": "#F4F7FA", "bottom": 1}),
        "text": book.add_format({**face, "text_wrap": True}),
        "plain": book.add_format(face),
        "label": book.add_format({**face, "font_color": "#666666"}),
        "date": book.add_format({**face, "num_format": "yyyy-mm-dd", "align": "left"}),
        "link": book.add_format({**face, "font_color": "#0B5394", "underline": 1}),
    }


def _columns(table: Table) -> list[tuple[Field, bool]]:
    """Return the sheet's columns: each field, and behind a coded one its label."""
    return [(field, label) for field in table.fields for label in ((False, True) if field.labels else (False,))]


def _widths(package: Content, table: Table) -> dict[str, int]:
    """Return for each column the width of its longest text among the first rows, within bounds."""
    widths = {field.name: max(NARROW, letters(field.name), letters(field.title("en")) + 2) for field in table.fields}
    for cells in islice(package.cells(table), LOOKED_AT):
        for name, cell in zip(table.names, cells, strict=True):
            widths[name] = max(widths[name], min(WIDE, letters(cell) + 1))
    return widths


def _add_table(book: Any, formats: dict[str, Any], package: Content, table: Table, count: int) -> None:
    if count + 2 > EXCEL_ROWS:
        raise ReleaseError(
            f"{table.path}: {count} rows do not fit a worksheet ({EXCEL_ROWS - 2} at most): release it without XLSX"
        )
    sheet = book.add_worksheet(table.name[:31])
    columns = _columns(table)
    widths = _widths(package, table)
    for number, (field, label) in enumerate(columns):
        sheet.set_column(number, number, LABEL if label else widths[field.name])
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, count + 1, len(columns) - 1)
    sheet.set_row(0, 32)
    workbook_cover.set_print(sheet, 2, columns=len(columns))
    for number, (field, label) in enumerate(columns):
        title = "label 名称" if label else f"{field.title('en')}\n{field.title('zh')}"
        sheet.write_string(0, number, title, formats["head"])
    for number, (field, label) in enumerate(columns):
        sheet.write_string(1, number, "" if label else field.name, formats["name"])
    for line, row in enumerate(package.rows(table), 2):
        _write_row(sheet, formats, line, table, row)


def _write_row(sheet: Any, formats: dict[str, Any], line: int, table: Table, row: Sequence[Value]) -> None:
    number = 0
    for field, value in zip(table.fields, row, strict=True):
        _write_value(sheet, formats, line, number, value)
        number += 1
        if labels := field.labels:
            label = labels.get(str(value))
            if label:
                sheet.write_string(line, number, f"{label['en']} {label['zh']}", formats["label"])
            number += 1


def _write_value(sheet: Any, formats: dict[str, Any], line: int, number: int, value: Value) -> None:
    if value is None or value == ():
        return
    if isinstance(value, int | float | Decimal):
        sheet.write_number(line, number, value, formats["plain"])
    elif isinstance(value, date):
        sheet.write_datetime(line, number, datetime(value.year, value.month, value.day), formats["date"])
    else:
        sheet.write_string(line, number, value if isinstance(value, str) else join_list(value), formats["plain"])


class Reader:
    """Reads the rows of the workbook back, as any program would: by the column names of row 2."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path, read_only=True)

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        lines = self.book[table.name[:31]].iter_rows(min_row=2, values_only=True)
        places = [number for number, name in enumerate(next(lines)) if name]
        for cells in lines:
            cells = (*cells, *[None] * (places[-1] + 1 - len(cells)))
            yield [cells[place] for place in places]
