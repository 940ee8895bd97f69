"""docs/data-dictionary.md: every table, column and code in both languages, with examples from the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from gongbao.errors import counted
from gongbao.exports.distributions import table_rows
from gongbao.exports.files import write_text
from gongbao.model.history import HISTORY
from gongbao.model.row import column_of, is_required
from gongbao.packages.content import Field, Package, Table

FILE = "docs/data-dictionary.md"
LONG = 48
_INTRODUCTION = """\
# 数据字典 Data dictionary

本页由数据包自身的模式与数据生成。Generated from the package's own schemas and data.

- 每表一个CSV文件（UTF-8，无BOM，逗号分隔）。One CSV file a table: UTF-8 without BOM, commas.
- 空单元格表示没有值。An empty cell is no value.
- 以`_zh`结尾的列为中文，以`_en`结尾的列为英文；兼有两种文字的内容成对出现。A column ending in `_zh` is Chinese, one in
  `_en` English; what stands in both languages has both.
- **凭据 Receipts**: `text[char_start:char_end] == quote`，`text`为`seeds/reports/<report_id>/text.txt`，
  按Unicode码点计数，含首不含尾。Offsets count Unicode code points of the frozen text, half-open.
- `list`列中的多个值以`;`分隔。Several values in a `list` column are parted by `;`.
- `number`为十进制数，`integer`为整数，`date`为YYYY-MM-DD。Numbers are decimal, dates ISO 8601.
- 带★的列不可为空。A column with ★ is never empty. 🔑 主键 primary key.
- 代码的含义见各代码表。What codes mean stands in the code lists at the end."""


def write(folder: Path) -> None:
    """Write `folder`/docs/data-dictionary.md about the package in `folder`."""
    write_text(folder / FILE, describe(Package(folder)))


def describe(package: Package) -> str:
    """Return the dictionary as Markdown."""
    lines = [
        _INTRODUCTION,
        "",
        "## 目录 Contents",
        "",
        "| table | 表 | a row is · 每行是 | rows |",
        "|---|---|---|---|",
    ]
    counts = {table.name: sum(1 for _ in package.cells(table)) for table in package.tables}
    for table in package.tables:
        words = table.schema["descriptions"]
        link = f"[`{table.name}`](#{anchor(_heading(table))})"
        about = f"{_cell(words['en'])} {_cell(words['zh'])}"
        lines.append(f"| {link} | {table.title('zh')} | {about} | {counts[table.name]} |")
    links = (f"[{heading}](#{anchor(heading)})" for heading in (_HISTORY, _CODES))
    lines += ["", f"See also 另见: {', '.join(links)}", ""]
    for table in package.tables:
        lines += _describe_table(package, table, counts[table.name])
    lines += _describe_history()
    lines += _describe_codes(package)
    return "\n".join(lines)


_CODES = "Code lists 代码表"
_HISTORY = "History 发布历史"
_ABOUT_HISTORY = """\
In the databases only, beside the tables above: in the current one of all releases, in that of a release of what was
known when it was cut, without the cells which this very release added (they are its rows).
仅见于数据库：当前数据库含全部版本；各版本数据库含截至该版本的历史，该版本自身新增的单元格即其各行，不再列出。"""


def anchor(heading: str) -> str:
    """Return the address GitHub gives a heading.

    >>> anchor("observations · Observations 观测值")
    'observations--observations-观测值'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _heading(table: Table) -> str:
    return f"{table.name} · {table.title('en')} {table.title('zh')}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ").strip()


def _describe_table(package: Package, table: Table, count: int) -> Iterator[str]:
    words = table.schema["descriptions"]
    yield from (f"## {_heading(table)}", "", f"{words['en']} {words['zh']}", "")
    yield f"`{table.path}`, {counted(count, 'row')} 行. Primary key 主键: {_names(table.primary_key)}."
    for key in table.schema.get("uniqueKeys", ()):
        yield f"Unique 唯一: {_names(key)}."
    for key in table.schema.get("foreignKeys", ()):
        target = next(t for t in package.tables if t.name == (key["reference"]["resource"] or table.name))
        yield f"Foreign key 外键: {_names(key['fields'])} → [`{target.name}`](#{anchor(_heading(target))})."
    yield from ("", "| column 列 | title 标题 | type 类型 | meaning 含义 | example 示例 |", "|---|---|---|---|---|")
    examples = find_examples(package, table)
    for field in table.fields:
        yield _describe_field(field, table, examples.get(field.name, ""))
    yield ""


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _describe_field(field: Field, table: Table, example: str) -> str:
    constraints = field.descriptor.get("constraints", {})
    marks = ("🔑" if field.name in table.primary_key else "") + ("★" if constraints.get("required") else "")
    words = field.descriptor["descriptions"]
    meaning = f"{_cell(words['en'])}<br>{_cell(words['zh'])}"
    if field.labels:
        meaning += f"<br>[codes 代码](#{anchor(_code_heading(field.codelist))})"
    title = f"{field.title('en')}<br>{field.title('zh')}"
    shown = f"`{_cell(cut(example))}`" if example else ""
    return f"| `{field.name}` {marks} | {title} | {_cell(_type(field))} | {meaning} | {shown} |"


