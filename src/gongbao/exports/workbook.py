"""<name>.xlsx: one workbook for people: flat tables first, a cover, a data dictionary, and a sheet a table.

A sheet has one header row, the names of the columns, so that filters, pivot tables and any program take it; the titles
in both languages and what a column means are notes on the header. Behind every coded column stands a column of the
code's names, `<column>_label`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from gongbao.errors import ReleaseError
from gongbao.exports import workbook_cover
from gongbao.exports.flat_tables import FLAT
from gongbao.exports.workbook_cover import letters
from gongbao.model.cells import join_list
from gongbao.packages.content import Content, Field, Table, Value
from gongbao.seeds.dataset import Dataset

EXCEL_ROWS = 1_048_576
FIRST = tuple(flat.view for flat in FLAT)  # what opens before the cover
CREATED = datetime(2000, 1, 1)  # of what is not released yet: the workbook's bytes must not depend on the clock
LABELS = "_label"  # what the name of a column of labels ends in
NARROW, WIDE, LABEL = 9, 60, 24  # widths of columns, in letters
LOOKED_AT = 300  # rows a column's width is taken from
Labels = dict[str, dict[str, str]]  # of codes, by language


def file_name(dataset: Dataset) -> str:
    """Return the workbook's name, with the version in it."""
    return f"{dataset.name}-{dataset.version}.xlsx"


def write(package: Content, folder: Path, *, dataset: Dataset) -> None:
    """Write the workbook into `folder`; raises ReleaseError where a table has more rows than a sheet can hold."""
    import xlsxwriter  # here: the site needs the bounds of this module at every start, and seldom the writer

    path = folder / file_name(dataset)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        _set_properties(book, dataset)
        formats = _formats(book)
        counts = {table.name: sum(1 for _ in package.cells(table)) for table in package.tables}
        first = [table for table in package.tables if table.name in FIRST]
        for table in first:
            _add_table(book, formats, package, table, counts[table.name])
        workbook_cover.add_cover(book, formats, package, dataset, counts)
        workbook_cover.add_dictionary(book, formats, package)
        for table in package.tables:
            if table not in first:
                _add_table(book, formats, package, table, counts[table.name])


def _set_properties(book: Any, dataset: Dataset) -> None:
    """Let the file itself say its version and its day, in the properties any file manager shows."""
    day = dataset.released
    book.set_properties({
        "title": f"{dataset.title_en} · {dataset.title_zh}",
        "author": dataset.publisher,
        "comments": f"version {dataset.version}{f', {day}' if day else ''}",
        "created": datetime(day.year, day.month, day.day) if day else CREATED,
    })  # fmt: skip
    book.set_custom_property("Version", dataset.version, "text")
    if day:
        book.set_custom_property("Released", datetime(day.year, day.month, day.day), "date")


def _formats(book: Any) -> dict[str, Any]:
    face = {"font_name": "Calibri", "valign": "top"}
    return {
        "title": book.add_format({**face, "bold": True, "font_size": 16}),
        "head": book.add_format({**face, "bold": True, "text_wrap": True, "bg_color": "#E8EEF4", "bottom": 1}),
        "name": book.add_format({**face, "italic": True, "font_color": "#555555", "bg_color": "#F4F7FA", "bottom": 1}),
        "text": book.add_format({**face, "text_wrap": True}),
        "plain": book.add_format(face),
        "label": book.add_format({**face, "font_color": "#595959"}),
        "date": book.add_format({**face, "num_format": "yyyy-mm-dd", "align": "left"}),
        "link": book.add_format({**face, "font_color": "#0B5394", "underline": 1}),
    }


def _columns(table: Table) -> list[tuple[Field, bool]]:
    """Return the sheet's columns: each field, and behind a coded one its label, where the table has none itself."""
    own = set(table.names)
    labelled = {field.name for field in table.fields if field.labels and f"{field.name}_en" not in own}
    return [
        (field, label) for field in table.fields for label in ((False, True) if field.name in labelled else (False,))
    ]


def _widths(package: Content, table: Table) -> dict[str, int]:
    """Return for each column the width of its longest text among the first rows, within bounds."""
    widths = {field.name: max(NARROW, letters(field.name), letters(field.title("en")) + 2) for field in table.fields}
    for cells in islice(package.cells(table), LOOKED_AT):
        for name, cell in zip(table.names, cells, strict=True):
            widths[name] = max(widths[name], min(WIDE, letters(cell) + 1))
    return widths


def _add_table(book: Any, formats: dict[str, Any], package: Content, table: Table, count: int) -> None:
    if count + 1 > EXCEL_ROWS:
        raise ReleaseError(
            f"{table.path}: {count} rows do not fit a worksheet ({EXCEL_ROWS - 1} at most): release it without XLSX"
        )
    sheet = book.add_worksheet(table.name[:31])
    columns = _columns(table)
    found = _widths(package, table)
    widths = [LABEL if label else found[field.name] for field, label in columns]
    for number, (field, label) in enumerate(columns):
        sheet.set_column(number, number, widths[number])
        sheet.write_string(0, number, f"{field.name}{LABELS}" if label else field.name, formats["head"])
        sheet.write_comment(0, number, _note(field, label=label), {"x_scale": 2, "y_scale": 1.2})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    workbook_cover.set_print(sheet, sum(widths))
    places = [(table.names.index(field.name), field.labels if label else None) for field, label in columns]
    for line, row in enumerate(package.rows(table), 1):
        _write_row(sheet, formats, line, places, row)


def _note(field: Field, *, label: bool) -> str:
    """Return what the header's note says: the titles and what the column means, in both languages."""
    words = field.descriptor["descriptions"]
    head = f"{field.title('en')} {field.title('zh')}"
    return f"{head}: names of the codes 代码名称" if label else f"{head}\n{words['en']}\n{words['zh']}"


def _write_row(
    sheet: Any, formats: dict[str, Any], line: int, places: Sequence[tuple[int, Labels | None]], row: Sequence[Value]
) -> None:
    """Write a line of a sheet: each column the value at its place in the row, or that value's label."""
    for number, (place, labels) in enumerate(places):
        if labels is None:
            _write_value(sheet, formats, line, number, row[place])
        elif names := labels.get(str(row[place])):
            sheet.write_string(line, number, f"{names['en']} {names['zh']}", formats["label"])


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
    """Reads the rows of the workbook back, as any program would: by the names of the columns.

    They stand in the first row; in workbooks of the first edition in the second, below a row of titles.
    """

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook  # here: most who write never read, and it takes a while to load

        self.book = load_workbook(path, read_only=True)

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        lines = self.book[table.name[:31]].iter_rows(values_only=True)
        header = next(lines)
        if header[0] != table.names[0]:
            header = next(lines)
        places = [header.index(name) for name in table.names]
        for cells in lines:
            cells = (*cells, *[None] * (places[-1] + 1 - len(cells)))
            yield [cells[place] for place in places]
