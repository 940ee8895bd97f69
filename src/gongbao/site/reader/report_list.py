"""All reports: which there are, from where and of which year, who read them, and how much was drawn from each.

The list is read a page at a time; how many rows each report has is counted once, as the database does not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.utils import tilde_encode
from datasette.utils.asgi import BadRequest
from markupsafe import Markup, escape

from gongbao.site.current_data import Row, rows_of
from gongbao.site.reader.kinds import Kind, by_name, highlighted
from gongbao.site.wording.languages import said, t
from gongbao.site.wording.names import DATABASE

SIZE = 20
LISTED = ("place_id", "year", "review")
PARAMETERS = (*LISTED, "page")
COLUMNS = {"place_id": "r.place_id", "year": "r.year_covered", "review": "r.review"}
REVIEWS = ("curated", "auto")
LIST = """
select r.report_id, r.title_zh, r.title_en, r.place_id, r.year_covered, r.characters, r.review,
  p.name_zh as place_zh, p.name_en as place_en
from reports r left join places p using (place_id)
{where} order by r.year_covered desc, r.review = 'auto', r.report_id limit {size} offset {offset}
"""
_COUNTED: WeakKeyDictionary[Any, dict[str, dict[str, int]]] = WeakKeyDictionary()


class Offered(NamedTuple):
    """What the reports differ in: the places they are of, and the years."""

    places: list[Row]
    years: list[int]

    @property
    def values(self) -> dict[str, list[str]]:
        """Return the values that every filter may have."""
        places = [str(place["place_id"]) for place in self.places]
        return {"place_id": places, "year": [*map(str, self.years)], "review": [*REVIEWS]}


class Asked(NamedTuple):
    """Which reports are asked for: the filters that are set, and the page."""

    filters: dict[str, str]
    page: int = 1

    def address(self, page: int) -> str:
        """Return the question for another page as a query string."""
        return urlencode({**self.filters, **({"page": page} if page > 1 else {})})

    def where(self) -> tuple[str, tuple[str, ...]]:
        """Return the condition on reports `r` as SQL, with its values; nothing where all are asked for."""
        conditions = " and ".join(f"{COLUMNS[name]} = ?" for name in self.filters)
        return f"where {conditions}" if conditions else "", tuple(self.filters.values())


class Listed(NamedTuple):
    """A page of the list; `lines` are its reports, their figures in the order of `kinds`."""

    asked: Asked
    total: int
    pages: int
    kinds: list[Kind]
    lines: list[Markup]
    offered: Offered

    @property
    def near(self) -> list[int]:
        """Return the pages that are offered: the first, the last and those about the one at hand."""
        about = range(max(1, self.asked.page - 2), min(self.pages, self.asked.page + 2) + 1)
        return sorted({1, *about, self.pages})


def kinds_counted() -> list[Kind]:
    """Return the kinds whose rows are counted."""
    return [*highlighted(), by_name()["sentence"]]


async def offered_of(datasette: Any) -> Offered:
    """Return what the reports may be filtered by."""
    places = "select place_id, name_zh, name_en from places where place_id in (select place_id from reports) order by 1"
    years = await rows_of(datasette, "select distinct year_covered from reports order by 1 desc")
    return Offered(await rows_of(datasette, places), [row["year_covered"] for row in years])


async def list_reports(datasette: Any, arguments: Any) -> Listed:
    """Return the reports that the arguments of an address ask for; raises BadRequest, with the remedy, for others."""
    offered = await offered_of(datasette)
    asked = read(arguments, offered.values)
    where, values = asked.where()
    total = (await rows_of(datasette, f"select count(*) as n from reports r {where}", *values))[0]["n"]
    pages = max(1, -(-total // SIZE))
    if asked.page > pages:
        raise BadRequest(t("The list has {n} pages: take one of them.", n=pages))
    sql = LIST.format(where=where, size=SIZE, offset=(asked.page - 1) * SIZE)
    counts, kinds = await counted(datasette), kinds_counted()
    reader, machine = escape(datasette.urls.path("/reports/")), t("read by machine")
    lines = [
        line(row, [counts[kind.kind].get(row["report_id"], 0) for kind in kinds], reader, machine)
        for row in await rows_of(datasette, sql, *values)
    ]
    return Listed(asked, total, pages, kinds, lines, offered)


def line(row: Row, counts: Iterable[int], reader: str, machine: str) -> Markup:
    """Return a report as a line of the list; drawn here, as a template takes twice as long for so many cells.

    `reader` is the address below which all reports lie, `machine` what marks one that nobody has curated.
    """
    title = f'<a href="{reader}{tilde_encode(row["report_id"])}">{said(row["title_en"], row["title_zh"])}</a>'
    mark = f' <span class="machine">{machine}</span>' if row["review"] == "auto" else ""
    cells = (str(int(row["year_covered"])), *(f"{n:,}" for n in (int(row["characters"]), *counts)))
    figures = "".join(f'<td class="figure">{cell}</td>' for cell in cells)
    place = said(row["place_en"], row["place_zh"])
    return Markup(f'<tr><th scope="row">{title}{mark}</th><td>{place}</td>{figures}</tr>\n')


def read(arguments: Any, offered: dict[str, list[str]]) -> Asked:
    """Return what is asked; an empty argument asks for nothing."""
    for name in arguments:
        if not name.startswith("_") and name not in PARAMETERS:
            known = ", ".join(PARAMETERS)
            raise BadRequest(t("There is no parameter “{name}”: known are {known}.", name=name, known=known))
    given = {name: (arguments.get(name) or "").strip() for name in PARAMETERS}
    for name, values in offered.items():
        if given[name] and given[name] not in values:
            known = ", ".join(values[:20])
            raise BadRequest(
                t("{name}: no report has “{value}”: choose one of {known}.", name=name, value=given[name], known=known)
            )
    page = given["page"] or "1"
    if not page.isascii() or not page.isdigit() or int(page[:9]) < 1:
        raise BadRequest(t("page: “{value}” is no number from 1.", value=page))
    return Asked({name: given[name] for name in LISTED if given[name]}, int(page[:9]))


async def counted(datasette: Any) -> dict[str, dict[str, int]]:
    """Return how many rows every report has of each kind; of numerals, those that are no values."""
    held = datasette.get_database(DATABASE)
    if held not in _COUNTED:
        found = {}
        for kind in kinds_counted():
            only = "where role not in ('observation', 'target')" if kind.kind == "numeral" else ""
            rows = await rows_of(datasette, f"select report_id, count(*) as n from {kind.table} {only} group by 1")
            found[kind.kind] = {row["report_id"]: row["n"] for row in rows}
        _COUNTED[held] = found
    return _COUNTED[held]
