"""Numbers as people write them in the language at hand: 1.7 billion, 17亿; the exact value stands beside them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from gongbao.site.wording.languages import CHINESE, language

_ENGLISH = ((12, "trillion"), (9, "billion"), (6, "million"))
_CHINESE = ((12, "万亿"), (8, "亿"), (4, "万"))
_FEW = 4  # significant digits beyond which a short form would hide some of the value


def exact(value: object) -> str:
    """Write a number with all its digits, in groups of three.

    >>> exact(1700000000), exact("0.50")
    ('1,700,000,000', '0.5')
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def readable(value: object) -> str:
    """Write a number in the language at hand with the word for its magnitude, where no digit is lost by it."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    for power, word in _CHINESE if language() == CHINESE else _ENGLISH:
        scaled = number.scaleb(-power)
        if abs(scaled) >= 1 and len(scaled.normalize().as_tuple().digits) <= _FEW:
            return f"{exact(scaled)}{word}" if language() == CHINESE else f"{exact(scaled)} {word}"
    return exact(number)
