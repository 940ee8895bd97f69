"""Frames of several values: from one to another (从A提高到B), and rows of values that share what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from gongbao.reading.quantities import Quantity
from gongbao.reading.text import Span

_EACH: Final = re.compile(r"分别|均|双双|连续|接连|相继|先后")
_BOUND_BEHIND: Final = re.compile(r"以上|以内|以下|左右")
_CHAIN_MARKS: Final = frozenset(("、", "和", "及", "与", "以及", "或", "、第", "和第"))
_PART_MARKS: Final = _CHAIN_MARKS | {"∶", ":", "："}
_FROM: Final = re.compile(r"(?:由|从)(?P<time>[^由从，,；;：:、]{0,16})$")
_NO_SOURCE: Final = re.compile(r"(?:由|从)(?:于|此|而|事|业|中|[^，]{0,8}(?:负责|组成|举办|牵头|建设))")
_TO: Final = re.compile(
    r"^[^，,；;。：:]{0,14}?(?:到|至|成|为|达)(?P<rest>[^，,；;。：:\d]{0,4}(?:(?:19|20)\d\d年)?[^，,；;。\d]{0,6})$"
)
_TO_ONE: Final = re.compile(r"^\s*[:：∶]\s*1(?!\d)")
_AGAINST: Final = re.compile("与(?:上年|去年)(?:同期)?相?比较?[，,]")
_COMMA: Final = re.compile(r"^\s*[，,]?")


def joins(text: str, quantities: Sequence[Quantity]) -> list[bool]:
    """Tell of every quantity whether it goes on with a row of bare values (15%、14.5%); the first never does."""
    gaps = pairwise(quantities)
    return [False, *(text[left.span.end : right.span.start].strip() in _CHAIN_MARKS for left, right in gaps)]


def chains(joined: Sequence[bool]) -> list[tuple[int, int]]:
    """Return for every quantity its position in its row, and the length of the row."""
    found: list[tuple[int, int]] = []
    row = 0
    for goes_on in joined:
        if not goes_on:
            found += [(place, row) for place in range(row)]
            row = 0
        row += 1
    return found + [(place, row) for place in range(row)]


def _goes_on(text: str, left: Quantity, right: Quantity) -> bool:
    """由8.7∶41.2∶50.1调整为…: the parts of a whole change together."""
    return text[left.span.end : right.span.start].strip() in _PART_MARKS


def find_bases(text: str, start: int, quantities: Sequence[Quantity]) -> dict[int, int]:
    """Return the place of 从 or 由 for every value that something rose or fell from, by the index of the value.

    `start` is where the sentence begins. The values they reached follow, joined by 到, 至, 为 or 成.
    """
    found: dict[int, int] = {}
    for index, quantity in enumerate(quantities[:-1]):
        if index in found:
            continue
        left = quantities[index - 1].span.end if index else start
        words = text[max(left, quantity.span.start - 30) : quantity.span.start]
        source = _FROM.search(words) if "从" in words or "由" in words else None
        if not source or _NO_SOURCE.match(source[0]):
            continue
        last = index
        while last + 1 < len(quantities) and _goes_on(text, quantities[last], quantities[last + 1]):
            last += 1
        if last + 1 >= len(quantities):
            continue
        between = text[quantities[last].span.end : quantities[last + 1].span.start]
        between = _TO_ONE.sub("", between)
        if len(between) <= 32 and _TO.match(_COMMA.sub("", between, count=1)):
            place = quantity.span.start - len(words) + source.start()
            found.update(dict.fromkeys(range(index, last + 1), place))
    return found


def held_against(text: str, sentence: Span) -> int:
    """Return where a comparison with the year before ends that stands alone (与上年相比，…): it holds from there on.

    The end of the sentence where there is none.
    """
    if "与" not in text[sentence.start : sentence.end]:
        return sentence.end
    found = _AGAINST.search(text, sentence.start, sentence.end)
    return found.end() if found else sentence.end


def share_units(quantities: list[Quantity], joined: Sequence[bool]) -> list[Quantity]:
    """Give the first of two the unit that is written once (分别快于全国3.4个、1个百分点; 分别高4.2和0.7个百分点)."""
    shared = list(quantities)
    for index in range(len(shared) - 1, 0, -1):
        if not joined[index]:
            continue
        left, right = shared[index - 1], shared[index]
        if right.unit_id == "percentage-point" and left.unit_text in ("个", ""):
            shared[index - 1] = replace(left, unit_id=right.unit_id)
        if left.unit_text == right.unit_text == "位":
            rank = "rank-place" in (left.unit_id, right.unit_id)  # 排名分别上升15位、8位
            shared[index] = replace(right, unit_id="rank-place") if rank else right
    return shared


def share_bounds(text: str, quantities: list[Quantity], joined: Sequence[bool]) -> list[Quantity]:
    """Give every value of a row the bound that is written once (分别突破6000亿元、5000亿元; 5%、6.5%以上)."""
    shared = list(quantities)
    each = False  # one word for all of the row stands before its first
    for index in range(1, len(shared)):
        if not joined[index]:
            each = False
            continue
        left, right = shared[index - 1], shared[index]
        each = each or _EACH.search(text, max(0, left.span.start - 6), left.numeral.span.start) is not None
        if each and right.qualifier == "exact" and left.qualifier in ("more_than", "less_than"):
            shared[index] = replace(right, qualifier=left.qualifier)
    for index in range(len(shared) - 1, 0, -1):
        left, right = shared[index - 1], shared[index]
        if (
            joined[index]
            and left.qualifier == "exact"
            and _BOUND_BEHIND.search(text, right.numeral.span.end, right.span.end)
        ):
            shared[index - 1] = replace(left, qualifier=right.qualifier)
    return shared
