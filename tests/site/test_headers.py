"""What every answer tells a browser: a page runs and paints nothing that is not a file of the site, a file nothing."""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser
from typing import Any

import pytest

from gongbao.serving.databases import make_app
from gongbao.serving.place import Place
from support.asking import Get
from support.pages import FAULTY, LONG, PAGES

OWN_PAGES = (
    *(*PAGES, *LONG, *FAULTY),
    "/gongbao?sql=select+*+from+units&_hide_sql=1",
    "/gongbao/observations?_columns=all&_facet=measure",
    "/downloads/2.0.0",
    "/-/cite?database=gongbao&table=projects",
    "/reports/bda-2021/card?row=bda-2021-o347",
    "/reports?lang=xx",
)
OF_DATASETTE = ("/-/metadata", "/-/versions", "/-/plugins", "/-/settings", "/-/databases", "/-/threads", "/-/actor")
CLOSED = ("/-/permissions", "/-/allow-debug", "/-/messages", "/-/patterns", "/-/logout", "/-/auth-token")
FILES = (
    "/gongbao.json",
    "/gongbao/nothing.json",
    "/gongbao/observations.csv",
    "/gongbao/projects.xlsx",
    "/gongbao/projects.jsonl",
    "/gongbao.db",
    "/data/units.csv",
    "/docs/organizations.svg",
    "/static/icon.svg",
    "/static/reader.js",
    "/robots.txt",
    "/sitemap.xml",
    "/releases/2.0.0/gongbao-2.0.0.zip",
    "/latest",
    "/-/health",
    "/-/metadata.json",
    "/-/static/codemirror-5.57.0.min.js",
)
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


class Inline(HTMLParser):
    """Gathers what stands in a page and would run or paint by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what an element says."""
        said = {name: value or "" for name, value in attrs}
        is_data = said.get("type", "").startswith("application/")
        if tag == "style" or (tag == "script" and "src" not in said and not is_data) or tag in ("base", "iframe"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in said if name == "style" or name.startswith("on")]
        self.found += [value for value in said.values() if value.strip().lower().startswith("javascript:")]
        if tag in ("script", "img", "link") and said.get("rel", "stylesheet") == "stylesheet":
            self.loaded += [said[name] for name in ("src", "href") if name in said]


def policy_of(answer: Any) -> dict[str, str]:
    (policy,) = answer.headers.get_list("content-security-policy")
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", [*OWN_PAGES, *OF_DATASETTE, *CLOSED])
def test_every_page_has_the_strict_policy_and_holds_nothing_that_breaks_it(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.headers["content-type"].startswith("text/html")
    assert policy_of(answer) == STRICT
    page = Inline()
    page.feed(answer.text)
    assert page.found == []
    assert page.loaded or "<html" not in answer.text
    assert all(address.startswith("/") and not address.startswith("//") for address in page.loaded)


@pytest.mark.parametrize("path", CLOSED)
def test_pages_that_help_to_write_datasette_are_closed(get: Get, path: str) -> None:
    assert get(path).status_code == 404


@pytest.mark.parametrize("path", FILES)
def test_a_file_loads_and_runs_nothing(get: Get, path: str) -> None:
    answer = get(path)
    assert not answer.headers.get("content-type", "").startswith("text/html")
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path", ["/", "/nothing-here", "/gongbao.json", "/docs/organizations.svg", "/static/reader.js"]
)
def test_every_answer_says_that_it_is_what_it_says_and_is_nobodys_frame(get: Get, path: str) -> None:
    headers = get(path).headers
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    assert headers.get_list("x-frame-options") == ["DENY"]
    assert headers.get_list("referrer-policy") == ["no-referrer"]


def test_a_page_asks_for_no_device(get: Get) -> None:
    told = get("/").headers["permissions-policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(told.split(", "))


@pytest.mark.parametrize(("origin", "alone"), [("https://data.example.org", "same-origin"), ("", None)])
def test_a_page_that_nobody_can_change_on_its_way_stands_alone(served: Any, origin: str, alone: str | None) -> None:
    app = make_app(served, place=Place(origin, "/"))

    async def ask(path: str) -> Any:
        return await app.client.get(path)

    assert asyncio.run(ask("/about")).headers.get("cross-origin-opener-policy") == alone
    assert "cross-origin-opener-policy" not in asyncio.run(ask("/gongbao.json")).headers


def test_a_kept_answer_has_the_policy_too(get: Get) -> None:
    first, again = get("/reports"), get("/reports")
    unchanged = get("/reports", if_none_match=first.headers["etag"])
    assert unchanged.status_code == 304
    assert policy_of(first) == policy_of(again) == policy_of(unchanged) == STRICT