def _type(field: Field) -> str:
    constraints = field.descriptor.get("constraints", {})
    words = [field.type]
    if unit := field.descriptor.get("unit"):
        words.append(f"unit 单位: {unit}")
    bounds = (("minimum", "≥"), ("maximum", "≤"))
    words += [f"{sign} {constraints[name]}" for name, sign in bounds if name in constraints]
    if pattern := constraints.get("pattern"):
        words.append(f"`{pattern}`")
    return "<br>".join(words)


def find_examples(package: Package, table: Table) -> dict[str, str]:
    """Return the first value that is not empty of every column that has one."""
    examples: dict[str, str] = {}
    for cells in package.cells(table):
        for name, cell in zip(table.names, cells, strict=True):
            if cell:
                examples.setdefault(name, cell)
        if len(examples) == len(table.names):
            break
    return examples


def cut(value: str) -> str:
    """Shorten a long value with an ellipsis; backquotes would end the code span and become apostrophes."""
    value = value.replace("`", "'")
    return value if len(value) <= LONG else value[: LONG - 1] + "…"


def _describe_history() -> Iterator[str]:
    """Yield the tables of the dataset's own history, which stand in databases only."""
    yield from (f"## {_HISTORY}", "", _ABOUT_HISTORY, "")
    for model in HISTORY:
        yield from (
            f"### {model.table} · {model.caption_en} {model.caption_zh}",
            "",
            f"{model.about_en} {model.about_zh}",
            "",
        )
        yield from (
            f"Primary key 主键: {_names(model.primary_key)}.",
            "",
            "| column 列 | title 标题 | type 类型 | meaning 含义 |",
        )
        yield "|---|---|---|---|"
        for name in model.columns:
            column = column_of(model, name)
            marks = ("🔑" if name in model.primary_key else "") + ("★" if is_required(model, name) else "")
            meaning = f"{_cell(column.description_en)}<br>{_cell(column.description_zh)}"
            if column.codelist:
                meaning += f"<br>[codes 代码](#{anchor(_code_heading(column.codelist))})"
            yield f"| `{name}` {marks} | {column.title_en}<br>{column.title_zh} | {column.type} | {meaning} |"
        yield ""


def _code_heading(codelist: str) -> str:
    return f"code {codelist}"


def _describe_codes(package: Package) -> Iterator[str]:
    """Yield every code list with the names, descriptions and number of uses of its codes."""
    yield from (f"## {_CODES}", "", "Uses are counted in the tables of this package. 次数按本数据包各表统计。", "")
    used = _count_codes(package)
    lists: dict[str, list[dict[str, str]]] = {}
    for row in table_rows(package, "codes"):
        lists.setdefault(str(row["codelist"]), []).append({name: str(row[name]) for name in row})
    for codelist, rows in lists.items():
        yield from (f"### {_code_heading(codelist)}", "", "| code | en | zh | meaning | 含义 | uses 次数 |")
        yield "|---|---|---|---|---|---|"
        for line in rows:
            words = (line["name_en"], line["name_zh"], line["description_en"], line["description_zh"])
            yield f"| `{line['code']}` | {' | '.join(map(_cell, words))} | {used[codelist, line['code']]} |"
        yield ""


def _count_codes(package: Package) -> Counter[tuple[str, str]]:
    used: Counter[tuple[str, str]] = Counter()
    for table in package.tables:
        coded = [(place, field.codelist) for place, field in enumerate(table.fields) if field.labels]
        for cells in package.cells(table):
            used.update((name, cells[place]) for place, name in coded if cells[place])
    return used
