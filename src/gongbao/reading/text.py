"""The frozen text and what can be said of it by punctuation alone: spans, paragraphs, sentences, anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from gongbao.errors import AnchorError

UNSEEN: Final = dict.fromkeys(
    map(ord, "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"), " "
)
_STOPS: Final = frozenset("。！？；：!?;:…”）)》】")
OPENERS, CLOSERS = "“‘《（(「『", "”’》）)」』"
_SENTENCE: Final = re.compile(rf"[^。！？!?\n]*[。！？!?]+[{CLOSERS}]*|[^。！？!?\n]+")  # within its line
_CLAUSE_MARK: Final = re.compile("[，,；;：:。！？!?]")


class Span(NamedTuple):
    """A half-open range `start..end` of code points in a frozen text.

    >>> Span(1, 3).of("公报数据")
    '报数'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` this span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True, init=False)
class Sentence:
    """A sentence: `span` tiles the text (with the white space around it), `core` is what is published."""

    span: Span
    core: Span
    paragraph: int
    position: int

    def __init__(self, span: Span, core: Span, paragraph: int, position: int) -> None:
        self.span = span
        self.core = core
        self.paragraph = paragraph
        self.position = position


def searchable(text: str) -> str:
    """Return a text as an automaton takes it: half a surrogate pair is no character, and a mark stands for it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def has_stop(line: str) -> bool:
    """Tell whether a line ends as a sentence or a part of one can: what follows it need not go on with it.

    >>> has_stop("取得新成效。 "), has_stop("取得新成")
    (True, False)
    """
    return line.rstrip()[-1:] in _STOPS


def split_sentences(text: str) -> list[Sentence]:
    """Cut a text into sentences whose spans, laid end to end, give back the text to the last character.

    A sentence ends at 。！？ (with the closing quotes that follow) or at a line break. White space at the
    edges, blank lines included, belongs to `span` and not to `core`; `paragraph` counts the lines that hold
    a character, `position` the sentences within one, both from 1.

    >>> [s.core.of("一、总结\\n甲。乙！\\n") for s in split_sentences("一、总结\\n甲。乙！\\n")]
    ['一、总结', '甲。', '乙！']
    """
    found: list[Sentence] = []
    paragraph = position = pending = last = 0
    opens = True  # no sentence of this line was found yet
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        opens = opens or start > last  # a line break lies between
        last = end
        if text[start].isspace() or text[end - 1].isspace():
            words = match[0]
            start, end = end - len(words.lstrip()), start + len(words.rstrip())
            if start >= end:
                continue
        paragraph, position = (paragraph + 1, 1) if opens else (paragraph, position + 1)
        opens = False
        core = Span(start, end)
        found.append(Sentence(core if pending == start else Span(pending, end), core, paragraph, position))
        pending = end
    if found and pending < len(text):
        found[-1] = replace(found[-1], span=Span(found[-1].span.start, len(text)))
    return found


def split_clauses(text: str, span: Span) -> list[Span]:
    """Cut a sentence at its commas, semicolons and colons; the marks belong to no clause.

    >>> [c.of("新增89家、累计达1717家;增长5%。") for c in split_clauses("新增89家、累计达1717家;增长5%。", Span(0, 20))]
    ['新增89家、累计达1717家', '增长5%']
    """
    clauses, start, end = [], span.start, min(span.end, len(text))
    for match in _CLAUSE_MARK.finditer(text, start, end):
        index = match.start()
        if text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit():
            continue  # inside a number
        if start < index:
            clauses.append(Span(start, index))
        start = index + 1
    if start < end:
        clauses.append(Span(start, end))
    return clauses


def resolve(text: str, quote: str, *, prefix: str = "", suffix: str = "") -> Span:
    """Find the one place where `prefix + quote + suffix` stands and return the span of `quote`.

    Raises AnchorError when it stands nowhere or more than once (law of strict anchors).

    >>> resolve("甲2家,乙2家", "2家", prefix="乙")
    Span(start=5, end=7)
    """
    if not quote:
        raise AnchorError("the quote is empty: copy the words from the text")
    whole = prefix + quote + suffix
    places = list(_places(text, whole))
    if len(places) == 1:
        start = places[0] + len(prefix)
        return Span(start, start + len(quote))
    if not places:
        raise AnchorError(f"quote “{whole}” stands nowhere in the text: copy it exactly as it is written there")
    shown = ", ".join(str(place) for place in places[:5])
    raise AnchorError(
        f"quote “{whole}” stands {len(places)} times in the text (characters {shown}): "
        "lengthen its prefix or suffix until it is unique"
    )


def _places(text: str, words: str) -> Iterator[int]:
    """Yield every place where words stand, overlapping ones too."""
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def show(text: str, span: Span, *, width: int = 12) -> str:
    """Quote a place on one line, between carets, with `width` characters of context on either side.

    >>> show("累计供应国内外超17亿剂,在全球", Span(7, 12), width=4)
    '…应国内外^超17亿剂^,在全球'
    """
    left = text[max(0, span.start - width) : span.start]
    right = text[span.end : span.end + width]
    shown = f"{left}^{span.of(text)}^{right}".replace("\n", "⏎")
    head = "…" if span.start > width else ""
    tail = "…" if span.end + width < len(text) else ""
    return f"{head}{shown}{tail}"
