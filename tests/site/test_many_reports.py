"""Pages cost what they show, however many reports there are: one walk counts all values, indexes find what is asked."""

from __future__ import annotations

import asyncio
import html
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette import hookimpl
from datasette.plugins import pm
from markupsafe import Markup

from gongbao.exports.datasette_metadata import read_queries
from gongbao.exports.openings import FACETS, RANKED
from gongbao.model.rows import TABLES
from gongbao.resources import SITE
from gongbao.serving import databases as serving
from gongbao.site.plugins import chinese_search
from gongbao.site.search.first_rows import counted, of_words
from gongbao.site.search.searching import KINDS
from gongbao.site.tables import value_counts
from gongbao.site.tables.value_counts import counting
from support.asking import Get, asking
from support.reader import ADDED, copy_database

FILTERED = "/gongbao/observations?measure=level&_facet=status"
QUERIES = {name: query for name, query in read_queries(SITE / "queries").items() if "report_id" in query["params"]}
TIMES = 200


@pytest.fixture(scope="module")
def many(several: Path) -> Iterator[Get]:
    yield from asking(several)


@pytest.fixture(scope="module")
def grown(several: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database whose statistics say that it holds hundreds of reports, so that queries are planned for them."""
    home = tmp_path_factory.mktemp("grown")
    copy_database(several, home)
    path = home / "build" / "gongbao.db"
    scaled = f"cast({TIMES} * substr(stat, 1, instr(stat, ' ') - 1) as text) || substr(stat, instr(stat, ' '))"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"update sqlite_stat1 set stat = {scaled} where instr(stat, ' ')")
    with closing(sqlite3.connect(path)) as connection:
        chinese_search.prepare_connection(connection)
        yield connection


def plan(database: sqlite3.Connection, sql: str, values: Any = ()) -> str:
    return "\n".join(str(row[3]) for row in database.execute(f"explain query plan {sql}", values))


def executed(root: Path, path: str, *before: str) -> tuple[Any, list[str]]:
    """Return an answer and the statements that it asked a database, after others were given."""
    answer, sql, _ = watched(root, path, *before)
    return answer, sql


def watched(root: Path, path: str, *before: str) -> tuple[Any, list[str], list[str]]:
    """Return an answer, the statements that it asked a database, and all that SQLite ran."""
    app, sql, run = serving.make_app(root), list[str](), list[str]()

    async def ask() -> Any:
        await app.invoke_startup()
        for earlier in before:
            await app.client.get(earlier)
        database = app.get_database("gongbao")
        execute, execute_fn = database.execute, database.execute_fn

        async def told(statement: str, *given: Any, **options: Any) -> Any:
            sql.append(statement)
            return await execute(statement, *given, **options)

        async def traced(fn: Any) -> Any:
            def ask(connection: sqlite3.Connection) -> Any:
                connection.set_trace_callback(run.append)
                try:
                    return fn(connection)
                finally:
                    connection.set_trace_callback(None)

            return await execute_fn(ask)

        database.execute, database.execute_fn = told, traced
        return await app.client.get(path)

    return asyncio.run(ask()), sql, run


def test_one_walk_counts_all_values(several: Path) -> None:
    answer, sql = executed(several, FILTERED)
    assert answer.status_code == 200
    assert sum("group by" in statement for statement in sql) == 1
    assert not any("count(*) as count from" in statement for statement in sql)


def test_whole_tables_are_counted_once(several: Path) -> None:
    first, sql = executed(several, "/gongbao/observations.json?_size=5")
    assert sum("group by" in statement for statement in sql) == 1
    again, sql = executed(several, "/gongbao/observations.json?_size=6", "/gongbao/observations.json?_size=5")
    assert not any("group by" in statement for statement in sql)
    assert again.text.count('"facet_results"') == 1
    assert again.json()["facet_results"] == json.loads(first.text.replace("_size=5", "_size=6"))["facet_results"]
    _, sql = executed(several, FILTERED, f"{FILTERED}&_size=5")
    assert sum("group by" in statement for statement in sql) == 1


@pytest.mark.parametrize("table", sorted({table for table, names in FACETS.items() if len(names) > 1}))
def test_counts_are_those_that_datasette_makes(many: Get, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = f"/gongbao/{table}.json?_size=1"
    at_once = many(f"{asked}&_nosuggest=1").json()["facet_results"]

    async def nothing(*_: Any) -> dict[str, Any]:
        return {}

    monkeypatch.setattr(value_counts.CountedAtOnce, "count", nothing)
    one_by_one = many(f"{asked}&_nosuggest=2").json()["facet_results"]
    assert set(at_once) == set(FACETS[table])
    assert json.loads(json.dumps(at_once).replace("_nosuggest=1", "_nosuggest=2")) == one_by_one


def test_counts_whose_time_ran_out_are_made_one_by_one(several: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select i as facet from n where i < 0"
    monkeypatch.setattr(value_counts, "counting", lambda *_: slow)
    answer, sql = executed(several, FILTERED.replace("?", ".json?"))
    assert answer.json()["facet_results"]["status"]["results"]
    assert sum("count(*) as count from" in statement for statement in sql) >= len(FACETS["observations"])


def test_rows_are_counted_along_an_index(grown: sqlite3.Connection) -> None:
    for table, columns in FACETS.items():
        if len(columns) > 1:
            found = plan(grown, counting(f"select * from {table}", columns, 11))
            assert f"SCAN {table} USING COVERING INDEX {table}_facets" in found, (table, found)
    level = counting("select * from observations where measure = 'level'", FACETS["observations"], 11)
    assert "SEARCH observations USING COVERING INDEX observations_facets" in plan(grown, level)


def test_rows_of_a_value_are_read_in_the_order_of_the_text(grown: sqlite3.Connection) -> None:
    for name in ("measure", "unit_id", "report_id"):
        sql = f"select * from observations where {name} = ? order by char_start, observation_id limit 51"
        assert "TEMP B-TREE FOR ORDER BY" not in plan(grown, sql, ["x"])


def test_numbers_are_found_by_an_index(grown: sqlite3.Connection) -> None:
    for table, names in RANKED.items():
        for name in names:
            assert f"INDEX {table}_{name} " in plan(grown, f"select * from {table} where {name} in (5)")
            assert "TEMP" not in plan(grown, f"select * from {table} order by {name} desc limit 51")
    amount = "select count(*) from observations where value in (5) and unit_id = 'yuan'"
    assert "INDEX observations_value " in plan(grown, amount)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_of_one_report_reads_no_other(grown: sqlite3.Connection, name: str) -> None:
    parameters = QUERIES[name]["parameters"]
    given = {each["name"]: each["example"] if each["required"] else "" for each in parameters}
    found = plan(grown, QUERIES[name]["sql"], {**given, "report_id": "bda-2021"})
    big = {model.table for model in TABLES if "report_id" in model.columns and model.table != "reports"}
    few = {"errata", "term_usages"}  # rows that only curated reports have
    assert set(re.findall(r"SCAN (\w+)", found)) & (big - few) == set(), found


def test_growth_rates_of_all_reports_are_read_in_their_order(grown: sqlite3.Connection) -> None:
    found = plan(grown, QUERIES["growth_rates"]["sql"], {"report_id": ""})
    of_all, of_one = found.split("RIGHT\n")
    assert "INDEX observations_change_percent " in of_all
    assert "TEMP B-TREE FOR ORDER BY" not in of_all
    assert "INDEX observations_report_id " in of_one


@pytest.mark.parametrize("table", ["observations", "commitments"])
def test_a_subject_in_all_reports_is_looked_up_row_by_row(grown: sqlite3.Connection, table: str) -> None:
    found = plan(grown, QUERIES["about_a_subject"]["sql"], {"words": "集成电路", "report_id": ""})
    assert f"SEARCH {table[0]} USING INDEX sqlite_autoindex_{table}_1 (" in found
    assert f"SEARCH {table[0]} USING INDEX {table}_report_id" not in found
    assert f"BLOOM FILTER ON {table[0]}" not in found


def test_a_query_opens_with_the_newest_curated_report(many: Get, get: Get) -> None:
    answer = many("/gongbao/growth_rates?_columns=all")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "/gongbao/growth_rates?_columns=all&report_id=bda-2021",
    )
    assert many("/gongbao/about_a_subject").status_code == 200
    assert many("/gongbao/about_a_subject?words=x").headers["location"].endswith("?words=x&report_id=bda-2021")
    assert many("/gongbao/growth_rates?repotr_id=x").status_code == 400
    assert get("/gongbao/growth_rates").status_code == 200
    assert "Ask all reports" not in get("/gongbao/growth_rates?report_id=bda-2021").text


def test_all_reports_are_a_click_away(many: Get) -> None:
    page = many("/gongbao/growth_rates?report_id=bda-2021").text
    found = re.search(r'<a href="([^"]+)">Ask all reports</a>', page)
    assert found
    assert '<option value="bda-2021" selected' in page
    assert 'data-column="report_id"' not in page
    assert ADDED not in re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)
    every = many(html.unescape(found[1]))
    assert every.status_code == 200
    assert ADDED in re.sub(r"<select.*?</select>", "", every.text, flags=re.DOTALL)
    assert "Ask all reports" not in every.text
    assert 'data-column="report_id"' in every.text


def test_files_and_json_hold_all_reports(many: Get) -> None:
    reports = {row["report_id"] for row in many("/gongbao/growth_rates.json?_shape=array").json()}
    assert reports == {"bda-2021", ADDED}
    assert ADDED in many("/gongbao/growth_rates.csv").text


def test_a_search_asks_queries_of_all_reports(many: Get) -> None:
    assert "about_a_subject?words=%E8%8A%AF%E7%89%87&amp;report_id=" in many("/search?words=芯片").text


def test_a_search_walks_each_index_once(several: Path) -> None:
    answer, sql = executed(several, "/search?words=芯片")
    assert answer.text.count('class="search-label"') > 10
    assert {table: sum(each.count(f"{table}_fts match") for each in sql) for table in KINDS} == dict.fromkeys(KINDS, 1)


@pytest.mark.parametrize("table", KINDS)
def test_a_table_is_searched_for_the_rows_that_are_shown(grown: sqlite3.Connection, table: str) -> None:
    sql = counted(table, of_words(table), 5)
    found = plan(grown, sql, {"asked": "~发展", "words": "发展"})
    assert found.count("VIRTUAL TABLE") == 1
    assert f"SCAN {table} " not in found


@pytest.mark.parametrize("before", ["/search?words=疫苗", "/charts"])
def test_a_search_knows_the_reports_it_offers(several: Path, before: str) -> None:
    answer, sql, run = watched(several, "/search?words=芯片", before)
    assert f'<option value="{ADDED}" translate="no">' in answer.text
    assert any("sentences_fts" in statement for statement in sql)
    assert not any("order by r.review" in statement for statement in run)
    others = ("from reports", "from places where place_id in", "from organizations where")
    assert [s for s in sql if any(other in s for other in others) and "_fts" not in s] == []


@pytest.mark.parametrize("before", ["/charts", "/search?words=疫苗"])
def test_charts_know_the_reports_they_offer(several: Path, before: str) -> None:
    answer, _, run = watched(several, f"/charts?report_id={ADDED}", before)
    assert f'<option value="{ADDED}" translate="no" selected>' in answer.text
    assert '<option value="bda-2021" translate="no">' in answer.text
    assert any("from commitments" in statement for statement in run)
    assert not any("order by r.review" in statement for statement in run)


def test_what_a_parameter_may_name_is_asked_once(several: Path) -> None:
    path = f"/gongbao/growth_rates?report_id={ADDED}"
    answer, _, run = watched(several, path, "/gongbao/growth_rates?report_id=bda-2021")
    assert answer.status_code == 200
    assert any("observations_flat" in statement for statement in run)
    assert "select report_id from reports" not in run


def test_a_filter_draws_its_choices_once(several: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    plain = Markup.striptags
    answer, _ = executed(several, f"/gongbao/observations?report_id={ADDED}")
    assert f'<option value="{ADDED}" selected translate="no">' in answer.text
    choices = answer.text.count("<option")
    monkeypatch.setattr(Markup, "striptags", lambda text: drawn.append(text) or plain(text))
    executed(several, "/gongbao/observations")
    first = len(drawn)
    executed(several, "/gongbao/observations", "/gongbao/observations?_size=40")
    assert (first > choices / 3, len(drawn) - 2 * first < first / 4) == (True, True)


def test_cells_that_no_page_shows_are_not_drawn(several: Path) -> None:
    class Counting:
        __name__, times = "counting", 0

        @hookimpl  # type: ignore[untyped-decorator]
        def render_cell(self) -> None:
            self.times += 1

    drawn = Counting()
    pm.register(drawn, name="counting")
    try:
        for path in ("/gongbao/growth_rates?report_id=", "/gongbao?sql=select+quote+from+numerals"):
            answer, _ = executed(several, path)
            assert "<td" in answer.text
    finally:
        pm.unregister(name="counting")
    assert drawn.times == 0
