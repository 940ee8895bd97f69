"""From a numeral to a quantity: qualifier, magnitude, unit and range, with the span they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import Numeral
from gongbao.reading.text import Span

_RANGE_MARK = re.compile(r"\s*(?:[—－–~～\-]+|至|到)\s*")
_LONGEST_QUALIFIER = 4


@dataclass(frozen=True, slots=True)
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


def read_quantity(text: str, numeral: Numeral, lexicon: Lexicon, *, other: Numeral | None = None) -> Quantity | None:
    """Read the quantity around `numeral`, or return None where the numeral has no value.

    `text` is folded (see `numerals.fold`). `other` is the next numeral of the text: joined by a range mark it
    becomes the upper end.
    """
    if numeral.value is None:
        return None
    qualifier, start = _qualifier_before(text, numeral.span.start, lexicon)
    unit_id, unit_text, end = _unit_after(text, numeral, lexicon)
    value, upper = numeral.value, numeral.upper
    if other and other.value is not None and _is_range(text, Span(end, other.span.start)):
        other_unit, other_text, other_end = _unit_after(text, other, lexicon)
        low, high = _range_ends(numeral, other, unit_id is None)
        if low < high and (unit_id is None or unit_id == other_unit or other_unit is None):
            value, upper = low, high
            unit_id, unit_text, end = other_unit or unit_id, other_text or unit_text, other_end
    infix, end = _more_after_unit(text, end, bool(unit_text))
    suffix, end = _qualifier_after(text, end, lexicon)
    written = unit_id or numeral.implied_unit or ""
    hinted, bound = _hint(text, Span(start, end), written, value, lexicon)
    mark = "more_than" if numeral.infix in ("多", "余") or _infix(text, numeral) or infix else ""
    return Quantity(
        Span(start, end), numeral, value, upper, hinted or written or None, unit_text,
        bound or suffix or qualifier or mark or "exact",
    )  # fmt: skip


def _hint(text: str, span: Span, unit_id: str, value: Decimal, lexicon: Lexicon) -> tuple[str, str]:
    """The unit (and bound) the words around a number settle, empty where they settle none."""
    before = re.split(r"[，,。；;、]", text[max(0, span.start - 14) : span.start])[-1]
    after = text[span.end : span.end + 8]
    for hint in lexicon.unit_hints:
        applies = hint.found == unit_id and value >= hint.least
        if applies and hint.before.search(before) and hint.after.search(after):
            return hint.unit_id, hint.qualifier
    return "", ""


def _qualifier_before(text: str, start: int, lexicon: Lexicon) -> tuple[str, int]:
    for length in range(_LONGEST_QUALIFIER, 0, -1):
        word = text[max(0, start - length) : start]
        if len(word) == length and word in lexicon.before:
            before = text[max(0, start - length - 1) : start]
            if not any(trap.search(before) for trap in lexicon.qualifier_traps):
                return lexicon.before[word], start - length
    return "", start


def _infix(text: str, numeral: Numeral) -> str:
    match = re.compile(r" ?[余多]").match(text, numeral.span.end)
    return match[0] if match else ""


def _unit_after(text: str, numeral: Numeral, lexicon: Lexicon) -> tuple[str | None, str, int]:
    position = numeral.span.end + len(_infix(text, numeral))
    if numeral.implied_unit:
        return numeral.implied_unit, "", position
    for gap in (0, 1):
        if gap and text[position : position + 1] != " ":
            break
        unit = lexicon.units.at(text, position + gap)
        if unit:
            return unit[1], unit[0], position + gap + len(unit[0])
    return None, "", position


def _more_after_unit(text: str, end: int, has_unit: bool) -> tuple[str, int]:
    word = text[end : end + 1]
    return (word, end + 1) if has_unit and word in ("多", "余") else ("", end)


def _qualifier_after(text: str, end: int, lexicon: Lexicon) -> tuple[str, int]:
    for length in range(_LONGEST_QUALIFIER, 1, -1):
        word = text[end : end + length]
        if len(word) == length and word in lexicon.after:
            return lexicon.after[word], end + length
    return "", end


def _is_range(text: str, gap: Span) -> bool:
    return gap.start < gap.end and bool(_RANGE_MARK.fullmatch(text, gap.start, gap.end))


def _range_ends(low: Numeral, high: Numeral, unit_once: bool) -> tuple[Decimal, Decimal]:
    """Both ends of a range; a magnitude written once, at the end (8至10万), belongs to both."""
    assert low.value is not None
    assert high.value is not None
    if unit_once and low.scale == 1 and low.value < high.value / high.scale:
        return low.value * high.scale, high.value
    return low.value, high.value
