"""Tables, answers of queries and databases as pages for people; what the templates show is gathered here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from datasette import hookimpl
from jinja2 import pass_context
from markupsafe import Markup

from gongbao.site.files.downloads import of_query, of_table
from gongbao.site.tables.choices import choices_of, choosable, values_of
from gongbao.site.tables.parameter_fields import fields_of
from gongbao.site.tables.reading_plan import (
    LAST,
    Column,
    bare,
    chosen,
    entry_of,
    for_reading,
    plain,
    reading,
    sources_of,
    unnamed,
)
from gongbao.site.tables.table_state import COLUMNS, State, conditions_of, operators, state_of
from gongbao.site.tables.tabular import results, tabulate
from gongbao.site.wording import labels, languages
from gongbao.site.wording.bilingual_metadata import query_about, query_title
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.languages import count, t
from gongbao.site.wording.names import names_of

Context = Mapping[str, Any]
ROWS, FIRST = "_rows", 50  # own argument, `all` shows every row of an answer; else so many stand on its page


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates what a page of a table, of a query and of a database shows."""

    @pass_context
    async def table_page(context: Context) -> dict[str, Any]:
        return await describe_table(datasette, context)

    @pass_context
    async def query_page(context: Context) -> dict[str, Any]:
        return await describe_query(datasette, context)

    env.globals |= {
        "table_page": table_page,
        "query_page": query_page,
        "database_groups": lambda tables, views: group(tables, views),
        "query_title": query_title,
        "query_about": query_about,
        "table_title": labels.table_title,
        "table_about": labels.table_about,
    }


async def describe_table(datasette: Any, page: Context) -> dict[str, Any]:
    """Return everything the page of a table says of it, in the reader's language."""
    database, table, names, keys = page["database"], page["table"], page["columns"], page["primary_keys"]
    state = state_of(datasette.urls.table(database, table), page["request"].query_string)
    cells = Cells(datasette, database, table)
    columns = columns_of(state, names, table)
    if is_in_reading(state) and await tells_reports_apart(datasette, database, names, columns):
        columns.append(plain("report_id", table))
    held = await datasette.get_database(database).table_columns(table)
    shown = await tabulate(cells, columns, page["rows"], names, keys)
    conditions = await conditions_of(state, cells)
    number = page["filtered_table_rows_count"]
    return {
        "table": shown,
        "state": state,
        "conditions": conditions,
        "number": number,
        "rows_told": count("{n} row", "{n} rows", number) if number is not None else t("more rows than were counted"),
        "title": title_of(table, number, [condition.words for condition in conditions]),
        "heads": [head(state, page, column) for column in columns],
        "sorted_by": sorted_by(state, table),
        "choices": await choices_of(cells, held, {c: v for c, lookup, v in state.filters() if lookup == "exact"}),
        "filter_columns": [(name, labels.column_title(name, table)) for name in held],
        "operators": [(name, str(words)) for name, words in operators().items()],
        "chooser": chooser(held, keys, columns, table),
        "facets": await facets(state, cells, page["sorted_facet_results"]),
        "offered": offered_facets(state, held, table, page["facet_results"]),
        "explained": await explained(cells, columns),
        "downloads": of_table(datasette, database, table, state, exported(state, columns, held), number),
        "all_columns": state.but("_col", "_nocol", **{COLUMNS: "all"}),
        "reading_columns": state.but("_col", "_nocol", COLUMNS),
        "in_reading": is_in_reading(state),
        "more": len(held) - len(sources_of(columns)),
        "machine": sum(row.machine for row in shown.rows),
    }


def columns_of(state: State, names: Sequence[str], table: str) -> list[Column]:
    """Return the columns a page shows: those asked for, all, or those for reading."""
    if state.values("_col"):
        return chosen([name for name in dict.fromkeys(state.values("_col")) if name in names], table)
    if state.values("_nocol") or state.first(COLUMNS) == "all":
        return chosen([name for name in names if name != "rowid"], table)
    return for_reading(names, table)


def is_in_reading(state: State) -> bool:
    """Tell whether nobody chose columns, so that those for reading are shown."""
    return not {"_col", "_nocol", COLUMNS} & {key for key, _ in state.pairs}


