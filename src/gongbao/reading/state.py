"""What holds from here on: the time a heading, a paragraph or a sentence names, until another is named.

Scopes from the widest to the nearest: the part of the report, its headings, a block of paragraphs, the sentence, the
words before the value. A value takes the nearest that names a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gongbao.reading.periods import FROM_TO, Clock, Period, find_times, year_period
from gongbao.reading.sections import CHAPTER, PART, Section, find_goals
from gongbao.reading.text import Sentence, Span

_NOTES: Final = re.compile(
    r"\s*(?:名词(?:解释|注释|说明)|注释|附注|有关名词|附件?\d?\s*名词解释|《?[^，。]{0,12}》?名词解释)[：:]?\s*$"
)
_AND_YEARS: Final = re.compile(
    r"[和及与、暨](?:(?:过去|近|这)?[三四五]年(?!规划|计划)|[“‘]?十?[一二三四五六七八九]五[”’]?(?!规划))"
)
_DIGIT: Final = re.compile(r"\d")
_SHORT: Final = 60
_CAPTION: Final = re.compile(r"\s*[图表]\s*\d")
_STANDS_ALONE: Final = re.compile(r"[，,：:是]|[^，]{0,4}(?:全[省市区县国]|我们|我[省市区县]|以来|(?<!未)来[，,])|\d")
_ADDRESS: Final = re.compile(r"\s*(?:各位代表|同志们|各位委员)[！!：:，,。]?\s*")
_LOOKS_BACK: Final = re.compile(r"\s*(?:回望|回顾|回首|总结)")
_HEAD: Final = 30  # characters in which a paragraph or sentence names its time
_YEARS: Final = re.compile("年|时期|期间")
_OPENS: Final = 12  # characters before which a time opens its paragraph
_BARE_OPENING: Final = re.compile(
    r"[\s—–\-·●（(一二三四五六七八九十）)、是：:，,。\d.]*(?:(?:同志们|各位代表|回顾|总结|回望|回首)[，,：:！!]?)?(?:刚刚?|即将)?(?:过去的)?[，,：:！!]?"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds where a sentence begins: the part of the report, its time, and the clock its own times are read by.

    `span` is the nearest stretch of several years around it, where one holds: what rises in it rose from before it.
    """

    part: str
    clock: Clock
    period: Period
    span: Period | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """The times of a heading that names two (过去一年和五年工作): `first` holds until a paragraph names one."""

    first: Period


def read_scopes(
    text: str, sentences: Sequence[Sentence], sections: Sequence[Section], covered: int, planned: int | None
) -> list[Scope]:
    """Return the scope of every sentence, in their order."""
    clocks = {part: _clock(part, covered, planned) for part in ("front", "review", "plan")}
    headings = _heading_times(text, sections, clocks)
    goals = find_goals(text, sentences) if planned else set()
    scopes: list[Scope] = []
    block: Period | None = None
    inner: Period | None = None
    index, noted, addressed, aiming = -1, False, False, False
    last: tuple[str, Period | None, Period | None, Period | None] | None = None
    for place, sentence in enumerate(sentences):
        start, end = core = sentence.core
        opens = sentence.position == 1 or (sentence.position == 2 and addressed)
        addressed = sentence.position == 1 and bool(_ADDRESS.fullmatch(text, start, end))
        while index + 1 < len(sections) and sections[index + 1].extent.start <= start:
            index += 1
            rank, both = sections[index].rank, isinstance(headings[index], Both)
            aiming = aiming and rank > PART
            if rank < CHAPTER or (rank == CHAPTER and not both):
                block = None  # under a heading that names two times a block goes on over its chapters
        section = sections[index] if index >= 0 else None
        noted = noted or (sentence.position == 1 and _NOTES.match(text, start, end) is not None)
        aiming = aiming or start in goals
        part = "front" if noted or section is None else "plan" if aiming else section.part
        clock = clocks[part]
        if opens:
            if not (section and section.rank <= CHAPTER and section.heading == core):
                alone = place + 1 == len(sentences) or sentences[place + 1].paragraph != sentence.paragraph
                spanned = block is not None and block.years > 1
                block = _opening_time(text, sentence, clock, alone=alone, spanned=spanned) or block
            inner = None  # a span that opens a sentence holds to the end of its paragraph
        else:
            inner = _opening_span(text, core, clock) or inner
            if inner and _LOOKS_BACK.match(text, start):
                block = inner  # one that is looked back on holds for what follows
        heading = headings[index] if index >= 0 and not noted else None
        named = (part, inner, block, heading.first if isinstance(heading, Both) else heading)
        if named != last:
            scope, last = _scope(clock, *named), named
        scopes.append(scope)
    return scopes


def _scope(clock: Clock, part: str, *times: Period | None) -> Scope:
    """The nearest time holds, and the nearest stretch of several years."""
    period = next((each for each in times if each), None) or year_period(clock.year)
    return Scope(part, clock, period, next((each for each in times if each and each.years > 1), None))


def _clock(part: str, covered: int, planned: int | None) -> Clock:
    return Clock(covered, planned, planned if part == "plan" and planned else covered)


def _heading_times(text: str, sections: Sequence[Section], clocks: Mapping[str, Clock]) -> list[Period | Both | None]:
    """The time each heading names, or its parent's; of a heading that names two the first holds."""
    found: list[Period | Both | None] = []
    for section in sections:
        named = (
            [t.period for t in find_times(text, section.heading, clocks[section.part]) if not t.edge]
            if section.rank <= CHAPTER and section.rank > 0
            else []
        )
        inherits = section.parent is not None and sections[section.parent].part == section.part
        parent = found[section.parent] if inherits and section.parent is not None else None
        both = len(named) > 1 or (named and _AND_YEARS.search(section.title(text)))
        found.append(Both(named[0]) if both else named[0] if named else parent)
    return found


def _opening_span(text: str, core: Span, clock: Clock) -> Period | None:
    """The span of years that a sentence within its paragraph begins with (…。过去五年，…)."""
    start, end = core
    if end > start + _HEAD:
        end = start + _HEAD
    if not _YEARS.search(text, start, end):
        return None
    for time in find_times(text, Span(start, end), clock):
        begins = _BARE_OPENING.fullmatch(text[start : time.span.start])
        goes_on = text[time.span.end : time.span.end + 1] in ("，", ",")
        named = not FROM_TO.fullmatch(text, time.span.start, time.span.end)
        return time.period if begins and goes_on and named and time.lasting and time.period.years > 1 else None
    return None


def _opening_time(text: str, sentence: Sentence, clock: Clock, *, alone: bool, spanned: bool) -> Period | None:
    """The time a paragraph opens with (五年来，…; 2025年，…): it holds for the paragraphs that follow.

    A short sentence that is a paragraph of its own (这是…的五年。) may name it anywhere. Where a span of years holds
    (`spanned`), a year that only belongs to its noun (2025年四大产业占比) changes nothing.
    """
    core = sentence.core
    if _CAPTION.match(text, core.start):
        return None
    if alone and core.end - core.start <= _SHORT and "五年" in core.of(text) and not _DIGIT.search(core.of(text)):
        spans = [t.period for t in find_times(text, core, clock) if t.period.years > 1]
        return spans[0] if len(spans) == 1 else None
    for time in find_times(text, Span(core.start, min(core.end, core.start + _HEAD)), clock):
        if time.edge or not time.lasting:
            return None
        before = text[core.start : time.span.start]
        opens = len(before) <= _OPENS and (_BARE_OPENING.fullmatch(before) or time.period.years > 1)
        return time.period if opens and (not spanned or _STANDS_ALONE.match(text, time.span.end)) else None
    return None
