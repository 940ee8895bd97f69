"""The words, quotes and marks of a text that the vocabulary knows, found in one pass and asked by place."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Final, NamedTuple

from gongbao.reading.text import Span
from gongbao.reading.vocabulary import DASH, SPELT, Vocabulary

_IN_NUMBERS: Final = (",", ":")


class Token(NamedTuple):
    """A word, quote or mark of a sentence, with what it does there: the role of a word, or the kind of the token."""

    kind: str
    role: str
    said: str
    span: Span


class Tokens:
    """All tokens of a text.

    An automaton finds the words, the longest of those that begin at a place; an expression finds what is spelt in many
    ways: titles, quotes, asides, times, brands. A word inside one of these is no token. Where a word crosses one, or a
    token crosses the end of a stretch that is asked for, the expression of all tokens reads that stretch by itself.
    """

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text, self.words = text, words
        self._crossed: list[int] = []  # the characters of words that cross what is spelt
        self.found = self._find()
        self._starts = [token.span.start for token in self.found]

    def of(self, span: Span) -> list[Token]:
        """Return the tokens of a stretch, from left to right."""
        start, end = span
        first = bisect_left(self._starts, start)
        tokens = self.found[first : bisect_left(self._starts, end, first)]
        if self._stands_apart(first, start, end, tokens):
            return tokens
        return [
            Token(kind := match.lastgroup or "", self.words.role_of(kind, match[0]), match[0], Span(*match.span()))
            for match in self.words.tokens.finditer(self.text, start, end)
        ]

    def _stands_apart(self, first: int, start: int, end: int, tokens: list[Token]) -> bool:
        """Tell whether no token crosses an end of a stretch, and all in it are what they are without what is around."""
        if first and self.found[first - 1].span.end > start:
            return False
        if tokens:
            kind, _, _, (_, last) = tokens[-1]
            if last > end or (last == end and kind in SPELT):
                return False
        crossed = bisect_left(self._crossed, start)
        return crossed == len(self._crossed) or self._crossed[crossed] >= end

    def _find(self) -> list[Token]:
        """Find what is spelt in many ways, and the words outside it."""
        text, words = self.text, self.words
        found: list[Token] = []
        for match in words.spelt.finditer(text):
            kind = match.lastgroup or ""
            found.append(Token(kind, kind, match[0], Span(*match.span())))
        spelt = [token.span for token in found]
        spelt.append(Span(len(text), len(text)))
        begin, stop = spelt[0]
        place = done = 0
        for number, start, end in words.find(text):
            while stop <= start:
                place += 1
                begin, stop = spelt[place]
            if end > begin:
                if start < begin or end > stop:
                    self._crossed += range(start, end)
                continue
            kind, said = words.known[number]
            if start < done or (said in _IN_NUMBERS and _is_in_number(text, start)):
                continue
            role = words.role_of(kind, said)
            if said == DASH:
                while text.startswith(DASH[0], end):
                    end += 1
                said, done = text[start:end], end
            found.append(Token(kind, role, said, Span(start, end)))
        found.sort(key=lambda token: token.span.start)
        return found


def _is_in_number(text: str, mark: int) -> bool:
    return text[mark - 1 : mark].isdecimal() and text[mark + 1 : mark + 2].isdecimal()


@lru_cache(maxsize=1)
def tokens_in(text: str, words: Vocabulary) -> Tokens:
    """Return the tokens of a text, found once for all who ask for them in turn."""
    return Tokens(text, words)
