"""Files for programs that come by: what they name is there, in the address the visitor used, and made from the data."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from gongbao.model.rows import TABLES
from gongbao.site.pages import sitemap
from support.asking import Get, asking

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
BASE = "http://localhost"


def files_of(get: Get) -> list[str]:
    index = ElementTree.fromstring(get("/sitemap.xml").text)
    return [str(place.text).removeprefix(BASE) for place in index.findall("s:sitemap/s:loc", NAMES)]


def test_the_sitemap_names_pages_that_are_there_in_both_languages(get: Get) -> None:
    pages: dict[str, dict[str, str]] = {}
    for file in files_of(get):
        for url in ElementTree.fromstring(get(file).text).findall("s:url", NAMES):
            place = str(url.findtext("s:loc", namespaces=NAMES))
            assert place not in pages
            pages[place] = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)}
    assert len(pages) > 1000
    for place, ways in pages.items():
        assert set(ways) == {"en", "zh-Hans", "x-default"}
        assert place in ways.values()
        assert set(ways.values()) - {ways["x-default"]} <= set(pages)  # each names all of them, itself included
    some = [place for place in pages if place.endswith("lang=en")]
    shown = [place for place in some if "/gongbao/" not in place] + some[:: len(some) // 25]
    for place in shown:
        assert get(place.removeprefix(BASE)).status_code == 200, place


@pytest.fixture
def anew(served: Path) -> Iterator[Get]:
    """Ask a site that has kept no answer yet."""
    yield from asking(served)


def test_the_sitemap_has_every_row_once_whatever_the_size_of_its_files(
    anew: Get, served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = anew
    monkeypatch.setattr(sitemap, "SIZE", 40)
    files = [file for file in files_of(get) if "-projects-" in file]
    with closing(sqlite3.connect(served / "build" / "gongbao.db")) as database:
        ids = {row[0] for row in database.execute("SELECT project_id FROM projects")}
    assert len(files) == -(-len(ids) // 40) > 2
    found = [re.findall(r"<loc>http://localhost/gongbao/projects/([\w-]+)\?lang=en</loc>", get(f).text) for f in files]
    assert all(len(each) <= 40 for each in found)
    assert sorted(each for some in found for each in some) == sorted(ids)
    for file in (f"/sitemap-projects-{len(files) + 1}.xml", "/sitemap-projects-0.xml", "/sitemap-doubts-1.xml"):
        assert get(file).status_code == 404


def test_crawlers_are_told_what_to_read(get: Get) -> None:
    answer = get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert rules.can_fetch("*", f"{BASE}/gongbao/projects")
    assert not rules.can_fetch("*", f"{BASE}/-/metadata")
    assert rules.site_maps() == [f"{BASE}/sitemap.xml"]


def test_the_plain_guide_names_what_is_there(get: Get) -> None:
    text = get("/llms.txt").text
    assert text.startswith("# Gongbao")
    for model in TABLES:
        assert f"[{model.table}]({BASE}/gongbao/{model.table})" in text
    assert "_fts" not in text
    links = re.findall(r"\]\((http://localhost/[^)]*)\)", text)
    assert len(links) > 70
    for link in links:
        assert get(link.removeprefix(BASE)).status_code == 200, link
    for path in re.findall(r"`http://localhost(/releases/latest/[^`*]*)`", text):
        assert get(path).status_code == 302, path
    assert "# 公报" in get("/llms.txt?lang=zh").text
    assert "&#" not in text


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/llms.txt"])
def test_addresses_are_those_the_visitor_used(get: Get, path: str) -> None:
    text = get(path, host="data.example.org").text
    assert "http://data.example.org/" in text
    assert "localhost" not in text


def test_the_icon_is_one(get: Get) -> None:
    answer = get("/favicon.ico")
    assert answer.headers["content-type"] == "image/vnd.microsoft.icon"
    assert answer.content[:4] == b"\x00\x00\x01\x00"
