"""The static edition: every link, both languages, nothing absolute, the same bytes again, faults in one line."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from gongbao.commands import pages
from gongbao.errors import CheckError, StaticError
from gongbao.static import checking
from gongbao.static.asking import Source
from gongbao.static.folder import staged
from gongbao.static.places import Places, safe
from gongbao.static.rewriting import policy_of, rewrite
from gongbao.static.working import Task, Worker
from gongbao.static.writing import FIRST
from support.current import CURRENT

SAMPLED = 10  # one page in so many is written twice
TONGUES = {"en": "en", "zh": "zh-Hans"}


class Page(HTMLParser):
    """What a page links to and says of itself, read by nothing of the code under test."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.lang, self.policy, self.switch = "", "", dict[str, str]()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "src", "action", "data-script") if given.get(name)]
        self.lang = given.get("lang", "") if tag == "html" else self.lang
        self.policy = given["content"] if given.get("http-equiv") == "Content-Security-Policy" else self.policy
        if tag == "a" and "hreflang" in given:
            self.switch[given["hreflang"]] = given["href"]


@pytest.fixture(scope="session")
def read(edition: Path) -> dict[str, Page]:
    return {path.relative_to(edition).as_posix(): Page(path) for path in sorted(edition.rglob("*.html"))}


def test_every_link_leads_to_a_file_of_the_folder(edition: Path, read: dict[str, Page]) -> None:
    for name, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                assert parts.hostname != "localhost", f"{name}: {link}"
                continue
            assert not parts.scheme, f"{name}: {link}"
            assert not link.startswith("/"), f"{name}: {link}"
            if parts.path:
                assert (edition / name).parent.joinpath(unquote(parts.path)).is_file(), f"{name}: {link}"


def test_every_page_stands_in_both_languages_and_the_switch_leads_over(edition: Path, read: dict[str, Page]) -> None:
    names = {tongue: {name[3:] for name in read if name.startswith(f"{tongue}/")} for tongue in TONGUES}
    assert names["en"] == names["zh"]
    for name, page in read.items():
        if name == "index.html":
            continue
        tongue, other = name[:2], "zh" if name[:2] == "en" else "en"
        assert page.lang == TONGUES[tongue], name
        over = (edition / name).parent.joinpath(unquote(page.switch[TONGUES[other]])).resolve()
        assert over.is_file()
        asked_of_one_report = "report_id=" in over.name  # where a question is led to the report it is asked of
        assert asked_of_one_report or over == (edition / other / name[3:]).resolve()


def test_every_row_has_a_page(few: Path, edition: Path) -> None:
    with closing(sqlite3.connect(few / "build" / "gongbao.db")) as connection:
        for table, key in {"observations": "observation_id", "terms": "term_id", "sentences": "sentence_id"}.items():
            ids = {row[0] for row in connection.execute(f"select {key} from {table}")}
            assert ids, table
            assert ids == {path.stem for path in (edition / "zh" / "gongbao" / table).glob("*.html")}


def test_every_page_has_a_policy_without_inline_code(read: dict[str, Page]) -> None:
    for name, page in read.items():
        assert "default-src 'none'" in page.policy, name
        assert re.search(r"script-src 'self'(;|$)", page.policy), name
        assert "frame-ancestors" not in page.policy, name


def test_the_file_of_rows_has_what_the_table_has(few: Path, edition: Path) -> None:
    text = (edition / "zh" / "gongbao" / "observations.rows.js").read_text(encoding="utf-8")
    found = json.loads(text.removeprefix("gongbaoRows(").removesuffix(");\n"))
    with closing(sqlite3.connect(few / "build" / "gongbao.db")) as connection:
        rows = [list(row) for row in connection.execute("select * from observations")]
    assert sorted(found["rows"], key=lambda row: row[0]) == sorted(rows, key=lambda row: row[0])
    rows = found["rows"]
    assert len(found["cells"]) == len(rows)
    assert all(
        f'href="observations/{row[0]}.html"' in cells[0] for row, cells in zip(rows, found["cells"], strict=True)
    )


