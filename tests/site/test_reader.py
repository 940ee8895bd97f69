"""The reader: every row of a text stands in the page over the very characters it was drawn from, of any report."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gongbao.errors import SeedError
from gongbao.resources import SITE
from gongbao.site.reader import kinds as site_kinds
from gongbao.site.reader.kinds import highlighted, kinds
from gongbao.site.reader.reader_text import Mention, Painter, nest
from support.asking import Get, asking
from support.interface import untranslated
from support.reader import ADDED, Reader, copy_database

ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def get(several: Path) -> Iterator[Get]:
    yield from asking(several)


@pytest.fixture(scope="module")
def database(several: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(several / "build" / "gongbao.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.mark.parametrize("report_id", ["bda-2021", ADDED])
@pytest.mark.parametrize("asked", ["", "?kinds=numeral&text=zh"])
def test_every_row_has_an_element_over_its_quote(
    get: Get, database: sqlite3.Connection, report_id: str, asked: str
) -> None:
    page = Reader(get(f"/reports/{report_id}{asked}").text)
    assert len(page.ids) == len(set(page.ids))
    assert page.nested_links == 0
    mentions = database.execute("SELECT * FROM mentions WHERE report_id = ?", [report_id]).fetchall()
    assert {row["kind"] for row in mentions} >= {"observation", "numeral", "heading", "commitment"}
    wrong = [(row["row_id"], row["quote"]) for row in mentions if page.texts.get(row["row_id"]) != row["quote"]]
    assert wrong == []
    assert {row["row_id"] for row in mentions} <= set(page.ids)


@pytest.mark.parametrize("report_id", ["bda-2021", ADDED])
def test_the_pieces_join_to_the_frozen_text(
    get: Get, database: sqlite3.Connection, several: Path, report_id: str
) -> None:
    frozen = (several / "seeds" / "reports" / report_id / "text.txt").read_text(encoding="utf-8")
    page = Reader(get(f"/reports/{report_id}").text)
    spans = database.execute(
        "SELECT sentence_id, char_start, char_end FROM sentences WHERE report_id = ? ORDER BY char_start", [report_id]
    ).fetchall()
    assert page.chinese == "".join(frozen[row["char_start"] : row["char_end"]] for row in spans)
    assert re.sub(r"\s", "", page.chinese) == re.sub(r"\s", "", frozen)
    assert {row["sentence_id"] for row in spans} <= set(page.ids)


def test_addresses_of_old_lead_to_the_same_places(get: Get, database: sqlite3.Connection) -> None:
    answer = get("/report/bda-2021?lang=zh&text=zh")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/reports/bda-2021?text=zh"
    ids = set(Reader(get("/reports/bda-2021").text).ids)
    for letter, table in {"s": "sentences", "c": "observations", "e": "errata"}.items():
        starts = database.execute(f"SELECT char_start FROM {table} WHERE report_id = 'bda-2021'").fetchall()
        assert starts
        assert {f"{letter}{row['char_start']}" for row in starts} <= ids


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/reports/nowhere-1999", 404, "nowhere-1999"),
        ("/reports/~3Cb~3E", 404, "&lt;b&gt;"),
        ("/reports/bda-2021?text=fr", 400, "both, zh, en"),
        ("/reports/bda-2021?kinds=observation,nothing", 400, "nothing"),
        ("/reports/bda-2021/card?row=bda-2021-o1", 404, "bda-2021-o1"),
        ("/reports/bda-2021/card", 404, ""),
        (f"/reports/{ADDED}/card?row=bda-2021-o347", 404, "bda-2021-o347"),
        ("/reports?year=1950", 400, "1950"),
        ("/reports?place_id=atlantis", 400, "bda"),
        ("/reports?review=me", 400, "curated, auto"),
        ("/reports?yaer=2021", 400, "yaer"),
        ("/reports?page=0", 400, "0"),
        ("/reports?page=9", 400, "1"),
        ("/reports?page=x", 400, "x"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_not_there_is_told_with_the_way_on(get: Get, path: str, status: int, words: str, language: str) -> None:
    answer = get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status_code == status
    told = re.search(r'<div class="error-told" role="alert">(.*?)</div>', answer.text, re.DOTALL)
    assert told
    assert words in told[1]
    assert bool(re.search("[一-鿿]", told[1])) == (language == "zh")
    assert 'href="/reports"' in answer.text


def test_the_language_of_the_page_is_that_of_names_and_cards(get: Get) -> None:
    english, chinese = get("/reports/bda-2021?lang=en").text, get("/reports/bda-2021?lang=zh").text
    assert '<a href="#bda-2021-h23">Work in 2021</a>' in english
    assert '<a href="#bda-2021-h23">2021年工作</a>' in chinese
    card = "/reports/bda-2021/card?row=bda-2021-o347"
    assert "COVID-19 vaccine doses supplied" in get(f"{card}&lang=en").text
    assert "超过17亿剂" in get(f"{card}&lang=zh").text
    assert "超过17亿剂" not in get(f"{card}&lang=en").text


@pytest.mark.parametrize("path", ["/reports", "/reports/bda-2021", f"/reports/{ADDED}", "/reports/bda-2021?text=en"])
def test_no_text_of_the_interface_is_untranslated(get: Get, path: str) -> None:
    page = get(f"{path}{'&' if '?' in path else '?'}lang=qps-ploc")
    assert page.status_code == 200
    assert untranslated(page.text) == []


@pytest.mark.parametrize("kind", [kind.kind for kind in kinds()])
def test_a_card_of_every_kind_is_translated(get: Get, database: sqlite3.Connection, kind: str) -> None:
    sql = "SELECT row_id FROM mentions WHERE kind = ? UNION ALL SELECT sentence_id FROM sentences LIMIT 1"
    row = database.execute(sql, [kind]).fetchone()
    card = get(f"/reports/bda-2021/card?row={row[0]}&lang=qps-ploc")
    assert card.status_code == 200
    assert untranslated(f"<title>⟦⟧</title>{card.text}") == []
    assert f'class="sample {next(k.sign for k in kinds() if k.kind == kind)}"' in card.text or kind == "sentence"
    assert "<dt>" in card.text


def test_a_card_tells_all_rows_at_a_place(get: Get, database: sqlite3.Connection) -> None:
    """The asked row first, then what covers it, the narrowest first; each with its page, its link and its citation."""
    inner = database.execute(
        "SELECT * FROM mentions i WHERE report_id = 'bda-2021' AND kind = 'term' AND 3 <= (SELECT count(*)"
        " FROM mentions o WHERE o.report_id = i.report_id AND o.char_start <= i.char_start AND i.char_end <= o.char_end"
        " AND o.kind IN ('term', 'project', 'policy', 'commitment')) ORDER BY char_start LIMIT 1"
    ).fetchone()
    covering = database.execute(
        "SELECT * FROM mentions WHERE report_id = 'bda-2021' AND char_start <= ? AND char_end >= ?"
        " AND kind NOT IN ('heading', 'numeral')",
        [inner["char_start"], inner["char_end"]],
    ).fetchall()
    card = get(f"/reports/bda-2021/card?row={inner['row_id']}").text
    links = re.findall(r'data-copy-link="/reports/bda-2021#([^"]+)"', card)
    assert links[0] == inner["row_id"]
    assert sorted(links) == sorted(row["row_id"] for row in covering)
    for row in covering:
        cited = re.search(rf'data-citation="(/-/cite\?[^"]*row={row["row_id"]}[^"]*)"', card)
        assert cited
        citation = get(html.unescape(cited[1]))
        assert citation.status_code == 200
        assert row["row_id"] in citation.text
    for link in set(re.findall(r'href="(/gongbao/[^"]+)"', card)):
        assert get(html.unescape(link)).status_code == 200, link


def test_numerals_that_are_no_values_show_role_and_reason(get: Get) -> None:
    page = get("/reports/bda-2021").text
    assert re.search(r"<a id=bda-2021-n12 class=n>2021</a>", page)  # off at first: no link
    assert ' off-n"' in page
    shown = get("/reports/bda-2021?kinds=numeral").text
    assert "<a id=bda-2021-n12 class=n href=/gongbao/numerals/bda-2021-n12>2021</a>" in shown
    card = get("/reports/bda-2021/card?row=bda-2021-n12&lang=en").text
    assert re.findall(r"<dt>(Role|Reason)</dt><dd>(.*?)</dd>", card) == [("Role", "period"), ("Reason", "date")]


def test_damage_shows_the_probable_reading(get: Get) -> None:
    card = get("/reports/bda-2021/card?row=bda-2021-e452&lang=en").text
    assert "CT机" in card
    assert "the scraper lower-cased it" in card


def test_what_is_highlighted_stands_in_the_address(get: Get) -> None:
    usual = get("/reports/bda-2021").text
    assert usual.count(' type="checkbox" name="kinds"') == len(highlighted()) == 9
    some = get("/reports/bda-2021?kinds=&kinds=place&kinds=term").text
    assert re.findall(r'name="kinds" value="(\w+)" checked', some) == ["place", "term"]
    assert "href=/gongbao/place_mentions/bda-2021-l292-294" in some
    assert "/gongbao/commitments/" not in some
    assert 'href="/reports/bda-2021?text=zh&amp;kinds=place,term"' in some
    assert re.findall(r'name="kinds" value="(\w+)" checked', get("/reports/bda-2021?kinds=").text) == []


def test_what_a_machine_read_is_marked(get: Get) -> None:
    added, curated = get(f"/reports/{ADDED}?lang=en").text, get("/reports/bda-2021?lang=en").text
    assert "nobody has checked them yet" in added
    assert added.count('class="machine"') >= 3  # in the facts, in the note, on the paper
    assert 'class="machine"' not in curated
    assert "no English translation" in added
    assert "text-zh" in added
    row = re.search(rf"id=({ADDED}-o\d+)\b", added)
    assert row
    assert 'class="machine"' in get(f"/reports/{ADDED}/card?row={row[1]}").text
    assert 'class="machine"' not in get("/reports/bda-2021/card?row=bda-2021-o347").text


def test_the_paper_names_source_version_licence_and_address(get: Get) -> None:
    page = get("/reports/bda-2021?lang=en").text
    colophon = page[page.index('<section class="colophon"') :]
    for words in ("t20220107_2586002", "2022-01-07", "version ", "CC-BY-4.0", "http://localhost/reports/bda-2021"):
        assert words in colophon, words


def test_the_page_stays_small(get: Get) -> None:
    assert len(get("/reports/bda-2021").content) < 300_000


def test_every_highlighted_row_has_a_link_without_a_script(get: Get, database: sqlite3.Connection) -> None:
    page = get("/reports/bda-2021").text
    linked = set(re.findall(r"<a[^>]* href=/gongbao/\w+_mentions/([^ >]+)", page))
    linked |= set(re.findall(r"<a[^>]* href=/gongbao/(?:observations|commitments|errata)/([^ >]+)", page))
    drawn = "('observation', 'project', 'policy', 'commitment', 'organization', 'place', 'term', 'erratum')"
    rows = database.execute(f"select row_id, quote from mentions where report_id = 'bda-2021' and kind in {drawn}")
    assert [tuple(row) for row in rows if row["row_id"] not in linked] == []
    covered = re.findall(r'<a class=covered href=\S+ aria-label="([^"]+)"></a>', page)
    assert "covered" not in {kind.sign for kind in kinds()}
    assert len(covered) == len(re.findall("<a class=covered", page)) > 100


def test_english_alone_says_where_rows_are(get: Get) -> None:
    page = get("/reports/bda-2021?text=en&lang=en").text
    assert '<p class="reader-english small">Rows are drawn from the Chinese words' in page


def test_headings_leave_no_level_out(get: Get) -> None:
    for report_id in ("bda-2021", ADDED):
        page = get(f"/reports/{report_id}").text
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page[page.index("<h1") :])]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_markup_in_the_data_is_shown_not_obeyed(get: Get, several: Path, tmp_path: Path) -> None:
    page = get(f"/reports/{ADDED}").text
    assert "&lt;b&gt;" in page
    assert "“&amp;lt" in page
    copy_database(several, tmp_path)
    with closing(sqlite3.connect(tmp_path / "build" / "gongbao.db")) as connection, connection:
        connection.execute("UPDATE sentences SET text_zh = text_zh || ?, text_en = ? || text_en", [ATTACK, ATTACK])
        connection.execute("UPDATE observations SET statement_zh = ?, statement_en = ?", [f'"{ATTACK}'] * 2)
        connection.execute("UPDATE sections SET heading_en = ?, heading_zh = ?", [ATTACK] * 2)
        connection.execute("UPDATE reports SET title_zh = ?, title_en = ?, provenance_en = ?", [f'"{ATTACK}'] * 3)
        connection.execute("UPDATE errata SET reading_zh = ?", [ATTACK])
        connection.execute("UPDATE term_mentions SET mention_id = replace(mention_id, '-t', '\">-t')")
    for ask in asking(tmp_path):
        cards = [f"card?row={row}" for row in ("bda-2021-o347", "bda-2021-e452", "bda-2021-s310")]
        for path in ("/reports", "/reports/bda-2021", *(f"/reports/bda-2021/{card}" for card in cards)):
            answer = ask(path)
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
            assert 'id="bda-2021">' not in answer.text
        assert "&lt;script&gt;alert(1)" in ask("/reports/bda-2021").text


def test_rows_that_cross_are_cut_and_stay_whole() -> None:
    mentions = [Mention("policy", "y", 0, 6), Mention("term", "t", 4, 9), Mention("place", "l", 4, 6)]
    painter = Painter({kind.table: f"/{kind.table}" for kind in kinds()}, frozenset({"policy", "term", "place"}))
    page = Reader(f'<span class="zh">{painter.sentence("甲乙丙丁戊己庚辛壬癸", 0, mentions)}</span>')
    assert page.texts == {"y": "甲乙丙丁戊己", "t": "戊己庚辛壬", "l": "戊己"}
    assert page.ids == ["y", "t", "l"]
    assert [node.mention.row_id for node in nest(mentions)] == ["y", "t"]


def test_rows_in_one_another_have_lines_below_one_another() -> None:
    mentions = [Mention("commitment", "c", 0, 6), Mention("project", "p", 2, 6), Mention("term", "t", 2, 4)]
    (node,) = nest(mentions)
    assert (node.lane(), node.inner[0].lane(), node.inner[0].inner[0].lane()) == (2, 1, 0)
    inside = [*mentions, Mention("numeral", "n", 2, 3, "name")]
    assert [node.lane() for node in nest(inside)] == [2]  # the line of a numeral runs above


def test_the_marks_of_kinds_are_those_of_the_style_sheet() -> None:
    style = (SITE / "static" / "reader.css").read_text(encoding="utf-8")
    for kind in highlighted():
        lines = re.findall(
            rf"\.text \.{kind.sign}\[id\]::before, .*\.sample\.{kind.sign}::before {{ content: \"(.)\"", style
        )
        assert lines == [kind.mark_en, kind.mark_zh]
        assert re.search(rf"^\.text \.{kind.sign}, \.sample\.{kind.sign} {{ text-decoration: ", style, re.MULTILINE)
        assert f".off-{kind.sign} .{kind.sign}" in style
    looks = re.findall(r"^\.text \.\w, \.sample\.\w { text-decoration: (.*?) #\w+ ([\d.]+)px", style, re.MULTILINE)
    assert len(set(looks)) == len(highlighted())  # told apart without their colours


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("kind,table\nplace,place_mentions\n", ":2: needs kind, table"),
        ("{head}\nplace,,places,l,L,地,place,places,地域,处,1,place_kind\n", ":2: needs kind, table"),
    ],
)
def test_a_bad_line_of_the_kinds_is_told(
    lines: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kinds.csv"
    path.write_text(lines.replace("{head}", ",".join(site_kinds.Kind._fields)), encoding="utf-8")
    monkeypatch.setattr(site_kinds, "_KINDS", path)
    with pytest.raises(SeedError, match=message):
        site_kinds.kinds.__wrapped__()


def test_every_link_to_a_place_is_the_readers(get: Get) -> None:
    """What a search finds in a text, and what a saved query quotes, leads to an element of the reader."""
    ids = set(Reader(get("/reports/bda-2021").text).ids)
    found: Any = re.findall(r'href="/reports/bda-2021#([^"]+)"', get("/search?words=疫苗").text)
    assert len(found) > 5
    assert set(found) <= ids
