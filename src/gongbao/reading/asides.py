"""Names that only help to say something else: an honour, a partner, a function, a field of work."""

from __future__ import annotations

from gongbao.reading import phrases
from gongbao.reading.clause import Clause
from gongbao.reading.phrases import Head

HONOURS = ("获评", "荣获", "获得", "被评为", "评为", "荣膺", "跻身", "被授予", "获")
_ASPECTS = ("等方面", "等领域", "等环节", "方面")
_PLAYED = ("上", "期间", "中")


def is_aside(text: str, clause: Clause, head: Head, end: int) -> bool:
    """Tell whether the name that `head` ends at `end` is not undertaken, but told of something else.

    青山遗址获评国家考古遗址公园, 与科学城签约, 代表团在运动会上夺冠, 国际交往中心功能, 协同和评价机制等方面.
    """
    if text.startswith(_ASPECTS, end):
        return True
    if head.kind != "project":
        return False
    led = clause.lead.of(text) if clause.lead else ""
    honoured = led in HONOURS and phrases.count_behind(text, end) == end
    return (
        (honoured and not phrases.counted(text[clause.start : end]))
        or (clause.partner and head.word != "项目")
        or (head.word.endswith("中心") and text.startswith("功能", end))
        or (led == "在" and text.startswith(_PLAYED, end))
    )