def test_the_files_of_the_package_are_there_as_they_are(few: Path, edition: Path) -> None:
    for name in ("data/observations.csv", "datapackage.json", "flat/observations_flat.csv"):
        assert (edition / name).read_bytes() == (few / name).read_bytes()
    assert (edition / "gongbao.db").read_bytes() == (few / "build" / "gongbao.db").read_bytes()
    assert (edition / "files" / "observations.excel.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_of_a_server_is_offered(edition: Path) -> None:
    for name in (
        "en/gongbao.html",
        "en/gongbao/observations.html",
        "en/gongbao/growth_rates.html",
        "en/downloads.html",
    ):
        text = (edition / name).read_text(encoding="utf-8")
        for words in ("sql-editor", "Your own SQL", "/-/cite", ".xlsx", "?sql=", "application/ld+json", "ms</p>"):
            assert words not in text, f"{name}: {words}"


def test_pages_written_again_are_the_same_bytes(few: Path, edition: Path, tmp_path: Path) -> None:
    """The first pages, every tenth they lead to, and what those lead to that is no page, by one process, not two."""
    worker = Worker(Source(few), tmp_path)
    led_to = worker.do(Task("page", FIRST))
    sample = sorted({place.address for place in led_to if place.decision == "page"})[::SAMPLED]
    led_to |= worker.do(Task("page", tuple(sample)))
    made = sorted(
        {(place.decision, place.address) for place in led_to if place.decision not in ("page", "file", "none")}
    )
    for decision, address in made:
        worker.do(Task(decision, (address,)))
    worker.close()
    again = checking.files_of(tmp_path)
    assert len(again) > len(sample) + len(made)
    assert [name for name in sorted(again) if (edition / name).read_bytes() != (tmp_path / name).read_bytes()] == []


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ('<a href="nowhere.html">x</a>', "leads nowhere"),
        ('<a href="/gongbao/terms">x</a>', "leads to the root of a host"),
        ('<img src="https://example.org/a.png">', "leads out of the edition"),
        ('<a href="index.html#no-such-place">x</a>', "has no such place"),
        ('<a href="gongbao/terms.html?_where=1">x</a>', "asks what no script answers"),
        ("<script>alert(1)</script>", "holds code of its own"),
        ('<p onclick="x()">x</p>', "holds code of its own"),
        ("<p>http://localhost/gongbao</p>", "names a server that is none"),
    ],
)
def test_the_checker_finds(edition: Path, tmp_path: Path, page: str, told: str) -> None:
    (tmp_path / "en" / "gongbao").mkdir(parents=True)
    for name in ("en/index.html", "en/gongbao/terms.html", "en/gongbao/terms.rows.js"):
        shutil.copyfile(edition / name, tmp_path / name)
    (tmp_path / "en" / "added.html").write_text(page, encoding="utf-8")
    seen = checking.look(tmp_path, checking.files_of(tmp_path), ["en/added.html"])
    faults = [*seen.faults, *checking.places_missing(tmp_path, seen.fragments)]
    assert len(faults) == 1
    assert faults[0].startswith("en/added.html: ")
    assert told in faults[0]


def test_names_that_differ_by_case_alone_are_told() -> None:
    assert list(checking.twins(["a/B.html", "a/b.html", "c"])) == ["a/b.html: differs from a/B.html by case alone"]


PLACES = Places(["terms"], ["growth_rates"], ["/gongbao/terms/dual-carbon"])


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("/", "../index.html"),
        ("/?lang=zh", "../../zh/index.html"),
        ("/gongbao/terms?theme_id=health&lang=en", "terms.html?theme_id=health"),
        ("/gongbao/terms/dual-carbon", "terms/dual-carbon.html"),
        ("/reports/some-2021#some-2021-o1", "../reports/some-2021.html#some-2021-o1"),
        ("http://localhost/gongbao/terms?_next=a%2Cb", "terms.after/a,b.html"),
        ("/gongbao/growth_rates?report_id=some-2021", "growth_rates/report_id=some-2021.html"),
        ("https://example.org/x?a=1&amp;b=2", "https://example.org/x?a=1&amp;b=2"),
        ("#main", "#main"),
    ],
)
def test_links_become_files(link: str, written: str) -> None:
    page = rewrite(f'<p><a class="x" href="{link}">words</a></p>', "en/gongbao/terms.html", "en", PLACES).page
    assert page == f'<p><a class="x" href="{written}">words</a></p>'


