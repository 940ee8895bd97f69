"""What spoils a source: found and told before the text is frozen, and never wrong in silence.

The spots are found by the lexicon's table of damages, one expression a kind, and by the shape of lines (`wrapped`).
Most are read through (`folding`); what the others touch is left unresolved (a numeral) or doubted (a sentence, what is
read of it or under a spoiled heading).
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Final

from gongbao.reading.lexicon import Lexicon, SourceDamage
from gongbao.reading.patterns import Scan
from gongbao.reading.text import Sentence, Span, has_stop

WRAPPED: Final = "wrapped"
WRAPS: Final = SourceDamage(
    WRAPPED, re.compile(""), "word", "lines cut at a width", "按宽度硬换行",
    "read through: the lines are joined",
    "连接断行后读取",
)  # fmt: skip
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00a0\u2000-\u200a\u202f\u205f]"
)
_HEADING: Final = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}(?:部分|章))")
_BEGINS: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十]|\d{1,2}[.．、]|[—–-]{2})"
)
_COMMA: Final = re.compile("[，,；;]")
_BLANKS: Final = " \t\n\u3000"
_SHORTEST_WRAP, _FEWEST_WRAPPED, _RAGGED = 12, 3, 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A spoiled spot; `kind` is a line of the lexicon's table of damages, or `wrapped`."""

    kind: str
    span: Span


def inspect(text: str, lexicon: Lexicon) -> list[Finding]:
    """Return every spoiled spot of a text in order; spots of one kind never overlap."""
    found = [
        Finding(kind, Span(*match.span()))
        for kind, scan in _worth_a_scan(lexicon.damages, text)
        for match in scan.finditer(text)
    ]
    found += [Finding(WRAPPED, span) for span in find_wraps(text)]
    return _reach_over_breaks(text, sorted(found, key=lambda finding: (finding.span, finding.kind)))


def _reach_over_breaks(text: str, findings: list[Finding]) -> list[Finding]:
    """Let spots that fill lines in the middle of a sentence reach over the breaks around them, to both its halves."""
    reached, starts = list(findings), [finding.span.start for finding in findings]
    for cut in _find_cuts(text, findings):
        first, last = bisect_left(starts, cut.start), bisect_left(starts, cut.end) - 1
        reached[first] = replace(reached[first], span=Span(cut.start, reached[first].span.end))
        reached[last] = replace(reached[last], span=Span(reached[last].span.start, cut.end))
    return reached


def _worth_a_scan(damages: tuple[SourceDamage, ...], text: str) -> list[tuple[str, Scan]]:
    """The kinds a text may hold: most texts have none of the characters that the rare kinds begin with."""
    scans, rare, begins = _scans(damages)
    return scans if begins.search(text) else [(kind, scan) for kind, scan in scans if kind not in rare]


@lru_cache(maxsize=8)
def _scans(damages: tuple[SourceDamage, ...]) -> tuple[list[tuple[str, Scan]], set[str], re.Pattern[str]]:
    """An expression for each kind; the kinds that no blank begins, and what finds a character that begins one."""
    scans = [(damage.kind, Scan(damage.pattern)) for damage in damages]
    rare = {kind: scan.heads for kind, scan in scans if scan.heads and not scan.heads.search(_BLANKS)}
    begins = "|".join(heads.pattern for heads in rare.values())
    return scans, set(rare), re.compile(begins or "(?!)")


def _find_cuts(text: str, findings: list[Finding]) -> Iterator[Span]:
    """Yield what lies between two lines of words where spots alone fill the lines between, and no sentence ended."""
    spoiled = bytearray(len(text))
    for finding in findings:
        spoiled[finding.span.start : finding.span.end] = b"\1" * (finding.span.end - finding.span.start)
    start, left, filled = 0, -1, False
    for line in text.split("\n") if findings else ():
        if all(map(operator.or_, map(str.isspace, line), spoiled[start : start + len(line)])):
            filled = filled or bool(line.strip())
        else:
            if filled and left >= 0 and not _BEGINS.match(line):
                yield Span(left, start)
            left, filled = start + len(line) if _goes_on(line) else -1, False
        start += len(line) + 1


def _goes_on(line: str) -> bool:
    """Tell whether a sentence may go on behind a line: it has no end, and is no heading by its look."""
    return not has_stop(line) and not (_BEGINS.match(line) and not _COMMA.search(line))


def find_wraps(text: str) -> list[Span]:
    """Return the line breaks that cut a paragraph: three lines or more of about one width, none but the last ended.

    >>> find_wraps("这一年我们坚持稳中求进工作\\n总基调扎实推进各项改革使得\\n全市经济社会发展取得好成绩\\n和进步。")
    [Span(start=13, end=14), Span(start=27, end=28), Span(start=41, end=42)]
    """
    wraps: list[Span] = []
    block: list[Span] = []
    width, start = 0, 0
    for line in text.split("\n"):
        end = start + len(line)
        ended = has_stop(line)
        open_end = len(line) >= _SHORTEST_WRAP and not ended and not _BEGINS.match(line)
        alike = not block or abs(len(line) - width) <= _RAGGED
        if block and (_BEGINS.match(line) or not line.strip() or not (alike or len(line) < width)):
            wraps += _closed(block)
            block = []
        if open_end and (alike or not block):
            width = max(width, len(line)) if block else len(line)
            block.append(Span(end, end + 1))
        else:
            wraps += _closed(block)
            block = []
        start = end + 1
    return wraps


def _closed(block: list[Span]) -> list[Span]:
    return block if len(block) >= _FEWEST_WRAPPED else []


class Damage:
    """The spoiled spots of a text, asked by place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=lambda finding: finding.span)
        self.starts = [finding.span.start for finding in self.findings]
        self.ends = list(accumulate((finding.span.end for finding in self.findings), max))

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.findings)

    def touches(self, span: Span) -> bool:
        """Tell whether a spot lies in, over or right beside a span."""
        before = bisect_right(self.starts, span.end)
        return before > 0 and self.ends[before - 1] >= span.start


def spoiled_headings(text: str, sentences: list[Sentence], damage: Damage) -> list[Span]:
    """Return the lines that would be headings of a part, were they sound: which part follows them is not sure."""
    return [
        sentence.core
        for sentence in sentences
        if sentence.position == 1
        and damage.touches(sentence.core)
        and _HEADING.match(_INVISIBLE.sub("", sentence.core.of(text)))
    ]


def count_findings(findings: Iterable[Finding], lexicon: Lexicon) -> list[tuple[SourceDamage, list[Finding]]]:
    """Return the kinds that were found, in the order of the lexicon, each with its findings."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.kind, []).append(finding)
    return [(kind, found[kind.kind]) for kind in (*lexicon.damages, WRAPS) if kind.kind in found]


def tell_findings(findings: Iterable[Finding], lexicon: Lexicon) -> str:
    """Say in one line what was found, each kind with its count."""
    counts = [f"{kind.name_en} {len(those)}" for kind, those in count_findings(findings, lexicon)]
    return f"inspected: {', '.join(counts) or 'sound'}"
