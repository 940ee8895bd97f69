"""The site below a path: whatever it links to, in pages, headers, feeds and data, lies below that path and answers."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from gongbao.errors import ServeError
from gongbao.serving.databases import make_app
from gongbao.serving.place import Place, read_place
from support.pages import FAULTY, PAGES
from support.walking import addresses_in, kind_of

DEEP = Place(path="/data/gongbao/")  # as a folder of the site is called, and as its database
LIKE_A_DATABASE = Place("https://data.example.org", "/gongbao/")
FILES = (
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-projects-1.xml",
    "/llms.txt",
    "/metadata/releases.atom",
    "/metadata/releases.json",
    "/gongbao.json",
    "/gongbao/observations.json?_size=2&_facet=status&_facet_date=period_end&_labels=on",
    "/gongbao/observations.csv?_size=1",
    "/gongbao/projects.jsonl",
    "/search.json?words=芯片",
    "/-/cite?database=gongbao&table=projects",
    "/-/cite?database=gongbao&table=observations&row=bda-2021-o347&style=bibtex",
    "/downloads/2.0.0",
    "/reports/bda-2021/card?row=bda-2021-o347",
)
LEADING = ("/latest/projects", "/releases/latest/gongbao.zip", "/releases/1.0.0/", "/report/bda-2021", "/downloads/")
UNFINISHED = re.compile(r"=$|\*|/card$|/about_an_organization\.json$")  # to be completed by who reads them
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def deep(served: Path) -> Iterator[Ask]:
    """Ask the site below /data/gongbao/ by whole addresses."""
    yield from asking(served, DEEP)


@pytest.fixture(scope="module")
def like_a_database(served: Path) -> Iterator[Ask]:
    """Ask the site below /gongbao/ of a host that it knows."""
    yield from asking(served, LIKE_A_DATABASE)


def asking(root: Path, place: Place) -> Iterator[Ask]:
    app = make_app(root, place=place)
    with asyncio.Runner() as runner:
        runner.run(app.invoke_startup())

        def ask(path: str, method: str = "GET", **headers: str) -> Any:
            url = path if path.startswith("http") else f"http://localhost{quote(path, safe='/?&=%~+,.')}"
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            return runner.run(app.client.request(method, url, headers=told, avoid_path_rewrites=True))

        yield ask


def own(addresses: Iterator[str], host: str) -> set[str]:
    """Return the addresses on a host, without fragments."""
    return {address.partition("#")[0] for address in addresses if urlsplit(address).netloc == host}


def outside(addresses: set[str], prefix: str) -> list[str]:
    return sorted(address for address in addresses if not urlsplit(address).path.startswith(prefix))


def doubled(addresses: set[str], prefix: str) -> list[str]:
    return sorted(address for address in addresses if f"{prefix}{prefix[1:]}" in urlsplit(address).path)


def test_every_address_lies_below_the_path_and_answers(deep: Ask) -> None:
    found: dict[str, list[str]] = {}
    for path in (*PAGES, *FAULTY, *FILES, *LEADING):
        answer = deep(f"/data/gongbao{path}")
        links = own(addresses_in(answer), "localhost")
        assert outside(links, "/data/gongbao/") == [], path
        assert doubled(links, "/data/gongbao/") == [], path
        for link in links if path not in FAULTY else ():
            found.setdefault(kind_of(link), []).append(link)
    assert len(found) > 100, "the walk saw too few kinds of addresses"
    whole = {min(links) for links in found.values() if not UNFINISHED.search(min(links))}
    followed = {link: deep(link).status_code for link in whole}
    assert {link: status for link, status in followed.items() if status not in (200, 301, 302, 308)} == {}


@pytest.mark.parametrize("path", ["/", "/gongbao/observations?_size=2", "/reports/bda-2021", "/downloads"])
def test_a_proxy_may_take_the_path_off(deep: Ask, path: str) -> None:
    shortened, whole = deep(path), deep(f"/data/gongbao{path}")
    assert shortened.status_code == 200
    assert shortened.text == whole.text
    assert shortened.headers.get("link") == whole.headers.get("link")


@pytest.mark.parametrize(
    "path", ["/", "/gongbao", "/gongbao/observations", "/reports", "/gongbao?sql=select+1", *FILES]
)
def test_the_path_may_be_called_as_the_database_is(like_a_database: Ask, path: str) -> None:
    answer = like_a_database(f"/gongbao{path}")
    assert answer.status_code == 200
    links = own(addresses_in(answer), "localhost") | own(addresses_in(answer), "data.example.org")
    assert outside(links, "/gongbao/") == []
    if path == "/gongbao/observations":
        assert "https://data.example.org/gongbao/gongbao/observations.json" in links


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap-pages.xml", "/llms.txt", "/", "/gongbao/observations"])
def test_whole_addresses_are_those_the_publisher_named(like_a_database: Ask, path: str) -> None:
    answer = like_a_database(f"/gongbao{path}", host="evil.example.net")
    assert "https://data.example.org/gongbao/" in answer.text
    assert "evil.example.net" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/data/gongbao", "/data/gongbao/"),
        ("/data/gongbao?lang=zh", "/data/gongbao/?lang=zh"),
        ("/data/gongbao/nothing/", "/data/gongbao/nothing"),
        ("/data/gongbao/gongbao/projects/", "/data/gongbao/gongbao/projects"),
        ("/data/gongbao/gongbao/a%20b", "/data/gongbao/gongbao/a~20b"),
        ("/data/gongbao/gongbao.jsono", "/data/gongbao/gongbao.json?_shape=objects"),
        ("/data/gongbao/latest/projects", "/data/gongbao/gongbao-2-0-0/projects"),
        ("/nothing/", "/data/gongbao/nothing"),
    ],
)
def test_redirects_stay_below_the_path(deep: Ask, asked: str, to: str) -> None:
    answer = deep(asked)
    assert answer.status_code in (301, 302, 308)
    assert answer.headers["location"] == to


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/gongbao/gongbao/projects/", "/gongbao/gongbao/projects"),
        ("/gongbao/gongbao/nothing/", "/gongbao/gongbao/nothing"),
        ("/gongbao/latest", "/gongbao/gongbao-2-0-0"),
    ],
)
def test_redirects_below_a_path_like_the_database(like_a_database: Ask, asked: str, to: str) -> None:
    answer = like_a_database(asked)
    assert answer.status_code == 302
    assert answer.headers["location"] == to


@pytest.mark.parametrize(
    "path", ["//evil.example.net/", "/%2f/evil.example.net/", "/\\evil.example.net/", "//evil.example.net"]
)
@pytest.mark.parametrize("before", ["", "/data/gongbao"])
def test_no_address_leads_to_another_host(deep: Ask, before: str, path: str) -> None:
    location = deep(f"http://localhost{before}{path}").headers.get("location", "")
    assert location == "" or location.startswith("/data/gongbao/")


def test_the_cookie_of_the_language_is_of_this_site_alone(deep: Ask) -> None:
    told = deep("/data/gongbao/reports?lang=zh").headers["set-cookie"]
    assert "Path=/data/gongbao/;" in told


def test_pages_of_rows_and_days_keep_the_path_in_data(deep: Ask) -> None:
    page = deep("/data/gongbao/gongbao/observations.json?_size=2&_facet=status&_facet_date=period_end").json()
    addresses = re.findall(r'"((?:http://localhost)?/[^"]*)"', json.dumps(page))
    assert page["next_url"].startswith("http://localhost/data/gongbao/gongbao/observations.json?")
    assert len(addresses) > 10
    assert [address for address in addresses if not address.removeprefix("http://localhost").startswith("/data/")] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/", Place()),
        ("/data/gongbao", DEEP),
        ("/data/gongbao/", DEEP),
        ("https://data.example.org/gongbao", LIKE_A_DATABASE),
        ("http://127.0.0.1:8080", Place("http://127.0.0.1:8080", "/")),
    ],
)
def test_a_place_is_a_path_or_an_address(text: str, place: Place) -> None:
    assert read_place(text) == place


@pytest.mark.parametrize("text", ["", "gongbao", "//evil/", "/a/../b", "ftp://example.org/", "/a b/", "/公报/", "/a?b"])
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ServeError, match="--base-url"):
        read_place(text)
