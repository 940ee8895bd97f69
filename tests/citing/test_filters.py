"""A filtered table is cited as what it is: by filters in words, the rows they leave, its address; machine rows too."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import bibtexparser
import pytest

from gongbao.citing.citations import STYLES, Subject, cite, find_table, permalink, row_subject, title
from gongbao.seeds.dataset import Dataset, load_dataset
from support.asking import Get, asking
from support.paths import SEEDS

CHINESE = ("gbt7714", "csl-json-zh")
FILTERED = replace(
    find_table("observations"),
    arguments=(("unit_id", "yuan"), ("value__gt", "1000")),
    filtered_en="Unit is yuan; Value is more than 1000",
    filtered_zh="计量单位为元；数值大于1000",
    rows=12,
)


def released() -> Dataset:
    changes = {"version": "1.0.0", "released": date(2026, 11, 24), "doi": None, "homepage": None}
    return load_dataset(SEEDS).model_copy(update=changes)


@pytest.fixture(scope="module")
def get(served: Path) -> Iterator[Get]:
    yield from asking(served)


@pytest.mark.parametrize("style", STYLES)
def test_a_filter_stands_in_every_format_in_its_language(style: str) -> None:
    text = cite(released(), FILTERED, style=style, base="https://example.org").replace("\\_", "_")
    assert "https://example.org/gongbao-1-0-0/observations?unit_id=yuan&value__gt=1000" in text.replace("\\&", "&")
    plain = re.sub(r"</?span[^>]*>", "", text.replace('\\"', '"'))
    if style in CHINESE:
        assert "（observations表，筛选：计量单位为元；数值大于1000；12行）" in plain
    else:
        assert "(table observations, filtered by: Unit is yuan; Value is more than 1000; 12 rows)" in plain


def test_a_table_without_filters_is_cited_as_before() -> None:
    bare = find_table("observations")
    for style in STYLES:
        assert "filtered" not in cite(released(), bare, style=style)
        assert "筛选" not in cite(released(), bare, style=style)
    assert permalink(released(), bare) == "/gongbao-1-0-0/observations"
    assert title(released(), replace(FILTERED, rows=1), "en").count("; 1 row)") == 1


def test_entries_of_two_filters_have_two_names() -> None:
    others = replace(FILTERED, arguments=(("unit_id", "yuan"),))
    texts = [cite(released(), subject, style="bibtex") for subject in (FILTERED, others, find_table("observations"))]
    keys = [bibtexparser.parse_string(text).entries[0].key for text in texts]
    assert len(set(keys)) == 3
    assert keys[2] == "gongbao-1.0.0-observations"
    assert keys[0] == bibtexparser.parse_string(cite(released(), FILTERED, style="bibtex")).entries[0].key


@pytest.mark.parametrize(
    ("subject", "english", "chinese"),
    [
        (replace(FILTERED, machine=12), "; 12 rows, read by machine)", "；12行，机器判读）"),
        (replace(FILTERED, machine=5), "; 12 rows, 5 of them read by machine)", "；12行，其中5行为机器判读）"),
        (replace(find_table("terms"), machine=1200), "; 1,200 rows read by machine)", "；其中1200行为机器判读）"),
        (Subject("observations", "x-o1", "引", machine=1), "“引” [read by machine],", "“引”［机器判读］"),
        (row_subject("reports", "x", {"review": "auto"}), "reports [read by machine],", "reports表x行［机器判读］"),
        (
            row_subject("projects", "x", {"review": "auto", "name_zh": "名", "name_en": "Name"}),
            "Name [projects/x] [read by machine],",
            "名［projects/x］［机器判读］",
        ),
    ],
)
def test_what_was_read_by_machine_is_cited_as_that(subject: Subject, english: str, chinese: str) -> None:
    assert english in title(released(), subject, "en")
    assert chinese in title(released(), subject, "zh")


def test_what_a_curator_read_is_not_called_machine_made() -> None:
    for review in ("curated", None, ""):
        subject = row_subject("projects", "x", {"review": review, "name_zh": "名", "name_en": "Name"})
        assert title(released(), subject, "en").startswith("Name [projects/x], in ")
        assert "机器" not in title(released(), subject, "zh")


def test_the_site_cites_a_filtered_table_by_what_is_shown(get: Get) -> None:
    shown = "/gongbao/observations?measure=growth_rate&value__gt=10&_sort=value"
    count = get(shown.replace("?", ".json?") + "&_size=0").json()["filtered_table_rows_count"]
    url = html.unescape(re.findall(r'class="cite" data-url="([^"]+)"', get(shown).text)[0])
    page = html.unescape(get(url).text)
    assert f"filtered by: Measure is growth rate; Value is more than 10; {count} rows" in page
    assert f"筛选：度量类型为增长率；数值大于10；{count}行" in page
    item, chinese = (get(f"{url}&style={style}").json()[0] for style in ("csl-json", "csl-json-zh"))
    for each in (item, chinese):
        assert each["URL"].endswith("/observations?measure=growth_rate&value__gt=10&_sort=value")
        assert get(each["URL"].removeprefix("http://localhost")).status_code == 200
    assert "读" not in item["title"]


def test_paging_is_no_part_of_what_is_cited(get: Get) -> None:
    page = get("/gongbao/observations?_size=5&_next=x&measure=flow")
    assert page.status_code in (200, 400)
    url = "/-/cite?table=observations&measure=flow&_size=5&_next=5&style=csl-json"
    assert get(url).json()[0]["URL"].endswith("/observations?measure=flow")


@pytest.mark.parametrize("words", ["nocolumn=1", "value__bad=1", "_where=no_such(", "_through=x"])
def test_a_filter_that_asks_nothing_is_not_cited(get: Get, words: str) -> None:
    assert get(f"/-/cite?table=observations&{words}").status_code == 404


def test_the_language_of_the_page_is_kept_while_both_are_made(get: Get) -> None:
    for language, words in (("zh", "引用方式"), ("en", "How to cite")):
        page = get(f"/-/cite?table=observations&measure=flow&lang={language}").text
        assert f"<h1>{words}</h1>" in page


def test_rows_of_uncurated_reports_are_counted(package: Path, tmp_path: Path) -> None:
    shutil.copytree(package / "build", tmp_path / "build")
    with closing(sqlite3.connect(tmp_path / "build" / "gongbao.db")) as connection, connection:
        connection.execute("update reports set review = 'auto'")
        connection.execute("update commitments set review = 'auto' where rowid <= 3")
        total = connection.execute("select count(*) from observations where measure = 'flow'").fetchone()[0]
    for ask in asking(tmp_path):
        observations = ask("/-/cite?table=observations&measure=flow&style=csl-json").json()[0]["title"]
        assert f"; {total} rows, read by machine)" in re.sub(r"</?span[^>]*>", "", observations)
        commitments = json.loads(ask("/-/cite?table=commitments&style=csl-json").text)[0]["title"]
        assert "; 3 rows read by machine)" in commitments
        assert "machine" not in ask("/-/cite?table=terms&style=apa").text
