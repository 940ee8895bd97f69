"""The report that charts are about: the one that is asked for, else the newest curated one of those that match."""

from __future__ import annotations

from typing import Any, NamedTuple

from datasette.utils.asgi import BadRequest, NotFound
from markupsafe import Markup

from gongbao.site.current_data import Row
from gongbao.site.reports_offered import Reports, reports_of
from gongbao.site.wording.languages import t
from gongbao.site.wording.names import DATABASE

FILTERS = {"place_id": "place_id", "year": "year_covered", "review": "review"}
"""The arguments that narrow the choice, with the columns they compare; the list of reports has the same ones."""
PARAMETERS = ("report_id", *FILTERS)


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
            own = (report["report_id"] for report in self.matching if report["review"] == review)
            options = (self.reports.option(name, chosen=name == self.report["report_id"], marked=False) for name in own)
            drawn.append(Markup('<optgroup label="{}">\n{}</optgroup>\n').format(title, Markup("").join(options)))
        return Markup("").join(drawn)


async def choose(datasette: Any, arguments: Any) -> Choice:
    """Return the report that the arguments of an address ask for, of those that match the one to prefer.

    Raises BadRequest for arguments that are not in order, NotFound for a report that does not exist; both name the way.
    """
    reports = await reports_of(datasette.get_database(DATABASE))
    asked = read(arguments)
    for name in (each for each in FILTERS if each in asked):
        offered = sorted({str(row[FILTERS[name]]) for row in reports.rows})
        if asked[name] not in offered:
            known = ", ".join(offered[:20])
            raise BadRequest(
                t("{name}: no report has “{value}”: choose one of {known}.", name=name, value=asked[name], known=known)
            )
    wanted = asked.get("report_id")
    if wanted and wanted not in reports.by_id:
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
