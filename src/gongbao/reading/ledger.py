"""The ledger of numerals: each has one role and, where it is no reported value, a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gongbao.reading.lexicon import Lexicon, Trap
from gongbao.reading.numerals import Numeral
from gongbao.reading.shapes import shapes_of

_LARGE_WORDS: Final = "十百千万亿"
_MARK: Final = re.compile(r"[，,。；;：:]")


@dataclass(slots=True, init=False)
class Entry:
    """A numeral with its role: quantity (to be read), period, name, vague, or unresolved."""

    numeral: Numeral
    role: str
    reason: str
    origin: str

    def __init__(self, numeral: Numeral, role: str, reason: str, origin: str) -> None:
        self.numeral = numeral
        self.role = role
        self.reason = reason
        self.origin = origin


def assign_roles(text: str, numerals: list[Numeral], lexicon: Lexicon) -> list[Entry]:
    """Give every numeral the role of the first trap that covers it; numerals with a unit are quantities.

    `text` is folded (see `numerals.fold`). A Chinese numeral that no trap knows and that has no unit stays
    `unresolved`: a curator must decide.
    """
    places = shapes_of(lexicon.traps).over(text)
    traps = places.traps([numeral.span for numeral in numerals])
    return [_assign(text, numeral, trap, lexicon) for numeral, trap in zip(numerals, traps, strict=True)]


def _assign(text: str, numeral: Numeral, trap: Trap | None, lexicon: Lexicon) -> Entry:
    if trap is not None:
        if _creates_group(text, numeral, trap.reason, lexicon):
            return Entry(numeral, "quantity", "", "rule:created-group")
        return Entry(numeral, trap.role, trap.reason, "rule:trap")
    if numeral.value is None:
        return Entry(numeral, "unresolved", "", "rule:malformed")
    if numeral.form != "han" or _has_unit(text, numeral, lexicon):
        return Entry(numeral, "quantity", "", "rule:quantity")
    run = numeral.span.of(text)
    if run in _LARGE_WORDS:  # 千帆, 百舸: one word of magnitude without a unit counts nothing
        return Entry(numeral, "vague", "fixed_word", "rule:lone-magnitude")
    if numeral.value >= 20 and set(run) & set(_LARGE_WORDS):
        return Entry(numeral, "quantity", "", "rule:bare-noun")
    return Entry(numeral, "unresolved", "", "rule:no-unit")


def _creates_group(text: str, numeral: Numeral, reason: str, lexicon: Lexicon) -> bool:
    """建成…四大试验平台 counts what was made; 与三大科学城 is a fixed name."""
    if reason != "named_group":
        return False
    clause = _MARK.split(text[max(0, numeral.span.start - 40) : numeral.span.start])[-1]
    return any(verb in clause for verb in lexicon.creating)


def _has_unit(text: str, numeral: Numeral, lexicon: Lexicon) -> bool:
    if numeral.implied_unit:
        return True
    end = numeral.span.end + (text[numeral.span.end : numeral.span.end + 1] in ("余", "多"))
    return lexicon.units.at(text, end) is not None
