"""Citations: four scopes in seven formats, as golden files, by independent readers, on the site and by the script."""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from gongbao.citing.citations import (
    STYLES,
    Edition,
    Subject,
    cite,
    csl_item,
    find_query,
    find_row,
    find_table,
    permalink,
)
from gongbao.citing.formats import render_text
from gongbao.errors import ReleaseError
from gongbao.packages.content import Package
from gongbao.resources import SITE
from gongbao.resources import STYLES as STYLES_FOLDER
from gongbao.seeds.dataset import Dataset, load_dataset
from gongbao.seeds.withdrawals import Withdrawal
from gongbao.serving import databases as serving
from support.paths import CASES, ROOT, SEEDS

Script = Callable[..., "subprocess.CompletedProcess[str]"]
GOLDEN = CASES / "citations"
QUERIES = SITE / "queries"
SCOPES = ("dataset", "table", "row", "query")
UNSET: dict[str, Any] = {"doi": None, "homepage": None}


def released(**changes: Any) -> Dataset:
    """The real dataset as release 1.0.0, so that later releases do not change the golden files."""
    fixed = {"version": "1.0.0", "released": date(2026, 11, 24), **UNSET}
    return load_dataset(SEEDS).model_copy(update=fixed | changes)


def subject_of(scope: str) -> Subject:
    return {
        "dataset": lambda: Subject(),
        "table": lambda: find_table("observations"),
        "row": lambda: find_row(Package(ROOT), "bda-2021-o347"),
        "query": lambda: find_query("growth_rates", QUERIES),
    }[scope]()


def golden(scope: str, style: str) -> Path:
    return GOLDEN / f"{scope}.{style}.txt"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("scope", SCOPES)
def test_citation_is_the_golden_one(scope: str, style: str) -> None:
    text = cite(released(), subject_of(scope), style=style)
    assert text + "\n" == golden(scope, style).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {golden(c, s).name for c in SCOPES for s in STYLES}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("scope", SCOPES)
def test_citation_names_version_date_permalink_and_place(scope: str, style: str) -> None:
    subject = subject_of(scope)
    text = cite(released(), subject, style=style)
    plain = text.replace("\\_", "_")
    assert "1.0.0" in plain
    assert "2026" in plain
    assert permalink(released(), subject) in plain
    for word in (subject.row_id, subject.quote, subject.query):
        assert word is None or word in plain
    assert any(day in plain for day in ("2026-11-24", "2026/11/24", "November 24", "day = {24}", "24\n")), plain


@pytest.mark.parametrize(("style", "name"), [("apa", "apa"), ("chicago", "chicago-author-date")])
def test_processor_renders_the_published_item_alike(style: str, name: str) -> None:
    """What we print begins with what the citation processor makes of the CSL-JSON we give away."""
    item = json.loads(cite(released(), Subject(), style="csl-json"))[0]
    path = STYLES_FOLDER / f"{name}.csl"
    entries = CitationStylesBibliography(
        CitationStylesStyle(str(path), validate=False), CiteProcJSON([item]), formatter.plain
    )
    entries.register(Citation([CitationItem(item["id"])]))
    entry = str(entries.bibliography()[0])
    assert cite(released(), Subject(), style=style).startswith(entry.replace("”.", ".”"))


def test_processor_renders_the_chinese_item_alike() -> None:
    item = csl_item(Edition(released(homepage="https://example.org")), Subject(), language="zh")
    path = STYLES_FOLDER / "china-national-standard-gb-t-7714-2015-numeric.csl"
    entries = CitationStylesBibliography(
        CitationStylesStyle(str(path), validate=False), CiteProcJSON([item]), formatter.plain
    )
    entries.register(Citation([CitationItem(item["id"])]))
    text = cite(released(homepage="https://example.org"), Subject(), style="gbt7714")
    assert "[1]" + text == str(entries.bibliography()[0]).replace("[1] ", "[1]") + " 发布日期：2026-11-24."


@pytest.mark.parametrize("scope", SCOPES)
def test_csl_json_keeps_to_the_schema(scope: str) -> None:
    """The schema of CSL data: a list of items with id and type, names and dates as objects, all else as text."""
    full = released(doi="10.1234/example.5", homepage="https://example.org")
    for style in ("csl-json", "csl-json-zh"):
        (item,) = json.loads(cite(full, subject_of(scope), style=style))
        check_item(item, "gongbao contributors" if style == "csl-json" else "公报贡献者")


