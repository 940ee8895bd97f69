"""Texts that a spreadsheet would take for formulas: in a workbook they are texts, in a CSV what they are."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from support.asking import Get, asking

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://example.org/"&A1,"x")',
    "=cmd|'/c calc'!A0",
    "{=1+1}",
    "＝1+1",
)
UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.fixture(scope="module")
def site(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A site whose units are named by formulas."""
    root = tmp_path_factory.mktemp("formulas")
    shutil.copytree(package / "build", root / "build")
    with closing(sqlite3.connect(root / "build" / "gongbao.db")) as connection, connection:
        ids = [
            name
            for (name,) in connection.execute("select unit_id from units order by unit_id limit ?", [len(FORMULAS)])
        ]
        connection.executemany("update units set name_en = ? where unit_id = ?", zip(FORMULAS, ids, strict=True))
    yield from asking(root)


def paths(kind: str) -> list[str]:
    """Return the addresses of the table, of a query of it, and of one whose columns are called so, too."""
    names = ", ".join(f'name_en as "{text.replace(chr(34), chr(34) * 2)}"' for text in FORMULAS[:4])
    return [
        f"/gongbao/units.{kind}?_size=max&_columns=all",
        f"/gongbao.{kind}?{urlencode({'sql': 'select name_en from units order by unit_id'})}",
        f"/gongbao.{kind}?{urlencode({'sql': f'select {names} from units order by unit_id'})}",
    ]


@pytest.mark.parametrize("number", range(3))
def test_no_cell_of_a_workbook_is_a_formula(site: Get, number: int) -> None:
    answer = site(paths("xlsx")[number])
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert not [cell for cell in cells if cell.hyperlink]
    shown = {str(cell.value).replace("_x000D_", "\r") for cell in cells}
    assert {
        text for text in FORMULAS if text not in shown and text.strip() not in {each.strip() for each in shown}
    } == set()


def test_a_spreadsheet_computes_nothing(site: Get, tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed: apt install libreoffice-calc")
    (tmp_path / "units.xlsx").write_bytes(site(paths("xlsx")[1]).content)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path / 'office'}", "--headless", "--convert-to", UTF8]
    subprocess.run([*command, "units.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    with (tmp_path / "units.csv").open(encoding="utf-8", newline="") as handle:
        shown = [line[0] for line in csv.reader(handle)][1:]
    assert [text.strip() for text in shown[: len(FORMULAS)]] == [text.strip() for text in FORMULAS]


@pytest.mark.parametrize("number", range(2))
def test_a_csv_holds_texts_unaltered(site: Get, number: int) -> None:
    rows = list(csv.DictReader(io.StringIO(site(paths("csv")[number]).content.decode("utf-8-sig"), newline="")))
    assert {row["name_en"] for row in rows} >= set(FORMULAS)


def test_the_guide_says_what_to_do(get: Get) -> None:
    for language, words in (("en", "takes a text that begins with"), ("zh", "开头的文本当作公式")):
        assert words in get("/about/guide", accept_language=language).text
