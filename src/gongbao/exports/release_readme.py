"""README.md of a release: what it is, how to open each file, how to cite it, what changed; in two languages.

The zip file holds what the package alone gives, the release's folder the same with what changed behind it: a package is
compared with the one before it when it is whole.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gongbao.citing.citations import Subject, cite, release_database
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

FILE = "README.md"

# What lies in a release and how it is opened; `names` hold {name} and {version} of the dataset and {database}.
_FILES = Path(__file__).with_name("release_files.csv")


@dataclass(frozen=True, slots=True)
class News:
    """What a release says of its changes: the release before it, a sentence in each language, the publisher's words."""

    previous: str | None
    summary_en: str
    summary_zh: str
    notes: Sequence[str] = ()


def render(package: Package, dataset: Dataset, *, card: str = "") -> str:
    """Return the README of a package; `card` is put before it, such as the YAML front matter some platforms read."""
    rows = {table.name: sum(1 for _ in package.cells(table)) for table in package.tables}
    title = f"# {dataset.title_en} · {dataset.title_zh}"
    lines = [title, "", dataset.description_en.strip(), "", dataset.description_zh.strip(), ""]
    lines += _facts(dataset, sum(rows.values()), len(rows))
    lines += _files("## 此版本的文件 The files of the release", "folder", dataset)
    lines += _files("## 压缩包内 Inside the zip file", "zip", dataset)
    lines += _tables(package, rows)
    lines += _citation(dataset)
    return card + "\n".join(lines)


def render_news(news: News) -> str:
    """Return what the README in a release's folder says beyond that of its package: what changed."""
    words = [news.summary_en, "", news.summary_zh, "", *news.notes, *([""] if news.notes else [])]
    if news.previous:
        words += ["Cell by cell in `changes.csv`, in words in `SUMMARY.md`.", ""]
        words += ["逐单元格见`changes.csv`，文字说明见`SUMMARY.md`。", ""]
    return "\n".join(["", "## 更改 What changed", "", *words])


def _facts(dataset: Dataset, rows: int, tables: int) -> list[str]:
    licences = "; ".join(f"{lic.title} ({lic.covers_en} {lic.covers_zh})" for lic in dataset.licences)
    return [
        f"- Version 版本: {dataset.version}, {dataset.released} ({rows} rows 行, {tables} tables 表)",
        f"- Licence 许可: {licences}",
        "- Every row drawn from a text stands at `text[char_start:char_end] == quote`, counted in Unicode code points. "
        "凡取自原文的行均满足此式，按Unicode码点计数。",
        "",
    ]


def _files(heading: str, place: str, dataset: Dataset) -> list[str]:
    words = {"name": dataset.name, "version": dataset.version, "database": release_database(dataset)}
    lines = [heading, "", "| file 文件 | what it is 内容 | how to open it 打开方式 |", "|---|---|---|"]
    with _FILES.open(encoding="utf-8", newline="") as handle:
        for file in csv.DictReader(handle, strict=True):
            if file["place"] == place:
                names = ", ".join(f"`{name.format_map(words)}`" for name in file["names"].split(";"))
                what, how = (f"{file[f'{word}_en']} · {file[f'{word}_zh']}" for word in ("what", "how"))
                lines.append(f"| {names} | {what} | {how} |")
    return [*lines, ""]


def _tables(package: Package, rows: dict[str, int]) -> list[str]:
    lines = ["## 数据表 The tables", "", "| table 表 | | rows 行 |", "|---|---|---|"]
    for table in package.tables:
        lines.append(f"| `{table.name}` | {table.title('en')} {table.title('zh')} | {rows[table.name]} |")
    return [*lines, ""]


def _citation(dataset: Dataset) -> list[str]:
    texts = [cite(dataset, Subject(), style=style) for style in ("apa", "gbt7714")]
    return [
        "## 引用 How to cite",
        "",
        *(line for text in texts for line in (f"> {text}", "")),
        "To cite one value, name the id in the first column of its row. 引用单个数值时，请注明该行首列的编号。",
        "",
    ]
