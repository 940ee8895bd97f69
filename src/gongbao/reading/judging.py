"""What the evidence says of the names that rules propose: which to keep, and which segments name something besides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from gongbao.reading import phrases
from gongbao.reading.clause import Undertaking, status_of
from gongbao.reading.evidence import BY_EVIDENCE, Told, Traits, Weights
from gongbao.reading.lexicon import NAMED, Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.segments import NONE, Segment, segments_of
from gongbao.reading.text import Sentence, Span
from gongbao.reading.tokens import Token
from gongbao.reading.vocabulary import vocabulary_of

_LONGEST: Final = 40  # characters of a name
_TELLING: Final = 4  # characters of a noun that may stand as a name
_TOLD: Final = ("quote", "title")
Weighed = tuple[Segment, list[Undertaking], Told]  # with what the rules propose in it, and its traits
_UNTOLD: Final = {"project": "other", "policy": "measure"}  # the type of a name whose noun tells none


class Ruled(NamedTuple):
    """A sentence as the rules for names leave it: its tokens, whether it plans, and what they propose in it."""

    sentence: Sentence
    tokens: list[Token]
    planned: bool
    proposed: list[Undertaking]


def _add_whole(found: list[Undertaking], item: Undertaking) -> None:
    """Add a name behind those found; of names that overlap the longest stays: “四个一” and “四个一”推进机制 are one."""
    apart = len(found)
    while apart and found[apart - 1].span.end > item.span.start:
        apart -= 1
    if all(item.span.covers(other.span) and item.span != other.span for other in found[apart:]):
        found[apart:] = [item]


@lru_cache(maxsize=2)
def weights_of_names(lexicon: Lexicon) -> Weights:
    """Return what traits weigh for projects and for policies, made once for all texts that are read with a lexicon."""
    return Weights(lexicon.evidence["project"], lexicon.evidence["policy"])


class Judge:
    """Weighs the projects and policies of a text, sentence by sentence."""

    def __init__(self, reading: TextReading, lexicon: Lexicon) -> None:
        self.text = text = reading.text
        self.headings = {section.heading for section in reading.sections}
        self.words = words = vocabulary_of(lexicon)
        self._weights = weights_of_names(lexicon)
        self._traits = Traits(text, words)

    def segments(self, ruled: Ruled) -> Iterator[Weighed]:
        """Yield the segments of a sentence with what the rules propose in them and their traits."""
        core = ruled.sentence.core
        part = "plan" if ruled.planned else "review"
        stands = f"heading of the {part}" if core in self.headings else part
        waiting, inside = deque(sorted(ruled.proposed, key=lambda item: item.span)), list[Undertaking]()
        for segment in segments_of(core, ruled.tokens, self.text, self.words):
            inside = [item for item in inside if item.span.end > segment.span.start]
            while waiting and waiting[0].span.start < segment.span.end:
                item = waiting.popleft()
                inside += [item] * (item.span.end > segment.span.start)
            kinds = {item.kind for item in inside}
            yield segment, inside, self._traits.of_segment(segment, core, stands, kinds)

    def judge(self, ruled: Ruled) -> list[Undertaking]:
        """Return the undertakings of a sentence: those proposed that the evidence keeps, and those it adds."""
        weighed = list(self.segments(ruled))
        totals = [self._weights.of(told) for _, _, told in weighed]
        speaking = {
            "project": [place for place, total in enumerate(totals) if total.real > 0],
            "policy": [place for place, total in enumerate(totals) if total.imag > 0],
        }
        return [item for kind in NAMED for item in self._of_kind(kind, weighed, speaking[kind], planned=ruled.planned)]

    def _of_kind(self, kind: str, weighed: list[Weighed], places: list[int], *, planned: bool) -> list[Undertaking]:
        """Return the undertakings of a kind in the segments that the evidence speaks for, of which no two overlap."""
        found: list[Undertaking] = []
        for place in places:
            segment, inside, _ = weighed[place]
            named = [item for item in inside if item.kind == kind]
            if not named and (not found or segment.span.start >= found[-1].span.end):
                spans = [item.span for item in inside] or self._names(weighed, place, kind)
                named = [self._undertaking(segment, kind, span, planned=planned) for span in spans]
            for item in named:
                _add_whole(found, item)
        return found

    def _undertaking(self, segment: Segment, kind: str, span: Span, *, planned: bool) -> Undertaking:
        """Make a project or policy of a name, with the status that the verbs of its segment say."""
        said = span.of(self.text)
        head = self.words.ending(said)
        lead, behind = (self.words.stage_of(verb.of(self.text)) for verb in (segment.lead, segment.behind))
        closing = behind is not None and behind.takes == "subject"
        stage, verb = (behind, segment.behind) if closing else (lead, segment.lead)
        told = verb if stage and verb != NONE else segment.span
        sort = head.type if head and head.kind == kind else _UNTOLD[kind]
        formal = said[1:-1] if said[0] == "《" and said[-1] == "》" else None
        return Undertaking(
            kind, span, sort, status_of(kind, stage, planned=planned, sort=sort), told, formal, BY_EVIDENCE
        )

    def _names(self, weighed: list[Weighed], place: int, kind: str) -> list[Span]:
        """Return the name that begins with a segment, or nothing where it is only a noun that fits anything.

        It goes up to the last noun of names or quote, with a count behind it. Where there is none it goes on over a
        verb inside the name, and a policy over a list whose items share their noun: 奶牛、肉牛稳产保供措施.
        """
        span = weighed[place][0].span
        for number in range(place, len(weighed)):
            segment, inside, _ = weighed[number]
            if number > place and (inside or not self._joined(weighed[number - 1][0], segment, kind)):
                break
            stop = self._stop(segment, kind)
            if stop:
                behind = phrases.count_behind(self.text, stop) if kind == "project" else stop
                span = Span(span.start, max(min(behind, segment.span.end), stop))
            if stop or segment.span.end > span.start + _LONGEST:
                break
        while span.end > span.start and self.text[span.end - 1] == "的":
            span = Span(span.start, span.end - 1)
        if self._is_plain(span):
            span = self._with_what_stands_before(weighed, place, span)
        return [] if self._is_plain(span) or not 1 < span.end - span.start <= _LONGEST else [span]

    def _is_plain(self, span: Span) -> bool:
        """Tell whether words are a short noun alone, which names nothing: 机制, 办法, 公园."""
        said = span.of(self.text)
        return len(said) < _TELLING and said in self.words.heads and said not in self.words.lone

    def _with_what_stands_before(self, weighed: list[Weighed], place: int, span: Span) -> Span:
        """Return a noun with the verb it belongs to and what stands before that: 商业航天|支持|办法."""
        segment = weighed[place][0]
        if segment.left != "v":
            return span
        before = weighed[place - 1][0] if place else segment
        whole = before.behind == segment.lead != NONE and before.span.end == segment.lead.start
        return Span(before.span.start if whole else segment.lead.start, span.end)

    def _joined(self, before: Segment, segment: Segment, kind: str) -> bool:
        """Tell whether a name may go on from one segment into the next, which must stand right behind it."""
        if segment.left == "v":
            stage = self.words.stages.get(before.behind.of(self.text))
            closed = stage is not None and stage.takes == "subject"
            return before.behind.end == segment.span.start and not closed
        return kind == "policy" and segment.left == "、" and before.span.end + 1 == segment.span.start

    def _stop(self, segment: Segment, kind: str) -> int:
        """Return where the last noun of names, or quote, of a segment ends; 0 where it has none."""
        heads = [(token, self.words.heads.get(token.span.of(self.text))) for token in segment.tokens]
        own = [token.span.end for token, head in heads if token.kind in _TOLD or (head and head.kind == kind)]
        stops = own or [token.span.end for token, head in heads if head]
        return stops[-1] if stops else 0
