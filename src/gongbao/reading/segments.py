"""A sentence cut into segments: what stands between its marks and behind its verbs, with the verb that governs it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from gongbao.reading import phrases
from gongbao.reading.text import Sentence, Span
from gongbao.reading.vocabulary import Vocabulary

GOVERNING = frozenset(("strong", "opening", "verb", "before", "framing", "stage"))
_LEADING = GOVERNING | {"manner", "lean", "time", "aside", "join", "of"}
_CUTTING = frozenset(("strong", "opening", "before", "stage"))
_LISTING = ("、", "等")
_MARKS = ("mark", "list", "etc")
NONE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, quote or mark of a sentence, with what it does there: the role of a word, or the kind of the token."""

    kind: str
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
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


def segments_of(sentence: Sentence, text: str, words: Vocabulary) -> Iterator[Segment]:
    """Yield the segments of a sentence from left to right, none shorter than two characters."""
    begin, end = sentence.core
    open_one = Segment(Span(begin, end), NONE, NONE, "^", "$", 0, ())
    inside: list[Token] = []
    for token in tokens_of(text, words, sentence.core):
        if token.kind not in _MARKS:
            inside.append(token)
            continue
        mark = token.span.of(text)
        whole = replace(open_one, span=Span(open_one.span.start, token.span.start), right=mark)
        lead = yield from _cut(text, words, whole, inside)
        listed = mark in _LISTING
        after = Span(token.span.end, end)
        open_one = Segment(after, lead if listed else NONE, NONE, mark, "$", open_one.item + 1 if listed else 0, ())
        inside = []
    yield from _cut(text, words, open_one, inside)


def tokens_of(text: str, words: Vocabulary, span: Span) -> Iterator[Token]:
    """Yield the words, quotes and marks of a stretch that the vocabulary knows, with what each does there."""
    for match in words.tokens.finditer(text, *span):
        kind, word = match.lastgroup or "", match.group()
        known = "manner" if word in words.adverbs else words.roles.get(word, "")
        yield Token(kind, known if kind == "word" else kind, Span(*match.span()))


def _cut(text: str, words: Vocabulary, whole: Segment, tokens: list[Token]) -> Generator[Segment, None, Span]:
    """Cut a stretch between marks behind its leading verbs and at those inside; return the verb that leads it."""
    begin, end = whole.span
    lead, place = whole.lead, 0
    while place < len(tokens) and tokens[place].span.start == begin and tokens[place].role in _LEADING:
        begin = tokens[place].span.end
        lead = tokens[place].span if tokens[place].role in GOVERNING else lead
        place += 1
    open_one = replace(whole, span=Span(begin, end), lead=lead)
    kept: list[Token] = []
    for token in tokens[place:]:
        start, stop = token.span
        word = token.span.of(text)
        last = word in words.heads and stop == end
        if token.role not in _CUTTING or last or phrases.names_scheme(text, stop):
            kept.append(token)
            continue
        before = Span(open_one.span.start, start)
        yield from _closed(text, replace(open_one, span=before, behind=token.span, right="v"), kept)
        open_one = replace(whole, span=Span(stop, end), lead=token.span, left="v", item=0)
        kept = []
    yield from _closed(text, open_one, kept)
    return lead


def _closed(text: str, segment: Segment, inside: list[Token]) -> Iterator[Segment]:
    span = phrases.trimmed(text, *segment.span)
    if span.end - span.start > 1:
        yield replace(segment, span=span, tokens=tuple(inside))
