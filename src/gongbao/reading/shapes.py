"""Shapes around numerals: the first line of the table of traps whose match covers a numeral settles its role.

Only what can match is tried: a table leads from the characters around a numeral to the traps that need one of them, and
each is searched in a bounded window inside the line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gongbao.reading.lexicon import Trap
from gongbao.reading.text import Span

_NEAR = 24  # characters beside a numeral in which what a short shape needs can stand
_FAR = 80  # for the few long ones: titles, addresses
_BEHIND = 24  # characters behind a match that a look ahead may see


class Shapes:
    """The traps of a lexicon, indexed by the characters they need."""

    def __init__(self, traps: tuple[Trap, ...]) -> None:
        self.traps = traps
        self.free = self.far = self.arabic = self.han = 0
        self.whole = tuple(all(len(word) > 1 for word in trap.needs) for trap in traps)
        self.masks: dict[str, int] = {}
        for number, trap in enumerate(traps):
            self.arabic |= (trap.numerals != "han") << number
            self.han |= (trap.numerals != "arabic") << number
            if trap.longest > _NEAR:
                self.far |= 1 << number
            if not trap.needs:
                self.free |= 1 << number
            for word in trap.needs:
                self.masks[word[0]] = self.masks.get(word[0], 0) | 1 << number
        self.known = frozenset(self.masks)

    def at(self, text: str, span: Span) -> Trap | None:
        """Return the first trap whose match covers a numeral; `text` is folded."""
        start, end = span.start, span.end
        first = max(0, start - _FAR, text.rfind("\n", 0, start) + 1)
        line_end = text.find("\n", end, end + _FAR)
        last = line_end if line_end >= 0 else min(len(text), end + _FAR)
        near = text[max(first, start - _NEAR) : min(last, end + _NEAR)]
        wide = text[first:last]
        mask = self.free | self._needed(near) | (self._needed(wide) & self.far)
        mask &= self.arabic if text[start].isascii() else self.han
        while mask:
            lowest = mask & -mask
            mask ^= lowest
            number = lowest.bit_length() - 1
            trap = self.traps[number]
            if self.whole[number] and not _stands(trap.needs, near if trap.longest <= _NEAR else wide):
                continue
            left = max(first, end - trap.longest)
            for match in trap.pattern.finditer(text, left, min(last, start + trap.longest + _BEHIND)):
                if match.start() > start:
                    break
                if _covers(match, start, end):
                    return trap
        return None

    def _needed(self, window: str) -> int:
        mask = 0
        for character in self.known.intersection(window):
            mask |= self.masks[character]
        return mask


@lru_cache(maxsize=8)
def shapes_of(traps: tuple[Trap, ...]) -> Shapes:
    """Return the index of a table of traps, made once."""
    return Shapes(traps)


def _stands(words: tuple[str, ...], window: str) -> bool:
    if not words:
        return True
    for word in words:  # noqa: SIM110 a generator costs more than the search
        if word in window:
            return True
    return False


def _covers(match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether the part of a match a trap speaks of covers a place: its group n or m, else all of it."""
    groups = match.re.groupindex
    for name in ("n", "m"):
        if name in groups and match.start(name) >= 0:
            return match.start(name) <= start and end <= match.end(name)
    return match.start() <= start and end <= match.end()
