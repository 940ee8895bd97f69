"""What the evidence says of the names that rules propose: which to keep, and which segments name something besides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import repeat

from gongbao.reading import phrases
from gongbao.reading.clause import Undertaking, status_of
from gongbao.reading.evidence import Traits
from gongbao.reading.lexicon import Evidence
from gongbao.reading.mapping import TextReading
from gongbao.reading.segments import NONE, Segment, segments_of
from gongbao.reading.text import Sentence, Span
from gongbao.reading.vocabulary import Vocabulary

KINDS = ("project", "policy")
_UNTOLD = {"project": "other", "policy": "measure"}  # the type of a name whose noun tells none


def speaks_for(weights: Evidence, traits: list[str]) -> bool:
    """Tell whether the weights of the traits, added up, speak for an undertaking."""
    return sum(map(weights.get, set(traits), repeat(0))) > 0


class Judge:
    """Weighs the projects and policies of a text, sentence by sentence."""

    def __init__(self, reading: TextReading, words: Vocabulary, evidence: dict[str, Evidence]) -> None:
        self.text = text = reading.text
        self.headings = {section.heading for section in reading.sections}
        self.words = words
        self.evidence = evidence
        self._traits = Traits(text, words)

    def segments(
        self, sentence: Sentence, proposed: list[Undertaking], *, planned: bool
    ) -> Iterator[tuple[Segment, list[Undertaking], list[str]]]:
        """Yield the segments of a sentence with what the rules propose in them and their traits."""
        part = "plan" if planned else "review"
        stands = f"heading of the {part}" if sentence.core in self.headings else part
        waiting, inside = deque(sorted(proposed, key=lambda item: item.span)), list[Undertaking]()
        for segment in segments_of(sentence, self.text, self.words):
            while waiting and waiting[0].span.start < segment.span.end:
                inside.append(waiting.popleft())
            inside = [item for item in inside if item.span.end > segment.span.start]
            kinds = {item.kind for item in inside}
            yield segment, inside, self._traits.of_segment(segment, sentence, stands, kinds)

    def judge(self, sentence: Sentence, proposed: list[Undertaking], *, planned: bool) -> list[Undertaking]:
        """Return the undertakings of a sentence: those proposed that the evidence keeps, and those it adds."""
        found: dict[Undertaking, None] = {}
        heard: set[Undertaking] = set()
        for segment, inside, traits in self.segments(sentence, proposed, planned=planned):
            heard.update(inside)
            for kind in KINDS:
                if speaks_for(self.evidence[kind], traits):
                    named = [item for item in inside if item.kind == kind]
                    found |= dict.fromkeys(named or self._named(segment, kind, inside, planned=planned))
        return [*found, *(item for item in proposed if item not in heard)]

    def _named(
        self, segment: Segment, kind: str, inside: list[Undertaking], *, planned: bool
    ) -> Iterator[Undertaking]:
        """Name what the rules did not: in the words they take for another kind, or in those up to the last noun."""
        for span in [item.span for item in inside] or [self._name(segment, kind)]:
            head = self.words.ending(span.of(self.text))
            lead, behind = (self.words.stage_of(verb.of(self.text)) for verb in (segment.lead, segment.behind))
            closing = behind is not None and behind.takes == "subject"
            stage, verb = (behind, segment.behind) if closing else (lead, segment.lead)
            told = verb if stage and verb != NONE else segment.span
            sort = head.type if head and head.kind == kind else _UNTOLD[kind]
            yield Undertaking(kind, span, sort, status_of(kind, stage, planned=planned), told)

    def _name(self, segment: Segment, kind: str) -> Span:
        """Return the words of a segment up to its last noun of names or quote, with a count behind it."""
        start, end = segment.span
        heads = [(token, self.words.heads.get(token.span.of(self.text))) for token in segment.tokens]
        own = [token.span.end for token, head in heads if token.kind == "quote" or (head and head.kind == kind)]
        stops = own or [token.span.end for token, head in heads if head]
        stop = stops[-1] if stops else end
        behind = phrases.count_behind(self.text, stop) if kind == "project" else stop
        return Span(start, min(behind, end))
