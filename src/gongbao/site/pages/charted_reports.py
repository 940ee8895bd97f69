"""The report that charts are about: the one that is asked for, else the newest curated one of those that match.

There may be a report for every year of every place, and none changes while it is served: all are read once a database
and drawn once a language.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from datasette.utils.asgi import BadRequest, NotFound
from markupsafe import Markup

from gongbao.site.current_data import Row, rows_of
from gongbao.site.wording.languages import language, plain, t
from gongbao.site.wording.names import DATABASE

FILTERS = {"place_id": "place_id", "year": "year_covered", "review": "review"}
"""The arguments that narrow the choice, with the columns they compare; the list of reports has the same ones."""
PARAMETERS = ("report_id", *FILTERS)


class Reports(NamedTuple):
    """All reports, the one to prefer first; the values that each filter may have; the options that were drawn."""

    rows: list[Row]
    offered: dict[str, list[str]]
    places: list[Row]
    years: list[int]
    drawn: dict[tuple[str, str], Markup]


class Choice(NamedTuple):
    """A report, those it was chosen from, what was asked for, and all there are."""

    report: Row
    matching: list[Row]
    asked: dict[str, str]
    reports: Reports

    @property
    def several(self) -> bool:
        """Tell whether there is something to choose."""
        return len(self.reports.rows) > 1

    @property
    def options(self) -> Markup:
        """Return the reports it was chosen from as options, those in a group that had the same reader; it is chosen."""
        drawn = []
        for review in sorted({report["review"] for report in self.matching}, reverse=True):
            title = t("read by machine") if review == "auto" else t("checked by curators")
            own = (self._option(report) for report in self.matching if report["review"] == review)
            drawn.append(Markup('<optgroup label="{}">\n{}</optgroup>\n').format(title, Markup("").join(own)))
        return Markup("").join(drawn)

    def _option(self, report: Row) -> Markup:
        if report is self.report:
            return draw(report, " selected")
        key = (report["report_id"], language())
        if key not in self.reports.drawn:
            self.reports.drawn[key] = draw(report)
        return self.reports.drawn[key]


def draw(report: Row, selected: str = "") -> Markup:
    """Return a report as an option."""
    option = Markup('<option value="{}" translate="no"{}>{}</option>\n')
    return option.format(report["report_id"], Markup(selected), plain(report["title_en"], report["title_zh"]))


_READ: WeakKeyDictionary[Any, Reports] = WeakKeyDictionary()


async def reports_of(datasette: Any, sql: str) -> Reports:
    """Return all reports that `sql` lists; a database is asked once."""
    database = datasette.get_database(DATABASE)
    if database not in _READ:
        rows = await rows_of(datasette, sql)
        offered = {name: sorted({str(row[column]) for row in rows}) for name, column in FILTERS.items()}
        places = {row["place_id"]: row for row in rows}
        years = sorted({row["year_covered"] for row in rows}, reverse=True)
        _READ[database] = Reports(rows, offered, [places[key] for key in sorted(places)], years, {})
    return _READ[database]


async def choose(datasette: Any, arguments: Any, sql: str) -> Choice:
    """Return the report that the arguments of an address ask for; `sql` lists all reports, the one to prefer first.

    Raises BadRequest for arguments that are not in order, NotFound for a report that does not exist; both name the way.
    """
    reports = await reports_of(datasette, sql)
    asked = read(arguments)
    for name, offered in reports.offered.items():
        if asked.get(name, offered[0]) not in offered:
            known = ", ".join(offered[:20])
            raise BadRequest(
                t("{name}: no report has “{value}”: choose one of {known}.", name=name, value=asked[name], known=known)
            )
    wanted = asked.get("report_id")
    if wanted and wanted not in {report["report_id"] for report in reports.rows}:
        raise NotFound(t("There is no report “{report}”. “Read” lists all there are.", report=wanted))
    matching = [report for report in reports.rows if is_asked(report, asked)]
    chosen = [report for report in matching if not wanted or report["report_id"] == wanted]
    if not chosen:
        raise NotFound(t("No report is like that."))
    return Choice(chosen[0], matching, asked, reports)


def read(arguments: Any) -> dict[str, str]:
    """Return the arguments that are filled; raises BadRequest for one that is not known or is given twice."""
    for name in arguments:
        if not name.startswith("_") and name not in (*PARAMETERS, "lang"):
            known = ", ".join(PARAMETERS)
            raise BadRequest(t("There is no parameter “{name}”: known are {known}.", name=name, known=known))
        if len(arguments.getlist(name)) > 1:
            raise BadRequest(t("{name} is given more than once: leave one.", name=name))
    given = {name: (arguments.get(name) or "").strip() for name in PARAMETERS}
    return {name: value for name, value in given.items() if value}


def is_asked(report: Row, asked: dict[str, str]) -> bool:
    """Tell whether a report passes all filters that are set."""
    return all(str(report[column]) == asked[name] for name, column in FILTERS.items() if name in asked)
