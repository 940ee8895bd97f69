"""What the home page shows first, as its editors chose it (home.csv): figures, tables, questions, words to search for.

What a dataset lacks of it is left out, or chosen by rule: figures are then the largest counts of the newest report, a
curated one before others, each of another theme.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from gongbao.resources import SITE
from gongbao.site.addresses import reader_url, row_url
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.languages import plain
from gongbao.site.wording.names import DATABASE
from gongbao.site.wording.titles import Naming

_CHOSEN = SITE / "pages" / "home.csv"
HEADLINES = 6
_COLUMNS = """
select o.*, r.review as report_review, r.title_zh as report_zh, r.title_en as report_en,
  p.name_zh as place_zh, p.name_en as place_en
from observations o join reports r using (report_id) left join places p on p.place_id = o.place_id
"""
_BY_ID = _COLUMNS + "where o.observation_id = ?"
_BY_RULE = (
    _COLUMNS
    + """
where o.observation_id in (
  select observation_id from (
    select v.observation_id, v.value,
      row_number() over (partition by coalesce(i.theme_id, v.unit_id) order by v.value desc, v.char_start) as place
    from observations v left join indicators i using (indicator_id)
    where v.status = 'actual' and v.measure in ('level', 'flow') and v.value is not null and v.report_id = (
      select r.report_id from reports r where r.report_id in (select report_id from observations) {within}
      order by r.review = 'auto', r.year_covered desc, r.report_id limit 1)
  ) where place = 1 order by value desc limit ?)
order by o.value desc, o.char_start
"""
)


class Headline(NamedTuple):
    """A figure of the home page: the amount, what it measures, of where and when, and where it leads."""

    amount: str
    name: tuple[str | None, str | None]
    place: tuple[str | None, str | None]
    period: tuple[str | None, str | None]
    quote: str
    machine: bool
    row_href: str
    reader_href: str


@cache
def chosen(part: str) -> tuple[str, ...]:
    """Return what the editors chose for a part of the page, in their order."""
    with _CHOSEN.open(encoding="utf-8", newline="") as handle:
        return tuple(line["name"] for line in csv.DictReader(handle, strict=True) if line["part"] == part)


_READ: WeakKeyDictionary[Any, list[dict[str, Any]]] = WeakKeyDictionary()


async def headlines(datasette: Any, where: str = "", values: tuple[str, ...] = ()) -> list[Headline]:
    """Return the figures; those that the dataset lacks are filled up by rule.

    Where a condition on the reports is given, all are chosen by rule, from the first report for which it holds.
    """
    held = datasette.get_database(DATABASE)
    if where:
        rows = await _by_rule(held, where, values)
    else:
        rows = _READ[held] = _READ.get(held) or await _rows(held)
    cells = Cells(datasette, DATABASE, "observations")
    await cells.look_up(rows)
    return [_headline(datasette, cells, row) for row in rows]


async def _rows(held: Any) -> list[dict[str, Any]]:
    found = [(await held.execute(_BY_ID, [name])).first() for name in chosen("headline")]
    rows = [dict(row) for row in found if row is not None]
    if len(rows) < HEADLINES:
        known = {row["observation_id"] for row in rows}
        more = await _by_rule(held, "", ())
        rows += [row for row in more if row["observation_id"] not in known]
    return rows[:HEADLINES]


async def _by_rule(held: Any, where: str, values: tuple[str, ...]) -> list[dict[str, Any]]:
    sql = _BY_RULE.format(within=where.replace("where", "and", 1))
    return [dict(row) for row in (await held.execute(sql, [*values, HEADLINES])).rows]


def _headline(datasette: Any, cells: Cells, row: dict[str, Any]) -> Headline:
    named = cells.known.get("indicators", {}).get(str(row["indicator_id"]))
    naming = Naming(cells, row, {})
    return Headline(
        amount=naming.amount() or plain(row.get("quote"), row.get("quote")),
        name=(named.english, named.chinese) if named else (None, row.get("concept_zh")),
        place=(row["place_en"], row["place_zh"]),
        period=(row.get("period_label_en"), row.get("period_label_zh")),
        quote=str(row["quote"]),
        machine=row["report_review"] == "auto",
        row_href=row_url(datasette, DATABASE, "observations", row["observation_id"]),
        reader_href=reader_url(datasette, row["report_id"], row["observation_id"]),
    )
