"""Which time a value is about: what the sentence says, else what its part of the report implies."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from gongbao.reading.lexicon import Lexicon

KINDS = (
    *("year_to_month", "first_half", "three_quarters", "first_quarter", "year_end"),
    *("previous_year", "five_years"),
)  # what a period word can mean; the codes of the lexicon's table
_YEAR = re.compile(r"(?<![比较是\d])((?:19|20)\d\d)年")
_CUMULATIVE = re.compile(r"(?<!年)(?:累计|累积)(?!浓度)")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; `start` is None for a total whose beginning the text does not state.

    >>> Period(date(2021, 1, 1), date(2021, 11, 30)).label_en()
    'January to November 2021'
    """

    start: date | None
    end: date

    def label_zh(self) -> str:
        """Name the period in Chinese."""
        if self.start is None:
            return f"截至{self.end.year}年{'底' if self.end.month == 12 else f'{self.end.month}月底'}累计"
        if (self.start.month, self.end.month) == (1, 12):
            years = {self.start.year, self.end.year}
            return "至".join(f"{year}年" for year in sorted(years))
        return f"{self.start.year}年{self.start.month}月至{self.end.month}月"

    def label_en(self) -> str:
        """Name the period in English."""
        if self.start is None:
            month = "" if self.end.month == 12 else f"{calendar.month_name[self.end.month]} "
            return f"cumulative to the end of {month}{self.end.year}"
        if (self.start.month, self.end.month) == (1, 12):
            return " to ".join(str(year) for year in sorted({self.start.year, self.end.year}))
        return f"{calendar.month_name[self.start.month]} to {calendar.month_name[self.end.month]} {self.end.year}"


def year_period(year: int) -> Period:
    """Return the calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def read_period(before: str, lead: str, year: int, lexicon: Lexicon) -> Period:
    """Read the period of a value.

    `before` is the sentence up to the value, `lead` the words since the value before it, `year` the year its
    part of the report is about.
    """
    stated = _YEAR.findall(before)
    year = int(stated[-1]) if stated else year
    if _CUMULATIVE.search(lead):
        return Period(None, date(year, 12, 31))
    last: tuple[int, str, int] | None = None
    for cue in lexicon.periods:
        for match in cue.pattern.finditer(before):
            month = int(match["month"]) if "month" in cue.pattern.groupindex else 12
            if last is None or match.start() > last[0]:
                last = (match.start(), cue.code, month)
    return _calendar(last[1], last[2], year) if last else year_period(year)


def _calendar(kind: str, month: int, year: int) -> Period:
    if kind == "five_years":
        return Period(date(year - 4, 1, 1), date(year, 12, 31))
    until = {"year_to_month": month, "first_half": 6, "three_quarters": 9, "first_quarter": 3}.get(kind)
    if until is not None:
        return Period(date(year, 1, 1), date(year, until, calendar.monthrange(year, until)[1]))
    return year_period(year - 1 if kind == "previous_year" else year)
