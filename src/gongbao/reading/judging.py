"""What the evidence says of the names that rules propose: which to keep, and which segments name something besides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise, repeat

from gongbao.reading import phrases
from gongbao.reading.clause import Undertaking, status_of
from gongbao.reading.evidence import Traits
from gongbao.reading.lexicon import Evidence
from gongbao.reading.mapping import TextReading
from gongbao.reading.segments import NONE, Segment, segments_of
from gongbao.reading.text import Sentence, Span
from gongbao.reading.vocabulary import Vocabulary

KINDS = ("project", "policy")
_LONGEST = 30  # characters of a name that goes on over a verb or a list
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
            inside = [item for item in inside if item.span.end > segment.span.start]
            while waiting and waiting[0].span.start < segment.span.end:
                item = waiting.popleft()
                inside += [item] * (item.span.end > segment.span.start)
            kinds = {item.kind for item in inside}
            yield segment, inside, self._traits.of_segment(segment, sentence, stands, kinds)

    def judge(self, sentence: Sentence, proposed: list[Undertaking], *, planned: bool) -> list[Undertaking]:
        """Return the undertakings of a sentence: those proposed that the evidence keeps, and those it adds."""
        found: dict[Undertaking, None] = {}
        heard: set[Undertaking] = set()
        weighed = list(self.segments(sentence, proposed, planned=planned))
        segments = [segment for segment, _, _ in weighed]
        for kind in KINDS:
            until = 0
            for place, (segment, inside, traits) in enumerate(weighed):
                heard.update(inside)
                if not speaks_for(self.evidence[kind], traits):
                    continue
                named = [item for item in inside if item.kind == kind]
                if not named and segment.span.start >= until:
                    spans = [item.span for item in inside] or [self._name(segments[place:], kind)]
                    named = [self._undertaking(segment, kind, span, planned=planned) for span in spans]
                    until = spans[-1].end
                found |= dict.fromkeys(named)
        return [*found, *(item for item in proposed if item not in heard)]

    def _undertaking(self, segment: Segment, kind: str, span: Span, *, planned: bool) -> Undertaking:
        """Make a project or policy of a name, with the status that the verbs of its segment say."""
        head = self.words.ending(span.of(self.text))
        lead, behind = (self.words.stage_of(verb.of(self.text)) for verb in (segment.lead, segment.behind))
        closing = behind is not None and behind.takes == "subject"
        stage, verb = (behind, segment.behind) if closing else (lead, segment.lead)
        told = verb if stage and verb != NONE else segment.span
        sort = head.type if head and head.kind == kind else _UNTOLD[kind]
        return Undertaking(kind, span, sort, status_of(kind, stage, planned=planned, sort=sort), told)

    def _name(self, segments: list[Segment], kind: str) -> Span:
        """Return the name that begins with the first segment.

        It goes up to the last noun of names or quote, with a count behind it. Where there is none it goes on over a
        verb inside the name, and a policy over a list whose items share their noun: 奶牛、肉牛稳产保供措施.
        """
        first = segments[0].span
        for before, segment in pairwise([segments[0], *segments]):
            if segment.span.end > first.start + _LONGEST or (segment is not before and not self._goes_on(before, kind)):
                break
            stop = self._stop(segment, kind)
            if stop:
                behind = phrases.count_behind(self.text, stop) if kind == "project" else stop
                return Span(first.start, max(min(behind, segment.span.end), stop))
        return first

    def _goes_on(self, segment: Segment, kind: str) -> bool:
        stage = self.words.stages.get(segment.behind.of(self.text))
        closed = stage is not None and stage.takes == "subject"
        return (segment.right == "v" and not closed) or (segment.right == "、" and kind == "policy")

    def _stop(self, segment: Segment, kind: str) -> int:
        """Return where the last noun of names, or quote, of a segment ends; 0 where it has none."""
        heads = [(token, self.words.heads.get(token.span.of(self.text))) for token in segment.tokens]
        own = [token.span.end for token, head in heads if token.kind == "quote" or (head and head.kind == kind)]
        stops = own or [token.span.end for token, head in heads if head]
        return stops[-1] if stops else 0
