"""What speaks for and against an undertaking: the traits of a segment or a clause, and what each of them weighs.

A trait is a short text (`noun:行动`, `lead:实施`, `ends:改革`), a group and a value, that anybody can check by looking
at the words. What it weighs is learned from readings by eye and stands in the lexicon's table of evidence, in
hundredths of log-odds: the weights of the traits of a segment, each counted once, add up to the odds that a reader
would mark it. A trait that the table does not hold weighs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby, repeat
from operator import add
from typing import Final, NamedTuple

from gongbao.reading import phrases
from gongbao.reading.lexicon import Evidence
from gongbao.reading.segments import Segment
from gongbao.reading.text import Span
from gongbao.reading.tokens import Token, tokens_in
from gongbao.reading.vocabulary import Vocabulary

BY_EVIDENCE: Final = "rule:evidence"  # the origin of what no rule names and the weights of its traits do
_QUOTED: Final = re.compile("“([^“”]{1,60})”")
_DIGIT: Final = re.compile(r"\d")
_JOINTS: Final = frozenset("《的和与及")
_NUMERAL: Final = re.compile(r"[\d二三四五六七八九十百]")
_COUNT: Final = re.compile(rf"(?<![\d.]){phrases.FIGURE}(?:{phrases.COUNTERS}|公里|亩|人|亿元|万元|元|%)")
_FIGURE: Final = re.compile(r"\D*\d.*(?:个|家|座|条|所|处|项|场|%|亿元|万元|公里|万亩)")
_PLAIN: Final = re.compile(r"[^\d《“、]*")
_LENGTHS: Final = (3, 5, 7, 10, 15, 25)
_SIZES: Final = tuple(map(str, range(len(_LENGTHS) + 1)))
_HOLDS: Final = "holds"
_ALONE: Final = ("all", "quoted")
_PARTED: Final = set("“《、")
_RIGHT, _EDGES = 2, 2  # characters looked at behind a segment, and at its two ends
_FIRST_WORDS, _TAIL = 4, 4


class Told(NamedTuple):
    """The traits of a segment or clause, none twice: (group, value) of each, and the values of the group `holds`."""

    traits: list[tuple[str, str]]
    holds: set[str]

    def names(self) -> set[str]:
        """Return the traits as they are written: `noun:行动`; a group that has no values stands alone."""
        written = {group if group in _ALONE else f"{group}:{value}" for group, value in self.traits}
        return written | {f"{_HOLDS}:{value}" for value in self.holds}


class Weights:
    """What traits weigh, by group and value, for one kind of undertaking or for two at once.

    For two, a weight is a complex number: its real part speaks for the first kind, its imaginary part for the second.
    """

    def __init__(self, first: Evidence, second: Evidence | None = None) -> None:
        self._by_group: defaultdict[str, dict[str, complex]] = defaultdict(dict)
        for part, evidence in ((1, first), (1j, second or {})):
            for trait, weight in evidence.items():
                group, _, value = trait.partition(":")
                table = self._by_group[group]
                table[value] = table.get(value, 0) + part * weight
        self._holds = self._by_group[_HOLDS].get

    def of(self, told: Told) -> complex:
        """Return the sum of what the traits weigh; one that no table holds weighs nothing."""
        by_group, total = self._by_group, 0j
        for group, value in told.traits:
            if weight := by_group[group].get(value):
                total += weight
        return total + sum(map(self._holds, told.holds, repeat(0)))


class Traits:
    """Names the traits of the segments and clauses of a text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words
        self._tokens = tokens_in(text, words)

    def of_segment(self, segment: Segment, core: Span, stands: str, proposed: Iterable[str]) -> Told:
        """Return the traits of a segment.

        `core` is its sentence; `stands` says where that is: in the review, the plan or a heading of one; `proposed` are
        the kinds of undertaking that the rules for names see in it.
        """
        text, words = self.text, self.words
        said, lead, behind = segment.span.of(text), segment.lead.of(text), segment.behind.of(text)
        head = words.ending(said)
        found = [
            ("all", ""), ("stands", stands), ("size", _size(len(said))), ("lead", lead), ("behind", behind),
            ("left", segment.left), ("right", segment.right), ("item", str(min(segment.item, 3))),
            ("kind", head.kind if head else "none"), ("shape", self._shape(said)),
            ("rules", "+".join(sorted(proposed)) or "none"),
        ]  # fmt: skip
        if head:
            found += [("noun", head.word), ("words before noun", _size(len(said) - len(head.word)))]
        if inside := {token.said for token in segment.tokens if token.said in words.heads}:
            found += [("inside", word) for word in inside]
        found += self._beside(segment.span, core)
        found += _ends(said)
        if "“" in said:
            found += self._quote(said, lead)
        found += _counts(said)
        holds = set(map(add, said, said[1:]))
        holds |= _JOINTS.intersection(said)
        return Told(found, holds)

    def _shape(self, said: str) -> str:
        """Spell words by what they are: generic, topic, noun of policy (h) or project (p), quote, digit, other (x)."""
        codes = map(self.words.shapes.__getitem__, self.words.shaped.findall(said))
        return "".join([code for code, _ in groupby(codes)])

    def _beside(self, span: Span, core: Span) -> list[tuple[str, str]]:
        before = self.text[max(core.start, span.start - 1) : span.start]
        after = self.text[span.end : min(core.end, span.end + _RIGHT)]
        found = [("after", before), ("before", after[:1])]
        return [*found, ("before", after)] if len(after) > 1 else found

    def _quote(self, said: str, lead: str) -> list[tuple[str, str]]:
        match = _QUOTED.search(said)
        if match is None:
            return []
        inside, tail = match[1], said[match.end() :]
        head = self.words.ending(inside)
        return [
            ("quoted", ""), ("quoted whole", f"{len(match.group()) == len(said):d}"), ("quoted lead", lead),
            ("quoted size", _size(len(inside))), ("quoted numeral", f"{_NUMERAL.search(inside) is not None:d}"),
            ("quoted ends", inside[-1]), ("quoted noun", head.word if head else ""), ("quoted tail", tail[:_TAIL]),
        ]  # fmt: skip

    def of_clause(self, clause: Span, stands: str, place: tuple[int, int], *, proposed: bool) -> Told:
        """Return the traits of a clause of the plan.

        `stands` says where its sentence does: as a heading, alone in its paragraph, or at which place of it; `place` is
        the place of the clause, from 0, and how many the sentence has; `proposed` tells that a rule takes it for a
        promise.
        """
        words, said = self.words, clause.of(self.text)
        tokens = self._tokens.of(clause)
        roles = [self._does(token) for token in tokens[:_FIRST_WORDS]]
        stands = f"{stands},{min(place[1], 3)},{_PLAIN.fullmatch(said) is not None:d}"
        rules, head = f"{proposed:d}", words.ending(said)
        found = [
            ("all", ""), ("rules", rules), ("rules", f"{rules} stands:{stands}"),
            ("rules", f"{rules} roles:{'/'.join(roles[:2])}"), ("stands", stands), ("place", str(min(place[0], 4))),
            ("clauses", str(min(place[1], 6))), ("last", f"{place[0] == place[1] - 1:d}"), ("size", _size(len(said))),
            ("mark", self.text[clause.end : clause.end + 1]), ("roles", "/".join(roles[:3])),
            ("figure", f"{_FIGURE.match(said) is not None:d}"), ("noun", head.word if head else ""),
            ("kind", head.kind if head else "none"),
        ]  # fmt: skip
        found += [(f"word {number}", token.said) for number, token in enumerate(tokens[:_FIRST_WORDS])]
        found += [("word", word) for word in {token.said for token in tokens if token.kind == "word"}]
        found += _ends(said)
        return Told(found, _PARTED.intersection(said))

    def _does(self, token: Token) -> str:
        return token.role or ("noun" if token.said in self.words.heads else "other")


def _size(length: int) -> str:
    """Return the class of a length, so that 8 and 9 characters weigh the same."""
    return _SIZES[bisect_right(_LENGTHS, length)]


def _ends(said: str) -> list[tuple[str, str]]:
    edges = range(1, min(_EDGES, len(said)) + 1)
    return [("ends", said[-length:]) for length in edges] + [("begins", said[:length]) for length in edges]


def _counts(said: str) -> list[tuple[str, str]]:
    digit = _DIGIT.search(said)
    if digit is None:
        return [("counts", ""), ("digits", "00")]
    count = _COUNT.search(said, digit.start())
    return [("counts", count.group()[-1] if count else ""), ("digits", f"{digit.start() == 0:d}1")]
