"""What the current data hold: rows of every table, the reports and who read them; counted once, as nothing changes."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from gongbao.site.wording.names import DATABASE

SHOWN = 5
_REPORTS = """
select r.report_id, r.title_zh, r.title_en, r.year_covered, r.year_planned, r.review, r.characters, r.published_on,
  r.provenance_zh, r.provenance_en, r.rights_zh, r.rights_en, p.name_zh as place_zh, p.name_en as place_en
from reports r left join places p using (place_id)
{where}
order by r.review = 'auto', r.year_covered desc, r.report_id limit {shown}
"""
_TOTALS = """
select count(*) as reports, sum(review = 'curated') as curated, count(distinct place_id) as places,
  min(year_covered) as first_year, max(year_covered) as last_year from reports
"""


class Facts(NamedTuple):
    """Rows by table; the totals of all reports; the first reports to show, curated and new ones before others."""

    rows: dict[str, int]
    totals: dict[str, Any]
    reports: list[dict[str, Any]]


_READ: WeakKeyDictionary[Any, Facts] = WeakKeyDictionary()


async def facts_of(datasette: Any) -> Facts:
    """Return what the current data hold."""
    held = datasette.get_database(DATABASE)
    if held not in _READ:
        counts = await held.table_counts(1000)
        totals = dict((await held.execute(_TOTALS)).first())
        reports = await first_reports(datasette)
        rows = {table: count for table, count in counts.items() if count is not None}
        _READ[held] = Facts(rows, totals, reports)
    return _READ[held]


async def first_reports(datasette: Any, where: str = "", values: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the first reports to show, of all or of those for which a condition holds."""
    sql = _REPORTS.format(where=where, shown=SHOWN)
    return [dict(row) for row in (await datasette.get_database(DATABASE).execute(sql, values)).rows]


async def count_reports(datasette: Any, where: str, values: tuple[str, ...]) -> int:
    """Return for how many reports a condition holds."""
    found = await datasette.get_database(DATABASE).execute(f"select count(*) from reports r {where}", values)
    return int(found.first()[0])
