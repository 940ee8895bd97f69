"""Amounts in what people type, however they are written: 50亿, 5 billion, ５０亿, 5bn, 5,000,000,000; 90%, 百分之九十.

The engine's own lexer reads them, as it reads the reports; amounts.csv adds the English words for magnitudes and units.
What is no amount by itself (a year in a title, 三城一区, PM2.5) stays a word.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from gongbao.errors import SeedError
from gongbao.reading.numerals import MOST_DIGITS, Numeral, lex
from gongbao.reading.units import Unit, Units
from gongbao.resources import SITE, shown
from gongbao.seeds.lexicon import load_units
from gongbao.site.search.subjects import key

FILE = SITE / "search" / "amounts.csv"
HEADER = ["word", "magnitude", "unit_id"]
_MONEY = re.compile(r"(?:RMB|CNY|[¥￥]) ?$", re.IGNORECASE)
_BEFORE = re.compile(r"(?:^|(?<=[\s|｜]))(?:RMB|CNY|[¥￥])? ?[超约近达逾过+\-−]?$", re.IGNORECASE)
_BEHIND_HAN = re.compile(r"(?<=[㐀-䶿一-鿿])[超约近达逾过]?$")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,])")  # 5 000 000
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_LATIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){0,4}|%|‰")
_MORE = re.compile(r"(?:余|多|以上|以下|左右)*")
_WORD = re.compile(r"[0-9A-Za-z.\-/+]")
_HAN_FORMS = {"han", "percent", "fraction", "tenths", "half", "doubling"}


class Amount(NamedTuple):
    """An amount somebody typed: its value, the unit if it has one, and how it was written."""

    value: Decimal
    unit_id: str | None
    written: str


class Read(NamedTuple):
    """The amounts in what was typed, and the words beside them."""

    amounts: tuple[Amount, ...]
    rest: str


@cache
def _known_units() -> tuple[Any, ...]:
    return tuple(sourced.item for sourced in load_units())


def unit_names(unit_id: str) -> tuple[str, str]:
    """Return the name of a unit of the lexicon in English and in Chinese."""
    return next((unit.name_en, unit.name_zh) for unit in _known_units() if unit.unit_id == unit_id)


@cache
def _units() -> Units:
    return Units.of(Unit(unit.unit_id, unit.dimension, unit.aliases_zh) for unit in _known_units())


@cache
def _english() -> tuple[dict[str, int], dict[str, str]]:
    """Return the English words for magnitudes and for units; raises SeedError for a line that gives neither or both."""
    magnitudes: dict[str, int] = {}
    units = {key(re.sub(r" *\(.*?\)", "", unit.name_en)): unit.unit_id for unit in _known_units()}
    units |= {unit.symbol: unit.unit_id for unit in _known_units() if unit.symbol in ("%", "‰")}
    with FILE.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        if next(reader, []) != HEADER:
            raise SeedError(f"{shown(FILE)}:1: the header is not {','.join(HEADER)}: restore it")
        for cells in reader:
            if len(cells) != len(HEADER) or not cells[0] or bool(cells[1]) == bool(cells[2]):
                raise SeedError(f"{shown(FILE)}:{reader.line_num}: needs a word and a magnitude or a unit: complete it")
            if cells[1]:
                magnitudes[cells[0]] = int(cells[1])
            else:
                units[key(cells[0])] = cells[2]
    return magnitudes, units


def read_amounts(words: str) -> Read:
    """Return the amounts that were typed and the words beside them.

    >>> read = read_amounts("1.7 billion doses 疫苗")
    >>> [(str(amount.value), amount.unit_id) for amount in read.amounts], read.rest
    ([('1700000000', 'dose')], '疫苗')
    """
    text = _GROUPED.sub(lambda match: match.group().replace(" ", ""), unicodedata.normalize("NFKC", words))
    found: list[Amount] = []
    rest, at = "", 0
    for amount, start, end in _amounts(text):
        if start >= at:
            found.append(amount)
            rest += text[at:start] + " "
            at = end
    rest = " ".join((rest + text[at:]).split()).strip(" |")
    return Read(tuple(found), rest)


def _amounts(text: str) -> Iterator[tuple[Amount, int, int]]:
    for numeral in lex(text, _units()):
        read = _amount_at(text, numeral)
        if read:
            amount, start, end = read
            yield amount._replace(written=text[start:end].strip()), start, end


def _amount_at(text: str, numeral: Numeral) -> tuple[Amount, int, int] | None:
    """Return the amount of a numeral with its place; None where it is only part of a word or name."""
    if numeral.value is None or len(str(int(numeral.value))) > MOST_DIGITS:
        return None
    value, unit_id, end = _measured(text, numeral)
    head, follows = text[: numeral.span.start], text[end : end + 1]
    chinese = numeral.form in _HAN_FORMS
    before = _BEFORE.search(head)
    if before is None and not chinese and (unit_id or numeral.scale > 1):
        before = _BEHIND_HAN.search(head)
    if before is None or _WORD.match(follows) or (follows and _HAN.match(follows) and (chinese or not unit_id)):
        return None
    if numeral.form == "han" and unit_id is None and numeral.span.end - numeral.span.start < 2:
        return None
    if unit_id == "one" and chinese:  # 九成 is said for 90%
        value, unit_id = value * 100, "percent"
    if unit_id is None and _MONEY.search(head):
        unit_id = "yuan"
    return Amount(Decimal(f"{value.normalize():f}"), unit_id, ""), before.start(), end


def _measured(text: str, numeral: Numeral) -> tuple[Decimal, str | None, int]:
    """Return value, unit and end of a numeral with the magnitude and unit behind it, in either language."""
    value, unit_id, end = numeral.value or Decimal(0), numeral.implied_unit, numeral.span.end
    magnitudes, units = _english()
    word = _LATIN.match(text, _past_space(text, end))
    if word and (scale := magnitudes.get(word.group().split(" ")[0].lower())):
        value, end = value * scale, word.start() + len(word.group().split(" ")[0])
        word = _LATIN.match(text, _past_space(text, end))
    end = _MORE.match(text, end).end()  # type: ignore[union-attr]
    chinese = _units().at(text, _past_space(text, end))
    if word:
        parts = word.group().split(" ")
        for size in range(len(parts), 0, -1):
            phrase = " ".join(parts[:size])
            if known := units.get(key(phrase) or phrase):
                return value, known, word.start() + len(phrase)
    if chinese and not (chinese[0].isascii() and chinese[0].isalpha()):
        end = _past_space(text, end) + len(chinese[0])
        return value, chinese[1], _MORE.match(text, end).end()  # type: ignore[union-attr]
    return value, unit_id, end


def _past_space(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at