def check_item(item: dict[str, Any], author: str) -> None:
    texts = {"id", "title", "publisher", "version", "language", "note", "DOI", "URL"}
    assert set(item) == texts | {"type", "author", "issued"}
    assert item["type"] == "dataset"
    assert all(isinstance(item[name], str) and item[name] for name in texts)
    assert item["author"] == [{"literal": author}]
    assert item["publisher"] == author
    assert item["language"] == ("en" if author.isascii() else "zh-CN")
    assert item["issued"] == {"date-parts": [[2026, 11, 24]]}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_style_in_title_case_leaves_ids_alone(scope: str) -> None:
    """Whatever the processor makes of our item, with no repair of ours: the words of an address keep their letters."""
    subject = subject_of(scope)
    (item,) = json.loads(cite(released(), subject, style="csl-json"))
    text = render_text(item, "chicago-author-date")
    assert "Government Work Reports as Open Data" in text
    for word in (subject.table, subject.row_id, subject.query):
        assert word is None or word in text


@pytest.mark.slow
@pytest.mark.parametrize("address", [UNSET, {"doi": "10.1234/example.5", "homepage": "https://example.org"}])
def test_biber_takes_the_entries_without_a_warning(address: dict[str, Any], tmp_path: Path) -> None:
    """biblatex's own program holds types and fields against its data model."""
    if not shutil.which("biber"):
        pytest.skip("biber is not on this machine")
    entries = [cite(released(**address), subject_of(scope), style="bibtex") for scope in SCOPES]
    (tmp_path / "all.bib").write_text("\n".join(entries), encoding="utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "all.bib"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert not [line for line in result.stdout.splitlines() if line.startswith(("WARN", "ERROR"))], result.stdout
    taken = (tmp_path / "all_bibertool.bib").read_text(encoding="utf-8")
    assert taken.count("DATE = {2026-11-24}") == len(SCOPES)


MARK = Withdrawal(
    version="1.0.0",
    withdrawn_on=date(2026, 12, 1),
    replacement_version="1.0.1",
    reason_zh="有一个数值抄错。",
    reason_en="One value was copied wrongly.",
)


@pytest.mark.parametrize("style", STYLES)
def test_a_withdrawn_version_is_cited_as_withdrawn(style: str) -> None:
    text = cite(released(), Subject(), style=style, withdrawn=MARK)
    chinese = style in ("gbt7714", "csl-json-zh")
    for word in ("已撤回", "抄错", "1.0.1") if chinese else ("withdrawn]", "copied wrongly", "1.0.1"):
        assert word in text
    assert "withdrawn" not in cite(released(), Subject(), style=style)
    assert "撤回" not in cite(released(), Subject(), style=style)


def test_chicago_keeps_the_capitals_of_names() -> None:
    """A row whose id is its name in small letters: the id stays small, the name large."""
    text = cite(released(), find_row(Package(ROOT), "beijing", table="places"), style="chicago")
    assert "“Beijing [places/beijing], in Gongbao" in text


def test_what_no_release_holds_is_cited_at_its_current_address() -> None:
    assert permalink(released(), find_table("changes")) == "/gongbao/changes"
    for name in ("history_of_a_row", "changes_of_an_indicator"):
        assert permalink(released(), find_query(name, QUERIES)) == f"/gongbao/{name}"
    assert permalink(released(), find_query("growth_rates", QUERIES)) == "/gongbao-1-0-0/growth_rates"


@pytest.mark.parametrize("scope", SCOPES)
def test_bibtex_is_read_by_a_bibtex_reader(scope: str) -> None:
    subject = subject_of(scope)
    library = bibtexparser.parse_string(cite(released(), subject, style="bibtex"))
    assert not library.failed_blocks
    fields = {field.key: field.value for field in library.entries[0].fields}
    item = csl_item(Edition(released()), subject, marked=False)
    assert fields["title"].strip("{}").replace("\\_", "_") == item["title"]
    assert [fields[name] for name in ("version", "year", "month", "day")] == ["1.0.0", "2026", "11", "24"]


@pytest.mark.parametrize("scope", SCOPES)
def test_ris_is_read_by_a_ris_reader(scope: str) -> None:
    subject = subject_of(scope)
    (record,) = rispy.loads(cite(released(), subject, style="ris"))
    item = csl_item(Edition(released()), subject, marked=False)
    assert record["authors"] == ["gongbao contributors"]
    assert record["type_of_reference"] == "DATA"
    assert record["title"] == item["title"]
    assert record["date"] == "2026/11/24"
    assert record["edition"] == "1.0.0"
    assert record["notes"] == [item["note"]]


def test_special_characters_survive() -> None:
    quote = 'up 50% & more_"x" {a} #1 $5 ~ ^ \\ 「引」'
    subject = Subject(table="observations", row_id="r-1", quote=quote)
    library = bibtexparser.parse_string(cite(released(), subject, style="bibtex"))
    assert not library.failed_blocks
    value = str({field.key: field.value for field in library.entries[0].fields}["title"])
    plain = (
        value.replace(r"\textbackslash{}", "\0").replace(r"\textasciitilde{}", "~").replace(r"\textasciicircum{}", "^")
    )
    for character in "&%$#_{}":
        plain = plain.replace(f"\\{character}", character)
    assert quote in plain.replace("\0", "\\")
    (record,) = rispy.loads(cite(released(), subject, style="ris"))
    assert quote in record["title"]
    assert quote in json.loads(cite(released(), subject, style="csl-json"))[0]["title"]


def test_what_there_is_not_is_absent_and_what_there_is_stands_everywhere() -> None:
    bare = released(released=None)
    for style in STYLES:
        text = cite(bare, Subject(), style=style)
        assert "doi" not in text.lower()
        assert "http" not in text
        assert "2026" not in text
        assert "/gongbao" in text
    full = released(doi="10.1234/example.5", homepage="https://example.org/data")
    for style in STYLES:
        text = cite(full, Subject(), style=style)
        assert "10.1234/example.5" in text or "https://example.org/data/gongbao-1-0-0" in text


def test_a_doi_stands_in_the_formats_that_have_a_place_for_it() -> None:
    full = released(doi="10.1234/example.5", homepage="https://example.org")
    for style in ("apa", "chicago", "bibtex", "ris", "csl-json"):
        assert "10.1234/example.5" in cite(full, Subject(), style=style), style


def test_unreleased_data_are_cited_by_their_changing_address() -> None:
    assert permalink(released(released=None), find_table("terms")) == "/gongbao/terms"


def test_compound_keys_are_written_as_addresses() -> None:
    subject = find_row(Package(ROOT), "measure/flow", table="codes")
    assert permalink(released(), subject) == "/gongbao-1-0-0/codes/measure,flow"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: find_table("observation"), "did you mean observations?"),
        (lambda: find_row(Package(ROOT), "bda-2021-o34"), "did you mean bda-2021-o347?"),
        (lambda: find_row(Package(ROOT), "three-areas-coordination"), "stands in several tables"),
        (lambda: find_query("growth_rate", QUERIES), "did you mean growth_rates?"),
        (lambda: find_query("../queries/growth_rates", QUERIES), "there is no such query"),
        (lambda: cite(released(), Subject(), style="apa", base="ftp://x"), "is no web address"),
        (lambda: cite(released(), Subject(), style="mla"), "choose one of gbt7714"),
    ],
)
def test_what_cannot_be_cited_is_one_line(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ReleaseError, match=message.replace("?", r"\?")) as fault:
        call()
    assert "\n" not in str(fault.value)


