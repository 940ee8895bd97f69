"""The workbook's first sheets: what the dataset is, how to cite it, what each sheet and column means."""

from __future__ import annotations

import re
from typing import Any

from gongbao.packages.content import Content, Field
from gongbao.seeds.dataset import Dataset

COVER, DICTIONARY = "cover 封面", "dictionary 数据字典"
READABLE = 290  # letters across a page of A3 that still print at seven points
SCALE = 70  # per cent of eleven points: wider sheets print at 7.7 points
HEIGHT = 15  # points of one line of text; a workbook written row by row cannot fit its heights itself
WIDTHS = (24, 22, 26, 20, 14, 70, 60, 70)
_WIDE = re.compile("[\u2e80-\U0010ffff]+")
_HEADINGS = (
    ("Sheet", "工作表"), ("Column", "列"), ("Title", "标题"), ("标题", "Title in Chinese"), ("Type", "类型"),
    ("Meaning", "含义"), ("含义", "Meaning in Chinese"), ("Codes", "代码"),
)  # fmt: skip


def letters(words: str) -> int:
    """Return how wide a text is, in letters; a Chinese character is two letters wide.

    >>> letters("超17亿剂")
    8
    """
    return len(words) + sum(map(len, _WIDE.findall(words)))


def count_lines(words: str, width: int) -> int:
    """Return how many lines a text fills in a column of `width` letters.

    >>> count_lines("超17亿剂", 4), count_lines("", 10)
    (2, 1)
    """
    return max(1, -(-letters(words) // width))


def set_print(sheet: Any, width: int) -> None:
    """Make a sheet of some width in letters print across A3, header and first column on every page.

    It is one page wide where the letters stay readable so, else several pages wide at a size that can be read.
    """
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    if width <= READABLE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(SCALE)
        sheet.repeat_columns(0)
    sheet.repeat_rows(0)


def add_cover(book: Any, formats: dict[str, Any], package: Content, dataset: Dataset, counts: dict[str, int]) -> None:
    """Add the cover: titles, version, licence, citation, sources, and the list of sheets with links."""
    sheet = book.add_worksheet(COVER)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 3, 70)
    sheet.write_string(0, 0, f"{dataset.title_en} · {dataset.title_zh}", formats["title"])
    line = 2
    for name, words in _facts(package, dataset):
        sheet.set_row(line, HEIGHT * count_lines(words, 140))
        sheet.write_string(line, 0, name, formats["head"])
        sheet.merge_range(line, 1, line, 3, words, formats["text"])
        line += 1
    line += 1
    for column, name in enumerate(("Sheet 工作表", "Contents 内容", "Rows 行数", "A row is 每行是")):
        sheet.write_string(line, column, name, formats["head"])
    set_print(sheet, 168)
    for table in package.tables:
        line += 1
        sheet.write_url(line, 0, f"internal:'{table.name[:31]}'!A1", formats["link"], table.name)
        sheet.write_string(line, 1, f"{table.title('en')} {table.title('zh')}", formats["plain"])
        sheet.write_number(line, 2, counts[table.name], formats["plain"])
        words = f"{table.schema['descriptions']['en']} {table.schema['descriptions']['zh']}"
        sheet.set_row(line, HEIGHT * count_lines(words, 68))
        sheet.write_string(line, 3, words, formats["text"])


def _facts(package: Content, dataset: Dataset) -> list[tuple[str, str]]:
    licence = dataset.licences[0]
    released = dataset.released.isoformat() if dataset.released else ""
    cite = f"{dataset.publisher}. {dataset.title_en} ({dataset.title_zh}), version 版本 {dataset.version}"
    facts = [
        ("Version 版本", dataset.version),
        *([("Released 发布日期", released)] if released else []),
        ("Licence 许可", f"{licence.title} ({licence.name}) {licence.path} · {licence.covers_en} {licence.covers_zh}"),
        ("Cite 引用", f"{cite}{', ' + released if released else ''} [data set 数据集]."),
        ("About 说明", dataset.description_en.strip()),
        ("说明 About", dataset.description_zh.strip()),
    ]
    for source in package.descriptor["sources"]:
        facts.append(("Source 来源", f"{source['title']} · {source['rights']['en']} {source['rights']['zh']}"))
    facts.append((
        "How to read 读法",
        "Row 1: column names, with filters; a note on each gives its title and meaning. Columns ending in _label name "
        "the codes beside them. A quote is the characters char_start to char_end of the report’s frozen text. "
        "第1行为列名（可筛选），批注给出标题与含义；以_label结尾的列为左侧代码的名称。"
        "quote为报告冻结文本中char_start至char_end之间的原文。",
    ))  # fmt: skip
    return facts


def add_dictionary(book: Any, formats: dict[str, Any], package: Content) -> None:
    """Add the data dictionary: every column of every sheet in both languages."""
    sheet = book.add_worksheet(DICTIONARY)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for column, (english, chinese) in enumerate(_HEADINGS):
        sheet.write_string(0, column, f"{english} {chinese}", formats["head"])
    sheet.freeze_panes(1, 2)
    set_print(sheet, sum(WIDTHS))
    line = 0
    for table in package.tables:
        for field in table.fields:
            line += 1
            cells = (table.name, field.name, *_describe(field))
            sheet.set_row(line, HEIGHT * max(count_lines(w, width) for w, width in zip(cells, WIDTHS, strict=True)))
            for column, words in enumerate(cells):
                sheet.write_string(line, column, words, formats["text"])
    sheet.autofilter(0, 0, line, len(_HEADINGS) - 1)


def _describe(field: Field) -> tuple[str, ...]:
    words = field.descriptor["descriptions"]
    unit = field.descriptor.get("unit")
    codes = "; ".join(f"{code} = {label['en']} {label['zh']}" for code, label in field.labels.items())
    kind = f"{field.type} ({unit})" if unit else field.type
    return field.title("en"), field.title("zh"), kind, words["en"], words["zh"], codes
