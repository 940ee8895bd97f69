"""SQL that is meant to do harm: a clean error in time, no memory, nothing written, and the next visitor is answered."""

from __future__ import annotations

import csv
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from gongbao.site.plugins.visitors_sql import TIMES
from gongbao.site.visitors import bounds
from support.paths import ROOT
from support.visiting import LIMIT, Site, visited

CASES = ROOT / "tests" / "cases" / "hostile_sql.csv"
MEMORY = ("string or blob too big", "out of memory", "larger than allowed", "pattern too complex")
TIME = "SQL Interrupted"
KILLED = "select printf('%.*c', 1000000000, 'x')"
TOO_MUCH = "select hex(zeroblob(500000)) from numerals"


@pytest.fixture(scope="module")
def site(package: Path) -> Iterator[Site]:
    """The site over the current data."""
    with visited(package) as found:
        yield found


def cases() -> list[tuple[str, str]]:
    """Return every statement with how it ends."""
    with CASES.open(encoding="utf-8", newline="") as handle:
        return [(line["sql"], line["ends"]) for line in csv.DictReader(handle, strict=True)]


@pytest.mark.parametrize(("sql", "ends"), cases(), ids=lambda value: str(value)[:60])
def test_a_hostile_statement_ends_cleanly(site: Site, sql: str, ends: str) -> None:
    answer = site.ask(f"/gongbao.json?sql={quote(sql)}")
    told = answer.json().get("error") or ""
    kind = "rows" if answer.status_code == 200 else "time" if TIME in told else "fault"
    if any(words in told for words in MEMORY):
        kind = "memory"
    assert answer.status_code in (200, 400)
    assert ends == "any" or kind in (*ends.split("_or_"), "time"), told  # a busy computer runs out of time first
    assert len(answer.content) < bounds.ANSWER
    assert "Traceback" not in answer.text


def test_the_next_visitor_is_answered(site: Site) -> None:
    """A worker that was killed is replaced; one whose memory was short goes on."""
    for sql in (KILLED, TOO_MUCH, "select json_group_array(a.text_zh) from sentences a, sentences b, numerals"):
        assert site.ask(f"/gongbao.json?sql={quote(sql)}").status_code == 400
        assert site.ask("/gongbao.json?sql=select+6*7+as+n&_shape=array").json() == [{"n": 42}]


def test_no_process_stays_behind(package: Path) -> None:
    with visited(package) as site:
        site.ask(f"/gongbao.json?sql={quote(KILLED)}")
        site.ask_all(["/gongbao.json?sql=select+1", "/gongbao.json?sql=select+2"])
        processes = [worker.process for worker in site.pool.workers]
        assert 1 <= len(processes) <= 2
    for process in processes:
        process.wait(timeout=10)
        assert process.returncode is not None


def test_memory_of_a_worker_is_bounded(site: Site) -> None:
    """The system itself refuses a worker more than it may have."""
    site.ask("/gongbao.json?sql=select+1")
    (line,) = {
        line
        for worker in site.pool.workers
        for line in Path(f"/proc/{worker.process.pid}/limits").read_text(encoding="ascii").splitlines()
        if line.startswith("Max address space")
    }
    assert str(bounds.SPACE) in line


@pytest.mark.parametrize("kind", ["", ".json", ".csv", ".xlsx", ".jsonl"])
@pytest.mark.parametrize("sql", [KILLED, TOO_MUCH, "select nope", "with a as (select 1) delete from places"])
def test_a_fault_is_told_in_every_format(site: Site, kind: str, sql: str) -> None:
    answer = site.ask(f"/gongbao{kind}?sql={quote(sql)}", accept_language="zh")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    if not kind:
        assert 'lang="zh' in answer.text


def test_a_fault_is_explained_in_the_readers_language(site: Site) -> None:
    killed, too_much = (f"/gongbao?sql={quote(sql)}" for sql in (KILLED, TOO_MUCH))
    assert "查询超过时限" in site.ask(killed, accept_language="zh").text
    assert "longer than is allowed" in site.ask(killed, accept_language="en").text
    assert "larger than allowed" in site.ask(too_much, accept_language="en").text


def test_conditions_of_a_table_are_run_where_they_can_be_killed(site: Site) -> None:
    condition = "instr(hex(zeroblob(1900000)), hex(zeroblob(900000)) || '1')"
    for kind in ("", ".json", ".csv", ".jsonl"):
        assert site.ask(f"/gongbao/places{kind}?_where={quote(condition)}").status_code == 400
    found = site.ask(f"/gongbao/places.json?_where={quote('place_id is not null')}&_shape=array&_facet=place_kind")
    assert found.status_code == 200
    assert found.json()


def test_statements_of_one_request_share_a_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many facets an address asks for; here every statement takes a fourth of the time of all."""
    pool, asked = site.pool, list[float]()
    plain = pool.ask

    async def ask(question: bytes, seconds: float, client: str) -> Any:
        asked.append(seconds)
        told = await plain(question, seconds, client)
        return told._replace(seconds=0.25 * TIMES * LIMIT / 1000)

    monkeypatch.setattr(pool, "ask", ask)
    columns = ("place_kind", "name_zh", "name_en", "parent_place_id", "aliases_zh", "aliases_en", "place_id")
    facets = "".join(f"&_facet={column}" for column in columns)
    assert site.ask(f"/gongbao/places.json?_where=1=1{facets}").status_code == 200
    assert len(asked) == 4


def test_nothing_is_written(site: Site, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = package / "build" / "gongbao.db"
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    for sql in (
        "with a as (select 1) insert into places (place_id) select 'x'",
        "select writefile('here', 'x')",
        f"attach database '{tmp_path / 'other.db'}' as other",
        "vacuum into 'copy.db'",
        "pragma journal_mode = wal",
        "create temp table t (a)",
    ):
        assert site.ask(f"/gongbao.json?sql={quote(sql)}").status_code == 400
        assert site.ask(f"/gongbao/places.json?_where={quote(f'1) ; {sql} --')}").status_code == 400
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert os.listdir(tmp_path) == []


def test_the_authorizer_permits_reading_alone() -> None:
    """Even where Datasette would let a statement pass, SQLite asks first."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table t (a)")
    bounds.bind(connection)
    connection.set_authorizer(bounds.permit)
    assert connection.execute("select count(*) from t, pragma_table_info('t')").fetchone() == (0,)
    for sql in (
        "attach database ':memory:' as b",
        "insert into t values (1)",
        "create table u (a)",
        "create temp table u (a)",
        "drop table t",
        "pragma query_only = 0",
        "pragma hard_heap_limit = 0",
        "pragma user_version",
        "begin",
        "savepoint a",
        "analyze",
        "select load_extension('x')",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(sql)


def test_values_of_visitors_are_bounded_in_the_sites_own_statements(site: Site) -> None:
    """What is no SQL stays with Datasette; a value as long or as wild as SQL does not."""
    asked = {
        "/gongbao/places.json?name_zh__contains=%25a%25b%25c": True,
        f"/gongbao/places.json?name_zh={'x' * 300}": True,
        "/gongbao/places.json?_searchmode=raw&_search=a": True,
        "/gongbao/places.json?name_zh__contains=x": False,
        "/gongbao/places.json": False,
    }
    for path, worked in asked.items():
        site.pool.close()
        assert site.ask(path).status_code == 200
        assert bool(site.pool.workers) is worked, path
