"""nginx before the site, as docs/deploying/nginx.conf has it: what passes through, and updates without a gap."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from support.nginx import MISSING, NGINX, PREFIX, Proxy, free_port, proxied
from support.servers import running

pytestmark = [pytest.mark.slow, pytest.mark.skipif(NGINX is None, reason=MISSING)]
ARCHIVE = "/releases/2.0.0/gongbao-2.0.0.zip"
RATE = 3  # requests with SQL that a visitor may make a minute
SOON = 30  # seconds within which a new build or another server must answer


class Site(NamedTuple):
    """The site by its two ways: through the proxy, and at its own port."""

    proxy: Proxy
    outside: httpx.Client
    inside: httpx.Client


@contextmanager
def site_over(package: Path, folder: Path, **environment: str) -> Iterator[Site]:
    own, port = free_port(), free_port()
    place = f"http://127.0.0.1:{port}{PREFIX}/"
    with (
        running(package, own, "--base-url", place, **environment),
        proxied(folder, own, port) as proxy,
        httpx.Client(base_url=proxy.address) as outside,
        httpx.Client(base_url=f"http://127.0.0.1:{own}") as inside,
    ):
        yield Site(proxy, outside, inside)


@pytest.fixture(scope="module")
def site(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site over the current data and all releases, behind nginx."""
    with site_over(served, tmp_path_factory.mktemp("nginx")) as found:
        yield found


