"""The heading tree of a report: title, 一、, (一), the lead sentence of a paragraph, and —— run-in headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.periods import plan_start
from gongbao.reading.text import Sentence, Span

_FIRST: Final = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+(?:部分|章)\s*)")
_SECOND: Final = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_DASH: Final = re.compile(r"\s*[—–-]{2}")
_NUMBERING: Final = re.compile(f"{_FIRST.pattern}|{_SECOND.pattern}|{_DASH.pattern}|\\s*\\d{{1,2}}[.．、](?!\\d)")
# a review that goes over into the plan without a heading of its own
_SETS_OUT: Final = re.compile(r"\s*[^，。；]{0,6}今年[^，。；]{0,14}(?:预期目标|目标任务|主要目标)(?:是|为|：)")
_FIVE_YEARS: Final = re.compile("[“‘](十?[一二三四五六七八九十])五[”’]|第(十?[一二三四五六七八九十])个五年")
# a heading without a number says what its part does: 2026年重点工作, “十四五”时期工作回顾
_UNNUMBERED: Final = re.compile(
    r"\s*[^，。；：！？,;:!?\n]{0,24}(?:年|时期|五年|工作|发展)[^，。；：！？,;:!?\n]{0,10}"
    r"(?:回顾|总结|成就|成绩|工作安排|重点工作|工作重点|主要任务|目标任务|重点任务|总体要求|工作部署|工作建议|主要工作|主要目标)"
    r"(?:的?(?:建议|意见|设想|打算|考虑))?(?:[及和与][^，。；：！？,;:!?\n]{2,6})?\s*"
)
_BEHIND_DASH: Final = re.compile("[—–-]{2,}")
_PLAN_ALONE: Final = re.compile("工作安排|重点工作|工作重点|主要任务|目标任务|重点任务|工作部署|主要目标")
_LOOKS_BACK: Final = re.compile("回顾|总结|完成|情况|成就|成绩")
_ZERO: Final = re.compile("[零○０0О]")
_LONGEST_LEAD: Final = 40
_LONGEST_HEADING: Final = 60
TITLE, PART, CHAPTER, LEAD, DASH = range(5)


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree.

    `heading` is the span of the heading's words, `extent` the stretch of text the section holds (extents of
    neighbours tile the text), `rank` 0 for the title, 1 for 一、, 2 for (一), 3 for a paragraph's lead
    sentence, 4 for ——; `part` is front, review or plan.
    """

    heading: Span
    extent: Span
    rank: int
    parent: int | None
    part: str

    def title(self, text: str) -> str:
        """Return the heading without its numbering."""
        words = self.heading.of(text)
        mark = _NUMBERING.match(words)
        return (words[mark.end() :].strip() if mark else words) or words


def read_sections(text: str, sentences: list[Sentence], lexicon: Lexicon, *, year_planned: int | None) -> list[Section]:
    """Find the headings and cut the text into sections, in the order of the text.

    `year_planned` tells a plan heading (2022年工作安排) where the lexicon's words do not.
    """
    starts = _find_headings(text, sentences, year_planned)
    plans_from = min(find_goals(text, sentences) if year_planned else (), default=len(text))
    named = (h.start for h, r in starts if r == PART and h.start > plans_from and _names_part(h.of(text), lexicon))
    plans_to = next(named, len(text))
    sections: list[Section] = []
    planning = False  # of the plan a heading was found before
    for index, (heading, rank) in enumerate(starts):
        begin = 0 if index == 0 else heading.start
        end = starts[index + 1][0].start if index + 1 < len(starts) else len(text)
        parent = next((i for i in range(index - 1, -1, -1) if starts[i][1] < rank), None)
        part = _part(heading.of(text), rank, sections[parent] if parent is not None else None, lexicon, year_planned)
        if rank == PART and part == "review" and planning and not _names_part(heading.of(text), lexicon):
            part = "plan"  # what follows the plan without a word of its own still plans
        if part == "review" and plans_from <= heading.start < plans_to:
            part = "plan"
        if rank > PART and sections and part == "front":
            part = sections[-1].part
        sections.append(Section(heading, Span(begin, end), rank, parent, part))
        planning = planning or part == "plan"
    return sections


def find_goals(text: str, sentences: Sequence[Sentence]) -> set[int]:
    """Return where the sentences begin that say what this year shall reach (今年发展的主要预期目标是：…)."""
    found: set[int] = set()
    named = text.find("今年")
    for sentence in sentences:
        start, end = sentence.core
        if named < 0:
            break
        if named < end:
            if _SETS_OUT.match(text, start, end):
                found.add(start)
            named = text.find("今年", end)
    return found


def _find_headings(text: str, sentences: list[Sentence], year_planned: int | None) -> list[tuple[Span, int]]:
    opening = [place for place, sentence in enumerate(sentences) if sentence.position == 1]
    found: list[tuple[Span, int]] = []
    for place, following in pairwise([*opening, len(sentences)]):
        sentence = sentences[place]
        words = sentence.core.of(text)
        rank = _rank(words, first=not found, alone=place + 1 == following)
        if rank == TITLE and _opens_plan(words, year_planned):
            rank = PART
        if rank is not None:
            found.append((sentence.core, rank))
    return found


def _rank(words: str, *, first: bool, alone: bool) -> int | None:
    if first and not (len(words) <= _LONGEST_HEADING and _FIRST.match(words)):
        return TITLE
    if len(words) <= _LONGEST_HEADING:
        if _FIRST.match(words):
            return PART
        if _SECOND.match(words):
            return CHAPTER
    if alone and _UNNUMBERED.fullmatch(words):
        return PART
    if _DASH.match(words) and not alone:
        return DASH if len(words) <= _LONGEST_HEADING else None
    return None if alone or not _is_lead(words) else LEAD


def _opens_plan(words: str, year_planned: int | None) -> bool:
    """Tell whether the first line of a text is the heading of its plan (2022年工作安排), no title of both parts."""
    named = _BEHIND_DASH.split(words)[-1]
    plans = _UNNUMBERED.fullmatch(named) and _PLAN_ALONE.search(named) and not _LOOKS_BACK.search(words)
    return bool(year_planned and plans and _names_year(named, year_planned))


def _names_year(heading: str, year: int) -> bool:
    """Tell whether a heading names a year, in digits or in Chinese (二○二二年)."""
    han = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    return str(year) in heading or f"{han}年" in _ZERO.sub("〇", heading)


def _is_lead(words: str) -> bool:
    """A lead names its paragraph's subject: one short sentence without a figure, list or address."""
    plain = len(words) <= _LONGEST_LEAD and words.endswith("。")
    return plain and not re.search(r"[0-9０-９;；:：]", words)


def _names_part(heading: str, lexicon: Lexicon) -> bool:
    return any(cue.pattern.search(heading) for cue in lexicon.parts)


def _part(heading: str, rank: int, parent: Section | None, lexicon: Lexicon, year_planned: int | None) -> str:
    if rank == TITLE:
        return "front"
    if rank > PART:
        return parent.part if parent else "front"
    if year_planned and _names_year(heading, year_planned):
        return "plan"
    for cue in lexicon.parts:
        if cue.pattern.search(heading):
            return cue.code
    starts = [plan_start(match[1] or match[2]) for match in _FIVE_YEARS.finditer(heading)]
    return "plan" if year_planned and any(start >= year_planned for start in starts) else "review"
