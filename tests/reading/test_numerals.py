"""The lexer of numerals: case table, round trip, and the corpus."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.reading.han import HAN, parse_han
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import fold, lex
from support.paths import CASES, CORPUS

LINES = list(csv.DictReader((CASES / "numerals.csv").open(encoding="utf-8")))
DIGITS = "零一二三四五六七八九"


def write_han(number: int) -> str:
    """Write a whole number below 10**12 in Chinese, as a person would."""
    for worth, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= worth:
            head, rest = divmod(number, worth)
            zero = "零" if rest and rest < worth // 10 else ""
            return write_han(head) + word + (zero + write_han(rest) if rest else "")
    return DIGITS[number]


@pytest.mark.parametrize("case", LINES, ids=lambda c: c["text"])
def test_lex_reads_case(case: dict[str, str], lexicon: Lexicon) -> None:
    found = lex(fold(case["text"]), lexicon.units)
    assert "|".join(n.span.of(case["text"]) for n in found) == case["found"]
    values = ["" if n.value is None else format(n.value, "f") for n in found]
    assert "|".join(values) == case["values"]


def test_pair_has_both_ends() -> None:
    (numeral,) = lex("七八百人")
    assert (numeral.value, numeral.upper) == (Decimal(700), Decimal(800))


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_lex_inverts_writing(number: int) -> None:
    assert parse_han(write_han(number)) == number


@given(st.integers(0, 10**9), st.sampled_from(["", "万", "亿", "万亿"]))
def test_lex_reads_digits_with_magnitude(number: int, scale: str) -> None:
    (numeral,) = lex(f"达{number}{scale}元")
    assert numeral.value == number * {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]


@given(st.text(alphabet="一二三十百千万亿0123456789.,%，年个家“”的成分之点翻番半首 ", max_size=40))
def test_numerals_never_overlap_and_cover_every_digit(text: str) -> None:
    position = 0
    covered: set[int] = set()
    for numeral in lex(text):
        assert numeral.span.start >= position
        assert numeral.span.end > numeral.span.start
        position = numeral.span.end
        covered.update(range(numeral.span.start, numeral.span.end))
    assert all(match.start() in covered for match in re.finditer(f"[0-9{HAN}]", text))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample corpus is not on this machine")
def test_every_corpus_numeral_is_lexed(lexicon: Lexicon) -> None:
    units = re.compile("千瓦|千米|千伏|千克|百分点|千分点|千赫|万分|千卡|百平方公里")
    for path in sorted(CORPUS.glob("*.txt")):
        text = fold(path.read_text(encoding="utf-8"))
        covered = {i for n in lex(text, lexicon.units) for i in range(n.span.start, n.span.end)}
        covered |= {i for m in units.finditer(text) for i in range(*m.span())}
        missed = [m.start() for m in re.finditer(f"[0-9{HAN}]", text) if m.start() not in covered]
        assert not missed, (path.name, text[missed[0] - 5 : missed[0] + 5])
