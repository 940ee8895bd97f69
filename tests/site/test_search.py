"""The search page: all tables at once, numbers in any writing, words that mean the same; and the same as JSON."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from gongbao import pipeline
from gongbao.errors import SeedError
from gongbao.model.rows import TABLES
from gongbao.site.search import amounts, searching
from gongbao.site.search.amounts import read_amounts
from gongbao.site.search.searching import KINDS
from support.asking import Get, asking
from support.paths import SEEDS

SAME = [
    (
        ("50亿", "5 billion", "5000000000", "5,000,000,000", "5 000 000 000", "５０亿", "五十亿", "5bn"),
        ["o334", "o5043"],
    ),
    (("50亿元", "50 亿元", "RMB 5 billion", "5 billion yuan", "￥50亿", "5bn CNY", "投资50亿元"), ["o5043"]),
    (("17亿", "1.7 billion", "1700000000", "超17亿剂", "1.7bn doses", "十七亿"), ["o347"]),
    (("20%", "百分之二十", "２０％", "20 per cent", "20 percent", "两成"), ["o900", "o913"]),
    (("3.5倍", "3.5 times"), ["o3695"]),
    (("130万平方米", "1.3 million square metres"), ["o5768"]),
    (("约100万剂次", "1 million doses"), ["o568"]),  # doses administered, where there is none of doses
]
WORDS = (
    "疫苗",
    "芯片",
    "chips",
    "人才",
    "京东",
    "学校",
    "hospital",
    "50亿元",
    "20%",
    "人才 博士后",
    "疫苗|专利",
    "亦庄",
)
INJECTIONS = ('"', "*", "a OR", "NEAR(", "^", "(", "|", "~", "text_zh:疫苗", "'; drop table sentences; --", "%", "\\")


def found(get: Get, words: str, more: str = "") -> dict[str, Any]:
    answer = get(f"/search.json?words={quote(words)}{more}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(answer: dict[str, Any], table: str) -> list[str]:
    return [hit["id"] for group in answer["groups"] if group["table"] == table for hit in group["hits"]]


@pytest.mark.parametrize(("writings", "rows"), SAME, ids=lambda value: str(value[0]))
def test_a_number_is_found_in_any_writing(get: Get, writings: tuple[str, ...], rows: list[str]) -> None:
    for words in writings:
        answer = found(get, words)
        assert answer["groups"][0]["by"] == "amount", words
        assert ids(answer, "observations") == [f"bda-2021-{row}" for row in rows], words


@pytest.mark.parametrize(
    "words", ["三城一区", "PM2.5", "COVID-19", "5G", "十四五", "225团", "500强", "20+10", "一", "双零", "疫苗", "v1.0"]
)
def test_a_number_in_a_name_is_no_amount(words: str) -> None:
    assert read_amounts(words) == ((), words)


def test_words_beside_an_amount_must_stand_too(get: Get) -> None:
    assert ids(found(get, "50亿 疫苗"), "observations") == ["bda-2021-o334"]
    assert not ids(found(get, "50亿元 疫苗"), "observations")


@pytest.mark.parametrize("words", WORDS)
def test_every_group_leads_to_the_same_rows(get: Get, words: str) -> None:
    for more in ("", "&report_id=bda-2021", "&exact=1"):
        answer = found(get, words, more)
        for group in answer["groups"]:
            path = group["url"].replace("?", ".json?_shape=array&_size=max&", 1)
            table = get(path)
            assert table.status_code == 200
            assert len(table.json()) == group["count"] > 0, (words, group["url"])
            key = next(model.primary_key for model in TABLES if model.table == group["table"])
            rows = {"/".join(str(row[name]) for name in key) for row in table.json()}
            assert {hit["id"] for hit in group["hits"]} <= rows


def test_every_hit_has_a_row_behind_it(get: Get) -> None:
    answer = found(get, "企业|人才|北京|经济")
    assert {group["table"] for group in answer["groups"]} >= set(KINDS) - {"units", "reports", "doubts", "errata"}
    for group in answer["groups"]:
        assert len(group["hits"]) == min(group["count"], searching.FEW)
        assert all(get(hit["url"]).status_code == 200 for hit in group["hits"])


def test_words_that_mean_the_same_are_told_and_can_be_left_out(get: Get) -> None:
    page = get(f"/search?words={quote('芯片')}").text
    assert "集成电路" in page
    assert found(get, "芯片")["synonyms"]["芯片"][0] == "集成电路"
    very_words = re.search(r'href="(/search\?[^"]*exact=1)"', page)
    assert very_words
    assert get(html.unescape(very_words[1])).status_code == 200
    assert found(get, "芯片", "&exact=1")["groups"] == []


def test_the_very_name_comes_first(get: Get) -> None:
    assert ids(found(get, "京东"), "organizations")[0] == "jd"
    page = get(f"/search?words={quote('京东')}").text
    assert "about_an_organization?organization=jd" in page


def test_one_report_and_one_kind(get: Get) -> None:
    whole, alone = found(get, "疫苗"), found(get, "疫苗", "&report_id=bda-2021")
    assert {group["table"] for group in whole["groups"]} - {group["table"] for group in alone["groups"]} <= {
        "themes",
        "external_facts",
        "units",
        "doubts",
    }
    one = found(get, "企业", "&kind=indicators")
    assert [group["table"] for group in one["groups"]] == ["indicators"]
    assert len(one["groups"][0]["hits"]) == one["groups"][0]["count"] > searching.FEW


@pytest.mark.parametrize("words", INJECTIONS)
def test_syntax_and_markup_do_no_harm(get: Get, words: str) -> None:
    assert found(get, words)["ok"]
    assert get(f"/search?words={quote(words)}").status_code == 200
    page = get("/search?words=" + quote(f"{words}<script>alert(1)</script>")).text
    assert "<script>alert" not in page


def test_found_words_are_marked_and_the_rest_is_escaped(get: Get) -> None:
    page = get(f"/search?words={quote('疫苗')}&lang=zh").text
    assert "<mark>疫苗</mark>" in page
    assert "<mark>vaccines</mark>" in get("/search?words=Vaccine&lang=en").text


def test_without_words_the_page_is_a_form(get: Get) -> None:
    for path in ("/search", "/search?words=", "/search?words=++"):
        page = get(path)
        assert page.status_code == 200
        assert 'name="words"' in page.text
        assert "search-group" not in page.text
    for example in re.findall(r'href="(/search\?words=[^"]+)"', get("/search").text):
        assert get(html.unescape(example)).status_code == 200


def test_the_json_is_the_same_in_every_language(get: Get) -> None:
    path = f"/search.json?words={quote('芯片')}"
    assert get(path).text == get(f"{path}&lang=zh").text


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("word=a", "word: there is no such parameter: did you mean words?"),
        ("", "words: is missing: known: words, report_id (optional)"),
        ("words=a&kind=x", "kind: there is no “x”: choose one of indicators, observations"),
        ("words=a&report_id=x", "report_id: there is no “x”"),
        ("words=a&exact=yes", "exact: is neither 0 nor 1"),
        (f"words={'a' * 501}", "words: is longer than 500 characters"),
        ("words=a&words=b", "words: is given more than once"),
    ],
)
def test_faults_are_told(get: Get, asked: str, message: str) -> None:
    answer = get(f"/search.json?{asked}")
    assert answer.status_code == 400
    assert message in answer.json()["error"]
    assert not asked or get(f"/search?{asked}").status_code == 400


def test_what_a_machine_read_is_marked(package: Path, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    for name in ("gongbao.db", "metadata.json"):
        (tmp_path / "build" / name).write_bytes((package / "build" / name).read_bytes())
    with closing(sqlite3.connect(tmp_path / "build" / "gongbao.db")) as connection, connection:
        connection.execute("UPDATE reports SET review = 'auto'")
        connection.execute("UPDATE projects SET review = 'auto' WHERE project_id = 'covid-vaccine-workshops'")
    for get in asking(tmp_path):
        hits = {hit["id"]: hit["machine"] for group in found(get, "疫苗")["groups"] for hit in group["hits"]}
        assert hits["bda-2021-o334"]
        assert hits["covid-vaccine-workshops"]
        assert not hits["covid-19-vaccine-doses-supplied"]
        assert get(f"/search?words={quote('疫苗')}").text.count('class="machine"') == sum(hits.values())


def test_time_is_bounded(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SECONDS", 0.0)
    answer = found(get, "并联审批")
    assert not answer["complete"]
    assert all(group["count"] is None for group in answer["groups"])
    assert "search-late" in get(f"/search?words={quote('并联审批')}").text
    monkeypatch.undo()
    assert found(get, "并联审批")["complete"]  # what ran out of time is not kept
    assert "search-late" not in get(f"/search?words={quote('并联审批')}").text


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("word,unit\n", r":1: the header is not word,magnitude,unit_id: restore it"),
        ("word,magnitude,unit_id\nfoo,,\n", r":2: needs a word and a magnitude or a unit: complete it"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, message: str) -> None:
    (tmp_path / "amounts.csv").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(amounts, "FILE", tmp_path / "amounts.csv")
    with pytest.raises(SeedError, match=message):
        amounts._english.__wrapped__()


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """The site over the real report and an uncurated one of another year."""
    root = tmp_path_factory.mktemp("several")
    shutil.copytree(SEEDS, root / "seeds")
    home = root / "seeds" / "reports" / "other-2022"
    home.mkdir()
    raw = "二〇二二年工作报告\n2022年,新建疫苗车间3个。\n2023年工作\n建设疫苗车间5个。\n".encode()
    (home / "text.txt").write_bytes(raw)
    known = (SEEDS / "reports" / "bda-2021" / "report.yml").read_text(encoding="utf-8")
    for old, new in (
        ("review: curated", "review: auto"),
        ("year_covered: 2021", "year_covered: 2022"),
        ("year_planned: 2022", "year_planned: 2023"),
        ("place_id: bda", "place_id: beijing"),
    ):
        assert old in known
        known = known.replace(old, new)
    (home / "report.yml").write_text(
        re.sub(r"sha256: \w+", f"sha256: {hashlib.sha256(raw).hexdigest()}", known), encoding="utf-8"
    )
    pipeline.build(root / "seeds", root)
    yield from asking(root)


@pytest.mark.parametrize(
    ("within", "reports"),
    [
        ("", {"bda-2021", "other-2022"}),
        ("&place_id=beijing", {"other-2022"}),
        ("&year=2021", {"bda-2021"}),
        ("&review=auto", {"other-2022"}),
        ("&review=curated&year=2022", set()),
        ("&report_id=bda-2021&review=curated", {"bda-2021"}),
    ],
)
def test_search_keeps_to_place_year_and_review(several: Get, within: str, reports: set[str]) -> None:
    answer = found(several, "疫苗", within)
    hits = [(group, hit) for group in answer["groups"] for hit in group["hits"]]
    assert {hit["report_id"] for _, hit in hits if hit["report_id"]} == reports
    assert all(hit["machine"] == (hit["report_id"] == "other-2022") for _, hit in hits if hit["report_id"])
    for group in answer["groups"]:
        table = several(group["url"].replace("?", ".json?", 1) + "&_shape=array&_size=max")
        assert len(table.json()) == group["count"], group["url"]


def test_search_offers_what_reports_differ_in(get: Get, several: Get) -> None:
    assert 'name="place_id"' in several("/search").text
    assert 'name="place_id"' not in get("/search").text
    assert several("/search?words=疫苗&year=1999&lang=en").status_code == 400
    assert several("/search?words=疫苗&place_id=nowhere").status_code == 400
    assert "read by machine" in several("/search?words=疫苗&review=auto&lang=en").text
