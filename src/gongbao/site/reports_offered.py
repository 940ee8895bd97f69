"""The reports that pages offer to choose from: which there are, what they differ in, who read them.

There may be a report for every year of every place, and none changes while it is served: each database is asked once,
each report is drawn once a language.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup

from gongbao.site.current_data import Row, rows_in
from gongbao.site.wording.languages import language, plain, t

REPORTS = """
select r.report_id, r.title_zh, r.title_en, r.year_covered, r.review,
  r.place_id, p.name_zh as place_zh, p.name_en as place_en
from reports r left join places p using (place_id)
order by r.review <> 'curated', r.year_covered desc, r.published_on desc, r.report_id
"""
_READ: WeakKeyDictionary[Any, Reports] = WeakKeyDictionary()


class Reports(NamedTuple):
    """The reports of a database: `rows` in the order of preference, `by_id` the newest first; those that only a machine
    read; the places, years and reviews that they differ in; the options that were drawn."""

    rows: list[Row]
    by_id: dict[str, Row]
    machine: frozenset[str]
    places: list[Row]
    years: list[int]
    reviews: list[str]
    drawn: dict[tuple[str, bool, str], Markup]

    def title(self, report_id: str) -> str:
        """Return the title of a report in the reader's language; nothing for an id that is none."""
        report = self.by_id.get(report_id)
        return plain(report["title_en"], report["title_zh"]) if report else ""

    def option(self, report_id: str, *, chosen: bool, marked: bool) -> Markup:
        """Return a report as a choice of a form; `marked` says of one that a machine read that it did."""
        if chosen:
            return self._draw(report_id, " selected", marked=marked)
        key = (report_id, marked, language())
        if key not in self.drawn:
            self.drawn[key] = self._draw(report_id, marked=marked)
        return self.drawn[key]

    def _draw(self, report_id: str, selected: str = "", *, marked: bool) -> Markup:
        by = Markup(" ({})").format(t("read by machine")) if marked and report_id in self.machine else ""
        option = Markup('<option value="{}" translate="no"{}>{}{}</option>\n')
        return option.format(report_id, Markup(selected), self.title(report_id), by)


async def reports_of(database: Any) -> Reports:
    """Return what a database says of its reports."""
    if database not in _READ:
        _READ[database] = reports_from(await rows_in(database, REPORTS))
    return _READ[database]


def reports_from(rows: list[Row]) -> Reports:
    """Return the reports of these rows, nothing drawn yet."""
    newest = sorted(rows, key=lambda row: (-row["year_covered"], row["report_id"]))
    places = {row["place_id"]: row for row in rows}
    return Reports(
        rows,
        {row["report_id"]: row for row in newest},
        frozenset(row["report_id"] for row in rows if row["review"] == "auto"),
        [places[place_id] for place_id in sorted(places)],
        sorted({row["year_covered"] for row in rows}, reverse=True),
        sorted({row["review"] for row in rows}, reverse=True),
        {},
    )
