"""When the values of a sentence are true: their periods, and whether they are facts, estimates or targets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.meaning import Reading
from gongbao.reading.patterns import Scan
from gongbao.reading.periods import FROM_TO, Period, Time, find_times, year_period
from gongbao.reading.quantities import Quantity
from gongbao.reading.state import Scope
from gongbao.reading.text import Sentence, Span

_ITS_OWN: Final = re.compile(r"年?[底末]?的[^，,；;]{0,4}")
_TODAY: Final = re.compile(r"(?<![项科题条栏])目前|现有|现已|截至")
_TODAY_NAMED: Final = re.compile("目前|现有|现已|截至")


class Dating:
    """The times of one sentence, asked value by value.

    `bases` are the places of 从 and 由 by the index of the value that something rose from; the times between such a
    word and its value belong to that value alone, and so does the time of what it rose to (提高到2021年的82%).
    """

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        quantities: Sequence[Quantity],
        bases: Mapping[int, int],
        scope: Scope,
        lexicon: Lexicon,
    ) -> None:
        self.text, self.start, self.quantities, self.scope = text, sentence.core.start, quantities, scope
        times = list(find_times(text, sentence.core, scope.clock))
        self.own_times, self.base_places, taken = self._take(times, bases) if bases else ({}, {}, set())
        self.reached_times = self._reached(times, taken) if bases else {}
        self.free = [time for time in times if time.span.start not in taken]
        self.starts = [time.span.start for time in self.free]
        self.lasting = [time for time in self.free if time.lasting]
        self.ends = [time.span.end for time in self.lasting]
        found = (cue.search(text, self.start, sentence.core.end) for cue in _cues(lexicon, "estimated"))
        self.estimated = min([match.start() for match in found if match], default=len(text))
        self.targets = _cues(lexicon, "target")
        self.may_be_of_today = _TODAY_NAMED.search(text, self.start, sentence.core.end) is not None
        self.aims: dict[int, bool] = {}

    def _take(
        self, times: Sequence[Time], bases: Mapping[int, int]
    ) -> tuple[dict[int, Time], dict[int, int], set[int]]:
        """The last time of every value that something rose from, by its index; and the starts of all such times."""
        starts = [time.span.start for time in times]
        own: dict[int, Time] = {}
        taken: set[int] = set()
        for index, place in bases.items():
            first = bisect_right(starts, place - 1)
            last = bisect_right(starts, self.quantities[index].span.start - 1)
            if first < last:
                own[index] = times[last - 1]
                taken.update(starts[first:last])
        return own, dict(bases), taken

    def _reached(self, times: Sequence[Time], taken: set[int]) -> dict[int, Time]:
        """The time named right before a value that something rose to, by its index; it is taken, too."""
        starts = [time.span.start for time in times]
        found: dict[int, Time] = {}
        for index in self.base_places:
            after = index + 1
            if after in self.base_places or after == len(self.quantities):
                continue
            end = self.quantities[after].span.start
            last = bisect_right(starts, end - 1)
            if not last or starts[last - 1] < self.quantities[index].span.end:
                continue
            if _ITS_OWN.fullmatch(self.text, times[last - 1].span.end, end):
                found[after] = times[last - 1]
                taken.add(starts[last - 1])
        return found

    def time(self, index: int, clause: Span) -> Time | None:
        """The time that the words before a value name: its own, else the last that goes on from before."""
        if index in self.reached_times:
            return self.reached_times[index]
        if not self.free:
            return None
        start, end = self.own_words(index, clause)
        near = bisect_right(self.starts, end - 1)
        if near and start <= self.free[near - 1].span.end <= end:  # 连续两年增长10%
            return self.free[near - 1]
        before = bisect_right(self.ends, start)
        return self.lasting[before - 1] if before else None

    def own_words(self, index: int, clause: Span) -> tuple[int, int]:
        """Where the words of a clause since the value before begin and end."""
        start = clause.start
        if index and (before := self.quantities[index - 1].span.end) > start:
            start = before
        return start, max(start, self.quantities[index].span.start)

    def period(self, index: int, clause: Span, time: Time | None, reading: Reading) -> tuple[Period, bool]:
        """The period of a value whose words name a `time`, and whether it holds today although the report plans."""
        if index in self.base_places:
            return _shape(self._base_period(index), reading, edge=False), True
        clock = self.scope.clock
        period = time.period if time else self.scope.period
        if time is None and self.scope.part != "plan" and self._aims(clause):
            period = year_period(clock.planned or clock.year)
        span = self.scope.span
        if reading.basis == "average_annual" and period.years == 1 and span and span.end == period.end:
            period = span
        today = self.may_be_of_today and period.end.year <= clock.covered and self._is_of_today(index, clause)
        return _shape(period, reading, edge=time.edge if time else False), today

    def _is_of_today(self, index: int, clause: Span) -> bool:
        start, end = self.own_words(index, clause)
        return _TODAY.search(self.text[start:end]) is not None

    def status(self, index: int, period: Period, *, today: bool) -> str:
        """A value of a later year is a target; 预计 reaches over the rest of its sentence."""
        if period.end.year > self.scope.clock.covered:
            return "target"
        return "estimated" if not today and self.estimated < self.quantities[index].span.start else "actual"

    def _base_period(self, index: int) -> Period:
        """The time of what something rose from: its own, that of an earlier such value, or the year before."""
        for earlier in range(index, -1, -1):
            if earlier in self.own_times:
                return self.own_times[earlier].period
            if earlier not in self.base_places and earlier < index - 2:
                break
        before = bisect_right(self.ends, self.base_places[index])
        period = self.lasting[before - 1].period if before else self.scope.period
        span = self.scope.span
        if before and span and span.start and span.end == period.end and period.years == 1:
            return year_period(span.start.year - 1)
        if before and period.start and FROM_TO.fullmatch(self.lasting[before - 1].span.of(self.text)):
            return year_period(period.start.year)
        if self.scope.part == "plan" and period.end.year > self.scope.clock.covered:
            return year_period(self.scope.clock.covered)
        return year_period((period.start or period.end).year - 1)

    def _aims(self, clause: Span) -> bool:
        """Outside the plan a word of aim (力争) makes a target of the planned year."""
        if clause.start not in self.aims:
            cues = self.targets
            self.aims[clause.start] = any(cue.search(self.text, clause.start, clause.end) for cue in cues)
        return self.aims[clause.start]


def last_year(period: Period) -> Period:
    """A flow that has reached an amount (突破15万亿元) does so in one year, the last of several."""
    return year_period(period.end.year) if period.years > 1 else period


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon, code: str) -> list[Scan]:
    return [Scan(cue.pattern) for cue in lexicon.statuses if cue.code == code]


def _shape(period: Period, reading: Reading, *, edge: bool) -> Period:
    """A level holds at the end of its time; what happens takes all of it."""
    if reading.measure == "level" or (edge and reading.measure in ("share", "ratio", "rank", "index")):
        return Period(None, period.end)
    if period.start is None:
        return Period(date(period.end.year, 1, 1), period.end)
    return period
