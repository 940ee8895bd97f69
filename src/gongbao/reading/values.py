"""A machine reading settled: unit, measure, direction and basis that fit each other, as they are published."""

from __future__ import annotations

from typing import Final, NamedTuple

from gongbao.reading.context import Proposal
from gongbao.reading.meaning import unit_fits

_UNIT_OF_MEASURE: Final = {"rank": "rank-place", "ratio": "one", "other": "one", "share": "one", "index": "one"}


class Settled(NamedTuple):
    """What kind of value a proposal is; direction is none and basis None where nothing grows."""

    unit_id: str
    measure: str
    direction: str
    basis: str | None


def settle(proposal: Proposal) -> Settled:
    """Return the kind of a proposed value; a measure its unit cannot carry becomes `other`."""
    kind = proposal.reading
    unit_id = proposal.quantity.unit_id or _UNIT_OF_MEASURE.get(kind.measure, "count")
    if kind.measure == "rank":
        unit_id = "rank-place"  # 居全国第4位: 位 counts no people here
    if not unit_fits(kind.measure, unit_id):
        return Settled(unit_id, "other", "none", None)
    return Settled(unit_id, kind.measure, kind.direction, kind.basis)
