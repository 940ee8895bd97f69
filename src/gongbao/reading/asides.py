"""What is not undertaken though it is named: an honour, a partner, a function; and what a name in quotes says."""

from __future__ import annotations

from typing import Final

from gongbao.reading import phrases
from gongbao.reading.clause import Clause
from gongbao.reading.text import Span
from gongbao.reading.vocabulary import Head

HONOURS: Final = ("获评", "荣获", "获得", "被评为", "评为", "荣膺", "跻身", "被授予", "获", "升格为", "晋升为", "新晋")
# what is done against a habit in quotes: 纠治“四风”, 不搞“一刀切”
AGAINST: Final = ("搞", "纠", "纠治", "纠正", "反对", "防止", "破除", "抵制", "杜绝", "摒弃", "力戒", "遏制", "整治")
_ASPECTS: Final = ("等方面", "等领域", "等环节", "方面")
_PUSHING: Final = ("推动", "推进", "促进")
_PLAYED: Final = ("上", "期间", "中")


def is_aside(text: str, clause: Clause, head: Head, end: int) -> bool:
    """Tell whether the name that `head` ends at `end` is not undertaken, but told of something else.

    青山遗址获评国家考古遗址公园, 与科学城签约, 代表团在运动会上夺冠, 国际交往中心功能, 协同和评价机制等方面.
    """
    if text.startswith(_ASPECTS, end):
        return True
    if head.kind != "project":
        return False
    led = _lead(text, clause)
    honoured = led in HONOURS and phrases.count_behind(text, end) == end
    return (
        phrases.is_ranked(text[clause.start : end])
        or (honoured and not phrases.counted(text[clause.start : end]))
        or (clause.partner and head.word != "项目")
        or (head.word.endswith("中心") and text.startswith("功能", end))
        or (led == "在" and text.startswith(_PLAYED, end))
    )


def is_programme(text: str, clause: Clause, span: Span) -> bool:
    """Tell whether 实施文明乡风建设工程 builds nothing that stands somewhere."""
    words = span.of(text)
    return _lead(text, clause).endswith("实施") and not phrases.carries(words) and not phrases.counted(words)


def is_carried_out(text: str, clause: Clause, words: str) -> bool:
    """Tell whether a name in quotes is a policy: not what is said of a subject (推动老项目“老树发新芽”)."""
    said = _lead(text, clause).endswith(_PUSHING) and words[:1] != "“" and words.endswith("”")
    return phrases.is_quoted_name(words) and not said


def _lead(text: str, clause: Clause) -> str:
    """Return the verb that governs a clause, or nothing."""
    return clause.lead.of(text) if clause.lead else ""
