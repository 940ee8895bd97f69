"""Requests of whoever means no good: the right status, a page that helps, nothing of the inside, nothing unescaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.hostile_requests import HEADERS, METHODS, MISSING, PATHS, Answer, addresses, ask
from support.markup import faults
from support.visiting import visited

NUMBER = 700
ALLOWED = {200, 301, 302, 400, 403, 404, 405, 410}
INSIDE = re.compile(rb"Traceback \(most recent|site-packages|File \"/|root:x:0|\[build-system\]")
Ask = Callable[..., Answer]
BAD = {
    "/gongbao/observations?_sort=nope": "observation_id",
    "/gongbao/observations?_through=x": "_through",
    "/gongbao/mentions?_next=garbage": "_next",
    "/gongbao/observations_flat?_next=garbage": "_next",
    "/gongbao/observations?_facet=nope": "observation_id",
    "/gongbao/observations.json?_facet=nope": "observation_id",
    "/gongbao/units.json?_json_infinity=x": "_json_infinity",
    "/gongbao/observations/bda-2021-o347.json?_json_infinity=x": "_json_infinity",
    "/gongbao/growth_rates.json?_ttl=x": "_ttl",
    "/gongbao.csv?sql=": "sql",
    "/gongbao.csv": "sql",
    "/gongbao.xlsx": "sql",
    "/gongbao.jsonl": "sql",
    "/gongbao.json?_shape=array": "sql",
    "/gongbao.json?_shape=arrayfirst&_nl=on": "sql",
    "/gongbao.csv?sql=selec": "SELECT",
    "/gongbao.json?sql=select+1;select+2": "one statement",
    "/gongbao.csv?sql=select+nope": "nope",
    "/gongbao/observations.csv?_where=nope": "nope",
}
"""Wrong questions with what the answer names (400)."""
ASKING = {"/-/cite", "/reports/bda-2021/card", "/search.json", "/gongbao/about_a_subject.json", *BAD}
"""Addresses that must be asked something."""


@pytest.fixture(scope="module")
def request_(served: Path) -> Iterator[Ask]:
    """Ask the site over the current data and all releases."""
    with visited(served) as site:
        application = site.app.app()
        yield lambda *given: site.runner.run(ask(application, *given))


def check(answer: Answer, what: str) -> None:
    """Assert what holds of every answer."""
    assert answer.status in ALLOWED, what
    assert answer.begun == 1, what
    assert not INSIDE.search(answer.body), what
    assert b"x-bad" not in answer.headers, what
    assert not any(b"\n" in value or b"\r" in value for value in answer.headers.values()), what
    location = answer.headers.get(b"location", b"/")
    assert location.startswith(b"/"), what
    assert not re.match(rb"/[/\\]", location), what
    if answer.is_page and "_trace=" not in what:  # of a CSV it is a page of Datasette's own, escaped
        assert faults(answer.body.decode()) == [], what
    if answer.headers.get(b"content-type", b"").startswith(b"application/json"):
        json.loads(answer.body)


@pytest.mark.parametrize("seed", range(4))
def test_no_address_is_a_fault_of_the_server(request_: Ask, seed: int) -> None:
    for address in addresses(seed, NUMBER // 4):
        check(request_(address), address[:300])


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_page_has_an_address_that_answers(request_: Ask, path: str) -> None:
    """So that the addresses above are wrong by their arguments, not by their paths."""
    answer = request_(path)
    check(answer, path)
    assert answer.status in (200, 301, 302) or path in ASKING


@pytest.mark.parametrize("path", MISSING, ids=lambda path: path[:60])
def test_what_is_not_there_is_not_found(request_: Ask, path: str) -> None:
    for _ in range(4):
        answer = request_(path)
        check(answer, path[:300])
        if answer.status not in (301, 302, 308):
            break
        path = answer.headers[b"location"].decode()
    assert answer.status == 404
    assert not answer.is_page or b"<h1" in answer.body


@pytest.mark.parametrize("path", ["/_internal", "/_internal.json", "/_internal/databases"])
def test_what_is_internal_is_closed(request_: Ask, path: str) -> None:
    assert request_(path).status in (403, 404)


@pytest.mark.parametrize("path", BAD)
def test_a_wrong_question_names_what_is_right(request_: Ask, path: str) -> None:
    answer = request_(path)
    check(answer, path)
    assert answer.status == 400
    assert BAD[path] in answer.body.decode()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method[:20])
def test_nothing_can_be_done_but_read(request_: Ask, method: str) -> None:
    for path in ("/", "/gongbao", "/gongbao.json?sql=select+1", "/gongbao/observations", "/search", "/data/units.csv",
                 "/static/gongbao.css", "/gongbao/about_a_subject", "/-/health", "/nope"):  # fmt: skip
        answer = request_(path, method)
        check(answer, f"{method[:20]} {path}")
        assert (answer.status, answer.headers[b"allow"]) == (405, b"GET, HEAD, OPTIONS")


def test_the_methods_are_told(request_: Ask) -> None:
    for path in ("/", "/gongbao/observations.json", "/search", "/data/units.csv"):
        answer = request_(path, "OPTIONS")
        assert (answer.status, answer.headers[b"allow"], answer.body) == (204, b"GET, HEAD, OPTIONS", b"")
    page = request_("/", "POST", ((b"accept-language", b"zh"),))
    assert "不允许使用“POST”方法" in page.body.decode()


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: f"{header[0].decode()} {header[1][:20]!r}")
def test_no_header_is_a_fault_of_the_server(request_: Ask, header: tuple[bytes, bytes]) -> None:
    for path in ("/", "/gongbao/units.json", "/data/units.csv", "/-/health", "/nope", "/gongbao/about_a_subject"):
        answer = request_(path, "GET", (header,))
        assert answer.status in {*ALLOWED, 206, 304, 416}, path
        assert not INSIDE.search(answer.body)
        assert not answer.is_page or faults(answer.body.decode()) == []
