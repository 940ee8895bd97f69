"""The page of a row: its title, sentence, fields, history and relations; rows that are not there; citing, reporting."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from datasette.utils import tilde_encode

from gongbao.errors import SeedError
from gongbao.site.rows import row_fields
from gongbao.site.rows.row_context import divide
from gongbao.site.wording import labels, titles
from gongbao.site.wording.names import TARGETS
from support.asking import Get, asking
from support.current import CITED_YEAR, CURRENT
from support.interface import untranslated
from support.paths import CASES
from support.rows import DATABASES, files, first_rows, heading

ROW = "/gongbao/observations/bda-2021-o347"
HAN = re.compile(r"[一-鿿]")
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def rows(served: Path) -> dict[str, list[str]]:
    return first_rows(served)


def copy_of(root: Path, to: Path, sql: str, parameters: dict[str, Any] | None = None) -> Path:
    """A package of its own, changed by one statement."""
    shutil.copytree(root / "build", to / "build")
    with closing(sqlite3.connect(to / "build" / "gongbao.db")) as connection, connection:
        connection.execute(sql, parameters or {})
    return to


def seen(page: str) -> str:
    """The words of the page without its record, which shows what is stored as it is."""
    body = page.partition("<main")[2].partition('<details class="row-raw">')[0]
    return html.unescape(re.sub(r"<code[^>]*>.*?</code>|<[^>]+>", " ", body))


def cases() -> list[dict[str, str]]:
    with (CASES / "titles.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['table']}-{case['row']}")
def test_a_row_is_headed_by_a_title_in_the_readers_language(get: Get, case: dict[str, str]) -> None:
    path = ",".join(tilde_encode(part) for part in case["row"].split(","))
    for language, title in (("en", case["english"]), ("zh", case["chinese"])):
        page = get(f"/{case['database']}/{case['table']}/{path}?lang={language}").text
        assert heading(page) == title
        after = " · " if case["database"] == "gongbao" else " – "  # the release follows
        assert html.unescape(page.partition("<title>")[2]).startswith(f"{title}{after}")


def test_every_table_has_a_title_made_of_columns_it_has() -> None:
    own = {"amount", "promise", "words", "item"}
    known = {**{table: model.columns for table, model in labels.MODELS.items()}}
    known |= {"about": ("item",), "codebook": ("table_name", "column_name", "code")}
    assert set(titles.titles().tables) == set(known)
    for table, lines in titles.titles().tables.items():
        for place in re.findall(r"\{(\w+)\}", " ".join(lines)):
            assert place in own or place in known[table] or f"{place}_zh" in known[table], (table, place)


def test_a_title_that_is_too_long_ends_between_two_words() -> None:
    assert titles.cut("word " * 40).endswith("word…")
    assert len(titles.cut("字" * 90)) == titles.LONGEST["zh-Hans"]
    assert titles.cut("short") == "short"


@pytest.mark.parametrize("database", DATABASES)
def test_every_table_of_every_database_has_pages_of_rows(get: Get, rows: dict[str, list[str]], database: str) -> None:
    assert len(rows[database]) >= (35 if database == "gongbao" else 23)
    for path in rows[database]:
        page = get(f"{path}?lang=qps-ploc")
        assert page.status_code == 200, path
        assert untranslated(page.text) == [], path
        assert heading(page.text), path
        assert 'class="row-raw"' in page.text


@pytest.mark.parametrize("database", DATABASES)
def test_ids_and_codes_are_shown_by_their_names(
    get: Get, rows: dict[str, list[str]], served: Path, database: str
) -> None:
    """No id of a row with a name, and no code, stands among the fields; both stand in the record below."""
    with closing(sqlite3.connect(files(served)[database])) as connection:
        connection.row_factory = sqlite3.Row
        for path in rows[database]:
            table = path.split("/")[2]
            model = labels.MODELS.get(table)
            if model is None:
                continue
            row = connection.execute(f"select * from {table} order by rowid limit 1").fetchone()
            page = get(f"{path}?lang=zh").text
            fields = re.findall(r"<dd>(.*?)</dd>", page, re.DOTALL)
            shown = {html.unescape(re.sub(r"<[^>]+>", "", field)).strip() for field in fields}
            for column in set(row.keys()) - set(model.primary_key):
                value = row[column]
                code = labels.code_of(column, value, table)
                named = TARGETS.get(column) in ("indicators", "places", "themes", "units", "projects", "reports")
                if value and (code or named):
                    assert value not in shown, (path, column)
                    assert not code or any(code.name_zh in field for field in shown), (path, column)


def test_a_page_has_one_language(get: Get) -> None:
    chinese, english = get(f"{ROW}?lang=zh").text, get(f"{ROW}?lang=en").text
    assert "17亿" in seen(chinese)
    assert "1.7 billion" not in seen(chinese.partition('class="sentence"')[0])
    assert "1,700,000,000" in seen(english)
    assert "1.7 billion" in seen(english)
    english = re.sub(r'<details class="about">.*?</details>', "", english, flags=re.DOTALL)  # may name Chinese words
    unmarked = re.sub(r'<(\w+)[^>]*(?:lang="zh-Hans"|translate="no")[^>]*>.*?</\1>', "", english, flags=re.DOTALL)
    assert not HAN.search(seen(unmarked))


def test_the_quote_is_marked_in_its_sentence_between_its_neighbours(get: Get) -> None:
    page = get(ROW).text
    assert "累计供应国内外<mark>超17亿剂</mark>,在全球100多个国家" in page
    assert "More than 1.7 billion doses in total were supplied" in page
    assert page.count('class="near"') == 2
    assert 'href="/reports/bda-2021#bda-2021-o347"' in page
    assert 'href="/gongbao/sentences/bda-2021-s310"' in page
    first = get("/gongbao/sentences/bda-2021-s0").text
    assert first.count('class="near"') == 1
    assert "<mark>" not in first


def test_what_reports_speak_of_is_shown_where_they_do(get: Get) -> None:
    """Of a project the last word of the report on its status, of a place or term the first."""
    project = get("/gongbao/projects/covid-vaccine-workshops").text
    assert "Where the report speaks of it" in project
    assert "<mark>新冠疫苗生产车间</mark>年产能达50亿剂" in project
    assert 'href="/reports/bda-2021#bda-2021-p322-330"' in project
    assert "<mark>北京</mark>" in get("/gongbao/places/beijing").text
    old = get("/gongbao-1-0-0/projects/covid-vaccine-workshops").text
    assert "<mark>新冠疫苗生产车间</mark>" in old
    assert "/reports/bda-2021#" not in old
    assert "<blockquote" not in get("/gongbao/themes/talent").text


def test_a_quote_is_found_only_where_it_stands() -> None:
    sentence = {"text_zh": "甲乙丙丁", "char_start": 10}
    assert divide(sentence, 11, "乙丙") == ("甲", "乙丙", "丁")
    for start, quote in ((9, "甲"), (9, "丁"), (12, "乙"), (99, "乙"), (None, "乙"), (11, None)):
        assert divide(sentence, start, quote) == ("甲乙丙丁", "", "")


def test_the_sentence_of_a_release_is_the_releases_own(get: Get) -> None:
    page = get("/gongbao-1-0-0/observations/bda-2021-o347").text
    assert "<mark>超17亿剂</mark>" in page
    assert 'href="/gongbao-1-0-0/sentences/bda-2021-s310"' in page
    assert f'href="{ROW}"' in page  # the same row in the current data
    assert "/reports/bda-2021#" not in page
    gone = get("/gongbao-1-0-0/policies/dual-carbon").text
    assert 'href="/gongbao/policies/dual-carbon"' not in gone


def test_fields_are_told_once_explained_and_folded_when_empty(get: Get) -> None:
    page = get(ROW).text
    assert page.count("<summary>Statement</summary>") == 1
    assert "<summary>In Chinese</summary>" in page
    assert "how the value bounds the truth" in page  # what the column means
    assert "above the figure" in page  # when the code applies
    empty = re.search(r"<summary>(\d+) empty fields: ([^<]+)</summary>", page)
    assert empty
    assert int(empty[1]) == len(empty[2].split(", ")) > 5
    assert "Basis" in empty[2]
    assert '<time datetime="2021-12-31">31 December 2021</time>' in page
    assert "2021年12月31日" in get(f"{ROW}?lang=zh").text


def test_the_record_holds_every_column_as_it_is_stored(get: Get, served: Path) -> None:
    page = get(ROW).text.partition('<details class="row-raw">')[2]
    with closing(sqlite3.connect(files(served)["gongbao"])) as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute("select * from observations where observation_id = 'bda-2021-o347'").fetchone()
    told = dict(re.findall(r'<th scope="row"><code>(\w+)</code></th><td><code[^>]*>(.*?)</code></td>', page))
    assert {name: html.unescape(value) for name, value in told.items()} == {
        name: "NULL" if row[name] is None else str(row[name]) for name in tuple(row.keys())
    }
    asked = html.unescape(re.findall(r'href="([^"]+\?sql=[^"]+)"', page)[0])
    found = get(asked.replace("/gongbao?", "/gongbao.json?_shape=array&")).json()
    assert [line["observation_id"] for line in found] == ["bda-2021-o347"]


def test_what_groups_say_of_columns_is_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = {name for model in labels.MODELS.values() for name in model.columns}
    named = [name for group in row_fields.groups() for name in group.columns]
    assert len(named) == len(set(named))
    assert set(named) - known == set()
    (tmp_path / "groups.yml").write_text("groups:\n- title_en: x\n", encoding="utf-8")
    monkeypatch.setattr(row_fields, "_FILE", tmp_path / "groups.yml")
    row_fields.groups.cache_clear()
    try:
        with pytest.raises(SeedError, match=r"groups\.yml:2"):
            row_fields.groups()
    finally:
        row_fields.groups.cache_clear()


def history(page: str) -> list[str]:
    table = page.partition('<table class="row-history">')[2].partition("</table>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("<tr>")[2:]]


def test_history_says_what_each_release_did_and_why(get: Get) -> None:
    told = history(get("/gongbao/terms/dual-carbon").text)
    assert len(told) == 1  # the explanation, in the reader's language alone
    assert told[0].startswith("2.0.0 2026-11-26 changed: Explanation of the term (English)")
    assert "how a report uses the term stands in term_usages" in told[0]
    project = history(get("/gongbao/projects/rdfz-north-campus-renovation").text)
    assert any(line.startswith("2.0.0") and "Latest status" in line and "advancing" in line for line in project)
    assert any(line.startswith("1.0.1") and line.endswith("correction") for line in project)
    added = history(get("/gongbao/doubts/commitments-bda-2021-c7228-7251-scope?lang=zh").text)
    assert [line.split()[2] for line in added] == ["新增"]
    places = get(ROW).text.partition("The row stands in:")[2].partition("</p>")[0]
    assert re.findall(r'href="/(gongbao-[0-9-]+)/observations/bda-2021-o347"', places) == [
        "gongbao-2-0-0", "gongbao-1-0-1", "gongbao-1-0-0",
    ]  # fmt: skip
    young = get("/gongbao/doubts/commitments-bda-2021-c7228-7251-scope").text.partition("The row stands in:")[2]
    assert "gongbao-1-0-0" not in young.partition("</p>")[0]


def related(page: str) -> dict[str, list[str]]:
    body = page.partition('<div class="row-related">')[2].partition("</section>")[0]
    found = {}
    for part in body.split('<div class="related">')[1:]:
        title = re.sub(r"<[^>]+>", "", part.partition("<h3>")[2].partition(" <span")[0])
        found[title] = [html.unescape(href) for href in re.findall(r'<li>.*?<a href="([^"]+)"', part)]
    return found


def test_what_belongs_to_a_row_is_named_and_led_to(get: Get) -> None:
    value = related(get("/gongbao/observations/bda-2021-o4449").text)
    assert value["Other values of the same indicator"] == ["/gongbao/observations/bda-2021-o4457"]
    sentence = related(get(ROW).text)["Also drawn from this sentence"]
    assert "/gongbao/observations/bda-2021-o334" in sentence
    assert ROW not in sentence
    promise = related(get("/gongbao/commitments/bda-2021-c10120-10131").text)
    assert "/gongbao/projects/education-reform-demonstration-zone" in promise["Projects"]
    project = related(get("/gongbao/projects/education-reform-demonstration-zone").text)
    assert "/gongbao/commitments/bda-2021-c10120-10131" in project["Commitments"]
    doubted = related(get("/gongbao/commitments/bda-2021-c7228-7251").text)
    assert "/gongbao/doubts/commitments-bda-2021-c7228-7251-scope" in doubted["Doubts"]


def test_all_rows_of_a_kind_are_as_many_as_is_said(get: Get) -> None:
    for path in ("/gongbao/themes/epidemic-control", "/gongbao/units/dose", "/gongbao/sentences/bda-2021-s310", ROW):
        body = get(path).text.partition('<div class="row-related">')[2].partition("</section>")[0]
        for part in body.split('<div class="related">')[1:]:
            count = int(re.findall(r'class="count">([\d,]+)<', part)[0].replace(",", ""))
            all_of_them = re.findall(r'<p><a href="([^"]+)"', part)
            assert bool(all_of_them) == (count > len(re.findall("<li>", part)))
            if all_of_them and "mentions?" not in all_of_them[0]:
                url = html.unescape(all_of_them[0]).replace("?", ".json?_size=0&")
                assert get(url).json()["filtered_table_rows_count"] == count, url


def test_rows_read_by_machine_are_marked(served: Path, tmp_path: Path, get: Get) -> None:
    root = copy_of(served, tmp_path, "update reports set review = 'auto'")
    for ask in asking(root):
        for path in (ROW, "/gongbao/sentences/bda-2021-s310", "/gongbao/reports/bda-2021"):
            assert '<span class="machine">read by machine</span></h1>' in ask(path).text, path
            assert "机器判读" in ask(f"{path}?lang=zh").text
        assert "</span></h1>" in ask("/gongbao/terms/dual-carbon").text
        assert 'machine">read by machine</span></h1>' not in ask("/gongbao/terms/dual-carbon").text
        assert "[read by machine]" in ask("/-/cite?table=observations&row=bda-2021-o347&style=apa").text
        assert "［机器判读］" in ask("/-/cite?table=observations&row=bda-2021-o347&style=gbt7714").text
        assert "12 rows, read by machine" in ask(
            "/-/cite?table=observations&measure=growth_rate&style=apa"
        ).text.replace(rows_of(ask, "measure=growth_rate"), "12")
    assert "read by machine" not in get(ROW).text
    assert "machine" not in get("/-/cite?table=observations&row=bda-2021-o347&style=apa").text


def rows_of(ask: Get, filters: str) -> str:
    return str(ask(f"/gongbao/observations.json?{filters}&_size=0").json()["filtered_table_rows_count"])


def test_markup_in_the_data_is_shown_not_obeyed(served: Path, tmp_path: Path) -> None:
    sql = """update observations set statement_en = :a, statement_zh = :a, quote = quote || :a, concept_zh = :a,
             note_en = :a, note_zh = :b, event_en = :b, unit_text = :b, overruled = :a, indicator_id = null"""
    root = copy_of(served, tmp_path, sql, {"a": ATTACK, "b": '"><script>'})
    with closing(sqlite3.connect(root / "build" / "gongbao.db")) as connection, connection:
        for table, columns in {"sentences": "text_", "places": "name_", "projects": "name_"}.items():
            connection.execute(
                f"update {table} set {columns}zh = ? || rowid, {columns}en = ? || rowid", [ATTACK, ATTACK]
            )
    for ask in asking(root):
        for path in (ROW, "/gongbao/sentences/bda-2021-s310", "/gongbao/places/bda", "/gongbao/themes/talent"):
            for language in ("en", "zh"):
                page = ask(f"{path}?lang={language}")
                assert page.status_code == 200
                assert "<script>alert" not in page.text
                assert '"><script>' not in page.text
        assert "&lt;script&gt;" in ask(ROW).text


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("data@example.org", "mailto:data@example.org?subject=observations/bda-2021-o347 (gongbao {version})"),
        (
            "https://example.org/errors",
            "https://example.org/errors?subject=observations/bda-2021-o347+(gongbao+{version})",
        ),
        (
            "https://example.org/data/issues/new?labels=data",
            "https://example.org/data/issues/new?labels=data&title=observations/bda-2021-o347+(gongbao+{version})",
        ),
        (None, None),
    ],
)
def test_an_error_is_reported_where_the_dataset_says(
    served: Path, tmp_path: Path, contact: str | None, expected: str | None
) -> None:
    root = copy_of(served, tmp_path, "select 1")
    described = root / "build" / "metadata.json"
    content = json.loads(described.read_text(encoding="utf-8"))
    content["gongbao"]["dataset"]["contact"] = contact
    described.write_text(json.dumps(content), encoding="utf-8")
    for ask in asking(root):
        found = re.findall(r'report-error" href="([^"]+)">Report an error<', ask(ROW).text)
        wanted = [expected.format(version=CURRENT.version)] if expected else []
        assert [unquote(html.unescape(link)) for link in found] == wanted


def test_a_page_is_drawn_without_setting_a_citation(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a citation was set")

    monkeypatch.setattr("gongbao.site.citing.cite", refuse)
    page = get("/gongbao/observations/bda-2021-o334?lang=zh")
    assert page.status_code == 200
    box = page.text.partition('<details class="cite"')[2].partition("</details>")[0]
    assert len(re.findall(r'href="/-/cite\?[^"]+"', box)) == 5


def test_all_formats_are_on_a_page_of_their_own(get: Get) -> None:
    url = html.unescape(re.findall(r'data-url="([^"]+)"', get(ROW).text)[0])
    page = get(url).text
    assert page.count('class="citation"') == 7
    for words in ("[DS/OL]", f"gongbao contributors. ({CITED_YEAR}).", "@dataset{", "TY  - DATA", "“超17亿剂”"):
        assert words in html.unescape(page), words
    for link in re.findall(r'<a href="(/-/cite[^"]+)" download', page):
        answer = get(html.unescape(link))
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
    assert untranslated(get(f"{url}&lang=qps-ploc").text) == []


@pytest.mark.parametrize("database", DATABASES)
def test_every_row_can_be_cited(get: Get, rows: dict[str, list[str]], database: str) -> None:
    for path in rows[database]:
        url = html.unescape(re.findall(r'class="cite" data-url="([^"]+)"', get(path).text)[0])
        (item,) = get(f"{url}&style=csl-json").json()
        assert get(item["URL"].removeprefix("http://localhost")).status_code == 200, path


def test_every_link_of_a_row_leads_somewhere(get: Get) -> None:
    for path in (ROW, "/gongbao/projects/jd-logistics-base", "/gongbao-1-0-0/terms/dual-carbon"):
        page = get(path)
        assert page.status_code == 200, path
        for href in sorted(
            set(re.findall(r'href="(/[^"#]*)', page.text.partition("<main")[2].partition("</main>")[0]))
        ):
            answer = get(html.unescape(href))
            assert answer.status_code in (200, 302), f"{path}: {href}"
            assert urlsplit(href).netloc == ""
