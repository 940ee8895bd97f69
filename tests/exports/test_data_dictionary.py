"""The data dictionary leaves nothing out and says nothing that the data do not."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from gongbao.exports import data_dictionary
from gongbao.exports.data_dictionary import anchor, cut
from gongbao.exports.distributions import table_rows
from gongbao.model.history import HISTORY
from gongbao.model.row import column_of
from gongbao.packages.content import Package
from support.paths import ROOT

TEXT = (ROOT / data_dictionary.FILE).read_text(encoding="utf-8")
PACKAGE = Package(ROOT)


def section(name: str) -> str:
    found = re.search(rf"^## {name} · .*?(?=^## )", TEXT, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[0]


def test_every_link_leads_to_a_heading() -> None:
    headings = Counter(anchor(match) for match in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE))
    links = set(re.findall(r"\]\(#([^)]+)\)", TEXT))
    assert len(links) > 30
    assert [link for link in links if headings[link] != 1] == []


@pytest.mark.parametrize("table", PACKAGE.tables, ids=lambda t: t.name)
def test_every_column_is_described_twice_with_an_example_from_the_data(table) -> None:  # type: ignore[no-untyped-def]
    words = section(table.name)
    assert table.title("zh") in words
    columns = list(zip(*PACKAGE.cells(table), strict=True)) or [()] * len(table.fields)  # doubts may be empty
    for place, field in enumerate(table.fields):
        (line,) = [line for line in words.splitlines() if line.startswith(f"| `{field.name}` ")]
        cells = re.split(r"(?<!\\) \| ", line.strip("| "))
        assert field.title("en") in cells[1]
        assert field.title("zh") in cells[1]
        assert field.descriptor["descriptions"]["zh"].replace("|", "\\|") in cells[3]
        values = {cut(value).replace("|", "\\|") for value in columns[place] if value}
        example = re.fullmatch(r"`(.*)` *", cells[4]) if len(cells) > 4 else None
        assert (example[1] in values) if example else not values, field.name


@pytest.mark.parametrize("model", HISTORY, ids=lambda m: m.table)
def test_every_column_of_the_history_is_described_twice(model) -> None:  # type: ignore[no-untyped-def]
    found = re.search(rf"^### {model.table} · .*?(?=^##)", TEXT, re.MULTILINE | re.DOTALL)
    assert found
    for name in model.columns:
        (line,) = [line for line in found[0].splitlines() if line.startswith(f"| `{name}` ")]
        column = column_of(model, name)
        for words in (column.title_en, column.title_zh, column.description_zh):
            assert words in line


def test_every_code_is_explained_and_counted() -> None:
    uses = Counter()  # type: ignore[var-annotated]
    for table in PACKAGE.tables:
        for cells in PACKAGE.cells(table):
            uses.update((f.codelist, c) for c, f in zip(cells, table.fields, strict=True) if f.labels)
    rows = table_rows(PACKAGE, "codes")
    assert len(rows) > 150
    for row in rows:
        part = re.search(rf"^### code {row['codelist']}\n.*?(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
        assert part
        (line,) = [line for line in part[0].splitlines() if line.startswith(f"| `{row['code']}` |")]
        assert str(row["name_zh"]) in line
        assert str(row["description_en"]).replace("|", "\\|") in line
        assert line.endswith(f"| {uses[row['codelist'], row['code']]} |"), line


def test_every_table_line_has_its_columns() -> None:
    """A pipe in a value would break the line in two."""
    width = 0
    for line in TEXT.splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        width = width or cells
        assert cells == width, line


def test_twice_the_same(package: Path) -> None:
    assert data_dictionary.describe(Package(package)) == data_dictionary.describe(Package(package)) == TEXT
