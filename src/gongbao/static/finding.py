"""What the search of the static edition looks through: every row that the served one searches, with its texts.

The script of the search page reads all of it and looks at the texts themselves, by the same lists of words that mean
the same and of magnitudes. What it does less than the served search: numbers that the engine's lexer alone can read
(三成, 三分之一, ranges), units of one kind for another, and the saved queries that ask more closely.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from datasette.utils import path_from_row_pks

from gongbao.model.rows import TABLES
from gongbao.site.addresses import row_url
from gongbao.site.reader.kinds import anchor_of
from gongbao.site.search import subjects
from gongbao.site.search.amounts import FILE as AMOUNTS
from gongbao.site.search.marking import TEXTS
from gongbao.site.search.searching import PLACES, Place
from gongbao.site.wording import labels
from gongbao.site.wording.languages import ENGLISH, speaking
from gongbao.site.wording.names import DATABASE
from gongbao.static.asking import Site
from gongbao.static.places import FOLDERS
from gongbao.static.scripts import script

KEYS = {model.table: list(model.primary_key) for model in TABLES}
Row = Mapping[str, Any]


async def words_of(site: Site) -> str:
    """Return the file of everything that is searched."""
    reports = {row["report_id"]: row for row in await _all(site, "select * from reports order by report_id")}
    rows: list[list[Any]] = []
    for number, place in enumerate(PLACES):
        among = await _reports_of(site, place)
        for row in await _all(site, f"select * from {place.table} order by rowid"):
            rows.append(_entry(site, number, place, row, among, reports))
    return script(
        "gongbaoWords",
        {
            "kinds": [_kind(place) for place in PLACES],
            "reports": {name: _report(row) for name, row in reports.items()},
            "rows": rows,
            "same": [[list(part) for part in group] for group in subjects.groups()],
            "magnitudes": _magnitudes(),
            "units": await _units(site),
        },
    )


async def _all(site: Site, sql: str) -> list[Row]:
    found = await site.held.execute_fn(
        lambda connection: [
            dict(zip([c[0] for c in cursor.description], row, strict=True))
            for cursor in [connection.execute(sql)]
            for row in cursor
        ]
    )
    return list(found)


def _columns(place: Place) -> list[str]:
    return list(dict.fromkeys([place.label_zh, place.label_en, *TEXTS[place.table]]))


def _kind(place: Place) -> dict[str, Any]:
    """Return a kind of rows: its table, its columns of text by their titles in each language, those that name a row."""
    columns, titles = _columns(place), {}
    for tongue, folder in FOLDERS.items():
        with speaking(tongue):
            titles[folder] = [labels.column_title(name, place.table) for name in columns]
    named = [columns.index(name) for name in columns if name.startswith(("name_", "aliases_"))]
    label = {"zh": columns.index(place.label_zh), "en": columns.index(place.label_en)}
    return {"table": place.table, "titles": titles, "label": label, "names": named}


def _report(row: Row) -> dict[str, Any]:
    titles = {"zh": row["title_zh"], "en": row["title_en"]}
    return {"title": titles, "place": row.get("place_id"), "year": row["year_covered"], "review": row["review"]}


async def _reports_of(site: Site, place: Place) -> dict[Any, list[str]]:
    """Return in which reports the rows of a table stand that bears no report of its own, by their keys."""
    found: dict[Any, list[str]] = {}
    if place.through and not place.has_report:
        sql = f"select distinct {place.key} as key, report_id from {place.through} order by 1, 2"
        for row in await _all(site, sql):
            found.setdefault(row["key"], []).append(row["report_id"])
    return found


def _entry(
    site: Site, number: int, place: Place, row: Row, among: dict[Any, list[str]], reports: Mapping[str, Row]
) -> list[Any]:
    """Return a row: kind, page, texts, its id, reports, place in the reader, whether a machine read it; value, unit."""
    report = row.get("report_id")
    key = path_from_row_pks(row, KEYS[place.table], False)
    page = site.places.find(f"{row_url(site.datasette, DATABASE, place.table)}{key}", ENGLISH)
    within = [report] if report else among.get(row.get(place.key), [])
    machine = row.get("review") == "auto" or bool(report and reports[report]["review"] == "auto")
    anchor = anchor_of(place.table, row) if report and row.get("char_start") is not None else ""
    entry = [
        number,
        str(page.file).partition("/")[2] if page else "",
        [row.get(name) or "" for name in _columns(place)],
    ]
    entry += [key, within, anchor, int(machine)]
    if place.table == "observations":
        entry += [row["value"], row["unit_id"], row["quote"]]
    return entry


def _magnitudes() -> dict[str, int]:
    with AMOUNTS.open(encoding="utf-8", newline="") as handle:
        return {line["word"]: int(line["magnitude"]) for line in csv.DictReader(handle) if line["magnitude"]}


async def _units(site: Site) -> dict[str, str]:
    """Return the units by what they are called."""
    found: dict[str, str] = {}
    for row in await _all(site, "select * from units order by rowid"):
        lists = [str(row.get(name) or "").split(";") for name in ("name_zh", "name_en", "aliases_zh", "symbol")]
        for name in (part.strip().lower() for parts in lists for part in parts):
            if name:
                found.setdefault(name, row["unit_id"])
    with AMOUNTS.open(encoding="utf-8", newline="") as handle:
        return found | {line["word"]: line["unit_id"] for line in csv.DictReader(handle) if line["unit_id"]}
