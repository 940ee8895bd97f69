"""A report full of markup: every text of every table shown as it is, on every kind of page, and none of it at work."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from datasette.utils import tilde_encode

from support.asking import Get, asking
from support.markup import ELEMENT, PAYLOADS, look, spoilt, spoilt_copy

LANGUAGES = ("en", "zh")
ABOUT_ALL = (
    *("/", "/reports", "/charts", "/downloads", "/search?words=xss", "/search?words=专利", "/gongbao", "/about/guide"),
    *("/-/cite?database=gongbao", "/gongbao?sql=select+*+from+units", "/gongbao?sql=select+*+from+projects_flat"),
)
MORE_PLAIN = ("/sitemap.xml", "/llms.txt", "/search.json?words=xss")


@pytest.fixture(scope="module", params=[False, True], ids=["texts", "ids-and-codes-too"])
def root(package: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A copy of the package whose database is spoilt."""
    return spoilt_copy(package, tmp_path_factory.mktemp("markup"), keys=request.param)


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[Get]:
    """The site over it."""
    yield from asking(root)


def rows(root: Path, sql: str) -> list[Any]:
    """Return what a statement finds in the spoilt database."""
    with closing(sqlite3.connect(root / "build" / "gongbao.db")) as connection:
        return connection.execute(sql).fetchall()


def tables(root: Path, kind: str) -> list[str]:
    """Return the names of tables or views, those of indexes aside."""
    names = rows(root, f"select name from sqlite_master where type = '{kind}' order by name")
    return [name for (name,) in names if "_fts" not in name and not name.startswith("sqlite_")]


def queries(root: Path) -> Iterator[str]:
    """Yield the address of every saved query, asked for its example."""
    told = json.loads((root / "build" / "metadata.json").read_text(encoding="utf-8"))
    for name, query in told["databases"]["gongbao"]["queries"].items():
        given = [(each["name"], each.get("example") or "") for each in query.get("parameters", []) if each["required"]]
        yield f"/gongbao/{name}?{urlencode(given)}"


def require_clean(site: Get, paths: list[str]) -> int:
    """Assert that no page has become another by its data; returns how many texts with markup were shown."""
    seen = 0
    for path in paths:
        for language in LANGUAGES:
            answer = site(path, accept_language=language)
            looked = look(answer.text)
            assert answer.status_code < 500, path
            assert looked.faults == [], path
            seen += looked.seen
    return seen


def test_pages_about_the_whole(site: Get, root: Path) -> None:
    reports = [f"/reports/{tilde_encode(name)}" for (name,) in rows(root, "select report_id from reports")]
    assert require_clean(site, [*ABOUT_ALL, *reports]) > 1000


def test_tables_and_views(site: Get, root: Path) -> None:
    names = [*tables(root, "table"), *tables(root, "view")]
    assert require_clean(site, [f"/gongbao/{name}?_size=5&_columns=all" for name in names]) > 5000


def test_rows(site: Get, root: Path) -> None:
    paths = []
    for table in tables(root, "table"):
        key = [line[1] for line in rows(root, f"pragma table_info([{table}])") if line[5]]
        for row in rows(root, f"select {', '.join(key)} from [{table}] limit 1"):
            paths.append(f"/gongbao/{table}/{','.join(tilde_encode(str(part)) for part in row)}")
    assert require_clean(site, paths) > 500


def test_saved_queries(site: Get, root: Path) -> None:
    assert require_clean(site, list(queries(root))) > 1000


def test_filters_and_words_with_markup(site: Get) -> None:
    """What a visitor types comes back, in titles, fields and faults."""
    paths = []
    for payload in PAYLOADS:
        given = urlencode({"x": payload}).partition("=")[2]
        paths += [f"/search?words={given}", f"/gongbao/projects?name_zh__contains={given}", f"/gongbao/{given}"]
        paths += [f"/gongbao/projects?{given}=1", f"/gongbao/projects?_sort={given}", f"/gongbao?sql={given}"]
        paths += [
            f"/gongbao/projects/{given}",
            f"/reports/{given}",
            f"/about_a_subject?words={given}",
            f"/?lang={given}",
        ]
        paths += [f"/gongbao/projects?_search={given}", f"/gongbao?sql=select+:a+as+b&a={given}"]
    assert require_clean(site, paths) > len(paths)


def test_cards_and_citations(site: Get, root: Path) -> None:
    (report,), (row,) = (
        rows(root, "select report_id from reports")[0],
        rows(root, "select observation_id from observations")[0],
    )
    card = f"/reports/{tilde_encode(report)}/card?{urlencode({'row': row})}"
    given = urlencode({"database": "gongbao", "table": "observations", "row": tilde_encode(row)})
    require_clean(site, [card, f"/-/cite?{given}", "/-/cite?database=gongbao&table=observations"])
    assert spoilt("x") != "x"
    for style in ("apa", "gbt7714", "bibtex", "ris"):
        answer = site(f"/-/cite?{given}&style={style}")
        assert answer.status_code < 500
        assert "text/html" not in answer.headers["content-type"] or look(answer.text).faults == []


def test_what_programs_read_is_well_formed(site: Get) -> None:
    for path in MORE_PLAIN:
        answer = site(path)
        kind = answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in kind
        if "xml" in kind:
            found = ElementTree.fromstring(answer.content)
            assert not [element for element in found.iter() if ELEMENT in element.tag]
        elif "json" in kind:
            json.loads(answer.content)
    for kind in ("json", "csv", "jsonl"):
        answer = site(f"/gongbao/units.{kind}")
        assert answer.status_code == 200
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
