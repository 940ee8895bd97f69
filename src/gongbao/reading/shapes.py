"""Shapes around numerals: the first line of the table of traps whose match covers a numeral settles its role.

One pass of an automaton finds every word that some trap needs; a trap is tried at a numeral only where one of its words
stands as near as the trap can see, and is searched in that window alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick

from gongbao.reading.lexicon import Trap
from gongbao.reading.patterns import FARTHEST, demands
from gongbao.reading.text import Span

_NEAR = 24  # characters beside a numeral that all but a few long traps can see


class Words:
    """The words that some traps need, and by distance from a numeral the traps that each still serves."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self.masks: list[list[int]] = []  # of each word, at each distance: the traps, a bit each

    def add(self, word: str, trap: int, sees: int) -> None:
        """Note that a trap, which sees so many characters, needs a word."""
        number = self.number.setdefault(word, len(self.masks))
        if number == len(self.masks):
            self.masks.append([0] * FARTHEST)
        for distance in range(max(1, sees - len(word))):
            self.masks[number][distance] |= 1 << trap

    @cached_property
    def automaton(self) -> AhoCorasick:
        """The automaton that finds all words in one pass."""
        return AhoCorasick(list(self.number))

    def find(self, text: str) -> tuple[list[int], list[int], list[list[int]]]:
        """Return the places where words stand: their starts and ends in the order of the ends, and their masks."""
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        return (
            [start for _, start, _ in found],
            [end for _, _, end in found],
            [self.masks[word] for word, _, _ in found],
        )


class Shapes:
    """The traps of a lexicon, by the words they need."""

    def __init__(self, traps: tuple[Trap, ...]) -> None:
        self.traps = traps
        self.near, self.far = Words(), Words()
        self.free = self.arabic = self.other = self.opening = 0
        self.sees: list[int] = []
        for number, trap in enumerate(traps):
            known = demands(trap.pattern.pattern)
            self.sees.append(known.sees)
            self.arabic |= known.arabic << number
            self.other |= known.other << number
            self.free |= (not known.words) << number
            self.opening |= (known.opens and known.sees <= _NEAR) << number
            for word in known.words:
                (self.near if known.sees <= _NEAR else self.far).add(word, number, known.sees)

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
        self.near, self.far = shapes.near.find(lower), shapes.far.find(lower)

    def at(self, span: Span) -> Trap | None:
        """Return the first trap whose match covers a numeral."""
        shapes, text, start, end = self.shapes, self.text, span.start, span.end
        mask = shapes.free | _masks(self.near, start, end, _NEAR) | _masks(self.far, start, end, FARTHEST)
        mask &= shapes.arabic if text[start].isascii() else shapes.other
        first = max(0, start - FARTHEST, text.rfind("\n", max(0, start - FARTHEST), start) + 1)
        if start - first > _NEAR:
            mask &= ~shapes.opening
        if not mask:
            return None
        line_end = text.find("\n", end, end + FARTHEST)
        last = line_end if line_end >= 0 else min(len(text), end + FARTHEST)
        while mask:
            lowest = mask & -mask
            mask ^= lowest
            number = lowest.bit_length() - 1
            trap, sees = shapes.traps[number], shapes.sees[number]
            left, right = end - sees, start + sees + 1
            left, right = left if left > first else first, right if right < last else last
            match = trap.pattern.search(text, left, right)
            while match and match.start() <= start:
                if _covers(match, start, end):
                    return trap
                match = trap.pattern.search(text, match.end(), right)
        return None


def _masks(found: tuple[list[int], list[int], list[list[int]]], start: int, end: int, width: int) -> int:
    """The traps of which a word stands near enough to a numeral."""
    starts, ends, masks = found
    total, last = 0, end + width
    for place in range(bisect_right(ends, start - width), len(ends)):
        if starts[place] >= last:
            break
        gap = starts[place] - end if starts[place] > end else start - ends[place] if ends[place] < start else 0
        total |= masks[place][gap]
    return total


@lru_cache(maxsize=8)
def shapes_of(traps: tuple[Trap, ...]) -> Shapes:
    """Return the index of a table of traps, made once."""
    return Shapes(traps)


def _covers(match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether the part of a match a trap speaks of covers a place: its group n or m, else all of it."""
    groups = match.re.groupindex
    for name in ("n", "m"):
        if name in groups and match.start(name) >= 0:
            return match.start(name) <= start and end <= match.end(name)
    return match.start() <= start and end <= match.end()
