"""What a search knows of the reports before anybody asks: which there are, what they differ in, who read them.

There may be a report for every year of every place, and none changes while it is served: each database is asked once,
each report is drawn once a language.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup

from gongbao.site.wording.languages import language, plain, t

MOST = 40
REPORTS = (
    "select report_id, title_zh, title_en, review, year_covered from reports order by year_covered desc, report_id"
)
PLACES = (
    "select place_id, name_zh, name_en from places where place_id in (select place_id from reports) order by place_id"
)
Row = dict[str, Any]


class Reports(NamedTuple):
    """The reports of a database, the newest first; the places, years and reviews that they differ in."""

    by_id: dict[str, Row]
    machine: frozenset[str]
    places: list[Row]
    years: list[int]
    reviews: list[str]
    drawn: dict[tuple[str, str], Markup]

    def title(self, report_id: str) -> str:
        """Return the title of a report in the reader's language; nothing for an id that is none."""
        report = self.by_id.get(report_id)
        return plain(report["title_en"], report["title_zh"]) if report else ""

    def shown(self, chosen: str) -> list[str]:
        """Return the ids of the reports that a form offers: the chosen one, then the newest."""
        first = [chosen] if chosen in self.by_id else []
        newest = (report_id for report_id in self.by_id if report_id != chosen)
        return [*first, *(report_id for report_id, _ in zip(newest, range(MOST - len(first)), strict=False))]

    def options(self, chosen: str) -> Markup:
        """Return the choices of a form, one of them chosen."""
        return Markup("").join(self._option(report_id, chosen) for report_id in self.shown(chosen))

    def _option(self, report_id: str, chosen: str) -> Markup:
        key = (report_id, language())
        if report_id == chosen:
            return self._draw(report_id, " selected")
        if key not in self.drawn:
            self.drawn[key] = self._draw(report_id)
        return self.drawn[key]

    def _draw(self, report_id: str, selected: str = "") -> Markup:
        by = Markup(" ({})").format(t("read by machine")) if report_id in self.machine else ""
        option = Markup('<option value="{}" translate="no"{}>{}{}</option>\n      ')
        return option.format(report_id, Markup(selected), self.title(report_id), by)


_READ: WeakKeyDictionary[Any, Reports] = WeakKeyDictionary()


async def reports_of(database: Any) -> Reports:
    """Return what a database says of its reports."""
    if database not in _READ:
        _READ[database] = await database.execute_fn(_read)
    return _READ[database]


def _read(connection: Any) -> Reports:
    reports = _rows(connection.execute(REPORTS))
    years = sorted({row["year_covered"] for row in reports}, reverse=True)
    reviews = sorted({row["review"] for row in reports}, reverse=True)
    machine = frozenset(row["report_id"] for row in reports if row["review"] == "auto")
    by_id = {row["report_id"]: row for row in reports}
    return Reports(by_id, machine, _rows(connection.execute(PLACES)), years, reviews, {})


def _rows(found: Any) -> list[Row]:
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
