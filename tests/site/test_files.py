"""Files by address: parts, tags, types, what other sites may read; and that nothing else is ever a file."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars
import pytest
from frictionless import Package

from gongbao.serving import databases as serving
from gongbao.site.files.folders import find_file
from support.paths import ROOT

Ask = Callable[..., Any]
PARQUET = "/releases/2.0.0/parquet/observations.parquet"


class Answer(SimpleNamespace):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def ask(served: Path) -> Iterator[Ask]:
    """Ask for a path exactly as it is written: clients tidy `..` away before they send it."""
    app = serving.make_app(served)
    with asyncio.Runner() as runner:
        runner.run(app.invoke_startup())
        whole = app.app()

        def request(path: str, method: str = "GET", **headers: str) -> Answer:
            return runner.run(send(whole, path, method, headers))

        yield request


async def send(app: Any, path: str, method: str, headers: dict[str, str]) -> Answer:
    plain, _, query = path.partition("?")
    lines = [(b"host", b"localhost")]
    lines += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        **{"type": "http", "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "root_path": ""},
        **{"method": method, "path": plain, "raw_path": plain.encode(), "query_string": query.encode()},
        **{"headers": lines, "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}},
    }
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def keep(message: Any) -> None:
        told.append(message)

    await app(scope, receive, keep)
    body = b"".join(message.get("body", b"") for message in told[1:])
    names = {name.decode().lower(): value.decode() for name, value in told[0]["headers"]}
    return Answer(status=told[0]["status"], headers=names, body=body)


@pytest.fixture(scope="module")
def whole(served: Path) -> bytes:
    return (served / PARQUET.strip("/")).read_bytes()


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-3", 0, 4), ("bytes=4-", 4, None), ("bytes=-8", -8, None), ("bytes=10-99999999", 10, None)],
)
def test_a_part_is_those_bytes(ask: Ask, whole: bytes, asked: str, start: int, end: int | None) -> None:
    part = ask(PARQUET, range=asked)
    assert part.status == 206
    assert part.body == whole[start:end]
    first = start if start >= 0 else len(whole) + start
    assert part.headers["content-range"] == f"bytes {first}-{first + len(part.body) - 1}/{len(whole)}"
    assert part.headers["content-length"] == str(len(part.body))


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(ask: Ask, whole: bytes, asked: str) -> None:
    part = ask(PARQUET, range=asked)
    assert (part.status, part.body) == (416, b"")
    assert part.headers["content-range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=0-1", "bytes=5-2", "bytes=-", "bytes=a-b"])
def test_what_is_no_single_range_gets_the_whole(ask: Ask, whole: bytes, asked: str) -> None:
    answer = ask(PARQUET, range=asked)
    assert (answer.status, answer.body) == (200, whole)
    assert answer.headers["accept-ranges"] == "bytes"


def test_head_tells_the_size_and_sends_nothing(ask: Ask, whole: bytes) -> None:
    for path in (PARQUET, "/gongbao.db"):
        answer = ask(path, "HEAD", range="bytes=0-3")
        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["accept-ranges"] == "bytes"
    assert ask(PARQUET, "HEAD").headers["content-length"] == str(len(whole))


def test_a_client_that_has_the_file_gets_nothing(ask: Ask, whole: bytes) -> None:
    known = ask(PARQUET).headers
    for headers in (
        {"if_none_match": known["etag"]},
        {"if_none_match": f'"other", W/{known["etag"]}'},
        {"if_none_match": "*"},
        {"if_modified_since": known["last-modified"]},
    ):
        answer = ask(PARQUET, **headers)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == known["etag"]
    assert ask(PARQUET, if_none_match='"other"', if_modified_since=known["last-modified"]).body == whole
    assert ask(PARQUET, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert ask(PARQUET, if_modified_since="yesterday").status == 200


def test_a_part_of_another_file_is_not_sent(ask: Ask, whole: bytes) -> None:
    known = ask(PARQUET).headers
    for same in (known["etag"], known["last-modified"]):
        assert ask(PARQUET, range="bytes=0-3", if_range=same).status == 206
    for other in ('"other"', "Thu, 01 Jan 1970 00:00:00 GMT", f"W/{known['etag']}"):
        answer = ask(PARQUET, range="bytes=0-3", if_range=other)
        assert (answer.status, answer.body) == (200, whole)
    assert ask(PARQUET, if_match=known["etag"]).status == 200
    assert ask(PARQUET, if_match='"other"').status == 412
    assert ask(PARQUET, if_unmodified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 412


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (PARQUET, "application/vnd.apache.parquet"),
        ("/data/units.csv", "text/csv; charset=utf-8; header=present"),
        ("/releases/2.0.0/jsonl/units.jsonl", "application/x-ndjson; charset=utf-8"),
        ("/releases/2.0.0/annotations.jsonld", "application/ld+json; charset=utf-8"),
        ("/releases/2.0.0/gongbao-2.0.0.zip", "application/zip"),
        (
            "/releases/2.0.0/gongbao-2.0.0.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("/releases/2.0.0/stata/units.dta", "application/x-stata-dta"),
        ("/releases/2.0.0/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/releases/2.0.0/SUMMARY.md", "text/markdown; charset=utf-8"),
        ("/gongbao-2-0-0.db", "application/vnd.sqlite3"),
        ("/metadata/releases.atom", "application/atom+xml; charset=utf-8"),
        ("/datapackage.json", "application/json; charset=utf-8"),
        ("/schemas/units.json", "application/json; charset=utf-8"),
        ("/static/gongbao.css", "text/css; charset=utf-8"),
        ("/seeds/reports/bda-2021/text.txt", "text/plain; charset=utf-8"),
    ],
)
def test_media_types(ask: Ask, path: str, kind: str) -> None:
    answer = ask(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_file_of_a_release_has_a_type(served: Path) -> None:
    from gongbao.site.files.folders import media_type_of

    files = [path for path in (served / "releases").rglob("*") if path.is_file()]
    unknown = {path.name for path in files if media_type_of(path.name) == "application/octet-stream"}
    assert len(files) > 200
    assert unknown == set()


def test_published_files_are_kept_and_others_asked_for_again(ask: Ask) -> None:
    assert "immutable" in ask(PARQUET).headers["cache-control"]
    assert ask("/data/units.csv").headers["cache-control"] == "no-cache"
    assert ask(PARQUET, cookie="gongbao_language=en").headers["cache-control"] == ask(PARQUET).headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/releases/../pyproject.toml",
        "/releases/../build/gongbao.db",
        "/releases/%2e%2e/build/gongbao.db",
        "/releases/%2E%2E%2Fbuild/gongbao.db",
        "/releases/..%2fbuild%2fgongbao.db",
        "/releases/..%5cbuild%5cgongbao.db",
        "/releases/%252e%252e/build/gongbao.db",
        "/releases/2.0.0/../../build/gongbao.db",
        "/releases//etc/passwd",
        "/releases/%2fetc%2fpasswd",
        "/data/./units.csv",
        "/data/%00",
        "/data/units.csv%00.txt",
        "/data/%ff%fe",
        "/static/../plugins/files.py",
        "/static/%2e%2e/plugins/files.py",
        "/../pyproject.toml",
        "/build/gongbao.db",
        "/seeds/dataset.yml",
        "/seeds/reports/%2e%2e/dataset.yml",
        "/data/" + "a" * 5000,
    ],
)
def test_nothing_outside_is_a_file(ask: Ask, path: str) -> None:
    answer = ask(path)
    for _ in range(3):  # Datasette leads a path with a percent sign to one with a tilde first
        if answer.status in (301, 302):
            answer = ask(answer.headers["location"])
    assert answer.status in (400, 404)
    told = "text/plain" if path.endswith(".csv") else "text/html"  # who asks for a table is told in a line
    assert answer.headers["content-type"].startswith(told)


def test_what_is_no_file_is_told_in_the_readers_language(ask: Ask) -> None:
    for path in ("/data/none.csv", "/releases/2.0.0/none.zip", "/releases/9.9.9/gongbao.zip", "/data/a%20b"):
        assert ask(path).status == 404
        assert "此处没有这个文件。" in ask(path, accept_language="zh").body.decode()


def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (tmp_path / "data" / "own").write_text("own", encoding="utf-8")
    for name, target in {"out": "../secret", "in": "own", "round": "round", "up": ".."}.items():
        (tmp_path / "data" / name).symlink_to(target)
    served = SimpleNamespace(static_mounts=[("data", str(tmp_path / "data"))])
    found = {name: find_file(served, f"/data/{name}") for name in ("own", "out", "in", "round", "up", "up/secret")}
    assert {name for name, path in found.items() if path} == {"own", "in"}
    assert find_file(served, "/secret") is None


@pytest.mark.parametrize(
    "path",
    [
        PARQUET,
        "/gongbao.db",
        "/data/units.csv",
        "/gongbao/units.json",
        "/gongbao/units.csv",
        "/search.json?words=20",
        "/-/cite?database=gongbao&style=bibtex",
        "/releases/latest/gongbao.zip",
        "/gongbao/none.json",
    ],
)
def test_scripts_of_other_sites_may_read_the_data(ask: Ask, path: str) -> None:
    headers = ask(path, origin="https://example.org").headers
    assert headers["access-control-allow-origin"] == "*"
    assert {"Link", "Content-Range", "ETag"} <= set(headers["access-control-expose-headers"].split(", "))
    assert "access-control-allow-credentials" not in headers


def test_pages_are_not_shared(ask: Ask) -> None:
    for path in ("/", "/downloads", "/gongbao/none"):
        assert "access-control-allow-origin" not in ask(path, origin="https://example.org").headers


def test_a_browser_is_told_what_it_may_ask(ask: Ask) -> None:
    answer = ask(PARQUET, "OPTIONS", origin="https://example.org", access_control_request_method="GET")
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Range" in answer.headers["access-control-allow-headers"].split(", ")
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert "POST" not in answer.headers["access-control-allow-methods"]


@pytest.fixture(scope="module")
def address(served: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--package", str(served), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/robots.txt", timeout=1).close()
                break
            except urllib.error.URLError:
                assert server.poll() is None
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.mark.slow
def test_clients_read_by_address(address: str, served: Path) -> None:
    """Parquet in parts, through `latest` as well; the package by its descriptor, with every checksum compared."""
    here = polars.read_parquet(served / PARQUET.strip("/"))
    assert polars.read_parquet(f"{address}{PARQUET}").equals(here)
    lazily = polars.scan_parquet(f"{address}/releases/latest/parquet/observations.parquet").select("quote").collect()
    assert lazily["quote"].to_list() == here["quote"].to_list()
    package = Package(f"{address}/datapackage.json")
    report = package.get_resource("units").validate()
    assert report.valid, report.flatten(["message"])
    assert len(package.get_resource("observations").read_rows()) == 91


@pytest.mark.slow
def test_many_parts_make_the_whole(address: str, whole: bytes) -> None:
    """Over a socket, so that no layer between adds or drops bytes."""
    parts = []
    for start in range(0, len(whole), 10_000):
        asked = urllib.request.Request(f"{address}{PARQUET}", headers={"Range": f"bytes={start}-{start + 9_999}"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 206
            parts.append(answer.read())
    assert b"".join(parts) == whole
