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

# What lies in a release and how it is opened; names and files hold {name} and {version} of the dataset and {database}.
_FILES = Path(__file__).with_name("release_files.csv")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file of a release or its zip file: what people call it, what it is, how it is opened.

    `files` is the pattern of those that catalogues describe, empty where they describe none.
    """

    names: str
    format: str
    files: str
    media_type: str
    what_en: str
    what_zh: str
    how_en: str
    how_zh: str


@dataclass(frozen=True, slots=True)
class News:
    """What a release says of its changes: the release before it, a sentence in each language, the publisher's words."""

    previous: str | None
    summary_en: str
    summary_zh: str
    notes: Sequence[str] = ()


def render(package: Package, dataset: Dataset) -> str:
    """Return the README of a package."""
    rows = {table.name: sum(1 for _ in package.cells(table)) for table in package.tables}
    title = f"# {dataset.title_en} · {dataset.title_zh}"
    lines = [title, "", dataset.description_en.strip(), "", dataset.description_zh.strip(), ""]
    lines += _facts(dataset, sum(rows.values()), len(rows))
    lines += _files("## 此版本的文件 The files of the release", "folder", dataset)
    lines += _files("## 压缩包内 Inside the zip file", "zip", dataset)
    lines += _tables(package, rows)
    lines += _citation(dataset)
    return "\n".join(lines)


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


def released_files(dataset: Dataset) -> list[Kind]:
    """Return the kinds of file in a release's folder that catalogues describe."""
    return [kind for kind in _kinds("folder", dataset) if kind.files]


def _kinds(place: str, dataset: Dataset) -> list[Kind]:
    words = {"name": dataset.name, "version": dataset.version, "database": release_database(dataset)}
    with _FILES.open(encoding="utf-8", newline="") as handle:
        lines = [line for line in csv.DictReader(handle, strict=True) if line.pop("place") == place]
    for line in lines:
        line |= {name: line[name].format_map(words) for name in ("names", "files")}
    return [Kind(**line) for line in lines]


def _files(heading: str, place: str, dataset: Dataset) -> list[str]:
    lines = [heading, "", "| file 文件 | what it is 内容 | how to open it 打开方式 |", "|---|---|---|"]
    for kind in _kinds(place, dataset):
        names = ", ".join(f"`{name}`" for name in kind.names.split(";"))
        lines.append(f"| {names} | {kind.what_en} · {kind.what_zh} | {kind.how_en} · {kind.how_zh} |")
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
