"""The reading text: the frozen text made readable once, with a map back.

Digits, signs and old forms of characters are written in one way; what cannot be seen and what a page adds (page
numbers, footnote marks, tags) is set aside; lines cut at a width are joined. All stages read the reading text; their
spans are mapped back at the end, so that offsets and quotes are always those of the frozen text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import fold
from gongbao.reading.patterns import Scan
from gongbao.reading.text import Span, has_stop

READ_THROUGH: Final = frozenset(("zero_width", "odd_space", "radical", "html", "page_line", "cut_number", "wrapped"))
_OLD_FORMS: Final = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_UNSEEN: Final = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
    "|(?<=[\\d.%\u4e00-\u9fff])[\u00a0\u2000-\u200a\u202f\u205f]+"
    "(?!(?:19|20)\\d\\d ?(?:年|[-—–－~至]))(?=[\\d.%\u4e00-\u9fff])"
    "|(?<=[\\d.])\u3000+(?=[\\d.万亿千百%])"
    "|\\*\\*|(?<![^\n])#{1,6} "
    "|<[A-Za-z/!][^<>\n]{0,200}>|&(?:[A-Za-z]{2,8}|#\\d{1,6}|#[xX][0-9A-Fa-f]{1,6});|\\\\[rn](?![A-Za-z])"
)
_FOOTNOTE: Final = re.compile(r"(?<=[^\s\n])(?:\^?[\[［〔【]\d{1,3}[\]］〕】]|[①-⑳])(?!\d)")
_PAGE: Final = re.compile(
    r"\n[ \t\u3000]*(?:[-—–·]{1,2} ?\d{1,4} ?[-—–·]{1,2}|第 ?\d{1,4} ?页(?:[ /，]{0,2}共 ?\d{1,4} ?页)?"
    r"|\d{1,3} ?/ ?\d{1,3}|\d{1,3}|[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]{1,9})"
    r"[ \t\u3000]*(?=\n)"
)
_SET_ASIDE: Final = (Scan(_UNSEEN), Scan(_FOOTNOTE))
_NUMBERED: Final = re.compile(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"第[一二三四五六七八九十\d]+[章节部条]|\d{1,2}[.．、](?!\d)|[—–-]{2}|"
    r"[\[［〔]\d|[①-⑳]|[图表]\s?\d|附件|注[:：])"
)
_BLANKS: Final = frozenset(" \t\u3000")
_SENTENCE_END: Final = re.compile(r"[。！？]|[；;]\s*$")
_CONTINUES: Final = re.compile(
    r"[%‰，,。、；）》”]|(?:个)?百分点|[万亿千百十](?:元|人|吨|亩|户|平|家|千|立)|元|人次|人(?=[，。、；])|家(?=[，。、；])"
)
_OPEN_END: Final = re.compile(r"[，,、\d.（《“的和与及或在为达到至占比等第以对将使由从使把于A-Za-z]$")
_FIGURE_OR_MARK: Final = re.compile(r"[，,。\d]")
_PEOPLE: Final = re.compile(r"人[^次，。、；]")
_WORDS: Final = re.compile(r"[一-鿿\d]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d年")
_LISTS: Final = re.compile(r"[，,、；\d]")
_FIGURE: Final = re.compile(r"\d[万亿千百]*$")
_MEASURED: Final = re.compile(r"\d[\d.,]* ?(?:[%‰万亿]|个百分点|元|人|户|家|吨|亩|倍)")
_NARROWEST, _NARROW_PAGE, _LONGEST_RUN, _RAGGED, _FEWEST = 6, 40, 40, 4, 8
_UNEVEN: Final = 8  # of lines set to both edges, whose digits take more or less room


@dataclass(frozen=True, slots=True)
class ReadingText:
    """What is read, and the way back: `removed` are the stretches of the frozen text that were set aside.

    >>> reading = ReadingText("增长7.1%。", (Span(2, 3),))
    >>> reading.span(Span(0, 5))
    Span(start=0, end=6)
    """

    text: str
    removed: tuple[Span, ...] = ()
    _cuts: list[int] = field(default_factory=list)
    _shifts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Prepare the map: where in the reading text something was set aside, and how much before it."""
        gone = 0
        self._shifts.append(gone)
        for span in self.removed:
            self._cuts.append(span.start - gone)
            gone += span.end - span.start
            self._shifts.append(gone)

    def frozen(self, position: int) -> int:
        """Return the place in the frozen text of a character of the reading text."""
        return position + self._shifts[bisect_right(self._cuts, position)]

    def span(self, span: Span) -> Span:
        """Return the stretch of the frozen text from the first to the last character of a span."""
        return next(self.spans([span]))

    def spans(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Yield the stretches of the frozen text of spans that stand in the order of their starts."""
        if not self.removed:
            yield from spans
            return
        cuts, shifts, first = [*self._cuts, len(self.text) + 1], self._shifts, 0
        for start, end in spans:
            while cuts[first] <= start:
                first += 1
            last = first
            while cuts[last] < end:
                last += 1
            yield Span(start + shifts[first], end + shifts[last if start < end else first])


def make_reading_text(frozen: str, lexicon: Lexicon) -> ReadingText:
    """Make a text readable; its length changes only by what is set aside."""
    modern = _OLD_FORMS.sub(_modern, frozen)
    folded = fold(modern)
    removed = list(_merge([*_unseen(modern), *_wraps(folded, lexicon)]))
    if not removed:
        return ReadingText(folded)
    pieces, position = [], 0
    for span in removed:
        pieces.append(folded[position : span.start])
        position = span.end
    pieces.append(folded[position:])
    return ReadingText("".join(pieces), tuple(removed))


def _modern(match: re.Match[str]) -> str:
    normal = unicodedata.normalize("NFKC", match.group())
    return normal if len(normal) == 1 else match.group()


def _unseen(text: str) -> Iterator[Span]:
    for pattern in _SET_ASIDE:
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def _merge(spans: Iterable[Span]) -> Iterator[Span]:
    """Join stretches that touch or overlap."""
    last: Span | None = None
    for span in sorted(spans):
        if last and span.start <= last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _wraps(text: str, lexicon: Lexicon) -> Iterator[Span]:
    """The line breaks, with page lines between, that cut a sentence."""
    breaks = list(_breaks(_blank_pages(text)))
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    lines = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    ended, width = _ended_later(lines), _common_width(lines)
    for index, (start, end) in enumerate(breaks):
        before, after = lines[index], lines[index + 1]
        if not (before.strip() and after.strip() and ended[index]):
            continue
        paged = bool(text[start:end].strip()) and _goes_on(before, after)
        if paged or _is_cut(before, after, lines, index, width, lexicon):
            yield Span(start, end)


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the line breaks with the blanks on both sides."""
    end = 0
    while (start := text.find("\n", end)) >= 0:
        left, end = end, start + 1
        while start > left and text[start - 1] in _BLANKS:
            start -= 1
        while text[end : end + 1] in _BLANKS:
            end += 1
        yield start, end


def _blank_pages(text: str) -> str:
    """Write page lines, and lines that only look empty, as blanks that belong to the break around them."""
    return _PAGE.sub(lambda match: " " * len(match.group()), text)


def _ended_later(lines: list[str]) -> list[bool]:
    """Tell of every line whether it or one of the next few ends a sentence: titles and lists of links never do."""
    found, distance = [False] * len(lines), _LONGEST_RUN
    for index in range(len(lines) - 1, -1, -1):
        distance = 0 if _SENTENCE_END.search(lines[index]) else distance + 1
        found[index] = distance < _LONGEST_RUN
    return found


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a sentence goes on behind a page line: the line before has no end, and neither is a heading."""
    return not (has_stop(before) or _NUMBERED.match(before) or _NUMBERED.match(after))


def _is_cut(before: str, after: str, lines: list[str], index: int, width: int, lexicon: Lexicon) -> bool:
    if has_stop(before) or _NUMBERED.match(after):
        return False
    if _NUMBERED.match(before) and not _FIGURE_OR_MARK.search(before[4:]):
        return False
    if _CONTINUES.match(after) and not _PEOPLE.match(after):
        return True
    if _OPEN_END.search(before) and _WORDS.search(before[:-1]) and (len(before) >= _NARROWEST or before[-1].isascii()):
        return not _YEAR.match(after) or before[-1] in "，,、"
    if _splits_word(before, after, lexicon) or (_MEASURED.match(after) and _leads(before, lexicon)):
        return True
    own = _width(before)
    if width and abs(own - width) <= _UNEVEN:
        return True
    widths = [_width(line) for line in lines[max(0, index - 1) : index + 2]]
    wide = own >= 4 * _NARROWEST and any(abs(own - w) <= _RAGGED for i, w in enumerate(widths) if i != min(1, index))
    return wide and _LISTS.search(before) is not None


def _leads(before: str, lexicon: Lexicon) -> bool:
    """Tell whether a line ends with a verb that wants a number (比上年增长⏎18.2%)."""
    verb = lexicon.verbs.ending(before.rstrip())
    return verb is not None and verb.kind in ("change", "reach")


def _width(line: str) -> int:
    """The width of a line in print: a Chinese character takes twice the room of a Latin one."""
    return len(line) + sum(map("\u2e80".__lt__, line))


def _common_width(lines: list[str]) -> int:
    """The width at which a text is wrapped: that of a good part of its lines that end without a stop; 0 for none.

    Headings are of like length, too: what is numbered says nothing.
    """
    running = (line for line in lines if not has_stop(line) and not _NUMBERED.match(line))
    widths = Counter(w for line in running if (w := _width(line)) >= _NARROW_PAGE)
    if not widths:
        return 0
    width, _ = max(widths.items(), key=lambda item: (sum(widths[item[0] + d] for d in range(-2, 3)), item[0]))
    alike = sum(widths[width + d] for d in range(-_RAGGED, _RAGGED + 1))
    return width if alike >= _FEWEST and 2 * alike >= sum(widths.values()) else 0


def _splits_word(before: str, after: str, lexicon: Lexicon) -> bool:
    """Tell whether a break stands inside a word of the lexicon (增⏎长, 公⏎里)."""
    for left in (1, 2, 3):
        for right in (1, 2, 3):
            word = before[-left:] + after[:right]
            if len(word) < left + right:
                continue
            if word in lexicon.verbs.by_word or word in lexicon.natures.by_word:
                return True
            unit = lexicon.units.at(word, 0)
            if unit and unit[0] == word and _FIGURE.search(before[:-left]):
                return True
    return False
