"""Pages of tables, queries and databases: what is shown, in whose words, and what is said of a wrong address."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote, urlencode

import pytest
from datasette.filters import Filters

from gongbao.resources import SITE
from gongbao.site.tables.reading_plan import for_reading, reading, unnamed
from gongbao.site.tables.table_state import from_form, operators, state_of
from gongbao.site.tables.tabular import amount
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells
from support.asking import Get
from support.interface import untranslated

SMALL = 300_000  # bytes of a page of fifty rows
HAN = re.compile(r"[一-鿿]")
DATABASES = ("gongbao", "gongbao-2-0-0", "gongbao-1-0-1", "gongbao-1-0-0")


@pytest.fixture(scope="module")
def tables(get: Get) -> dict[str, list[str]]:
    """The tables and views of every database."""
    found = {}
    for database in DATABASES:
        sql = "select name from sqlite_master where type in ('table', 'view') and name not like '%\\_fts%' escape '\\'"
        lines = get(f"/{database}.json?_shape=array&sql={quote(sql)}").json()
        found[database] = [line["name"] for line in lines if not line["name"].startswith("sqlite_")]
    return found


def shown(page: str) -> list[str]:
    """The headings of the rows."""
    return re.findall(r'<th scope="col" role="columnheader" data-column="([^"]+)"', page)


def rows_of(page: str) -> list[str]:
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    return re.findall(r"<tr.*?</tr>", body, re.DOTALL)


def words_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


def without_citation(page: str) -> str:
    return re.sub(r'<details class="cite">.*?</details>', "", page, flags=re.DOTALL)


@pytest.mark.parametrize("database", DATABASES)
def test_every_table_and_view_is_shown_in_the_readers_language(
    get: Get, tables: dict[str, list[str]], database: str
) -> None:
    assert len(tables[database]) > 20
    faults = {}
    for table in tables[database]:
        answer = get(f"/{database}/{table}?lang=qps-ploc")
        faults[table] = [f"status {answer.status_code}"] if answer.status_code != 200 else []
        faults[table] += untranslated(without_citation(answer.text))
        assert len(rows_of(answer.text)) > 0 or "zero-results" in answer.text, table
        assert len(answer.content) < SMALL, (table, len(answer.content))
    assert {table: found[:5] for table, found in faults.items() if found} == {}


@pytest.mark.parametrize("database", DATABASES)
def test_pages_of_databases_and_queries_are_in_the_readers_language(get: Get, database: str) -> None:
    page = get(f"/{database}?lang=qps-ploc")
    assert untranslated(without_citation(page.text)) == []
    queries = sorted(set(re.findall(rf'href="/{database}/(\w+)"', page.text.partition('id="questions"')[2])))
    assert len(queries) > 20
    for query in queries:
        answer = get(f"/{database}/{query}?lang=qps-ploc")
        assert answer.status_code == 200, query
        assert untranslated(without_citation(answer.text)) == [], query


def test_the_page_of_a_database_leads_to_every_table(get: Get, tables: dict[str, list[str]]) -> None:
    page = get("/gongbao").text
    assert [name for name in tables["gongbao"] if f'href="/gongbao/{name}"' not in page] == []
    assert page.index('href="/gongbao/observations"') < page.index('id="sql-editor"')
    assert 'href="/gongbao.db"' in page


def test_observations_show_few_columns_of_reading_first(get: Get) -> None:
    page = get("/gongbao/observations").text
    assert shown(page) == ["statement", "amount", "period", "place_id", "status", "quote"]
    first = rows_of(page)[0]
    assert words_of(first).startswith("Annual production capacity for COVID-19 vaccines")
    assert "<b>5,000,000,000</b>" in first
    assert 'href="/gongbao/observations/bda-2021-o' in first
    chinese = get("/gongbao/observations?lang=zh").text
    assert words_of(rows_of(chinese)[0]).startswith("北京经济技术开发区")
    assert "5,000,000,000</b> <span" in rows_of(chinese)[0]


def test_a_cell_says_the_name_of_what_its_id_points_to(get: Get) -> None:
    page = get("/gongbao/project_mentions").text
    ids = [line["project_id"] for line in get("/gongbao/project_mentions.json?_shape=array").json()]
    assert ids
    visible = words_of(page.partition("<tbody")[2])
    assert [each for each in ids if re.search(rf"(?<![\w/-]){re.escape(each)}(?![\w-])", visible) and "-" in each] == []
    assert f'href="/gongbao/projects/{ids[0]}"' in page


def test_conditions_are_chips_that_can_be_taken_off(get: Get) -> None:
    page = get("/gongbao/observations?measure=growth_rate&value__gt=10&_search=%E4%BC%81%E4%B8%9A").text
    chips = [words_of(chip) for chip in re.findall(r'<li><a class="chip".*?</a>', page)]
    assert chips == ["Remove: Measure is growth rate ✕", "Remove: Value is more than 10 ✕", "Remove: Search: 企业 ✕"]
    links = [html.unescape(link) for link in re.findall(r'<li><a class="chip" href="([^"]+)"', page)]
    assert links[0] == "/gongbao/observations?value__gt=10&_search=%E4%BC%81%E4%B8%9A"
    count = len(rows_of(page))
    assert f'<strong class="rows-told">{count} row' in page
    title = re.search(r"<title>(.*?) ·", page)
    assert title
    assert html.unescape(title[1]).startswith(f"Observations: {count} row")
    chinese = get("/gongbao/observations?measure=growth_rate&lang=zh").text
    assert (
        "度量" in chinese.partition('class="chips"')[2][:400] or "口径" in chinese.partition('class="chips"')[2][:400]
    )


def test_a_filled_form_becomes_the_address_it_means(get: Get) -> None:
    asked = {
        "_is.measure": "level",
        "_is.status": "",
        "_filter_column": "value",
        "_filter_op": "gt",
        "_filter_value": "5",
        "_next": "x",
        "_sort": "value",
    }
    answer = get(f"/gongbao/observations?{urlencode(asked)}")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/gongbao/observations?_sort=value&measure=level&value__gt=5"
    assert get(answer.headers["location"]).status_code == 200
    replaced = get("/gongbao/observations?measure=level&_is.measure=growth_rate")
    assert replaced.headers["location"] == "/gongbao/observations?measure=growth_rate"


def test_from_form_leaves_out_what_is_empty() -> None:
    assert from_form([("a", "1")]) is None
    assert from_form([("_filter_column", ""), ("_filter_op", "exact"), ("_filter_value", "x")]) == []
    assert from_form([("_filter_column", "a"), ("_filter_op", "isnull"), ("_filter_value", "")]) == [("a__isnull", "1")]
    assert from_form([("_filter_column", "a"), ("_filter_op", "isnull__1")]) == [("a__isnull", "1")]


def test_every_lookup_of_datasette_has_words() -> None:
    assert set(operators()) == {key for key, _, _ in Filters([]).lookups()}
    assert all(HAN.search(words.chinese) or words.chinese for words in operators().values())


def test_choices_name_values_and_hold_the_one_asked_for(get: Get) -> None:
    page = get("/gongbao/observations?place_id=yizhuang-new-town").text
    form = page.partition('name="_is.place_id"')[2].partition("</select>")[0]
    assert '<option value="yizhuang-new-town" selected translate="no">Yizhuang New Town</option>' in form
    assert "Beijing Economic-Technological" in form


def test_facets_count_by_name_and_lead_to_the_rows(get: Get) -> None:
    page = get("/gongbao/projects?_facet=project_type").text
    assert page.count('id="facet-project_type"') == 1
    section = page.partition('id="facet-theme_id"')[2].partition("</section>")[0]
    name, link, count = re.findall(r'<a href="([^"]+)" rel="nofollow">(.*?)</a> <span class="count">(\d+)<', section)[0]
    assert "Talent" in section or words_of(link)
    followed = get(html.unescape(name)).text
    assert f'<strong class="rows-told">{count} row' in followed
    assert re.search(r'aria-current="true"><b>', followed.partition('class="facet-results"')[2])
    assert '<details class="tool" open><summary>Counts by value' in page


def test_columns_are_chosen_by_a_form_and_all_are_a_link_away(get: Get) -> None:
    page = get("/gongbao/observations").text
    boxes = re.findall(r'name="_col" value="([^"]+)"( checked)?', page)
    columns = get("/gongbao/observations.json?_size=1").json()["columns"]
    assert [name for name, _ in boxes] == [name for name in columns if name != "observation_id"]
    assert {name for name, checked in boxes if checked} >= {"statement_en", "value", "unit_id", "quote"}
    chosen = get("/gongbao/observations?_col=value&_col=measure").text
    assert shown(chosen) == ["value", "measure"]
    every = get("/gongbao/observations?_columns=all").text
    assert shown(every) == columns
    assert len(rows_of(every)) == len(rows_of(page))


def test_sorting_is_told_and_turned(get: Get) -> None:
    page = get("/gongbao/observations?_sort=value").text
    assert re.search(
        r'data-column="amount"[^>]* aria-sort="ascending"><a href="/gongbao/observations\?_sort_desc=value"', page
    )
    values = [line["value"] for line in get("/gongbao/observations.json?_sort=value&_shape=array").json()]
    assert values == sorted(values, key=lambda v: (v is not None, v))


def test_pages_follow_each_other_to_the_last_row(get: Get) -> None:
    seen, address = 0, "/gongbao/sentences"
    while address:
        page = get(address).text
        seen += len(rows_of(page))
        found = re.search(r'<a class="button" href="http://localhost([^"]+)" rel="next"', page)
        address = html.unescape(found[1]) if found else ""
    assert seen == get("/gongbao/sentences.json?_size=1").json()["filtered_table_rows_count"]


def test_rows_of_a_machine_are_marked(unchecked: Get, get: Get) -> None:
    for path in ("/gongbao/observations", "/gongbao/observations_flat", "/gongbao/sentences", "/gongbao/growth_rates"):
        marked = unchecked(path).text
        assert all('class="machine"' in row for row in rows_of(marked)), path
        assert 'class="machine"' not in get(path).text, path
    assert 'class="machine"' not in unchecked("/gongbao/themes").text


def test_own_sql_is_shown_as_it_stands(get: Get) -> None:
    page = get(
        f"/gongbao?sql={quote('select measure, count(*) as n, 1700000000 as big from observations group by 1')}"
    ).text
    assert shown(page) == ["measure", "n", "big"]
    assert "growth_rate" in words_of(rows_of(page)[1] + rows_of(page)[0] + rows_of(page)[2])
    assert "1700000000" in page


def test_a_long_answer_shows_its_first_rows_and_gives_all(get: Get) -> None:
    sql = "select numeral_id, quote from numerals union all select sentence_id, text_zh from sentences"
    asked = f"/gongbao?sql={quote(sql)}"
    page, every = get(asked).text, get(f"{asked}&_rows=all").text
    assert len(rows_of(page)) == 50
    assert "the first 50 rows" in page
    assert len(rows_of(every)) == len(get(asked.replace("/gongbao?", "/gongbao.json?")).json()["rows"]) > 200


def test_a_query_shows_names_and_leads_to_rows(get: Get) -> None:
    page = get("/gongbao/values_by_theme?lang=zh").text
    assert shown(page)[:2] == ["name", "indicators"]
    assert re.search(r'<td[^>]*><a href="/gongbao/themes/[\w-]+">', page)
    assert "definition" in shown(page)
    assert shown(get("/gongbao/values_by_theme?_columns=all").text)[:3] == ["theme_id", "name_zh", "name_en"]


def test_rows_of_an_answer_are_led_to_by_their_first_text(get: Get) -> None:
    first = rows_of(get("/gongbao/growth_rates").text)[0]
    row = get("/gongbao/growth_rates.json?_shape=array").json()[0]
    assert (
        f'<a href="/gongbao/observations/{row["observation_id"]}"><span translate="no">{row["indicator_en"]}' in first
    )


def test_a_query_that_was_not_asked_is_a_form_with_an_example(get: Get) -> None:
    page = get("/gongbao/about_a_subject?lang=zh").text
    assert "示例：" in page
    assert "rows-told" not in page
    assert re.search(r'<label for="qp1">[^<]*[一-鿿]', page)


def test_views_and_tables_of_reading_yml_exist(tables: dict[str, list[str]]) -> None:
    there = {name for names in tables.values() for name in names}
    assert set(reading().tables) - there == set()
    grouped = [name for group in reading().groups for name in group.tables]
    assert sorted(grouped) == sorted(set(grouped))
    assert there - set(grouped) == set()


def test_reading_columns_stand_in_their_tables(get: Get, tables: dict[str, list[str]]) -> None:
    """Every entry is a column, a pair or a composite of the current table; of a release what it has."""
    for table, entries in reading().tables.items():
        if table in tables["gongbao"]:
            columns = get(f"/gongbao/{table}.json?_size=1").json()["columns"]
            found = [column.name for column in for_reading(columns, table)]
            assert found == list(entries), table


def test_amounts_are_written_with_their_unit() -> None:
    cells = Cells(None, "gongbao", "observations")
    row = {"value": 1700000000.0, "qualifier": "more_than", "unit_en": "doses (of vaccine)", "unit_zh": "剂"}
    assert words_of(amount(cells, row)) == "more than 1,700,000,000 doses"
    assert words_of(amount(cells, {"value_min": 3, "value_max": 5, "unit_en": "days"})) == "3–5 days"
    fell = {"value": 5.4, "direction": "decrease", "qualifier": "approximately", "unit_id": "percent"}
    assert words_of(amount(cells, fell)) == "down about 5.4%"
    assert words_of(amount(cells, {"value": 5.4, "unit_id": "percent"})) == "5.4%"
    assert amount(cells, {"value": None}) == ""


def test_pairs_collapse_and_ids_come_late() -> None:
    assert unnamed(["theme_id", "name_zh", "name_en", "value", "char_start"]) == [
        "name",
        "value",
        "theme_id",
        "char_start",
    ]


def test_state_changes_addresses_without_losing_the_rest() -> None:
    state = state_of("/gongbao/x", "a=1&a=2&_next=5&_sort=b")
    assert state.without(("a", "1")) == "/gongbao/x?a=2&_sort=b"
    assert state.but("_sort", _sort_desc="c") == "/gongbao/x?a=1&a=2&_sort_desc=c"
    assert state.filters() == [("a", "exact", "1"), ("a", "exact", "2")]


@pytest.mark.parametrize(
    "path", ["/gongbao", "/gongbao/observations?_facet=measure", "/gongbao?sql=select+1", "/gongbao/receipts"]
)
def test_nothing_stands_inline(get: Get, path: str) -> None:
    page = get(path).text
    assert re.search(r"<script(?![^>]* (?:src=|type=.application/))", page) is None
    assert re.search(r"<style|\sstyle=|\son[a-z]+=", page) is None


def test_templates_do_not_extend_stock_ones() -> None:
    for name in ("table", "query", "database"):
        assert "default:" not in (SITE / "templates" / f"{name}.html").read_text(encoding="utf-8")


def test_every_title_of_reading_is_in_both_languages() -> None:
    both = [(each.title_en, each.title_zh) for each in reading().groups]
    both += [(each.title_en, each.title_zh) for each in reading().composites.values()]
    assert all(HAN.search(chinese) and not HAN.search(english) for english, chinese in both)
    assert labels.table_title("observations") == "Observations"


def test_json_is_what_datasette_gives(get: Get) -> None:
    """Own arguments change nothing of it."""
    plain = json.loads(get("/gongbao/observations.json?measure=level&_shape=array").text)
    assert plain == json.loads(get("/gongbao/observations.json?measure=level&_shape=array&_columns=all&_bom=1").text)
    assert plain


def test_helping_tables_have_titles(get: Get) -> None:
    page = get("/gongbao?_show_hidden=1&lang=zh").text
    listed = re.findall(r'<a href="/gongbao/(\w+)">([^<]*)</a> <code', page.partition('class="hidden-tables"')[2])
    assert {"sentences_fts", "sentences_fts_data", "sqlite_stat1"} <= {name for name, _ in listed}
    assert dict(listed)["sentences_fts"] == "“句子”检索索引"
    assert all(re.search("[一-鿿]", title) for _, title in listed)
    assert "“句子”检索索引" in get("/gongbao/sentences_fts?lang=zh").text
