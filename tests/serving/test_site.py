"""The site as a visitor meets it: real requests to Datasette over a freshly built database."""

from __future__ import annotations

import asyncio
import csv
import html
import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import datasette
import pytest

from gongbao.errors import SeedError
from gongbao.exports.datasette_metadata import read_query
from gongbao.exports.openings import FACETS, SIZE, SORT
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES, column_of
from gongbao.resources import SITE
from gongbao.serving import databases as serving
from support.asking import Get, asking
from support.paths import ROOT

TEMPLATES = Path(datasette.__file__).parent / "templates"
WORDS = (
    *("就业", "专利", "疫苗", "亦庄", "“三城一区”", "PM2.5", "GDP", "医药", "企业"),
    *("项目", "创新", "开发区", "数字经济", "集成电路", "新能源汽车", "营商环境", "学校", "医院"),
    *("产业园", "人才", "绿色", "高质量发展", "自动驾驶", "北京", "平谷", "街道"),
)
INJECTIONS = (
    *('"', "*", "AND", "NEAR(", "'; drop table sentences; --", "text_zh:疫苗"),
    *("(", "a OR", "^", "-", "{}", "|", "疫苗 |"),
)
HAN = re.compile(r"[一-鿿]")
QUERIES = sorted(path.stem for path in (SITE / "queries").glob("*.sql"))
Script = Callable[..., subprocess.CompletedProcess[str]]


ABOUT_RELEASES = ("changes_of_an_indicator", "history_of_a_row", "changes_of_a_release")


@pytest.fixture(scope="module")
def get(package: Path) -> Iterator[Get]:
    """Ask the site for a path; every request goes through the whole application."""
    yield from asking(package)


