"""The stage of a name that no verb governs or follows: what else its clause says of it, in the review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from gongbao.reading.clause import ALSO_NOUNS, Undertaking
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.text import Span
from gongbao.reading.vocabulary import any_of

_MARK: Final = re.compile("[，,；;。：！!？?\n]")
_GRANTED: Final = re.compile("国家|全国|省级|[45]A|试点|示范|重点实验室")  # nobody builds a rank: it is given
_ADDED: Final = ("新增", "创建")
_UNDER_WAY, _PREPARED = "在建", "前期工作"
# with what is done in such a way nobody is at an end: 积极建设, 稳步推进
_PUSHED: Final = (
    "积极",
    "扎实",
    "大力",
    "稳步",
    "有序",
    "加快",
    "持续",
    "全力",
    "抓紧",
    "着力",
    "正在",
    "加紧",
    "继续",
)
_BUILDS: Final = ("建设", "新建", "改建", "扩建", "续建")
# behind a name they are what goes on, and say nothing of its end: 东方航天港建设全面起势
_GOING_ON: Final = frozenset((*ALSO_NOUNS, "治理", "更新", "开发"))
_FARTHEST: Final = 60  # characters of a clause looked at on each side of a name


class StagesTold:
    """Finds the words of a clause that say how far its names are, where no verb stands beside them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._stages = lexicon.stages | lexicon.stage_words
        self._words = re.compile(any_of(self._stages))

    def tell(self, items: Iterable[Undertaking], text: str) -> Iterator[Undertaking]:
        """Yield undertakings of a review, with the stage their clause says where they have none of their own."""
        for item in items:
            verb = item.status_span.of(text)
            if item.kind == "project" and _UNDER_WAY in item.span.of(text):
                yield replace(item, status="under_construction")
            elif item.status_span.overlaps(item.span) and item.status != "held":
                yield self._by_clause(item, text)
            elif verb in _ADDED and item.kind == "project" and _GRANTED.search(item.span.of(text)):
                yield replace(item, status="approved")
            else:
                yield self._as_its_verb_goes_on(item, verb, text)

    def _as_its_verb_goes_on(self, item: Undertaking, verb: str, text: str) -> Undertaking:
        """Return an item as what stands around its verb says: 完成投资 completes nothing, 积极建设 neither."""
        start = item.status_span.start
        if _PREPARED in text[item.span.end : start]:
            return replace(item, status=getattr(self._stages[_PREPARED], item.kind))
        longer = self._words.match(text, start)
        if longer and longer.end() > item.status_span.end:
            span = Span(start, longer.end())
            return replace(item, status=getattr(self._stages[span.of(text)], item.kind), status_span=span)
        pushed = verb.startswith(_PUSHED) or text.endswith(_PUSHED, 0, start)
        if item.kind == "project" and item.status == "completed" and pushed and verb.endswith(tuple(_GOING_ON)):
            return replace(item, status="under_construction" if verb.endswith(_BUILDS) else "advancing")
        return item

    def _by_clause(self, item: Undertaking, text: str) -> Undertaking:
        """Return an item with the stage of the verb before it, else of the last behind it, else of one in its name."""
        start, end = item.span
        marks = [mark.end() for mark in _MARK.finditer(text, max(0, start - _FARTHEST), start)]
        closing = _MARK.search(text, end, end + _FARTHEST)
        opening = marks[-1] if marks else max(0, start - _FARTHEST)
        before = [span for span in self._said(text, opening, end) if span.start < start]
        behind = self._said(text, end, closing.start() if closing else min(len(text), end + _FARTHEST))
        telling = [span for span in behind if span.of(text) not in _GOING_ON]
        found = before or telling or behind or self._said(text, start, end)
        if not found:
            return item
        told = next((span for span in found if span.of(text) == _PREPARED), found[-1])
        goes_on = found is behind and item.kind == "project"
        status = "advancing" if goes_on else getattr(self._stages[told.of(text)], item.kind)
        return replace(item, status=status, status_span=told)

    def _said(self, text: str, start: int, end: int) -> list[Span]:
        return [Span(*match.span()) for match in self._words.finditer(text, start, end)]


@lru_cache(maxsize=2)
def stages_told(lexicon: Lexicon) -> StagesTold:
    """Return a lexicon's words for stages, made once for all texts that are read with it."""
    return StagesTold(lexicon)
