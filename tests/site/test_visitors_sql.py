"""What visitors' SQL answers is what Datasette answers; how many of it runs, waits and is refused."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted

from gongbao.errors import ServeError
from gongbao.site.plugins.chinese_search import prepare_connection
from gongbao.site.visitors import pool, visit
from gongbao.site.visitors.line import Line
from gongbao.site.visitors.rates import Rate
from gongbao.site.visitors.refusals import Busy
from gongbao.site.visitors.settings import Settings, read_settings
from support.visiting import Site, visited

SLOW = "/gongbao.json?" + urlencode({"sql": "select printf('%.*c', 1000000000, 'x')"})
ENDLESS = "/gongbao.json?" + urlencode({
    "sql": "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
})  # fmt: skip
QUICK = "/gongbao.json?sql=select+1"

SAME: list[tuple[str, Any]] = [
    ("select 1 as a, 2.5 as b, null as c, x'00ff' as d, '中文' as e", None),
    ('select 1 as a, 2 as a, 3 as "b""c", 4 as \'\'', None),
    ("select * from observations order by observation_id", None),
    ("select * from places where place_id = :id", {"id": "beijing", "unused": "x"}),
    ("select ?, ? || 'x'", [1, "中"]),
    ("select 9223372036854775807, -1e300, 1e999", None),
    ("select cast(x'ff41' as text) as broken", None),
    ("select gongbao_match('专利 | 芯片'), gongbao_context('发明专利增长', '专利')", None),
    ("select gongbao_tells('专利', text_zh) as told, count(*) from sentences group by 1", None),
    (
        "select gongbao_subject('robots'), gongbao_named('京东', '京东;JD'), gongbao_called('AI', '人工智能')",
        None,
    ),
    ("select escape_fts('专利')", None),
    ("explain select * from places", None),
    ("explain query plan select * from places where place_id = 'x'", None),
    ("select name from pragma_table_info('places')", None),
    ("select place_id from places where 0", None),
]


@pytest.fixture(scope="module")
def site(package: Path) -> Iterator[Site]:
    """The site over the current data."""
    with visited(package) as found:
        yield found


def asked_by_visitor(site: Site, sql: str, params: Any = None, **options: Any) -> Any:
    """Return the results of a statement of a visitor's request."""

    async def ask() -> Any:
        token = visit.begin(visit.Visit("127.0.0.1", 5.0))
        try:
            return await site.app.get_database("gongbao").execute(sql, params, **options)
        finally:
            visit.end(token)

    return site.runner.run(ask())


@pytest.mark.parametrize(("sql", "params"), SAME, ids=[sql[:50] for sql, _ in SAME])
@pytest.mark.parametrize("options", [{}, {"truncate": True}, {"truncate": True, "page_size": 2000}], ids=str)
def test_results_are_those_of_datasette(
    site: Site, package: Path, sql: str, params: Any, options: dict[str, Any]
) -> None:
    stock = Database(site.app, path=str(package / "build" / "gongbao.db"), is_mutable=False)
    connection = stock.connect()
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda text: str(text, "utf-8", "replace")
    prepare_connection(connection)
    found = asked_by_visitor(site, sql, params, **options)
    rows = connection.execute(sql, params or {}).fetchall()
    if options:
        assert found.truncated is (len(rows) > 2000 + ("page_size" in options))
        rows = rows[: 2000 + ("page_size" in options)]
    assert [tuple(row) for row in found.rows] == [tuple(row) for row in rows]
    assert [type(cell) for row in found.rows for cell in row] == [type(cell) for row in rows for cell in row]
    assert found.columns == [line[0] for line in connection.execute(sql, params or {}).description]
    assert all(isinstance(row, sqlite3.Row) for row in found.rows)
    for row, other in zip(found.rows[:5], rows, strict=False):
        assert row.keys() == other.keys()
        assert dict(row) == dict(other)
    stock.close()


def test_more_rows_than_are_returned_are_cut_off(site: Site) -> None:
    sql = "with recursive t(n) as (select 1 union all select n + 1 from t limit {n}) select n from t"
    for n, truncated in ((2000, False), (2001, True)):
        found = asked_by_visitor(site, sql.format(n=n), truncate=True)
        assert (len(found.rows), found.truncated) == (2000, truncated)
        assert len(asked_by_visitor(site, sql.format(n=n)).rows) == n


def test_a_fault_is_one_that_datasette_knows(site: Site) -> None:
    with pytest.raises(QueryInterrupted):
        asked_by_visitor(site, "select printf('%.*c', 1000000000, 'x')")
    sql = "with recursive t(n) as (select 1 union all select 1 from t) select max(n) from t"
    with pytest.raises(QueryInterrupted):
        asked_by_visitor(site, sql)
    with pytest.raises(QueryInterrupted):
        asked_by_visitor(site, sql, custom_time_limit=5)
    for sql in ("select :a", "select nope", "select 1; select 2", "insert into places values (1)", "select '\0'"):
        with pytest.raises(sqlite3.OperationalError):
            asked_by_visitor(site, sql)
    with pytest.raises(sqlite3.OperationalError, match="too big"):
        asked_by_visitor(site, "select :a", {"a": "x" * 500_000})


