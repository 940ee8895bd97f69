"""A sentence cut into segments: what stands between its marks and behind its verbs, with the verb that governs it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final, NamedTuple

from gongbao.reading import phrases
from gongbao.reading.text import Span
from gongbao.reading.tokens import Token
from gongbao.reading.vocabulary import Vocabulary

GOVERNING: Final = frozenset(("strong", "opening", "verb", "before", "framing", "stage"))
_LEADING: Final = GOVERNING | {"manner", "lean", "time", "aside", "join", "of"}
_CUTTING: Final = frozenset(("strong", "opening", "before", "stage"))
_LISTING: Final = ("、", "等")
_MARKS: Final = ("mark", "list", "etc")
NONE: Final = Span(0, 0)


class Segment(NamedTuple):
    """A stretch of a clause that may name an undertaking.

    `lead` is the verb that governs it and `behind` the one that follows (`NONE` where there is none); `left` and
    `right` are what bounds it: a mark, `v` for a verb, `^` and `$` for the ends of the sentence. `item` is its place in
    a list, from 0; `tokens` are the words of the vocabulary inside.
    """

    span: Span
    lead: Span
    behind: Span
    left: str
    right: str
    item: int
    tokens: tuple[Token, ...]


def segments_of(core: Span, tokens: list[Token], text: str, words: Vocabulary) -> Iterator[Segment]:
    """Yield the segments of a sentence from left to right, none shorter than two characters; `tokens` are its own."""
    end = core.end
    open_one = Segment(core, NONE, NONE, "^", "$", 0, ())
    inside: list[Token] = []
    for token in tokens:
        if token.kind not in _MARKS:
            inside.append(token)
            continue
        _, lead, _, left, _, item, _ = open_one
        whole = Segment(Span(open_one.span.start, token.span.start), lead, NONE, left, token.said, item, ())
        lead = yield from _cut(text, words, whole, inside)
        listed = token.said in _LISTING
        after = Span(token.span.end, end)
        open_one = Segment(after, lead if listed else NONE, NONE, token.said, "$", item + 1 if listed else 0, ())
        inside = []
    yield from _cut(text, words, open_one, inside)


def _cut(text: str, words: Vocabulary, whole: Segment, tokens: list[Token]) -> Generator[Segment, None, Span]:
    """Cut a stretch between marks behind its leading verbs and at those inside; return the verb that leads it."""
    (begin, end), lead, _, left, right, item, _ = whole
    place = 0
    while place < len(tokens) and tokens[place].span.start == begin and tokens[place].role in _LEADING:
        begin = tokens[place].span.end
        lead = tokens[place].span if tokens[place].role in GOVERNING else lead
        place += 1
    first, kept = lead, list[Token]()
    for token in tokens[place:]:
        start, stop = token.span
        if (
            token.role not in _CUTTING
            or (stop == end and token.said in words.heads)
            or phrases.names_scheme(text, stop)
        ):
            kept.append(token)
            continue
        yield from _closed(text, begin, start, (lead, token.span, left, "v", item), kept)
        begin, lead, left, item, kept = stop, token.span, "v", 0, []
    yield from _closed(text, begin, end, (lead, NONE, left, right, item), kept)
    return first


def _closed(
    text: str, begin: int, end: int, bounds: tuple[Span, Span, str, str, int], inside: list[Token]
) -> Iterator[Segment]:
    span = phrases.trimmed(text, begin, end)
    if span.end - span.start > 1:
        yield Segment(span, *bounds, tuple(inside))