@pytest.mark.parametrize(
    "link", ["/gongbao/terms/gone", "/gongbao?sql=select+1", "/gongbao-1-0-0/terms", "/-/cite?row=1"]
)
def test_links_to_what_only_a_server_has_become_text(link: str) -> None:
    page = rewrite(f'<p><a href="{link}"><b>words</b></a> &amp; &#39;more&#39;</p>', "en/x.html", "en", PLACES).page
    assert page == "<p><b>words</b> &amp; &#39;more&#39;</p>"


def test_an_address_that_nobody_thought_of_stops_the_writing() -> None:
    with pytest.raises(StaticError, match=r"/brand-new: no line of .*static_addresses\.csv says"):
        rewrite('<a href="/brand-new">x</a>', "en/x.html", "en", PLACES)
    with pytest.raises(StaticError, match=r"only a server answers this"):
        rewrite('<form action="/gongbao?sql=1"></form>', "en/x.html", "en", PLACES)


def test_a_policy_of_a_header_says_in_a_page_what_it_may() -> None:
    assert (
        policy_of("default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
        == "default-src 'none'; base-uri 'none'"
    )


def test_long_names_are_cut_and_stay_apart() -> None:
    one, other = safe("词" * 90 + "a"), safe("词" * 90 + "b")
    assert len(one) <= 120
    assert one != other


def test_a_folder_that_is_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(StaticError, match="is left alone"), staged(tmp_path / "mine"):
        pass
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_a_fault_leaves_the_old_edition(tmp_path: Path) -> None:
    with staged(tmp_path / "site") as folder:
        (folder / "static").mkdir()
        (folder / "static" / "gongbao.css").write_text("old", encoding="utf-8")
    with pytest.raises(CheckError), staged(tmp_path / "site"):
        raise CheckError(["a: leads nowhere"])
    assert (tmp_path / "site" / "static" / "gongbao.css").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_edition_that_a_killed_run_moved_aside_comes_back(tmp_path: Path) -> None:
    (tmp_path / ".site-old" / "static").mkdir(parents=True)
    (tmp_path / ".site-old" / "static" / "gongbao.css").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "site"):
        raise KeyboardInterrupt
    assert (tmp_path / "site" / "static" / "gongbao.css").is_file()


def test_a_publishers_address_stands_in_what_search_engines_read(few: Path, edition: Path, tmp_path: Path) -> None:
    worker = Worker(Source(few, "https://example.org/data"), tmp_path)
    try:
        worker.do(Task("page", ("/gongbao/observations", "/gongbao/observations/bda-2021-o347")))
    finally:
        worker.close()
    text = (tmp_path / "zh" / "gongbao" / "observations.html").read_text(encoding="utf-8")
    table, steps = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', text))
    assert table["url"] == "https://example.org/data/zh/gongbao/observations.html"
    assert [file["contentUrl"] for file in table["distribution"]] == ["https://example.org/data/files/observations.csv"]
    for address in (
        table["url"],
        table["distribution"][0]["contentUrl"],
        *(e["item"] for e in steps["itemListElement"]),
    ):
        assert (edition / address.removeprefix("https://example.org/data/")).is_file(), address
    row = (tmp_path / "en" / "gongbao" / "observations" / "bda-2021-o347.html").read_text(encoding="utf-8")
    assert ("/gongbao-" in row) == bool(CURRENT.released)  # the permalink that a server answers …
    assert "example.org/data/gongbao-" not in row  # … and this address does not


def test_a_wrong_address_is_one_line(few: Path) -> None:
    with pytest.raises(StaticError, match="is no web address"):
        pages.main(None, ["--package", str(few), "--address", "example"])