def test_pages_are_those_of_stock_datasette(site: Site, package: Path) -> None:
    """The same JSON, the counts of facets and the next page among it."""
    stock = Datasette(immutables=[str(package / "build" / "gongbao.db")], settings={"max_returned_rows": 2000})
    paths = [
        f"/gongbao.json?{urlencode({'sql': 'select * from places order by place_id', '_shape': shape})}"
        for shape in ("arrays", "objects", "array")
    ]
    paths += [f"/gongbao.json?{urlencode({'sql': 'select :a || 1 as b', 'a': '中', '_shape': 'array'})}"]
    paths += [f"/gongbao/places.json?_where={quote(where)}&_facet=place_kind&_size=3" for where in ("1=1", "0")]
    paths += [f"/gongbao.csv?{urlencode({'sql': 'select * from places'})}"]
    for path in paths:
        theirs = site.runner.run(stock.client.get(path))
        mine = site.ask(path)
        assert mine.status_code == theirs.status_code == 200
        if ".csv" in path:
            assert mine.text == theirs.text
        elif "_shape=array&" in path or path.endswith("_shape=array"):
            assert mine.json() == theirs.json()
        else:
            for name in ("rows", "columns", "truncated", "filtered_table_rows_count", "next"):
                assert mine.json().get(name) == theirs.json().get(name)


def test_what_the_site_asks_waits_for_no_visitor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are answered while the SQL of a visitor is not."""
    plain = site.pool.ask

    async def both() -> tuple[int, bool, int]:
        go_on, begun = asyncio.Event(), asyncio.Event()

        async def ask(*arguments: Any) -> Any:
            begun.set()
            await go_on.wait()
            return await plain(*arguments)

        monkeypatch.setattr(site.pool, "ask", ask)
        visitor = asyncio.create_task(site.app.client.get(QUICK))
        await begun.wait()
        page = await site.app.client.get("/gongbao/places?_sort=name_zh&_facet=place_kind")
        waits = not visitor.done()
        go_on.set()
        return page.status_code, waits, (await visitor).status_code

    assert site.runner.run(both()) == (200, True, 200)


def test_a_full_line_answers_503(package: Path) -> None:
    with visited(package, workers=1, waiting=1) as site:
        site.app.sql_time_limit_ms = 1000
        slow = SLOW.partition("?")[2]
        paths = [f"/gongbao{kind}?{slow}" for kind in ("", ".json", ".csv", ".xlsx")]
        answers = site.ask_all(paths, accept_language="zh")
        assert sorted(answer.status_code for answer in answers) == [400, 400, 503, 503]
        for path, answer in zip(paths, answers, strict=True):
            if answer.status_code == 503:
                assert int(answer.headers["retry-after"]) > 0
                assert answer.headers["cache-control"] == "no-store"
                told = answer.json()["error"] if ".json" in path else answer.text
                assert "等待执行的查询过多" in told
        assert site.ask(QUICK).status_code == 200


def test_too_many_requests_answer_429(package: Path) -> None:
    with visited(package, per_minute=2) as site:
        paths = [QUICK, "/gongbao/places?_where=1=1", "/gongbao?sql=select+1", QUICK, "/gongbao.csv?sql=select+1"]
        answers = [site.ask(path, accept_language="zh") for path in paths]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429]
        assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in answers[2:])
        assert all("过于频繁" in answer.text for answer in (answers[2], answers[4]))
        assert "过于频繁" in answers[3].json()["error"]
        assert site.ask("/gongbao/places").status_code == 200
        assert site.ask("/gongbao/places.json").status_code == 200


def test_a_visitor_behind_a_proxy_is_told_from_others(package: Path) -> None:
    with visited(package, per_minute=1, proxies=1) as site:
        sent = ["1.1.1.1", "2.2.2.2", "made up, 1.1.1.1", "2.2.2.2, 3.3.3.3"]
        assert [site.ask(QUICK, x_forwarded_for=line).status_code for line in sent] == [200, 200, 429, 200]
    with visited(package, per_minute=1) as site:
        assert [site.ask(QUICK, x_forwarded_for=line).status_code for line in sent] == [200, 429, 429, 429]


def test_rates_are_counted_by_the_clock_and_in_bounded_memory() -> None:
    now = [0.0]
    rate = Rate(2, known=10, clock=lambda: now[0])
    assert [rate.wait("a") for _ in range(4)] == [0, 0, 30, 30]
    now[0] = 29.0
    assert rate.wait("a") == 1
    now[0] = 31.0
    assert [rate.wait("a"), rate.wait("a"), rate.wait("b")] == [0, 29, 0]
    for number in range(100):
        rate.wait(str(number))
    assert len(rate.clients) == 10


def test_visitors_take_turns_and_who_has_most_places_gives_one_up() -> None:
    async def wait() -> None:
        line = Line(4)
        mine = [line.join("a") for _ in range(4)]
        with pytest.raises(Busy):
            line.join("a")
        other = line.join("b")
        assert isinstance(mine[3].exception(), Busy)
        assert (line.count, mine[2].done()) == (4, False)
        mine[1].cancel()
        assert [line.next() for _ in range(4)] == [("a", mine[0]), ("b", other), ("a", mine[2]), None]
        assert line.count == 0
        assert not line.clients

    asyncio.run(wait())


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, on however slow a machine."""
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.01)


