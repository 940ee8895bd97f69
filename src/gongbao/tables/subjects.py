"""What is known of a report before its numbers are read: its years, its place, and the places it may name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gongbao.model.rows import Place
from gongbao.reading.observations import Place as PlaceNames
from gongbao.reading.observations import Subject


class Reported(Protocol):
    """What a report's seed and its published row have in common."""

    @property
    def year_covered(self) -> int:
        """Return the year the report looks back on."""

    @property
    def year_planned(self) -> int | None:
        """Return the year it plans for."""

    @property
    def place_id(self) -> str:
        """Return the place it is about."""


def subject_of(report: Reported, places: Sequence[Place]) -> Subject:
    """Return the subject of a report, as its seed or its published row describes it, among the known places."""
    parents = {place.place_id: place.parent_place_id for place in places}
    wider, place_id = set(), parents.get(report.place_id)
    while place_id and place_id not in wider:
        wider.add(place_id)
        place_id = parents.get(place_id)
    names = tuple(PlaceNames(p.place_id, (p.name_zh, *p.aliases_zh), p.place_id in wider) for p in places)
    return Subject(report.year_covered, report.year_planned, report.place_id, names)
