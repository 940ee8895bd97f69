"""What happened to what a flow counts: the verb that says so (新增, 建成, 挂牌), so that no flow is told as a total."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gongbao.reading.text import Span
from gongbao.reading.words import any_word

_FARTHEST: Final = 240  # characters from a value to the verb that governs it: a clause may be longer than any sentence


@dataclass(frozen=True)
class Events:
    """The verbs of events with their English; `names` maps a verb to the words an English statement uses."""

    names: Mapping[str, str] = field(default_factory=dict)
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", any_word(self.names))

    def __bool__(self) -> bool:
        return bool(self.names)

    def find(self, text: str, clause: Span, value: Span) -> str:
        """Return the verb that governs a value, empty where no verb of the list stands in its clause.

        The verb last before the value (新增国家高新技术企业89家), else the first behind it (11个离岸创新中心挂牌).
        """
        begin, end = max(clause.start, value.start - _FARTHEST), min(clause.end, value.end + _FARTHEST)
        before = [match.group() for match in self._pattern.finditer(text, begin, value.start)]
        if before:
            return before[-1]
        behind = self._pattern.search(text, value.end, end)
        return behind.group() if behind else ""
