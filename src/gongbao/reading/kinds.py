"""What kind of value a quantity is: measure, direction and basis, read from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongbao.reading.concepts import Surroundings
from gongbao.reading.lexicon import Change, Cue, Lexicon
from gongbao.reading.quantities import Quantity

GROWTH = ("growth_rate", "growth_multiple", "percentage_point_change")
_GROWTH_BY_UNIT = {
    "percent": "growth_rate",
    "per-mille": "growth_rate",
    "one": "growth_rate",
    "times": "growth_multiple",
    "percentage-point": "percentage_point_change",
}
_SHARES = ("percent", "per-mille", "per-ten-thousand", "one")
UNITS_OF = {
    "growth_rate": ("percent", "per-mille", "per-ten-thousand", "one"),
    "growth_multiple": ("times",),
    "percentage_point_change": ("percentage-point",),
    "share": ("percent", "per-mille", "per-ten-thousand", "one"),
    "rank": ("rank-place",),
    "ratio": ("one", "times", "percent", "per-mille"),
}
_DIMENSIONS_OF = {"area": "area", "money": "money", "concentration": "concentration"}
_NO_RATIO = ("level", "flow", "capacity")
_FILLERS = re.compile(
    r"(?:了|约|超|近|达到?|为|均|也|各|分别|预计|同比|环比|至少|左右|名义|实际|累计|年均|是|有望|力争|一倍|比上年|较上年)+$"
)
_REACHED = re.compile(r"(?:到|至|为|达|达到|成)$")
_RATIO_MARK = re.compile(r"[:：∶比]$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of a value; `direction` is none and `basis` None where nothing grows."""

    measure: str
    direction: str
    basis: str | None


def unit_fits(measure: str, unit_id: str, dimension: str) -> bool:
    """Tell whether a unit can measure such a value: a growth rate is in per cent, a count in no ratio.

    >>> unit_fits("area", "hectare", "area"), unit_fits("flow", "percent", "ratio")
    (True, False)
    """
    if measure in UNITS_OF:
        return unit_id in UNITS_OF[measure]
    if measure in _DIMENSIONS_OF:
        return dimension == _DIMENSIONS_OF[measure]
    return not (measure in _NO_RATIO and dimension == "ratio")


def read_kind(
    text: str, quantity: Quantity, around: Surroundings, phrase: str, earlier: Reading | None, lexicon: Lexicon
) -> Reading:
    """Decide measure, direction and basis of one quantity.

    `phrase` is the concept found, `earlier` the reading of the value directly before it in a list
    (增长3.5倍、54.76%), None where another clause lies between.
    """
    change = _find_change(around.lead, lexicon)
    if change and change.word in ("提升", "提高", "扩大") and _counts_things(quantity, around, lexicon):
        change = None
    pace = re.match(r"\s*的?(?:经济)?(?:增速|增幅|涨幅|增长率|增长速度|增长)", around.tail)
    if pace and quantity.unit_id in _SHARES and not change:
        return Reading("growth_rate", "increase", _read_basis(around.clause_lead, lexicon))
    if earlier and earlier.measure in GROWTH and _is_list_mark(around.lead):
        measure = _GROWTH_BY_UNIT.get(quantity.unit_id or "")
        if measure:
            return Reading(measure, earlier.direction, earlier.basis)
    if change:
        return _read_change(quantity, change, around, lexicon)
    return Reading(_read_measure(text, quantity, around, phrase, lexicon), "none", None)


def _read_change(quantity: Quantity, change: Change, around: Surroundings, lexicon: Lexicon) -> Reading:
    measure = _GROWTH_BY_UNIT.get(quantity.unit_id or "", "flow")
    basis = _read_basis(around.clause_lead, lexicon) if measure in GROWTH else None
    return Reading(measure, change.direction, basis)


def _find_change(lead: str, lexicon: Lexicon) -> Change | None:
    """The word of change that governs the number; none where the number is the level reached (提高到)."""
    bare = _FILLERS.sub("", lead.rstrip())
    for change in sorted(lexicon.changes, key=lambda c: -len(c.word)):
        if bare.endswith(change.word):
            between = lead.rstrip()[len(bare) :]
            reached = change.kind == "change" and _REACHED.search(between)
            return None if reached or change.direction == "none" else change
    return None


def _counts_things(quantity: Quantity, around: Surroundings, lexicon: Lexicon) -> bool:
    return lexicon.units.dimensions.get(quantity.unit_id or "", "") == "count" and bool(around.tail.strip())


def _is_list_mark(lead: str) -> bool:
    return lead.strip() in ("、", "和", "及", "与")


def _read_basis(clause_lead: str, lexicon: Lexicon) -> str:
    found = [(match.end(), cue.code) for cue in lexicon.bases for match in cue.pattern.finditer(clause_lead)]
    return max(found)[1] if found else "unstated"


def _read_measure(text: str, quantity: Quantity, around: Surroundings, phrase: str, lexicon: Lexicon) -> str:
    unit = quantity.unit_id or ""
    if around.lead.endswith("第") or unit == "rank-place":
        return "rank"
    if _is_ratio(text, quantity) or unit == "times":
        return "ratio"
    if unit == "percentage-point":
        return "percentage_point_change"
    if unit in _SHARES:
        return "share"
    if phrase.endswith("指数"):
        return "other"
    scopes = {"concept": phrase, "lead": around.lead, "clause": around.clause}
    for cue in (c for c in lexicon.measures if c.code != "level"):
        if _matches(cue, scopes):
            return cue.code
    dimension = lexicon.units.dimensions.get(unit, "")
    if dimension == "time" and unit in ("hour", "day", "minute", "month", "year"):
        return "other"
    if around.lead.endswith("前") and unit == "person":
        return "rank"
    if dimension == "power":
        return "capacity"
    if dimension in lexicon.dimensions:
        return lexicon.dimensions[dimension]
    return "level" if any(_matches(cue, scopes) for cue in lexicon.measures if cue.code == "level") else "flow"


def _matches(cue: Cue, scopes: dict[str, str]) -> bool:
    return bool(cue.pattern.search(scopes[cue.scope]))


def _is_ratio(text: str, quantity: Quantity) -> bool:
    before = text[max(0, quantity.span.start - 2) : quantity.span.start]
    after = text[quantity.span.end : quantity.span.end + 2]
    return bool(re.search(r"\d[:：∶]$", before) or re.match(r"[:：∶]\d", after))
