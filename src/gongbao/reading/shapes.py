"""Shapes around numerals: the first line of the table of traps whose match covers a numeral settles its role.

One pass of an automaton finds every word that some trap needs; a trap is tried at a numeral only where one of its words
stands as near as the trap can see, and is searched in that window alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from gongbao.reading.lexicon import Trap
from gongbao.reading.patterns import FARTHEST, Demands, demands_of_each
from gongbao.reading.text import Span, searchable

_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")
_NEAR: Final = 24  # characters beside a numeral that all but a few long traps can see


class Words:
    """The words that some traps need, and by distance from a numeral the traps that each still serves."""

    def __init__(self) -> None:
        self.needed: dict[str, list[tuple[int, int, int]]] = {}
        self.width = 1  # no word farther from a numeral serves any trap
        self._made: tuple[AhoCorasick, list[list[int]]] | None = None

    def add(self, word: str, bit: int, known: Demands) -> None:
        """Note that a trap needs a word, and how far from it a numeral can be."""
        self.needed.setdefault(word, []).append((bit, known.left, known.right))
        self.width = max(self.width, known.left + len(word), known.right)

    def find(self, text: str) -> Found:
        """Return the places where words stand, in the order of their ends."""
        if self._made is None:
            self._made = AhoCorasick(list(self.needed)), self._masks()
        automaton, masks = self._made
        found = automaton.find_matches_as_indexes(text, overlapping=True)
        return Found(
            [start for _, start, _ in found],
            [end for _, _, end in found],
            [masks[word] for word, _, _ in found],
            self.width,
        )

    def _masks(self) -> list[list[int]]:
        """The traps that each word serves so far behind a numeral (below 0: before it); like words share a list."""
        made: dict[tuple[tuple[int, int, int], ...], list[int]] = {}
        for served in map(tuple, self.needed.values()):
            if served not in made:
                made[served] = [0] * (2 * self.width + 1)
                for bit, left, right in served:
                    for distance in (0, *range(1, left), *range(-1, -right, -1)):
                        made[served][distance] |= bit
        return [made[tuple(served)] for served in self.needed.values()]


class Found(NamedTuple):
    """The words found in a text: where each starts and ends, its masks, and how far from a numeral they serve."""

    starts: list[int]
    ends: list[int]
    masks: list[list[int]]
    width: int

    def near(self, spans: Iterable[Span]) -> Iterator[int]:
        """Yield, for numerals in the order of a text, the traps of which a word stands near enough."""
        starts, ends, masks, width = self
        first, count = 0, len(ends)
        for start, end in spans:
            while first < count and ends[first] <= start - width:
                first += 1
            total, last = 0, end + width
            for place in range(first, count):
                begin = starts[place]
                if begin >= last:
                    break
                gap = begin - end
                if gap < 0:
                    gap = ends[place] - start
                    if gap > 0:
                        gap = 0
                total |= masks[place][gap]
            yield total


class Shapes:
    """The traps of a lexicon, by the words they need; a trap has a bit for each of its alternatives."""

    def __init__(self, traps: tuple[Trap, ...]) -> None:
        self.near, self.far = Words(), Words()
        self.free = self.arabic = self.other = self.opening = 0
        # for each bit: the trap, how far it sees before and behind, the groups that cover the numeral, all later bits
        self.asked: list[tuple[Trap, int, int, tuple[str, ...], int]] = []
        for trap in traps:
            each = demands_of_each(trap.pattern.pattern)
            for number, known in enumerate(each, len(self.asked)):
                self._note(1 << number, known)
            before, behind = max(known.before for known in each), max(known.behind for known in each)
            named = tuple(name for name in ("n", "m") if name in trap.pattern.groupindex)
            self.asked += [(trap, before, behind, named, -1 << (len(self.asked) + len(each)))] * len(each)

    def _note(self, bit: int, known: Demands) -> None:
        self.arabic |= known.arabic * bit
        self.other |= known.other * bit
        self.free |= (not known.words) * bit
        self.opening |= (known.opens and known.sees <= _NEAR) * bit
        for word in known.words:
            words = self.near if max(known.left + len(word), known.right) <= _NEAR else self.far
            words.add(word, bit, known)

    def over(self, text: str) -> Places:
        """Find what the traps need in a folded text."""
        return Places(self, text)


class Places:
    """A text in which the words are found that the traps need."""

    def __init__(self, shapes: Shapes, text: str) -> None:
        self.shapes, self.text = shapes, text
        lower = text.lower()
        if len(lower) != len(text):  # some letter of another script is two in small
            lower = "".join(character.lower()[0] for character in text)
        lower = _OTHER_DIGIT.sub(lambda match: str(int(match[0])), lower)
        lower = searchable(lower)
        self.near, self.far = shapes.near.find(lower), shapes.far.find(lower)

    def traps(self, spans: Sequence[Span]) -> Iterator[Trap | None]:
        """Yield, for numerals in the order of the text, the first trap whose match covers each."""
        shapes, text = self.shapes, self.text
        free, arabic, other = shapes.free, shapes.arabic, shapes.other
        line = Span(0, 0)
        for span, near, far in zip(spans, self.near.near(spans), self.far.near(spans), strict=True):
            mask = (free | near | far) & (arabic if text[span.start].isascii() else other)
            if mask and span.end > line.end:
                end = text.find("\n", span.end)
                line = Span(text.rfind("\n", 0, span.start) + 1, end if end >= 0 else len(text))
            yield self._first(mask, span, line) if mask else None

    def _first(self, mask: int, span: Span, line: Span) -> Trap | None:
        """The first of some traps whose match covers a numeral and stands in its line."""
        text, (start, end), (first, last), asked = self.text, span, line, self.shapes.asked
        if first < start - FARTHEST:
            first = start - FARTHEST
        if last > end + FARTHEST:
            last = end + FARTHEST
        if start - first > _NEAR:
            mask &= ~self.shapes.opening
        while mask:
            trap, before, behind, named, later = asked[(mask & -mask).bit_length() - 1]
            mask &= later
            left, right = end - before, start + behind + 1
            left, right = left if left > first else first, right if right < last else last
            search = trap.pattern.search
            match = search(text, left, right)
            while match and match.start() <= start:
                if _covers(match, start, end, named):
                    return trap
                match = search(text, match.end(), right)
        return None


@lru_cache(maxsize=8)
def shapes_of(traps: tuple[Trap, ...]) -> Shapes:
    """Return the index of a table of traps, made once."""
    return Shapes(traps)


def _covers(match: re.Match[str], start: int, end: int, named: Sequence[str]) -> bool:
    """Tell whether the part of a match a trap speaks of covers a place: a group with a name, else all of it."""
    for name in named:
        if match.start(name) >= 0:
            return match.start(name) <= start and end <= match.end(name)
    return match.start() <= start and end <= match.end()
