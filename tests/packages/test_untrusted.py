"""Files that anybody may have written: whatever a library raises over them is one line with file and row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gongbao.errors import ReleaseError
from gongbao.exports import json_lines, parquet, sqlite_database, web_annotations, workbook
from gongbao.packages.content import Package, Table, fingerprint
from gongbao.packages.untrusted import Untrusted

READERS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "SQLite": ("x.db", lambda folder: sqlite_database.Reader(folder / "x.db")),
    "Parquet": ("parquet/indicators.parquet", parquet.Reader),
    "JSON Lines": ("jsonl/indicators.jsonl", json_lines.Reader),
    "Web Annotations": ("annotations.jsonld", web_annotations.Reader),
    "XLSX": ("x.xlsx", lambda folder: workbook.Reader(folder / "x.xlsx")),
}
NOISE = [
    b"\0",
    b"PK\x03\x04 no zip",
    b"{",
    b'{"table": "indicators", "rows": [\n{',
    b"[" * 100_000,
    "甲".encode("gb18030"),
]


@pytest.fixture(scope="module")
def tables(package: Path) -> tuple[Table, ...]:
    return tuple(table for table in Package(package).tables if table.name == "indicators")


@pytest.mark.parametrize("raw", [*NOISE, None], ids=[*map(str, range(len(NOISE))), "missing"])
@pytest.mark.parametrize("name", READERS)
def test_a_corrupt_file_is_one_line(name: str, raw: bytes | None, tables: tuple[Table, ...], tmp_path: Path) -> None:
    file, open_rows = READERS[name]
    (tmp_path / file).parent.mkdir(exist_ok=True)
    if raw is not None:
        (tmp_path / file).write_bytes(raw)
    source = Untrusted(lambda: open_rows(tmp_path), lambda _table: file)
    if name == "Web Annotations" and raw is not None and b"\n{" not in raw and raw.decode("utf-8", "ignore"):
        assert list(source.rows(tables[0])) == []  # read line by line: what is no row is none
        return
    with pytest.raises(ReleaseError) as caught:
        fingerprint(tables, source)
    line = str(caught.value)
    assert line.startswith(file)
    assert "cannot be read" in line
    assert "\n" not in line
    assert len(line) < 200


@pytest.mark.parametrize("cell", [{"a": 1}, [1], [["甲"]], b"x", object])
def test_a_cell_of_no_type_is_one_line_with_its_row(cell: object, tables: tuple[Table, ...]) -> None:
    class Rows:
        def rows(self, _table: Table) -> Iterator[Sequence[Any]]:
            yield ["甲"]
            yield [cell]

    with pytest.raises(ReleaseError, match=r"^x: row 2: cannot be read \(TypeError: a cell of type"):
        fingerprint(tables, Untrusted(Rows, lambda _table: "x"))