def test_script(script: Script) -> None:
    result = script("cite.py", "--row", "bda-2021-o347", "--style", "apa", "--base", "https://example.org/")
    assert result.returncode == 0, result.stderr
    assert "“超17亿剂”" in result.stdout
    assert "https://example.org/gongbao" in result.stdout
    everything = script("cite.py").stdout
    assert [line[2:] for line in everything.splitlines() if line.startswith("# ")] == list(STYLES)
    failed = script("cite.py", "--table", "nothing")
    assert failed.returncode == 1
    assert failed.stderr.startswith("error: nothing: there is no such table")
    assert len(failed.stderr.strip().splitlines()) == 1
    both = script("cite.py", "--query", "growth_rates", "--row", "bda-2021-o347")
    assert (both.returncode, both.stdout) == (1, "")
    assert both.stderr == "error: --query: a query stands in no table: leave out --table and --row\n"


def test_script_cites_a_release_that_is_not_the_last(script: Script) -> None:
    old = script("cite.py", "--version", "1.0.0", "--row", "yizhuang-no1-primary-renovation", "--style", "apa").stdout
    assert "(Version 1.0.0)" in old
    assert "/gongbao-1-0-0/projects/yizhuang-no1-primary-renovation" in old
    unknown = script("cite.py", "--version", "9.9.9")
    assert unknown.returncode == 1
    assert "there is no such release: choose one of 1.0.0" in unknown.stderr


