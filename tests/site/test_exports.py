"""Files of what a page shows: the same rows and columns as CSV, as workbook, as JSON; what they say of themselves."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from openpyxl import load_workbook

from gongbao.site.files.workbooks import Fact, write
from support.asking import Get
from support.current import CITED_YEAR, CURRENT

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERED = "measure=level&value__gt=10&_sort_desc=value"


def sheets(answer: Any) -> tuple[list[list[Any]], list[list[Any]]]:
    """The rows of the two sheets of a workbook."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["data", "about"]
    data, about = ([list(row) for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames)
    return data, about


def about_of(answer: Any) -> str:
    return "\n".join(f"{title or ''}: {words}" for title, words in sheets(answer)[1])


def lines_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def same(cell: Any, value: Any) -> bool:
    return (cell in (None, "") and value in (None, "")) or cell == value


@pytest.mark.parametrize(
    "path",
    [
        "/gongbao/observations?" + FILTERED,
        "/gongbao/observations_flat?status=target",
        "/gongbao/changes?table_name=observations",
        "/gongbao/sentences?_col=text_zh&_col=decision&_sort=decision",
        "/gongbao/codes?codelist=measure&_size=2",
        "/gongbao/mentions?kind=place",
        "/gongbao-1-0-0/projects?theme_id=talent&_sort=name_en",
        "/gongbao/values_by_theme?report_id=bda-2021",
        "/gongbao?sql=" + quote("select value, quote from observations where value > 10 order by 1"),
    ],
)
def test_a_workbook_reopened_has_the_rows_of_the_json(get: Get, path: str) -> None:
    base, _, query = path.partition("?")
    data, _ = sheets(get(f"{base}.xlsx?{query}"))
    query = re.sub(r"&_size=\d+", "", query)
    told = get(f"{base}.json?{query}&_shape=arrays&_size=max").json()
    assert told["next"] is None if "next" in told else True
    assert data[0] == told["columns"]
    assert len(data) - 1 == len(told["rows"]) > 0
    for cells, row in zip(data[1:], told["rows"], strict=True):
        assert all(same(cell, value) for cell, value in zip(cells, row, strict=True)), (cells, row)


def test_a_workbook_holds_all_pages(get: Get) -> None:
    count = get("/gongbao/changes.json?_size=1").json()["filtered_table_rows_count"]
    assert count > 2000
    data, _ = sheets(get("/gongbao/changes.xlsx?_size=10&_next=100"))
    assert len(data) == 1 + count


def test_a_table_longer_than_its_json_comes_as_json_lines(get: Get) -> None:
    page = get("/gongbao/changes?version=2.0.0&_sort=row_id").text
    links = dict(re.findall(r'href="([^"]+)" rel="nofollow" data-format="([\w-]+)"', page))
    link = next(html.unescape(address) for address, kind in links.items() if kind == "jsonl")
    answer = get(link)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    count = get("/gongbao/changes.json?version=2.0.0&_size=1").json()["filtered_table_rows_count"]
    assert len(rows) == count > 2000
    first = get("/gongbao/changes.json?version=2.0.0&_sort=row_id&_size=1&_shape=array").json()[0]
    assert rows[0] == {name: first[name] for name in rows[0]}
    assert "cite-as" in answer.headers["link"]
    assert get("/gongbao/changes.jsonl?_sort=nope").status_code == 400


def test_the_second_sheet_says_what_the_rows_are(get: Get) -> None:
    told = about_of(get(f"/gongbao/observations.xlsx?{FILTERED}"))
    assert "Table: Observations (observations)" in told
    assert "Only rows where: Measure is " in told
    assert ": Value is more than 10" in told
    assert "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/" in told
    assert f"Version: {CURRENT.version}" in told
    assert "http://localhost/gongbao/observations?measure=level&value__gt=10&_sort_desc=value" in told
    assert f"gongbao contributors. ({CITED_YEAR})" in told
    assert "/-/cite?database=gongbao&table=observations&measure=level&value__gt=10" in told
    chinese = about_of(get(f"/gongbao/observations.xlsx?{FILTERED}&lang=zh"))
    assert "数据表: 观测值 (observations)" in chinese
    assert "[DS/OL]" in chinese


def test_a_workbook_says_how_many_rows_nobody_has_checked(get: Get, unchecked: Get) -> None:
    count = unchecked("/gongbao/observations.json?_size=1").json()["filtered_table_rows_count"]
    assert f"read by machine: {count} rows, which nobody has checked" in about_of(
        unchecked("/gongbao/observations.xlsx")
    )
    assert "read by machine: none of these rows" in about_of(get("/gongbao/observations.xlsx"))


def test_texts_are_no_formulas() -> None:
    given = ["=1+1", "@x", "+1", "-1", "http://example.org/", 5, 2.5, None, 2**60, "x" * 40_000]
    book = load_workbook(io.BytesIO(write([f"c{n}" for n in range(len(given))], [given], [Fact("a", "=1+1")])))
    cells = [cell for (cell,) in book["data"].iter_cols(min_row=2)]
    assert [cell.data_type for cell in cells[:5]] == ["s"] * 5
    assert [cell.value for cell in cells[:9]] == [*given[:8], str(2**60)]
    assert all(cell.hyperlink is None for cell in cells)
    assert len(cells[9].value) == 32_767
    assert book["about"]["B1"].value == "=1+1"
    assert book["about"]["B1"].data_type == "s"


def test_csv_for_excel_begins_with_the_mark_and_is_else_the_same(get: Get) -> None:
    path = "/gongbao/terms.csv?_stream=1&_size=max"
    plain, marked = get(path), get(f"{path}&_bom=1")
    assert not plain.content.startswith(b"\xef\xbb\xbf")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert get("/gongbao/terms.json?_bom=1&_shape=array").json() == get("/gongbao/terms.json?_shape=array").json()
    assert not get("/gongbao/terms.csv?_bom=1&nope=1").content.startswith(b"\xef\xbb\xbf")
    query = "/gongbao/growth_rates.csv?report_id=bda-2021"
    assert get(f"{query}&_bom=1").content == b"\xef\xbb\xbf" + get(query).content


@pytest.mark.parametrize(
    "path",
    [
        "/gongbao/observations?" + FILTERED,
        "/gongbao/observations",
        "/gongbao/observations?_columns=all",
        "/gongbao/observations?_col=value&_col=quote",
        "/gongbao/promises_flat?checkability=definite&_sort=due_on",
        "/gongbao-1-0-0/observations?measure=level",
    ],
)
def test_the_links_of_a_page_give_exactly_what_is_shown(get: Get, path: str) -> None:
    page = get(path).text
    links = {
        name: html.unescape(link)
        for link, name in re.findall(r'href="([^"]+)" rel="nofollow" data-format="([\w-]+)"', page)
    }
    assert set(links) == {"csv", "csv-excel", "xlsx", "json"}
    count = int(re.findall(r'class="rows-told">([\d,]+)', page)[0].replace(",", ""))
    rows = get(links["json"]).json()
    plain = get(links["csv"])
    assert "attachment" in plain.headers["content-disposition"]
    table = lines_of(plain.text)
    data, _ = sheets(get(links["xlsx"]))
    assert len(rows) == len(table) - 1 == len(data) - 1 == count
    assert list(rows[0]) == table[0] == data[0]
    if "_col=" in path:
        assert table[0] == ["observation_id", "value", "quote"]
    if "_columns" not in path:
        assert len(table[0]) < len(get(path.partition("?")[0] + ".json?_size=1").json()["columns"])
    assert [[str(cell if cell is not None else "") for cell in row.values()] for row in rows] == table[1:]


def parse_links(header: str) -> dict[str, str]:
    return {rel: target for target, rel in re.findall(r'<([^>]*)>; rel="([\w-]+)"', header)}


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("path", ["observations", "observations_flat", "growth_rates", "observations/bda-2021-o347"])
def test_a_file_leads_to_its_citation_licence_and_description(get: Get, path: str, kind: str) -> None:
    query = "?measure=level&_shape=array" if path in ("observations", "observations_flat") else ""
    answer = get(f"/gongbao/{path}.{kind}{query}")
    links = parse_links(answer.headers["link"])
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert get(links["describedby"].removeprefix("http://localhost")).json()["resources"]
    cite = links["cite-as"].removeprefix("http://localhost")
    cited = get(cite)
    assert cited.status_code == 200
    asked = parse_qs(urlsplit(cite).query)
    assert asked.get("measure", ["level"]) == ["level"]
    assert ("measure" in asked) == bool(query)
    assert "_shape" not in asked


def test_a_release_is_described_by_its_manifest(get: Get) -> None:
    links = parse_links(get("/gongbao-1-0-0/themes.csv").headers["link"])
    assert links["describedby"].endswith("/releases/1.0.0/manifest.json")
    assert get(links["describedby"].removeprefix("http://localhost")).json()["version"] == "1.0.0"


def test_files_with_reports_of_a_machine_name_their_list(get: Get, unchecked: Get) -> None:
    links = parse_links(unchecked("/gongbao/observations.csv").headers["link"])
    listed = lines_of(unchecked(links["related"].removeprefix("http://localhost")).text)
    assert [line[0] for line in listed] == ["report_id", "bda-2021"]
    assert "related" not in parse_links(get("/gongbao/observations.csv").headers["link"])


def test_pages_and_errors_bear_no_citation_header(get: Get) -> None:
    assert "cite-as" not in get("/gongbao/observations").headers.get("link", "")
    assert "link" not in get("/gongbao/observations.csv?nope=1").headers


LONG = "/gongbao.{}?sql=" + quote(
    "select sentence_id, text_zh from sentences union all select numeral_id, quote from numerals"
)
CROSSED = "/gongbao.{}?sql=" + quote("select a.code from codes a cross join codes b")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "jsonl"])
def test_a_file_that_ends_before_its_query_says_so(get: Get, kind: str) -> None:
    answer = get(CROSSED.format(kind) + ("&_dl=1" if kind == "csv" else ""))
    assert answer.headers["x-truncated"] == "2000"
    if kind == "json":
        assert answer.json()["truncated"] is True
    else:
        assert f'-first-2000-rows.{kind}"' in answer.headers["content-disposition"]
    whole = get(LONG.format(kind) + ("&_dl=1" if kind == "csv" else ""))
    assert whole.status_code == 200
    assert "x-truncated" not in whole.headers
    assert "first" not in whole.headers.get("content-disposition", "")


def test_the_page_of_a_query_says_that_its_files_end(get: Get) -> None:
    page = get(CROSSED.format("x").replace(".x", "")).text
    assert "These files end after 2,000 rows" in page
    links = re.findall(r'href="([^"]+)" rel="nofollow" data-format="json"', page)
    assert len(links) == 1
    assert "_shape" not in links[0]
    assert "These files end" not in get(LONG.format("x").replace(".x", "")).text


def test_files_of_tables_are_whole(get: Get) -> None:
    count = get("/gongbao/changes.json?_size=1").json()["filtered_table_rows_count"]
    answer = get("/gongbao/changes.csv?_stream=1&_size=max&_dl=1")
    assert len(lines_of(answer.text)) == 1 + count > 2001
    assert "x-truncated" not in answer.headers
