"""From a numeral to a quantity: qualifier, magnitude, unit and range, with the span they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gongbao.reading.endings import Beginning
from gongbao.reading.ledger import Entry
from gongbao.reading.lexicon import Lexicon, UnitHint
from gongbao.reading.numerals import Numeral
from gongbao.reading.text import Span

_RANGE_MARK: Final = Beginning(r"\s*(?:[—－–~～\-]+|至|到)\s*")
_STOP, _STOP_OR_NUMBER = re.compile(r"[，,。；;、]"), re.compile(r"[，,。；;、\d%]")
_MORE: Final = re.compile(r" ?[余多]|(?<=\d)个[余多](?=百分点|千分点|月|小时)|个[余多](?=百分点|千分点|月|小时)")
_SIGN: Final = re.compile(r"(?:(?<![\d%家个项万亿元号])[-−]|(?<!减)负|零下)\Z")
_COMPOUND: Final = re.compile(
    r"/(?:\d*[百千万亿]*(?:平方公里|平方米|立方米|千瓦时|公里|公顷|万人|百人|千人|人次|小时|分钟|人|元|亩|吨|升|日|天|年|月|米|户|件|斤|公斤|千克|克|次|床|头))+"
)
_PARTS: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?:\s?[:：∶]\s?\d{1,2}(?:\.\d{1,2})?){2,5}(?![\d.])")
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_COLONS, _LONGEST_PARTS = tuple(":：∶"), 24
_MORE_HEADS, _SIGNS = frozenset(" 余多个"), frozenset("-−负下")  # what such words begin with, and end with
_TELLS_AFAR: Final = re.compile("[少多过每占总]")  # a character of every bound that stands afar
_HALVES: Final = ("mass", "length", "time", "area", "volume", "ratio", "power")
_LONGER_WORDS: Final = {"家": "庭", "台": "阶", "人": "口"}
_MORE_OF_ALL: Final = frozenset("余多")
_UNIT_GOES_ON: Final = frozenset("半/余多")  # what is behind a unit and belongs to it
_NO_MORE: Final = "功种个元样式层媒边年民能数方用点角重肉国族项次"


@dataclass(slots=True, init=False)
class Quantity:
    """A number with its unit: `span` covers qualifier, digits, magnitude and unit (超17亿剂).

    `upper` is the other end of a range (5%至6%), None for a single value; `unit_id` is None where the text
    names no unit (4案例); `unit_text` is the unit as written.
    """

    span: Span
    numeral: Numeral
    value: Decimal
    upper: Decimal | None
    unit_id: str | None
    unit_text: str
    qualifier: str
    negative: bool = False

    def __init__(
        self,
        span: Span,
        numeral: Numeral,
        value: Decimal,
        upper: Decimal | None,
        unit_id: str | None,
        unit_text: str,
        qualifier: str,
        negative: bool = False,
    ) -> None:
        self.span = span
        self.numeral = numeral
        self.value = value
        self.upper = upper
        self.unit_id = unit_id
        self.unit_text = unit_text
        self.qualifier = qualifier
        self.negative = negative

    def at(self, span: Span, numeral: Numeral) -> Quantity:
        """Return the quantity as it stands at another place."""
        return Quantity(
            span, numeral, self.value, self.upper, self.unit_id, self.unit_text, self.qualifier, self.negative
        )


def read_quantities(text: str, entries: list[Entry], lexicon: Lexicon) -> list[Quantity]:
    """Read every quantity of one sentence; `entries` are its numerals with their roles."""
    found: list[Quantity] = []
    for index, entry in enumerate(entries, 1):
        if entry.role != "quantity" or (found and found[-1].span.covers(entry.numeral.span)):
            continue
        after = entries[index].numeral if index < len(entries) else None
        quantity = read_quantity(text, entry.numeral, lexicon, other=after)
        if quantity:
            found.append(quantity)
    return found


def read_quantity(text: str, numeral: Numeral, lexicon: Lexicon, *, other: Numeral | None = None) -> Quantity | None:
    """Read the quantity around `numeral`, or return None where the numeral has no value.

    `text` is folded (see `numerals.fold`). `other` is the next numeral of the text: joined by a range mark it
    becomes the upper end.
    """
    if numeral.value is None:
        return None
    first, last = numeral.span
    qualifier, start = _qualifier_before(text, first, lexicon)
    more = _infix(text, last)
    unit_id, unit_text, end = _unit_after(text, numeral, last + len(more), lexicon)
    value, upper = numeral.value, numeral.upper
    if other and other.value is not None and _is_range(text, end, other.span.start):
        other_end = other.span.end + len(_infix(text, other.span.end))
        other_unit, other_text, other_end = _unit_after(text, other, other_end, lexicon)
        low, high = _range_ends(numeral, other, unit_id is None)
        if low < high and (unit_id is None or unit_id == other_unit or other_unit is None):
            value, upper = low, high
            unit_id, unit_text, end = other_unit or unit_id, other_text or unit_text, other_end
    if numeral.form == "ordinal" and (unit_text == "位" or text[first - 1 : first] == "榜"):
        unit_id = "rank-place"
    if unit_id is None and not unit_text and _is_part_of_hundred(text, numeral.span):
        unit_id = "percent"  # 三次产业比重4.0∶37.7∶58.3
    suffix = ""
    if (behind := text[end : end + 1]) in _UNIT_GOES_ON or behind in lexicon.after.lengths_by_first:
        value, unit_id, unit_text, end = _half(text, value, unit_id, unit_text, end, lexicon)
        unit_id, unit_text, end = _compound(text, unit_id, unit_text, end)
        infix, end = _more_after_unit(text, end, bool(unit_text))
        suffix, end = _qualifier_after(text, end, lexicon)
        more = more or infix
    sign = _SIGN.search(text[max(0, start - 2) : start]) if text[start - 1 : start] in _SIGNS else None
    start -= len(sign[0]) if sign else 0
    written = unit_id or numeral.implied_unit or ""
    hinted, bound = _hint(text, start, end, written, value, lexicon)
    mark = "more_than" if more or numeral.infix in ("多", "余") else ""
    return Quantity(
        Span(start, end), numeral, value, upper, hinted or written or None, unit_text,
        bound or suffix or qualifier or mark or _qualifier_afar(text, start, lexicon) or "exact",
        negative=sign is not None,
    )  # fmt: skip


def _is_part_of_hundred(text: str, span: Span) -> bool:
    """Tell whether a number is one of three or more, parted by colons, that make a whole of a hundred."""
    behind, before = text[span.end : span.end + 2].strip(), text[max(0, span.start - 2) : span.start].strip()
    if not (behind.startswith(_COLONS) or before.endswith(_COLONS)):
        return False
    start = max(0, span.start - _LONGEST_PARTS)
    parts = next((m for m in _PARTS.finditer(text, start, span.end + _LONGEST_PARTS) if m.end() > span.start), None)
    told = _DIGITS.findall(parts[0]) if parts and parts.start() <= span.start else ()
    whole = sum(map(Decimal, told), Decimal(0))
    return abs(whole - 100) <= Decimal("0.5")


def _half(
    text: str, value: Decimal, unit_id: str | None, unit_text: str, end: int, lexicon: Lexicon
) -> tuple[Decimal, str | None, str, int]:
    """两吨半 and 4个半月 are half a unit more."""
    half = Decimal("0.5")
    if (
        unit_text == "个"
        and text[end : end + 1] == "半"
        and (unit := lexicon.units.at("个" + text[end + 1 : end + 5], 0))
    ) and len(unit[0]) > 1:
        return value + half, unit[1], unit[0], end + len(unit[0])
    dimension = lexicon.units.dimensions.get(unit_id or "", "")
    if (
        unit_text
        and text[end : end + 1] == "半"
        and dimension in _HALVES
        and text[end + 1 : end + 2] not in "径程岛挂导"
    ):
        return value + half, unit_id, unit_text, end + 1
    return value, unit_id, unit_text, end


def _compound(text: str, unit_id: str | None, unit_text: str, end: int) -> tuple[str | None, str, int]:
    """A unit by another (元/公里) that the table does not hold is no unit of its first half."""
    by = text.startswith("/", end) and unit_text and "/" not in unit_text
    match = _COMPOUND.match(text, end) if by else None
    return ("unknown", unit_text + match[0], match.end()) if match else (unit_id, unit_text, end)


def _hint(text: str, start: int, end: int, unit_id: str, value: Decimal, lexicon: Lexicon) -> tuple[str, str]:
    """The unit (and bound) the words around a number settle, empty where they settle none."""
    hints = [hint for hint in _hints_by_unit(lexicon).get(unit_id, ()) if value >= hint.least]
    if not hints:
        return "", ""
    before = _STOP.split(text[max(0, start - 14) : start])[-1]
    after = text[end : end + 8]
    for hint in hints:
        if hint.before.search(before) and hint.after.search(after):
            return hint.unit_id, hint.qualifier
    return "", ""


@lru_cache(maxsize=2)
def _hints_by_unit(lexicon: Lexicon) -> dict[str, list[UnitHint]]:
    by_unit: dict[str, list[UnitHint]] = {}
    for hint in lexicon.unit_hints:
        by_unit.setdefault(hint.found, []).append(hint)
    return by_unit


_OF_WHOLE: Final = re.compile(
    r"(?P<word>(?<![签违节预特履契合失])约|超过?|近|不足|不到)占?(?:了)?(?:全[国省市区县球]|世界|总[量额数]|[^，,。；;、\d]{1,10}?)(?:的)?\Z"
)
_PER_FIRST: Final = re.compile(r"(?P<word>低于|高于|不高于|不低于|超过|不超过)每[^\d，]{1,4}\Z")
_AT_LEAST: Final = re.compile(r"(?P<word>至少|不少于|最多|不超过)[^\d，,。；;、]{1,8}\Z")


def _qualifier_afar(text: str, start: int, lexicon: Lexicon) -> str:
    """A bound that stands before the verb or the whole (至少打造2座, 约占全省1/4)."""
    if not _TELLS_AFAR.search(text, max(0, start - 18), start):
        return ""
    before = _STOP_OR_NUMBER.split(text[max(0, start - 18) : start])[-1]
    match = (
        _AT_LEAST.search(before)
        or _PER_FIRST.search(before)
        or (_OF_WHOLE.search(before) if "占" in before or "总" in before else None)
    )
    return lexicon.before.by_word.get(match["word"], "") if match else ""


def _qualifier_before(text: str, start: int, lexicon: Lexicon) -> tuple[str, int]:
    start -= text[start - 1 : start] == " "
    before = lexicon.before
    for length in before.lengths_by_last.get(text[start - 1 : start], ()):
        word = text[max(0, start - length) : start]
        if qualifier := before.by_word.get(word):
            words = text[max(0, start - len(word) - 1) : start]
            if not any(trap.search(words) for trap in lexicon.qualifier_traps):
                return qualifier, start - len(word)
    return "", start


def _infix(text: str, end: int) -> str:
    match = _MORE.match(text, end) if text[end : end + 1] in _MORE_HEADS else None
    return match[0] if match else ""


def _unit_after(text: str, numeral: Numeral, position: int, lexicon: Lexicon) -> tuple[str | None, str, int]:
    """The unit behind a numeral and its 多 or 余, as text has it, and where it ends."""
    if numeral.implied_unit:
        return numeral.implied_unit, "", position
    if text[position - 1 : position] in _MORE_OF_ALL and text[position - 2 : position - 1] == "个":
        whole = lexicon.units.at("个" + text[position : position + 6], 0)
        if whole and len(whole[0]) > 1:
            return whole[1], whole[0], position + len(whole[0]) - 1
    start = position
    unit = lexicon.units.at(text, start)
    if unit is None and text[start : start + 1] == " ":
        start += 1
        unit = lexicon.units.at(text, start)
    if unit is None:
        return None, "", position
    written, unit_id = unit
    start += len(written)
    if written in _LONGER_WORDS and text.startswith(_LONGER_WORDS[written], start):
        return None, "", position  # 家庭, 台阶, 人口: the noun that is counted, no classifier
    return unit_id, written, start


def _more_after_unit(text: str, end: int, has_unit: bool) -> tuple[str, int]:
    word = text[end : end + 1]
    more = has_unit and word in ("多", "余") and text[end + 1 : end + 2] not in _NO_MORE
    return (word, end + 1) if more else ("", end)


def _qualifier_after(text: str, end: int, lexicon: Lexicon) -> tuple[str, int]:
    after = lexicon.after
    for length in after.lengths_by_first.get(text[end : end + 1], ()):
        word = text[end : end + length]
        if len(word) > 1 and (qualifier := after.by_word.get(word)):
            return qualifier, end + len(word)
    return "", end


def _is_range(text: str, start: int, end: int) -> bool:
    mark = _RANGE_MARK.match(text, start) if start < end else None
    return mark is not None and mark.end() == end


def _range_ends(low: Numeral, high: Numeral, unit_once: bool) -> tuple[Decimal, Decimal]:
    """Both ends of a range; a magnitude written once, at the end (8至10万), belongs to both."""
    assert low.value is not None
    assert high.value is not None
    if high.form == "tenths" and low.form != "tenths" and low.value >= 1:
        return low.value / 10, high.value
    if unit_once and low.scale == 1 and low.value < high.value / high.scale:
        return low.value * high.scale, high.value
    return low.value, high.value
