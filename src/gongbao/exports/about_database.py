"""Tables `about` and `codebook` of a database: what it is, what its columns and codes mean, inside the file itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from gongbao.citing.one_line import cite_dataset
from gongbao.exports import codebook
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

ABOUT = "about"
TABLES = (ABOUT, codebook.TABLE)
TITLES = {ABOUT: ("About this dataset", "关于本数据集"), codebook.TABLE: ("Codebook", "编码簿")}
DESCRIPTIONS = {
    ABOUT: ("What this database is, its version, licence and citation.", "本数据库的名称、版本、许可与引用格式。"),
    codebook.TABLE: ("Every column of every table, and every code it may hold.", "各表的每一列及其每个代码。"),
}
COLUMNS = {
    ABOUT: {
        "item": ("what the row tells", "该行所述的内容"),
        "value_en": ("in English", "英文"),
        "value_zh": ("in Chinese", "中文"),
    },
    codebook.TABLE: {name: (about_en, about_zh) for name, (_, _, about_en, about_zh) in codebook.TITLES.items()},
}
_SEARCH = (
    "Every table with words has an index *_fts of pieces of one to eight characters: search for 专利 or patent as they "
    "are. The index is not made of the words alone: never run its rebuild command.",
    "含文字的表均有名为*_fts的全文索引，存有一至八字的片段，可直接检索“专利”或patent。索引内容并非原文本身，请勿执行rebuild命令。",
)


def add(connection: sqlite3.Connection, package: Package, dataset: Dataset) -> None:
    """Make both tables in an open database."""
    connection.execute(f"CREATE TABLE {ABOUT} (item TEXT PRIMARY KEY, value_en TEXT NOT NULL, value_zh TEXT NOT NULL)")
    connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?, ?)", list(_facts(package, dataset)))
    columns = ", ".join(_column(name) for name in codebook.COLUMNS)
    connection.execute(f"CREATE TABLE {codebook.TABLE} ({columns})")
    marks = ", ".join("?" for _ in codebook.COLUMNS)
    rows = ([cell or None for cell in row] for row in codebook.rows(package.schemas()))
    connection.executemany(f"INSERT INTO {codebook.TABLE} VALUES ({marks})", rows)


def _column(name: str) -> str:
    kind = "INTEGER" if name == "position" else "TEXT"
    return f"{name} {kind}{' PRIMARY KEY' if name == codebook.COLUMNS[0] else ''}"


def _facts(package: Package, dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    yield "name", dataset.name, dataset.name
    yield "version", dataset.version, dataset.version
    if dataset.released:
        yield "released", str(dataset.released), str(dataset.released)
    yield "title", dataset.title_en, dataset.title_zh
    yield "description", dataset.description_en.strip(), dataset.description_zh.strip()
    for number, licence in enumerate(dataset.licences, 1):
        words = f"{licence.title} ({licence.name}) {licence.path}"
        yield f"licence {number}", f"{words}: {licence.covers_en}", f"{words}：{licence.covers_zh}"
    yield "publisher", dataset.publisher, dataset.publisher
    yield "citation", *cite_dataset(dataset)
    for number, source in enumerate(package.descriptor["sources"], 1):
        yield (
            f"source {number}",
            f"{source['title']}: {source['rights']['en']}",
            f"{source['title']}：{source['rights']['zh']}",
        )
    for item, value in (("doi", dataset.doi), ("homepage", dataset.homepage)):
        if value:
            yield item, value, value
    yield "search", *_SEARCH
