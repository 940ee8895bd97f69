"""What speaks for and against an undertaking: the traits of a segment or a clause, and what each of them weighs.

A trait is a short text (`noun:行动`, `lead:实施`, `ends:改革`) that anybody can check by looking at the words. What it
weighs is learned from readings by eye and stands in the lexicon's table of evidence, in hundredths of log-odds: the
weights of the traits of a segment, each counted once, add up to the odds that a reader would mark it. A trait that the
table does not hold weighs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Final

from gongbao.reading import phrases
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
_RIGHT, _EDGES = 2, 2  # characters looked at behind a segment, and at its two ends
_FIRST_WORDS, _TAIL = 4, 4


class Traits:
    """Names the traits of the segments and clauses of a text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words
        self._tokens = tokens_in(text, words)

    def of_segment(self, segment: Segment, core: Span, stands: str, proposed: Iterable[str]) -> set[str]:
        """Return the traits of a segment.

        `core` is its sentence; `stands` says where that is: in the review, the plan or a heading of one; `proposed` are
        the kinds of undertaking that the rules for names see in it.
        """
        text, words = self.text, self.words
        said, lead, behind = (span.of(text) for span in (segment.span, segment.lead, segment.behind))
        head = words.ending(said)
        found = [
            "all", f"stands:{stands}", f"size:{_size(len(said))}", f"lead:{lead}",
            f"behind:{behind}", f"left:{segment.left}", f"right:{segment.right}", f"item:{min(segment.item, 3)}",
            f"kind:{head.kind if head else 'none'}", f"shape:{self._shape(said)}",
            f"rules:{'+'.join(sorted(proposed)) or 'none'}",
        ]  # fmt: skip
        if head:
            found += [f"noun:{head.word}", f"words before noun:{_size(len(said) - len(head.word))}"]
        found += [f"inside:{token.said}" for token in segment.tokens if token.said in words.heads]
        found += self._beside(segment.span, core)
        found += _ends(said)
        found += [f"holds:{one}{other}" for one, other in pairwise(said)]
        if "“" in said:
            found += self._quote(said, lead)
        found += _counts(said)
        return set(found)

    def _shape(self, said: str) -> str:
        """Spell words by what they are: generic, topic, noun of policy (h) or project (p), quote, digit, other (x)."""
        codes = map(self.words.shapes.__getitem__, self.words.shaped.findall(said))
        return "".join([code for code, _ in groupby(codes)])

    def _beside(self, span: Span, core: Span) -> list[str]:
        before = self.text[max(core.start, span.start - 1) : span.start]
        after = self.text[span.end : min(core.end, span.end + _RIGHT)]
        return [f"after:{before}", *(f"before:{after[:length]}" for length in range(1, _RIGHT + 1))]

    def _quote(self, said: str, lead: str) -> Iterator[str]:
        match = _QUOTED.search(said)
        if match is None:
            return
        inside, tail = match[1], said[match.end() :]
        head = self.words.ending(inside)
        yield "quoted"
        yield f"quoted whole:{len(match.group()) == len(said):d}"
        yield f"quoted lead:{lead}"
        yield f"quoted size:{_size(len(inside))}"
        yield f"quoted numeral:{_NUMERAL.search(inside) is not None:d}"
        yield f"quoted ends:{inside[-1]}"
        yield f"quoted noun:{head.word if head else ''}"
        yield f"quoted tail:{tail[:_TAIL]}"

    def of_clause(self, clause: Span, stands: str, place: tuple[int, int], *, proposed: bool) -> set[str]:
        """Return the traits of a clause of the plan.

        `stands` says where its sentence does: as a heading, alone in its paragraph, or at which place of it; `place` is
        the place of the clause, from 0, and how many the sentence has; `proposed` tells that a rule takes it for a
        promise.
        """
        words, said = self.words, clause.of(self.text)
        tokens = self._tokens.of(clause)
        roles = [self._does(token) for token in tokens[:_FIRST_WORDS]]
        stands = f"{stands},{min(place[1], 3)},{_PLAIN.fullmatch(said) is not None:d}"
        rules, head = f"rules:{proposed:d}", words.ending(said)
        found = [
            "all", rules, f"{rules} stands:{stands}", f"{rules} roles:{'/'.join(roles[:2])}", f"stands:{stands}",
            f"place:{min(place[0], 4)}", f"clauses:{min(place[1], 6)}", f"last:{place[0] == place[1] - 1:d}",
            f"size:{_size(len(said))}", f"mark:{self.text[clause.end : clause.end + 1]}",
            f"roles:{'/'.join(roles[:3])}",
            f"figure:{_FIGURE.match(said) is not None:d}", f"noun:{head.word if head else ''}",
            f"kind:{head.kind if head else 'none'}",
        ]  # fmt: skip
        found += [f"holds:{one}" for one in "“《、" if one in said]
        found += [f"word {number}:{token.said}" for number, token in enumerate(tokens[:_FIRST_WORDS])]
        found += [f"word:{token.said}" for token in tokens if token.kind == "word"]
        found += _ends(said)
        return set(found)

    def _does(self, token: Token) -> str:
        return token.role or ("noun" if token.said in self.words.heads else "other")


def _size(length: int) -> int:
    """Return the class of a length, so that 8 and 9 characters weigh the same."""
    return bisect_right(_LENGTHS, length)


def _ends(said: str) -> list[str]:
    edges = range(1, min(_EDGES, len(said)) + 1)
    return [f"ends:{said[-length:]}" for length in edges] + [f"begins:{said[:length]}" for length in edges]


def _counts(said: str) -> list[str]:
    found = [f"holds:{one}" for one in _JOINTS.intersection(said)]
    digit = _DIGIT.search(said)
    if digit is None:
        return [*found, "counts:", "digits:00"]
    count = _COUNT.search(said, digit.start())
    return [*found, f"counts:{count.group()[-1] if count else ''}", f"digits:{digit.start() == 0:d}1"]