async def tells_reports_apart(datasette: Any, database: str, names: Sequence[str], columns: Sequence[Column]) -> bool:
    """Tell whether rows are of several reports, and no column for reading says of which."""
    if "report_id" not in names or "report_id" in sources_of(columns):
        return False
    return len(await names_of(datasette, database, "reports")) > 1


def exported(state: State, columns: Sequence[Column], held: Sequence[str]) -> list[str] | None:
    """Return the columns a file of what is shown has; None where it has all of them."""
    if not is_in_reading(state):
        return None
    wanted = set(sources_of(columns))
    return [name for name in held if name in wanted or name in ("report_id", "review")]


def title_of(table: str, number: int | None, conditions: Sequence[str]) -> str | Markup:
    """Return what a page is called: the table, how many rows, and which."""
    rows = count("{n} row", "{n} rows", number) if number is not None else ""
    told = "; ".join(conditions)
    if not told:
        return str(labels.table_title(table))
    return t("{table}: {rows} where {conditions}", table=labels.table_title(table), rows=rows, conditions=told)


def head(state: State, page: Context, column: Column) -> dict[str, Any]:
    """Return the heading of a column: how it is sorted, and the address that sorts by it."""
    rising, falling = page["sort"] == column.sort, page["sort_desc"] == column.sort
    change = {"_sort_desc": column.sort} if rising else {"_sort": column.sort}
    return {
        "column": column,
        "aria": "ascending" if rising else "descending" if falling else None,
        "href": state.but("_sort", "_sort_desc", **change),
    }


def sorted_by(state: State, table: str) -> dict[str, Any] | None:
    """Return what somebody asked rows to be sorted by; None where nobody did."""
    name = state.first("_sort") or state.first("_sort_desc")
    if not name:
        return None
    return {
        "title": labels.column_title(name, table),
        "falling": bool(state.first("_sort_desc")),
        "without": state.but("_sort", "_sort_desc"),
    }


def chooser(
    held: Sequence[str], keys: Sequence[str], columns: Sequence[Column], table: str
) -> list[tuple[str, str, bool]]:
    """Return every column that may be chosen with its title, and whether it is shown; the key is always there."""
    now = set(sources_of(columns))
    return [(name, labels.column_title(name, table), name in now) for name in held if name not in keys]


