"""Units of measurement: the longest written form at a position of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from gongbao.reading.han import HAN

SCALE_CHARACTERS: Final = "十百千万亿"
SCALES: Final = frozenset(SCALE_CHARACTERS)
_HAN: Final = frozenset(HAN)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the registry with the forms it takes in prose (`surfaces`)."""

    unit_id: str
    dimension: str
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """The registry's units, looked up by written form; `numeral_led` begins those with a numeral in them (个百分点).

    >>> units = Units.of([Unit("watt-k", "power", ("千瓦",)), Unit("watt-hour-k", "energy", ("千瓦时",))])
    >>> units.at("用电8.9亿千瓦时", 6)
    ('千瓦时', 'watt-hour-k')
    """

    by_head: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    scale_led: tuple[str, ...] = ()
    by_form: dict[str, tuple[str, str]] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    numeral_led: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is any unit."""
        return bool(self.dimensions)

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Units:
        """Index units by the first character of their written forms, longest form first."""
        heads: dict[str, list[tuple[str, str]]] = {}
        dimensions: dict[str, str] = {}
        for unit in units:
            dimensions[unit.unit_id] = unit.dimension
            for surface in unit.surfaces:
                heads.setdefault(surface[0].lower(), []).append((surface.lower(), unit.unit_id))
        ordered = {head: tuple(sorted(forms, key=lambda f: (-len(f[0]), f))) for head, forms in heads.items()}
        led = tuple(form for head in SCALE_CHARACTERS for form, _ in ordered.get(head, ()))
        caseless = {
            head: forms for head, forms in ordered.items() if all(form.upper() == form.lower() for form, _ in forms)
        }
        by_form = {form: (form, unit_id) for forms in caseless.values() for form, unit_id in reversed(forms)}
        lengths = {head: tuple(dict.fromkeys(len(form) for form, _ in forms)) for head, forms in caseless.items()}
        with_numerals = {head for head, forms in ordered.items() if any(not _HAN.isdisjoint(form) for form, _ in forms)}
        numeral_led = frozenset(with_numerals | set(map(str.upper, with_numerals)))
        return cls(ordered, dimensions, led, by_form, lengths, numeral_led)

    def counts(self, unit_id: str | None) -> bool:
        """Tell whether a unit counts things; what has no unit is counted."""
        return self.dimensions.get(unit_id or "count", "count") == "count"

    def at(self, text: str, position: int) -> tuple[str, str] | None:
        """Return (written form, unit_id) of the longest unit that starts at `position`, or None."""
        head = text[position : position + 1]
        if (lengths := self.lengths.get(head)) is not None:
            for length in lengths:
                if unit := self.by_form.get(text[position : position + length]):
                    return unit
            return None
        for form, unit_id in self.by_head.get(head.lower(), ()):
            if text[position : position + len(form)].lower() == form:
                return text[position : position + len(form)], unit_id
        return None

    def leads(self, text: str, position: int) -> bool:
        """Tell whether a unit that begins with a scale character (千瓦, 百分点) starts at `position`."""
        return text[position : position + 1] in SCALES and text.startswith(self.scale_led, position)
