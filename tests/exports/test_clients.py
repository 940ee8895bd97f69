"""Formats opened by the clients their users have: pyarrow, DuckDB, polars, pandas, sqlite-utils, stock Datasette."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import socket

import duckdb
import openpyxl
import pandas
import polars
import pytest
import sqlite_utils
from pyarrow import parquet as arrow_parquet

from gongbao.exports import stata, workbook
from gongbao.exports.datasette_metadata import describe, freeze
from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.packages.content import Package, fingerprint
from gongbao.releases.contents import assemble
from gongbao.resources import SITE
from gongbao.seeds.dataset import Dataset, load_dataset
from support.paths import ROOT

SEARCHES = [
    ("sentences", "text_zh", "专利"), ("sentences", "text_zh", "生物医药"), ("projects", "name_zh", "医院"),
    ("policies", "name_zh", "网格化管理"), ("sentences", "text_zh", "manbetx"), ("terms", "name_zh", "三城一区"),
]  # fmt: skip


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset(ROOT / "seeds")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, package: Path, dataset: Dataset) -> Path:
    """All formats of the current data."""
    folder = tmp_path_factory.mktemp("clients")
    assemble(package, ROOT, folder / "package", dataset)
    for write in RELEASE_FORMATS.values():
        write(Package(folder / "package"), folder, dataset)
    return folder


# --- Parquet -------------------------------------------------------------------------------------------------


def test_pyarrow_reads_what_a_parquet_file_is(release: Path, dataset: Dataset) -> None:
    schema = arrow_parquet.read_schema(release / "parquet" / "observations.parquet")
    told = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert told["version"] == dataset.version
    assert told["title_zh"] == "观测值"
    assert dataset.version in told["citation_en"]
    assert "CC-BY-4.0" in told["licence"]
    field = schema.field("char_start")
    assert field.metadata[b"unit"] == b"code points"
    assert field.metadata[b"description_zh"].decode()
    assert not field.nullable
    assert schema.field("value").nullable
    assert str(schema.field("measure").type).startswith("dictionary")


def test_duckdb_and_polars_read_it_too(release: Path, dataset: Dataset) -> None:
    path = release / "parquet" / "observations.parquet"
    query = f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}') WHERE decode(key) = 'version'"
    assert duckdb.sql(query).fetchall() == [("version", dataset.version)]
    assert polars.read_parquet_metadata(path)["version"] == dataset.version
    table = polars.read_parquet(path)
    assert table.schema["measure"] == polars.Categorical or isinstance(table.schema["measure"], polars.Enum)
    mine = dict(duckdb.sql(f"SELECT measure, count(*) FROM '{path}' GROUP BY 1").fetchall())
    assert mine == dict(table["measure"].cast(polars.String).value_counts().iter_rows())
    flat = polars.read_parquet(release / "parquet" / "observations_flat.parquet")
    assert flat.height == table.height


# --- Stata ---------------------------------------------------------------------------------------------------


def test_stata_files_hold_the_content_of_the_package(release: Path) -> None:
    package = Package(release / "package")
    assert fingerprint(package.tables, stata.Reader(release)) == fingerprint(package.tables, package)


def test_stata_files_bear_labels(release: Path, dataset: Dataset) -> None:
    path = release / "stata" / "observations.dta"
    with pandas.io.stata.StataReader(path) as reader:
        assert dataset.version in reader.data_label
        assert reader.variable_labels()["measure"] == "Measure 度量类型"
        assert reader.value_labels()["measure"][2] == "flow"
    table = pandas.read_stata(path)
    row = table[table.observation_id == "bda-2021-o347"].iloc[0]
    assert (row.measure, row.value, str(row.period_end.date())) == ("level", 1.7e9, "2021-12-31")
    assert pandas.isna(row.period_start)


# --- XLSX ----------------------------------------------------------------------------------------------------


def test_pandas_reads_every_sheet_by_one_header(release: Path, dataset: Dataset) -> None:
    book = release / workbook.file_name(dataset)
    sheets = pandas.read_excel(book, sheet_name=None)
    assert list(sheets)[:3] == ["observations_flat", "projects_flat", "promises_flat"]
    package = Package(release / "package")
    for table in package.tables:
        columns = list(sheets[table.name[:31]].columns)
        assert not [name for name in columns if str(name).startswith("Unnamed")], table.name
        assert [name for name in columns if name in table.names] == list(table.names)
    assert sheets["observations"].query("observation_id == 'bda-2021-o347'").measure_label.item() == "level 水平值"


def test_no_header_cell_is_blank_and_each_has_its_note(release: Path, dataset: Dataset) -> None:
    book = openpyxl.load_workbook(release / workbook.file_name(dataset))
    for table in Package(release / "package").tables:
        header = book[table.name[:31]][1]
        assert all(cell.value for cell in header)
        assert all(cell.comment and any(c > "\u2e7f" for c in cell.comment.text) for cell in header), table.name
    assert dataset.version in book.properties.description
    assert [prop.value for prop in book.custom_doc_props.props if prop.name == "Version"] == [dataset.version]


# --- SQLite --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(release: Path) -> Path:
    return next(release.glob("gongbao-*.db"))


@pytest.mark.parametrize(("table", "column", "word"), SEARCHES)
def test_sqlite_utils_finds_chinese_by_itself(table: str, column: str, word: str, database: Path) -> None:
    found = sqlite_utils.Database(database)
    assert found[table].detect_fts() == f"{table}_fts"
    wanted = {row[column] for row in found[table].rows if word in (row[column] or "")}
    hits = {row[column] for row in found[table].search(word) if word in (row[column] or "")}
    assert hits == wanted != set()


def test_a_word_does_not_reach_across_a_comma(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        query = "SELECT count(*) FROM sentences_fts WHERE sentences_fts MATCH ?"
        assert connection.execute(query, ('"准对接助力"',)).fetchone() == (0,)  # 精准对接,助力抗疫药品
        assert connection.execute(query, ('"精准对接"',)).fetchone()[0] > 0


def test_a_word_is_looked_up_once(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%using fts5%'")
        ]
        pieces = {t: connection.execute(f"SELECT count(DISTINCT segid) FROM {t}_idx").fetchone()[0] for t in tables}
    assert len(pieces) > 20
    assert max(pieces.values()) == 1, pieces


def test_the_file_says_what_it_is(database: Path, dataset: Dataset) -> None:
    with sqlite3.connect(database) as connection:
        told = {item: (en, zh) for item, en, zh in connection.execute("SELECT * FROM about")}
        assert told["version"] == (dataset.version, dataset.version)
        assert told["title"] == (dataset.title_en, dataset.title_zh)
        assert "CC-BY-4.0" in told["licence 1"][0]
        query = "SELECT description_zh FROM codebook WHERE codebook_id = 'observations.measure'"
        assert connection.execute(query).fetchone()[0]
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'observations'").fetchone()
        assert "-- Measure 度量类型" in sql


@pytest.fixture(scope="module")
def stock(database: Path, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Datasette as anybody has it: none of this project's plugins, the released metadata beside the database."""
    home = tmp_path_factory.mktemp("stock")
    metadata = home / "datasette.json"
    metadata.write_text(json.dumps(freeze(describe(dataset, [], SITE), dataset)), encoding="utf-8")
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "-i", str(database), "-m", str(metadata), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([sys.executable, "-m", "datasette", *words], stderr=subprocess.DEVNULL) as server:
        try:
            yield _when_it_answers(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _when_it_answers(address: str) -> str:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{address}/-/versions.json"):
                return address
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("Datasette did not start")


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column", "word"), SEARCHES)
def test_stock_datasette_finds_chinese(table: str, column: str, word: str, stock: str, database: Path) -> None:
    asked = f"{stock}/{database.stem}/{table}.json?_shape=array&_size=max&_search={urllib.parse.quote(word)}"
    with urllib.request.urlopen(asked) as answer:
        hits = {row[column] for row in json.load(answer) if word in (row[column] or "")}
    with sqlite3.connect(database) as connection:
        rows = connection.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE ?", (f"%{word}%",))
        assert hits == {text for (text,) in rows} != set()


@pytest.mark.slow
def test_stock_datasette_shows_the_released_words(stock: str, database: Path) -> None:
    with urllib.request.urlopen(f"{stock}/{database.stem}/observations") as answer:
        page = answer.read().decode("utf-8")
    assert "观测值" in page
    assert "度量类型" in page
    with urllib.request.urlopen(f"{stock}/{database.stem}/growth_rates.json?_shape=array") as answer:
        assert json.load(answer)[0]["change_percent"] == 350