async def facets(state: State, cells: Cells, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return counts by value, the values by name, with the address that asks for each."""
    shown, asked_first = [], {value for key, value in state.pairs if key.startswith("_facet")}
    once = {(facet["name"], facet["type"]): facet for facet in found}
    for facet in sorted(once.values(), key=lambda each: each["name"] not in asked_first):
        column = facet["name"]
        await cells.look_up([{column: result["value"]} for result in facet["results"]])
        values = []
        for result in facet["results"]:
            asked = state_of(state.base, urlsplit(result["toggle_url"]).query)
            drawn = cells.draw(column, {column: result["value"]}, linked=False) or t("no value")
            values.append(
                {"label": drawn, "count": result["count"], "selected": result["selected"], "href": asked.but()}
            )
        removable = [("_facet", column), (f"_facet_{facet['type']}", column)]
        asked_for = [pair for pair in removable if pair in state.pairs]
        shown.append({
            "title": labels.column_title(column, cells.table),
            "column": column,
            "values": values,
            "more": state.but("_facet_size", _facet_size="max") if facet["truncated"] else None,
            "without": state.without(asked_for[0]) if asked_for else None,
        })  # fmt: skip
    return shown


def offered_facets(
    state: State, held: Sequence[str], table: str, found: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """Return the columns whose values may be counted, with the address that counts them."""
    counted = {facet["name"] for facet in found.values()}
    kept = [(key, value) for key, value in state.pairs if key != "_next"]
    return [
        (labels.column_title(name, table), state.address([*kept, ("_facet", name)]))
        for name in choosable(held, table)
        if name not in counted
    ]


async def explained(cells: Cells, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return what the shown columns and the codes in them mean."""
    told = []
    for column in columns:
        for name in column.sources if column.kind not in ("plain", "pair") else (column.mine,):
            codes: list[tuple[str, str]] = []
            if labels.codelist_of(name, cells.table):
                values = await values_of(cells.datasette, cells.database, str(cells.table), name)
                codes = [
                    (labels.code_name(name, v, cells.table), labels.code_about(name, v, cells.table)) for v in values
                ]
            told.append({
                "name": name,
                "title": labels.column_title(name, cells.table),
                "about": labels.column_about(name, cells.table),
                "codes": codes,
            })  # fmt: skip
    return told


async def describe_query(datasette: Any, page: Context) -> dict[str, Any]:
    """Return what the page of a query shows of its answer."""
    database, names, query = page["database"], list(page["columns"]), page.get("canned_query")
    request = page["request"]
    where = datasette.urls.table(database, query) if query else datasette.urls.database(database)
    state = state_of(where, request.query_string)
    cells = Cells(datasette, database)
    every = not query or state.first(COLUMNS) == "all"
    columns = chosen(names, None) if every else answer_columns(names)
    of_one = state.first("report_id") and len(await names_of(datasette, database, "reports")) > 1
    if not of_one and await tells_reports_apart(datasette, database, names, columns):
        columns.append(plain("report_id", None))
    rows = page["rows"] if state.first(ROWS) == "all" else page["rows"][:FIRST]
    shown = await results(cells, columns, rows, names, raw=not query)
    metadata = page.get("metadata") or {}
    number = len(page["rows"])
    return {
        "table": shown,
        "state": state,
        "title": query_title(metadata, query) if query else t("Your own SQL"),
        "fields": await fields_of(
            datasette, database, page.get("named_parameter_values") or {}, page.get("parameters") or []
        ),
        "about": query_about(metadata) if query else "",
        "rows_told": count("{n} row", "{n} rows", number),
        "downloads": of_query(where, state, cut=bool(page.get("truncated"))),
        "first": count("the first row", "the first {n} rows", len(rows)) if len(rows) < number else None,
        "all_rows": state.but(**{ROWS: "all"}),
        "all_reports": state.but(report_id="") if of_one else None,
        "every": every,
        "all_columns": state.but(**{COLUMNS: "all"}),
        "reading_columns": state.but(COLUMNS),
        "more": 0 if every else len(names) - len(sources_of(columns)),
        "machine": sum(row.machine for row in shown.rows),
        "explained": await explained_answer(columns) if query else [],
    }


def answer_columns(names: Sequence[str]) -> list[Column]:
    """Return the columns of an answer for reading: each thing once, without the ids that lead to a row."""
    entries = [entry for entry in unnamed(names) if entry not in LAST]
    entries = [entry for entry in entries if not is_led_by(entry, names) and not is_foreign(entry, names)]
    if "row_id" in entries and "table_name" in entries:  # which row, beside the table it is of
        entries.remove("row_id")
        entries.insert(entries.index("table_name") + 1, "row_id")
    found = [column for entry in entries if (column := entry_of(entry, names, None))]
    if "kind" in names:  # of several tables, whose texts are not all sentences
        said = bare(labels.column_title("label_en"))
        found = [replace(column, title=said) if column.name == "text" else column for column in found]
    return found or chosen(names, None)


def is_led_by(entry: str, names: Sequence[str]) -> bool:
    """Tell whether an id in an answer is that of the row which the first cell leads to."""
    told = [name for name in names if name.endswith(("_zh", "_en")) and not name.startswith("reason_")]
    return entry.endswith("_id") and entry != names[0] and bool(told)


def is_foreign(entry: str, names: Sequence[str]) -> bool:
    """Tell whether a column says in English alone what the quote beside it says to who reads Chinese."""
    return languages.side() == "zh" and entry.endswith("_en") and "quote" in names


async def explained_answer(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return what the columns of an answer mean."""
    named = [(column.mine, labels.column_about(column.mine)) for column in columns]
    return [{"name": n, "title": labels.column_title(n), "about": about, "codes": []} for n, about in named if about]


def group(tables: Sequence[Mapping[str, Any]], views: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tables and views of a database in the groups of reading.yml, those not named there last."""
    there = {each["name"]: each.get("count") for each in [*views, *(one for one in tables if not one["hidden"])]}
    groups = [
        {"title": languages.pick(each.title_en, each.title_zh), "tables": [n for n in each.tables if n in there]}
        for each in reading().groups
    ]
    named = {name for each in groups for name in each["tables"]}
    rest = [name for name in there if name not in named and not name.startswith("sqlite_")]
    groups.append({"title": t("Other tables"), "tables": rest})
    return [
        {"title": each["title"], "tables": [{"name": name, "count": there[name]} for name in each["tables"]]}
        for each in groups
        if each["tables"]
    ]