def test_script_cites_no_query_a_release_does_not_hold(script: Script) -> None:
    assert script("cite.py", "--version", "1.0.0", "--query", "growth_rates").returncode == 0
    refused = script("cite.py", "--version", "1.0.0", "--query", "history_of_a_row")
    assert refused.returncode == 1
    assert refused.stderr == "error: history_of_a_row: release 1.0.0 has no such query: leave out --version\n"


def box_of(page: str) -> list[str]:
    """The links of the box of a page: to all formats, then to the four files."""
    box = page.partition('<details class="cite"')[2].partition("</details>")[0]
    return [html.unescape(link) for link in re.findall(r'href="(/-/cite[^"]+)"', box)]


def test_a_query_is_cited_as_it_was_asked(package: Path, script: Script) -> None:
    words = "about_a_subject?words=%E4%B8%93%E5%88%A9"
    app = serving.make_app(package)
    page = asyncio.run(app.client.get(f"/gongbao/{words}")).text
    for link in box_of(page):
        answer = asyncio.run(app.client.get(link)).text.replace("\\_", "_").replace("\\%", "%")
        assert words in answer, link
    printed = script("cite.py", "--query", "about_a_subject", "--argument", "words=专利", "--style", "apa").stdout
    assert printed.rstrip().endswith(words)


def test_a_reader_that_stops_listening_sees_no_traceback() -> None:
    command = f"{sys.executable} {ROOT / 'scripts' / 'cite.py'} | true"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_site_cites_what_a_page_shows(package: Path) -> None:
    app = serving.make_app(package)

    def get(path: str) -> Any:
        return asyncio.run(app.client.get(path))

    for path in (
        "/",
        "/gongbao",
        "/gongbao/observations",
        "/gongbao/observations/bda-2021-o347",
        "/gongbao/growth_rates",
    ):
        whole, *each = box_of(get(path).text)
        assert len(each) == 4, path
        assert "公报贡献者" in get(whole).text
    assert "“超17亿剂”" in get("/-/cite?table=observations&row=bda-2021-o347").text
    answer = get("/-/cite?database=gongbao&table=observations&row=bda-2021-o347&style=bibtex")
    assert "http://localhost/gongbao" in answer.text
    assert bibtexparser.parse_string(answer.text).entries[0].entry_type == "dataset"
    assert "attachment" in answer.headers["content-disposition"]
    nothing = ("table=nothing", "table=observations&row=x", "query=x", "style=mla", "database=x", "table=a&row=b,c")
    unclear = ("row=bda-2021-o347", "query=growth_rates&table=observations", "table=observations_fts")
    for words in nothing + unclear:
        assert get(f"/-/cite?{words}").status_code == 404, words


def test_every_address_the_site_gives_leads_somewhere(rehearsed: Path) -> None:
    """Permalinks and files of the box, of a release, of the current data and of the history beside it."""
    app = serving.make_app(rehearsed)

    def get(path: str) -> Any:
        return asyncio.run(app.client.get(path))

    described = app.metadata("databases")["gongbao"]
    shown = [name for name, table in described["tables"].items() if not table.get("hidden")]
    pages = ["/gongbao", "/gongbao-1-0-0", "/gongbao-1-0-0/terms", "/gongbao/releases/1~2E0~2E0"]
    pages += ["/gongbao-1-0-0/codes/measure,flow", "/gongbao/observations/bda-2021-o347"]
    pages += [f"/gongbao/{name}" for name in (*shown, *described["queries"])]
    for path in pages:
        links = box_of(get(path).text)[1:]
        assert len(links) == 4, path
        item, chinese = get(links[2]).json()[0], get(links[3]).json()[0]
        assert (chinese["language"], chinese["publisher"]) == ("zh-CN", "公报贡献者"), path
        assert item["version"] == ("1.0.0" if path.startswith("/gongbao-1-0-0") else "2.0.0"), path
        assert not re.search(r"[\u4e00-\u9fff]", item["title"].partition("“")[0]), item["title"]
        for link in (*links, item["URL"].removeprefix("http://localhost")):
            assert get(link).status_code == 200, f"{path}: {link}"