@pytest.fixture(scope="module")
def own_site(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """A site of its own over the current data, behind nginx, with the folder it serves."""
    folder = tmp_path_factory.mktemp("renewed")
    shutil.copytree(package / "build", folder / "build")
    with site_over(folder, tmp_path_factory.mktemp("nginx"), GONGBAO_SQL_PER_MINUTE=str(RATE)) as found:
        yield found, folder


@pytest.mark.parametrize("path", ["/", "/gongbao/observations", "/gongbao/projects.json", "/static/gongbao.css"])
def test_packed_answers_pass_as_they_are_with_their_tags(site: Site, path: str) -> None:
    packed = {"accept-encoding": "gzip"}
    got, direct = site.outside.get(path, headers=packed), site.inside.get(f"{PREFIX}{path}", headers=packed)
    assert got.headers["content-encoding"] == "gzip"
    assert got.content == direct.content
    assert got.headers["etag"] == direct.headers["etag"]
    unpacked = site.outside.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in unpacked.headers
    assert unpacked.content == got.content
    known = site.outside.get(path, headers={**packed, "if-none-match": got.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/gongbao/observations.csv?_size=5", ARCHIVE])
def test_every_header_passes_once(site: Site, path: str) -> None:
    got, direct = site.outside.get(path), site.inside.get(f"{PREFIX}{path}")
    of_the_way = {"server", "connection", "date", "transfer-encoding", "keep-alive"}
    passed = sorted((name, value) for name, value in got.headers.multi_items() if name not in of_the_way)
    assert passed == sorted((name, value) for name, value in direct.headers.multi_items() if name not in of_the_way)


def test_parts_of_files_and_heads_pass(site: Site) -> None:
    head = site.outside.head(ARCHIVE)
    size = int(head.headers["content-length"])
    assert (head.status_code, head.content, head.headers["accept-ranges"]) == (200, b"", "bytes")
    part = site.outside.get(ARCHIVE, headers={"range": "bytes=10-29"})
    assert (part.status_code, part.headers["content-range"]) == (206, f"bytes 10-29/{size}")
    assert part.content == site.outside.get(ARCHIVE).content[10:30]
    beyond = site.outside.get(ARCHIVE, headers={"range": f"bytes={size}-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing-here", 404), ("/gongbao/observations/bda-2021-o1", 404), ("/gongbao?sql=selec", 400)],
)
def test_faults_have_the_pages_of_the_site(site: Site, path: str, status: int) -> None:
    answer = site.outside.get(path, headers={"accept-language": "zh"})
    assert answer.status_code == status
    assert 'lang="zh-Hans"' in answer.text
    assert f'href="{PREFIX}/reports"' in answer.text


def test_the_path_is_kept_and_begins_every_redirect(site: Site) -> None:
    host = f"http://127.0.0.1:{site.proxy.port}"
    assert httpx.get(f"{host}{PREFIX}?lang=zh").headers["location"] == f"{PREFIX}/?lang=zh"
    assert site.outside.get("/latest").headers["location"] == f"{PREFIX}/gongbao-2-0-0"
    assert site.outside.get("/gongbao/projects/").headers["location"] == f"{PREFIX}/gongbao/projects"
    assert httpx.get(f"{host}/reports").status_code == 404
    assert f"Sitemap: {host}{PREFIX}/sitemap.xml" in site.outside.get("/robots.txt").text


def test_whole_addresses_do_not_follow_what_a_request_says(site: Site) -> None:
    told = {"host": "evil.example.net", "x-forwarded-host": "evil.example.net", "x-forwarded-proto": "ftp"}
    for path in ("/", "/robots.txt", "/gongbao/projects"):
        answer = site.outside.get(path, headers=told)
        assert answer.status_code == 200
        assert "evil" not in answer.text + str(answer.headers)
        assert "ftp:" not in answer.text


def test_a_proxy_that_takes_the_path_off_gives_the_same(site: Site, tmp_path: Path) -> None:
    with proxied(tmp_path, int(site.inside.base_url.port or 0), taking_off=True) as proxy:
        for path in (
            "/",
            "/gongbao/observations?_size=3",
            "/reports/bda-2021",
            "/gongbao/projects.json",
            "/static/gongbao.css",
        ):
            answer, usual = httpx.get(f"{proxy.address}{path}"), site.outside.get(path)
            assert answer.status_code == 200
            assert (answer.content, answer.headers.get("link")) == (usual.content, usual.headers.get("link"))
        moved = httpx.get(f"{proxy.address}/gongbao/projects/")
        assert moved.headers["location"] == f"{PREFIX}/gongbao/projects"


def test_health_passes(site: Site) -> None:
    answer = site.outside.get("/-/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert set(answer.json()["databases"]) >= {"gongbao", "gongbao-2-0-0"}


def test_a_long_file_is_not_put_on_a_disk(site: Site) -> None:
    assert len(site.outside.get("/gongbao/numerals.csv?_stream=1&_size=max").content) > 20_000
    assert len(site.outside.get("/gongbao-2-0-0.db").content) > 1_000_000
    assert [path for path in (site.proxy.folder / "proxy").rglob("*") if path.is_file()] == []
    assert "temporary file" not in site.proxy.errors()


@contextmanager
def asked_all_the_while(address: str) -> Iterator[list[int]]:
    """Ask for a page again and again, by two visitors, until the block ends; yields the statuses of the answers."""
    statuses: list[int] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            with httpx.Client(timeout=30) as visitor:
                statuses.extend(
                    visitor.get(f"{address}{path}").status_code for path in ("/reports", "/gongbao/units.json")
                )

    visitors = [threading.Thread(target=ask) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    try:
        yield statuses
    finally:
        done.set()
        for visitor in visitors:
            visitor.join()


def until(seen: Callable[[], bool]) -> None:
    for _ in range(SOON * 10):
        if seen():
            return
        time.sleep(0.1)
    pytest.fail("nothing changed")


def test_a_new_build_is_served_without_a_gap(own_site: tuple[Site, Path]) -> None:
    site, folder = own_site
    database = folder / "build" / "gongbao.db"
    before = site.outside.get("/-/health").json()["databases"]["gongbao"]["sha256"]
    anew = database.with_name("anew.db")
    shutil.copy(database, anew)
    with closing(sqlite3.connect(anew)) as connection, connection:
        connection.execute("update units set name_en = 'built anew' where rowid = (select min(rowid) from units)")
    with asked_all_the_while(site.proxy.address) as statuses:
        until(lambda: len(statuses) > 4)
        anew.rename(database)
        until(lambda: "built anew" in site.outside.get("/gongbao/units.json").text)
    assert set(statuses) == {200}
    assert site.outside.get("/-/health").json()["databases"]["gongbao"]["sha256"] != before


def test_another_server_takes_over_without_a_gap(own_site: tuple[Site, Path]) -> None:
    site, folder = own_site
    first, port = int(site.inside.base_url.port or 0), free_port()
    with running(folder, port, "--base-url", f"{site.proxy.address}/"):
        with asked_all_the_while(site.proxy.address) as statuses:
            until(lambda: len(statuses) > 4)
            site.proxy.ask_another(port)
            asked = len(statuses)
            until(lambda: len(statuses) > asked + 8)
        assert set(statuses) == {200}
        assert "[error]" not in site.proxy.errors()
    until(lambda: site.outside.get("/").status_code == 503)  # the one that took over has ended, the first still runs
    site.proxy.ask_another(first)
    until(lambda: site.outside.get("/").status_code == 200)


def test_each_visitor_has_a_rate_of_their_own_whatever_they_say_of_themselves(own_site: tuple[Site, Path]) -> None:
    site, _ = own_site

    def ask(visitor: str, number: int, **headers: str) -> int:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        with httpx.Client(transport=httpx.HTTPTransport(local_address=visitor)) as client:
            return client.get(f"{site.proxy.address}/gongbao.json?sql=select+{number}", headers=told).status_code

    statuses = [ask("127.0.0.2", number) for number in range(RATE + 1)]
    assert statuses == [*([200] * RATE), 429]
    assert ask("127.0.0.2", 100, x_forwarded_for="203.0.113.7") == 429
    assert ask("127.0.0.3", 101) == 200


def test_who_comes_while_nobody_answers_is_told_to_come_again(tmp_path: Path) -> None:
    with proxied(tmp_path, free_port()) as proxy:
        answer = httpx.get(f"{proxy.address}/reports")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert "try again" in answer.text
    assert "请稍后再试" in answer.text