async def all_have_come(site: Site, tasks: list[asyncio.Task[Any]]) -> None:
    """Wait until every request runs, stands aside, waits in line or has its answer."""
    await until(
        lambda: (
            site.pool.held.total() + len(site.pool.aside) + site.pool.line.count + sum(task.done() for task in tasks)
            == len(tasks)
        )
    )


async def give_up(tasks: list[asyncio.Task[Any]]) -> None:
    """End requests whose answer nobody waits for."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_one_worker_is_left_to_others(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks much waits for his own statements; another is answered meanwhile."""
    monkeypatch.setattr(pool, "TIRED", 1000.0)
    with visited(package, workers=2) as site:
        site.app.sql_time_limit_ms = 100_000
        app = site.app.app()

        def ask(path: str, number: int) -> Any:
            transport = httpx.ASGITransport(app=app, client=(f"10.0.0.{number}", 1))
            return httpx.AsyncClient(transport=transport, base_url="http://localhost").get(path)

        async def both() -> None:
            endless = [asyncio.create_task(ask(f"{ENDLESS}&_n={n}", 1)) for n in range(3)]
            await all_have_come(site, endless)
            assert (await ask(QUICK, 2)).status_code == 200
            assert not any(task.done() for task in endless)
            assert site.pool.held == {"10.0.0.1": 1}
            await give_up(endless)

        site.runner.run(both())
        assert not site.pool.held


def test_what_takes_long_stands_aside(package: Path) -> None:
    """A quick statement waits for no long ones, not even the same visitor's; of too many one is given up."""
    with visited(package, workers=1) as site:
        site.app.sql_time_limit_ms = 100_000

        async def all_of_them() -> list[int]:
            endless = [asyncio.create_task(site.app.client.get(f"{ENDLESS}&_n={n}")) for n in range(3)]
            await all_have_come(site, endless)
            assert (await site.app.client.get(f"{QUICK}&_n=1")).status_code == 200
            await until(lambda: sum(task.done() for task in endless) == 2)
            told = [task.result().status_code for task in endless if task.done()]
            assert len(site.pool.aside) == 1
            await give_up(endless)
            return told

        assert site.runner.run(all_of_them()) == [503, 503]
        assert [site.pool.aside, site.pool.tired, site.pool.held] == [{}, {}, {}]


def test_a_request_that_is_given_up_leaves_a_worker_for_the_next(package: Path) -> None:
    with visited(package, workers=1) as site:
        site.ask(QUICK)

        async def ask_and_go() -> None:
            tasks = [asyncio.create_task(site.app.client.get(SLOW)) for _ in range(3)]
            await all_have_come(site, tasks)
            await give_up(tasks)

        site.runner.run(ask_and_go())
        assert site.pool.line.count == 0
        assert site.ask(QUICK).status_code == 200
        assert len(site.pool.workers) == 1


def test_settings_are_read_and_wrong_ones_told() -> None:
    assert read_settings(None, {}) == Settings()
    assert read_settings({"per_minute": 5, "workers": 3}, {"GONGBAO_SQL_WORKERS": "1"}) == Settings(1, 32, 5, 0)
    for name, value in (("WORKERS", "0"), ("PER_MINUTE", "many"), ("PROXIES", "-1")):
        with pytest.raises(ServeError, match=f"GONGBAO_SQL_{name}"):
            read_settings(None, {f"GONGBAO_SQL_{name}": value})


@pytest.mark.parametrize(
    ("client", "forwarded", "proxies", "known"),
    [
        ("10.0.0.1", "", 0, "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", 0, "10.0.0.1"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4", 1, "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.2", 2, "1.2.3.4"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("10.0.0.1", "x" * 1000, 1, "x" * 64),
    ],
)
def test_whose_request_it_is(client: str, forwarded: str, proxies: int, known: str) -> None:
    headers = [(b"X-Forwarded-For", forwarded.encode())] if forwarded else []
    assert visit.client_of({"client": (client, 1), "headers": headers}, proxies) == known