@pytest.fixture(scope="module")
def database(package: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(package / "build" / "gongbao.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.fixture(scope="module")
def metadata(package: Path) -> dict[str, Any]:
    return json.loads((package / "build" / "metadata.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", [model.table for model in TABLES])
def test_every_table_has_a_page_a_row_and_exports(get: Get, database: sqlite3.Connection, table: str) -> None:
    page = get(f"/gongbao/{table}")
    model = next(model for model in TABLES if model.table == table)
    assert page.status_code == 200
    assert model.caption_en in page.text
    assert model.caption_zh in get(f"/gongbao/{table}?lang=zh").text
    key = database.execute(f"SELECT {', '.join(model.primary_key)} FROM {table}").fetchone()
    assert key or table == "doubts"  # what a curator has read is in no doubt
    if key:
        every = get(f"/gongbao/{table}?_columns=all").text
        assert all(f'data-column="{name}"' in every for name in model.columns)
        row = get(f"/gongbao/{table}/{','.join(key)}")
        assert row.status_code == 200
    lines = list(csv.reader(get(f"/gongbao/{table}.csv?_stream=1").text.splitlines()))
    assert len(lines) == 1 + database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.mark.parametrize("model", HISTORY, ids=lambda m: m.table)
def test_history_has_pages(get: Get, model: type) -> None:
    page = get(f"/gongbao/{model.table}")  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert model.caption_en in html.unescape(page.text)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [name for name in QUERIES if name not in ABOUT_RELEASES])
def test_every_query_answers(get: Get, name: str, metadata: dict[str, Any]) -> None:
    """Those about releases have none here; tests/site asks them, and tests/test_release.py."""
    parameters = metadata["databases"]["gongbao"]["queries"][name]["parameters"]
    asked = "&".join(f"{p['name']}={quote(p['example'])}" for p in parameters if p["required"])
    answer = get(f"/gongbao/{name}.json?_shape=array&{asked}")
    assert answer.status_code == 200
    assert answer.json()
    page = get(f"/gongbao/{name}?{asked}").text
    assert '<table class="rows-and-columns"' in page
    assert "error-told" not in page


def test_receipts_hold_in_sql(get: Get) -> None:
    lines = get("/gongbao/receipts.json?_shape=array").json()
    assert {line["kind"] for line in lines} >= {"observation", "numeral", "heading"}
    assert all(line["broken"] == 0 and line["hold"] == line["rows_checked"] > 0 for line in lines)


@pytest.mark.parametrize("table", ["sentences", "observations", "indicators"])
def test_search_finds_what_a_scan_finds(get: Get, database: sqlite3.Connection, table: str) -> None:
    model = next(model for model in TABLES if model.table == table)
    key, found = model.primary_key[0], 0
    for word in WORDS:
        scan = " OR ".join(f"instr(lower({name}), lower(:word)) > 0" for name in model.text_columns)
        expected = {row[0] for row in database.execute(f"SELECT {key} FROM {table} WHERE {scan}", {"word": word})}
        answer = get(f"/gongbao/{table}.json?_shape=array&_size=max&_search={quote(word)}").json()
        assert {row[key] for row in answer} == expected, word
        found += bool(expected)
    assert found >= (20 if table == "sentences" else 8)


@pytest.mark.parametrize("words", INJECTIONS)
def test_search_syntax_does_no_harm(get: Get, words: str) -> None:
    for path in ("/gongbao/sentences.json?_shape=array&_search=", "/gongbao/about_a_subject.json?_shape=array&words="):
        answer = get(path + quote(words))
        assert answer.status_code == 200, answer.text
        assert isinstance(answer.json(), list)


def test_alternatives_and_context(get: Get) -> None:
    def find(words: str) -> set[str]:
        answer = get(f"/gongbao/sentences.json?_shape=array&_search={quote(words)}")
        return {row["sentence_id"] for row in answer.json()}

    assert find("疫苗|专利") == find("疫苗") | find("专利") > find("疫苗")
    lines = get(f"/gongbao/sentence_search.json?_shape=array&words={quote('疫苗')}").json()
    assert lines
    assert all("【疫苗】" in line["context_zh"] for line in lines)


def test_datasette_still_calls_the_function_we_replace() -> None:
    """The search box builds its SQL with the internal name escape_fts; the plugin rests on it."""
    source = (TEMPLATES.parent / "filters.py").read_text(encoding="utf-8")
    assert source.count("escape_fts(:search") == 2


@pytest.fixture
def poisoned(package: Path, tmp_path: Path) -> Get:
    """Ask a site whose sentences and ids hold markup."""
    (tmp_path / "build").mkdir()
    for name in ("gongbao.db", "metadata.json"):
        (tmp_path / "build" / name).write_bytes((package / "build" / name).read_bytes())
    with closing(sqlite3.connect(tmp_path / "build" / "gongbao.db")) as connection, connection:
        attack = "<script>alert(1)</script>"
        connection.execute("UPDATE sentences SET text_zh = ? || text_zh, text_en = ? || text_en", [attack, attack])
        connection.execute("UPDATE observations SET statement_zh = ?, quote = quote || ?", [attack + '"', attack])
        connection.execute("UPDATE errata SET reading_zh = '\"><script>' || reading_zh")
        connection.execute("UPDATE indicators SET name_en = ? || name_en", [attack])
    app = serving.make_app(tmp_path)

    def ask(path: str) -> Any:
        async def request() -> Any:
            await app.invoke_startup()
            return await app.client.get(path)

        return asyncio.run(request())

    return ask


def test_markup_in_the_data_is_shown_not_obeyed(poisoned: Get, database: sqlite3.Connection) -> None:
    report_id, row_id = database.execute("SELECT report_id, observation_id FROM observations LIMIT 1").fetchone()
    reader, search = f"/reports/{report_id}", "/gongbao/sentences?_search=" + quote('"><script>alert(1)</script>')
    tables = ["/gongbao/observations", f"/gongbao/observations/{row_id}", "/gongbao/sentences", "/gongbao/errata"]
    for path in [reader, search, *tables, "/gongbao/sentence_search?words=" + quote("营商环境")]:
        page = poisoned(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert '"><script>' not in page.text
    assert "&lt;script&gt;alert(1)" in poisoned(reader).text


@pytest.mark.slow
def test_endless_sql_is_stopped_and_long_answers_are_cut(get: Get) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    begun = time.perf_counter()
    answer = get(f"/gongbao.json?sql={quote(endless)}")
    assert answer.status_code == 400
    assert time.perf_counter() - begun < 6
    many = "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    rows = get(f"/gongbao.json?sql={quote(many)}").json()
    assert rows["truncated"]
    assert len(rows["rows"]) == serving.SETTINGS["max_returned_rows"]
    assert get(f"/gongbao.json?sql={quote('delete from sentences')}").status_code == 400


def test_metadata_describes_every_column_twice(database: sqlite3.Connection, metadata: dict[str, Any]) -> None:
    content = metadata["databases"]["gongbao"]
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    for name in [n for n in names if "_fts" not in n and not n.startswith("sqlite_")]:
        table = content["tables"][name]
        columns = [cell[0] for cell in database.execute(f"SELECT * FROM {name}").description]
        assert list(table["columns"]) == columns
        for words in [table["title"], table["description_html"], *table["columns"].values()]:
            assert HAN.search(words), words
            assert re.search(r"[a-z]{3}", words), words
    for query in content["queries"].values():
        assert HAN.search(query["title"])
        assert HAN.search(query["description"])


def test_facets_and_sorting_name_columns() -> None:
    tables = {model.table: model for model in (*TABLES, *HISTORY)}
    assert set(FACETS) | set(SORT) | set(SIZE) <= set(tables)
    for table, names in FACETS.items():
        assert all(column_of(tables[table], name) for name in names)


def test_a_query_without_its_headings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "half.sql").write_text("-- position: 1\n-- title_en: Half\nselect 1\n", encoding="utf-8")
    message = r"/half\.sql:1: the line “-- title_zh: …” is missing: add it above the SQL"
    with pytest.raises(SeedError, match=message):
        read_query(tmp_path / "half.sql")


def test_port_in_use_is_told_in_one_line(package: Path, script: Script) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = script("serve.py", "--package", package, "--port", str(port))
    assert answer.returncode == 1
    assert answer.stdout == ""
    remedy = "stop that server or choose another with --port (make serve PORT=8002)"
    assert answer.stderr == f"error: port {port} on 127.0.0.1 is already in use: {remedy}\n"


def test_nothing_built_is_told_in_one_line(tmp_path: Path, script: Script) -> None:
    answer = script("serve.py", "--package", tmp_path)
    assert answer.returncode == 1
    assert answer.stderr == "error: build/gongbao.db is missing: build it first (make build)\n"


def test_a_port_that_does_not_exist_is_told(package: Path, script: Script) -> None:
    answer = script("serve.py", "--package", package, "--port", "70000")
    assert answer.stderr.startswith("error: port 70000 does not exist (1 to 65535): choose another with --port")


@pytest.mark.slow
def test_the_script_serves_the_same_site(package: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--package", str(package), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
            assert "Start here" in fetch(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait(timeout=10)


def fetch(url: str) -> str:
    """Return a page as soon as the server answers; gives up after twenty seconds."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")
