"""The report that charts are about: the one that is asked for, else the newest curated one of those that match."""

from __future__ import annotations

from typing import Any, NamedTuple

from datasette.utils.asgi import BadRequest, NotFound

from gongbao.site.reader.reader_report import Row, rows_of
from gongbao.site.wording.languages import t

FILTERS = {"place_id": "place_id", "year": "year_covered", "review": "review"}
"""The arguments that narrow the choice, with the columns they compare; the list of reports has the same ones."""
PARAMETERS = ("report_id", *FILTERS)


class Choice(NamedTuple):
    """A report, those it was chosen from, and what all reports offer to be filtered by."""

    report: Row
    matching: list[Row]
    asked: dict[str, str]
    places: list[Row]
    years: list[int]
    several: bool


async def choose(datasette: Any, arguments: Any, sql: str) -> Choice:
    """Return the report that the arguments of an address ask for; `sql` lists all reports, the one to prefer first.

    Raises BadRequest for arguments that are not in order, NotFound for a report that does not exist; both name the way.
    """
    reports = await rows_of(datasette, sql)
    asked = read(arguments)
    for name, column in FILTERS.items():
        offered = sorted({str(report[column]) for report in reports})
        if asked.get(name, offered[0]) not in offered:
            known = ", ".join(offered[:20])
            raise BadRequest(
                t("{name}: no report has “{value}”: choose one of {known}.", name=name, value=asked[name], known=known)
            )
    wanted = asked.get("report_id")
    if wanted and wanted not in {report["report_id"] for report in reports}:
        raise NotFound(t("There is no report “{report}”. “Read” lists all there are.", report=wanted))
    matching = [report for report in reports if is_asked(report, asked)]
    chosen = [report for report in matching if not wanted or report["report_id"] == wanted]
    if not chosen:
        raise NotFound(t("No report is like that."))
    places = {report["place_id"]: report for report in reports}
    years = sorted({report["year_covered"] for report in reports}, reverse=True)
    return Choice(chosen[0], matching, asked, [places[key] for key in sorted(places)], years, len(reports) > 1)


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
