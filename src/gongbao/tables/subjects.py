"""What is known of a report before its numbers are read: its years, its place, and the places it may name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from gongbao.model.rows import Place
from gongbao.reading.context import Place as PlaceNames
from gongbao.reading.context import Subject
from gongbao.reading.entities import Entity

# 全市, 开发区: names that mean the place that reports, or one that holds it; in another report another place
_OF_WHO_SPEAKS = re.compile("[全本我][国省市区县州镇乡]|(?:经济技术)?开发区|经开区|高新区|新区")


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
    """Return the subject of a report, as its seed or its published row describes it, among the known places, sorted."""
    wider = _wider(report.place_id, places)
    names = tuple(
        PlaceNames(p.place_id, _names_here(p, {report.place_id, *wider}), p.place_id in wider)
        for p in sorted(places, key=lambda p: p.place_id)
    )
    return Subject(report.year_covered, report.year_planned, report.place_id, names)


def meant_in(report: Reported, owners: Mapping[str, Entity], places: Sequence[Place]) -> dict[str, Entity]:
    """Return the names of entities that mean them in a report: 全市 in a county's report is not the city of another."""
    here = {report.place_id, *_wider(report.place_id, places)}
    return {
        name: entity
        for name, entity in owners.items()
        if entity.kind != "place" or entity.entity_id in here or not _OF_WHO_SPEAKS.fullmatch(name)
    }


def _wider(own: str, places: Sequence[Place]) -> set[str]:
    """Return the places that hold a place."""
    parents = {place.place_id: place.parent_place_id for place in places}
    wider: set[str] = set()
    place_id = parents.get(own)
    while place_id and place_id not in wider:
        wider.add(place_id)
        place_id = parents.get(place_id)
    return wider


def _names_here(place: Place, here: set[str]) -> tuple[str, ...]:
    names = (place.name_zh, *place.aliases_zh)
    return names if place.place_id in here else tuple(name for name in names if not _OF_WHO_SPEAKS.fullmatch(name))
