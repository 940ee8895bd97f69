"""What speaks for and against an undertaking: the traits of a segment or a clause, and what each of them weighs.

A trait is a short text (`noun:行动`, `lead:实施`, `ends:改革`) that anybody can check by looking at the words. What it
weighs is learned from readings by eye and stands in the lexicon's table of evidence, in hundredths of log-odds: the
weights of the traits of a segment, each counted once, add up to the odds that a reader would mark it. A trait that the
table does not hold weighs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongbao.reading.segments import Segment
from gongbao.reading.text import Sentence, Span
from gongbao.reading.vocabulary import Vocabulary

BY_EVIDENCE = "rule:evidence"  # the origin of what no rule names and the weights of its traits do
_QUOTED = re.compile("“([^“”]{1,60})”")
_NUMERAL = re.compile(r"[\d二三四五六七八九十百]")
_COUNT = re.compile(
    r"(?<![\d.])\d[\d.]*[万亿余多]*(?:个|家|座|条|所|处|项|场|次|套|户|间|栋|公里|亩|件|部|人|亿元|万元|元|%)"
)
_FIGURE = re.compile(r"\D*\d.*(?:个|家|座|条|所|处|项|场|%|亿元|万元|公里|万亩)")
_PLAIN = re.compile(r"[^\d《“、]*")
_RUN, _ONCE = re.compile(r"(.)\1+"), r"\1"
_LENGTHS = (3, 5, 7, 10, 15, 25)
_LEFT, _RIGHT, _EDGES = 4, 2, 2  # characters looked at before and behind a segment, and at its two ends
_LONGEST_WORD, _FIRST_WORDS, _TAIL = 6, 4, 4


class Traits:
    """Names the traits of the segments and clauses of a text."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words

    def of_segment(self, segment: Segment, sentence: Sentence, stands: str, proposed: Iterable[str]) -> list[str]:
        """Return the traits of a segment.

        `stands` says where: in the review, the plan or a heading of one; `proposed` are the kinds of undertaking that
        the rules for names see in it.
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
        found += [f"inside:{word}" for token in segment.tokens if (word := token.span.of(text)) in words.heads]
        found += self._beside(segment.span, sentence)
        found += _letters(said)
        found += self._quote(said, lead)
        found += _counts(said)
        return found

    def _shape(self, said: str) -> str:
        """Spell words by what they are: generic, topic, noun of policy (h) or project (p), quote, digit, other (x)."""
        place, found = 0, []
        while place < len(said):
            for length in range(min(_LONGEST_WORD, len(said) - place), 0, -1):
                code = self.words.shapes.get(said[place : place + length])
                if code:
                    break
            else:
                length, one = 1, said[place]
                code = "q" if one in "“”" else "9" if one.isdecimal() else "x"
            found.append(code)
            place += length
        return _RUN.sub(_ONCE, "".join(found))

    def _beside(self, span: Span, sentence: Sentence) -> Iterator[str]:
        start, end = sentence.core
        for length in range(1, _LEFT + 1):
            yield f"after:{self.text[max(start, span.start - length) : span.start]}"
        for length in range(1, _RIGHT + 1):
            yield f"before:{self.text[span.end : min(end, span.end + length)]}"

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

    def of_clause(self, clause: Span, stands: str, place: tuple[int, int], *, proposed: bool) -> list[str]:
        """Return the traits of a clause of the plan.

        `stands` says where its sentence does: as a heading, alone in its paragraph, or at which place of it; `place` is
        the place of the clause, from 0, and how many the sentence has; `proposed` tells that a rule takes it for a
        promise.
        """
        words, said = self.words, clause.of(self.text)
        tokens = [(match.lastgroup or "", match.group()) for match in words.tokens.finditer(self.text, *clause)]
        roles = [self._does(kind, word) for kind, word in tokens[:_FIRST_WORDS]]
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
        found += [f"word {i}:{word}" for i, (_, word) in enumerate(tokens[:_FIRST_WORDS])]
        found += [f"word:{word}" for kind, word in tokens if kind == "word"]
        found += _letters(said)
        return found

    def _does(self, kind: str, word: str) -> str:
        told = self.words.roles.get(word) or ("noun" if word in self.words.heads else "other")
        return told if kind == "word" else kind


def _size(length: int) -> int:
    """Return the class of a length, so that 8 and 9 characters weigh the same."""
    return sum(length >= least for least in _LENGTHS)


def _letters(said: str) -> Iterator[str]:
    for length in range(1, min(_EDGES, len(said)) + 1):
        yield f"ends:{said[-length:]}"
        yield f"begins:{said[:length]}"
    for place in range(len(said) - 1):
        yield f"holds:{said[place : place + 2]}"


def _counts(said: str) -> Iterator[str]:
    count = _COUNT.search(said)
    yield f"counts:{count.group()[-1] if count else ''}"
    yield f"digits:{said[0].isdecimal():d}{any(map(str.isdecimal, said)):d}"
    yield from (f"holds:{one}" for one in "《的和与及" if one in said)
