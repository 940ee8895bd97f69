"""A release opened by the programs its readers use: frictionless, DuckDB, pandas, LibreOffice, openpyxl."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas
import pytest

from gongbao.errors import ReleaseError
from gongbao.exports import workbook
from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.packages.content import Package
from gongbao.releases.contents import assemble, pack
from gongbao.seeds.dataset import Dataset, load_dataset
from support.paths import ROOT

QUOTE = "超17亿剂"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset(ROOT / "seeds")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, package: Path, dataset: Dataset) -> Path:
    """All formats of the current data, with the zip file and the package unpacked."""
    folder = tmp_path_factory.mktemp("release")
    assemble(package, ROOT, folder / "package", dataset)
    pack(folder / "package", folder / "package.zip")
    for write in RELEASE_FORMATS.values():
        write(Package(folder / "package"), folder, dataset)
    return folder


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of its own, so that LibreOffice runs wherever the tests do."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this machine: install libreoffice-calc")
    return tmp_path_factory.mktemp("office")


def convert(office: Path, source: Path, target: Path, kind: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{office}", "--headless", "--convert-to", kind]
    if source.suffix == ".csv":
        command.insert(3, "--infilter=CSV:44,34,76,1")  # commas, quotes, UTF-8
    result = subprocess.run(
        [*command, "--outdir", str(target), str(source)], capture_output=True, text=True, timeout=240
    )
    assert result.returncode == 0, result.stderr


def test_frictionless_opens_the_zip(release: Path) -> None:
    found = frictionless.Package(str(release / "package.zip"))
    assert found.name == "gongbao"
    with found.get_resource("observations") as table:
        rows = {row["observation_id"]: row.to_dict() for row in table.row_stream}
    assert rows["bda-2021-o347"]["quote"] == QUOTE
    assert frictionless.validate(str(release / "package.zip")).valid


def test_zip_has_the_descriptor_at_its_root_and_no_trace_of_its_maker(release: Path) -> None:
    with zipfile.ZipFile(release / "package.zip") as archive:
        members = archive.infolist()
    names = [member.filename for member in members]
    assert "datapackage.json" in names
    assert names == sorted(names)
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {(member.compress_type, member.external_attr >> 16, member.extra) for member in members} == {
        (0, 0o100644, b"")
    }


def test_duckdb_reads_csv_of_the_zip_and_parquet(release: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(release / "package.zip") as archive:
        archive.extract("data/observations.csv", tmp_path)
    query = "SELECT quote, value::DOUBLE FROM '{}' WHERE observation_id = 'bda-2021-o347'"
    for path in (tmp_path / "data/observations.csv", release / "parquet/observations.parquet"):
        assert duckdb.sql(query.format(path)).fetchall() == [(QUOTE, 1.7e9)]


def test_parquet_is_typed(release: Path) -> None:
    types = dict(
        duckdb.sql(
            f"SELECT column_name, column_type FROM (DESCRIBE '{release}/parquet/observations.parquet')"
        ).fetchall()
    )
    assert types["value"] == "DOUBLE"
    assert types["char_start"] == "BIGINT"
    assert types["period_end"] == "DATE"
    assert types["quote"] == "VARCHAR"
    terms = pandas.read_parquet(release / "parquet/terms.parquet")
    assert list(terms[terms.term_id == "notification-and-commitment"].aliases_zh.iloc[0]) == ["告知承诺制"]


def test_libreoffice_opens_the_workbook(release: Path, dataset: Dataset, office: Path, tmp_path: Path) -> None:
    """Sheet by sheet as CSV: LibreOffice sees the cells that were written, Chinese intact."""
    book = release / workbook.file_name(dataset)
    convert(office, book, tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
    sheets = {path.stem.split("-", 2)[-1]: path for path in tmp_path.glob("*.csv")}
    assert len(sheets) == len(Package(ROOT).tables) + 6
    path = next(path for name, path in sheets.items() if name.endswith("observations"))
    with path.open(encoding="utf-8", newline="") as handle:
        names, *rows = csv.reader(handle)
    row = next(row for row in rows if row[0] == "bda-2021-o347")
    assert row[names.index("quote")] == QUOTE
    assert row[names.index("value")] == "1700000000"
    assert row[names.index("qualifier") + 1].startswith("more than")
    cover = next(path for name, path in sheets.items() if "cover" in name).read_text(encoding="utf-8")
    for words in (dataset.version, "CC-BY-4.0", "引用", "公报：政府工作报告开放数据集"):
        assert words in cover


def test_libreoffice_opens_the_csv_of_the_zip(release: Path, office: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(release / "package.zip") as archive:
        archive.extract("data/terms.csv", tmp_path)
    convert(office, tmp_path / "data/terms.csv", tmp_path, "xlsx:Calc MS Excel 2007 XML")
    cells = {
        cell
        for row in openpyxl.load_workbook(tmp_path / "terms.xlsx").active.iter_rows(values_only=True)
        for cell in row
    }
    assert {"term_id", "双碳", "Dual carbon"} <= cells
    assert any(isinstance(cell, str) and "简称" in cell for cell in cells)


def test_workbook_is_made_for_people(release: Path, dataset: Dataset) -> None:
    book = openpyxl.load_workbook(release / workbook.file_name(dataset))
    package = Package(ROOT)
    flat = ["observations_flat", "projects_flat", "promises_flat"]
    assert book.sheetnames[:5] == [*flat, "cover 封面", "dictionary 数据字典"]
    assert book.sheetnames[5:] == ["codebook", *(table.name for table in package.tables)]
    for table in package.tables:
        sheet = book[table.name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.max_row == 1 + sum(1 for _ in package.cells(table))
        assert [cell.value for cell in sheet[1] if not cell.value.endswith("_label")] == list(table.names)
    dates = [row[0].value for row in book["observations"].iter_rows(min_row=2, min_col=1, max_col=1)]
    assert dates[0].startswith("bda-2021-o")
    described = {(row[0].value, row[1].value) for row in book["dictionary 数据字典"].iter_rows(min_row=2)}
    assert described >= {(table.name, name) for table in package.tables for name in table.names}


LIKE_FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1+1", "=cmd|'/c calc'!A0", "http://example.org"]


def test_a_text_that_looks_like_a_formula_stays_a_text(release: Path, dataset: Dataset, tmp_path: Path) -> None:
    """Each in a row of its own: a workbook takes seconds to write."""
    shutil.copytree(release / "package", tmp_path / "package")
    path = tmp_path / "package/data/themes.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for at, text in enumerate(LIKE_FORMULAS):
        key, _, words = lines[at].split(",", 2)
        lines[at] = f'{key},"{text}",{words}'
    path.write_text("".join([head, *lines]), encoding="utf-8")
    workbook.write(Package(tmp_path / "package"), tmp_path, dataset=dataset)
    sheet = openpyxl.load_workbook(tmp_path / workbook.file_name(dataset))["themes"]
    cells = [sheet.cell(row, 2) for row in range(2, 2 + len(LIKE_FORMULAS))]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(t, "s", None) for t in LIKE_FORMULAS]


def test_too_many_rows_for_a_sheet_are_refused(
    release: Path, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "EXCEL_ROWS", 90)
    with pytest.raises(ReleaseError, match="91 rows do not fit a worksheet"):
        workbook.write(Package(release / "package"), tmp_path, dataset=dataset)


def test_json_lines_are_typed(release: Path) -> None:
    with (release / "jsonl/observations.jsonl").open(encoding="utf-8") as handle:
        rows = {row["observation_id"]: row for row in map(json.loads, handle)}
    row = rows["bda-2021-o347"]
    assert (row["value"], row["char_start"], row["note_zh"] is None or isinstance(row["note_zh"], str)) == (
        1700000000,
        346,
        True,
    )


def test_the_database_of_a_release_has_keys_views_and_search(release: Path) -> None:
    path = next(release.glob("gongbao-*.db"))
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        assert {"observations_flat", "promises_flat", "sentences_fts"} <= names
        assert database.execute("SELECT count(*) FROM promises_flat").fetchone()[0] > 200
