"""The arithmetic of numbers written in Chinese characters, alone or mixed with digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL: Final = {"十": 10, "百": 100, "千": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8}
HAN: Final = "零〇○一二两三四五六七八九十百千万亿廿卅"
ROMAN: Final = {chr(0x2160 + i): i + 1 for i in range(12)} | {chr(0x2170 + i): i + 1 for i in range(12)}


@lru_cache(maxsize=4096)
def parse_han(run: str) -> Decimal | None:
    """Return the value of a Chinese numeral, or None where the characters form no number.

    A run of bare digits is read by position (二〇三五), otherwise by place words (一百五十万); a bare last
    digit after 百, 千, 万 or 亿 stands for the next lower place (一万五 is 15000).

    >>> parse_han("一百五十万"), parse_han("二点八"), parse_han("十四五")
    (Decimal('1500000'), Decimal('2.8'), None)
    """
    run = run.replace("廿", "二十").replace("卅", "三十")
    if "点" in run:
        whole, _, decimals = run.partition("点")
        head = parse_han(whole)
        if head is None or not all(c in DIGITS for c in decimals):
            return None
        return Decimal(f"{head}.{''.join(str(DIGITS[c]) for c in decimals)}")
    if len(run) > 2 and all(c in DIGITS for c in run):
        return Decimal("".join(str(DIGITS[c]) for c in run))
    value = _parse_places(run)
    return None if value is None else Decimal(value)


def _parse_places(run: str) -> int | None:
    for word, worth in (("亿", LARGE["亿"]), ("万", LARGE["万"])):
        if word in run:
            left, _, right = run.rpartition(word)
            head = _parse_places(left) if left else 1
            tail = _parse_tail(right, worth)
            return None if head is None or tail is None else head * worth + tail
    return _parse_below_wan(run)


def _parse_tail(run: str, worth: int) -> int | None:
    if not run:
        return 0
    if len(run) == 1 and run in DIGITS:
        return DIGITS[run] * worth // 10
    value = _parse_places(run.removeprefix("零").removeprefix("〇"))
    return value if value is not None and value < worth else None


def _parse_below_wan(run: str) -> int | None:
    total, digit, last, zero = 0, None, 10**4, False
    for character in _digits_and_places(run):
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
            zero = zero or digit == 0
        elif SMALL[character] >= last:
            return None
        else:
            last, zero = SMALL[character], False
            total += (1 if digit is None else digit) * last
            digit = None
    if digit is None:
        return total
    spoken = last in (100, 1000) and not zero
    return total + digit * (last // 10 if spoken else 1)


def _digits_and_places(run: str) -> Iterator[str]:
    yield from (c for c in run if c in DIGITS or c in SMALL)


def add_terms(first: Decimal, words: str) -> Decimal | None:
    """The value of a number written in terms (1亿零500万, 1万3千亿, 5万4千6百): larger places first, or scaled as one.

    >>> add_terms(Decimal(1), "亿零500万"), add_terms(Decimal(1), "万3千亿"), add_terms(Decimal(5), "万4千6百")
    (Decimal('105000000'), Decimal('1300000000000'), Decimal('54600'))
    """
    total, below, number, largest = Decimal(0), Decimal(0), first, 0
    for token in re.findall(r"\d+(?:\.\d+)?|[一二两三四五六七八九]|[十百千万亿]", words):
        if token in LARGE:
            part = below + number
            if part == 0 or (largest and LARGE[token] > largest):
                total = (total + part) * LARGE[token]
            else:
                total += part * LARGE[token]
            largest, below, number = LARGE[token], Decimal(0), Decimal(0)
        elif token in SMALL:
            if below and number * SMALL[token] >= below:
                return None
            below, number = below + number * SMALL[token], Decimal(0)
        else:
            number = Decimal(token) if token.isascii() else Decimal(DIGITS[token])
    return total + below + number
