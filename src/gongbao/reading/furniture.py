"""What a web page puts around a report: menus, dates, counters, links before its first sentence and after its last.

Numbers in it are names: a page that counts its readers reports nothing.
"""

from __future__ import annotations

import re
from typing import Final

from gongbao.reading.text import Span

_STOP: Final = re.compile("[。！？；]")
_ADDRESS: Final = re.compile(
    r"\s*(?:各位|同志们|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|注[:：]|[图表]\s*\d)"
)
_FEWEST: Final = 5  # lines with sentences that make a text a page, and not a note


def find_furniture(text: str) -> list[Span]:
    """Return the lines before the first sentence of a page, and those after its last, as one stretch each.

    >>> page = "打印 字号 3" + chr(10) + ("全年增长5%。" + chr(10)) * 5 + "浏览 1234 次"
    >>> [span.of(page).strip() for span in find_furniture(page)]
    ['打印 字号 3', '浏览 1234 次']
    """
    lines = text.split("\n")
    told = [index for index, line in enumerate(lines) if _is_told(line)]
    if len(told) < _FEWEST:
        return []
    first, last = told[0], told[-1] + 1
    head = sum(len(line) + 1 for line in lines[:first])
    tail = sum(len(line) + 1 for line in lines[last:])
    around = (Span(0, head), Span(len(text) - tail, len(text)))
    return [span for span in around if span.of(text).strip()]


def _is_told(line: str) -> bool:
    return bool(_STOP.search(line) or _ADDRESS.match(line))
