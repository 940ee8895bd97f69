"""The laws of links: what a value or promise is linked to stands at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.row import Receipt
from gongbao.model.rows import (
    Commitment,
    Observation,
    Organization,
    PolicyMention,
    ProjectMention,
    ProjectOrganization,
)
from gongbao.reading.text import Span
from gongbao.tables.traced import Traced

Linked = Mapping[str, list[tuple[Span, str]]]
"""What can be linked to, by sentence: its place and its id."""


def _linkable(published: Published, model: type[Receipt], column: str) -> dict[str, list[tuple[Span, str]]]:
    places: dict[str, list[tuple[Span, str]]] = {}
    for _, row in published.rows(model):
        target = getattr(row, column)
        if target is not None:
            places.setdefault(row.sentence_id, []).append((Span(row.char_start, row.char_end), target))
    return places


def check_value_links(published: Published) -> Iterator[Failure]:
    """A value belongs to a project whose mention holds it; where none does, to none or one that its sentence names."""
    mentions = _linkable(published, ProjectMention, "project_id")
    for traced, row in published.rows(Observation):
        around = mentions.get(row.sentence_id, [])
        place = Span(row.char_start, row.char_end)
        holding: set[str | None] = {target for span, target in around if span.covers(place)}
        allowed = holding or {None, *(target for _, target in around)}
        if row.project_id not in allowed:
            message = f"project_id {row.project_id}; the mentions at its place allow {_tell(allowed)}"
            yield fail("link", traced, message, "name a project that is mentioned there")


def check_promise_links(published: Published) -> Iterator[Failure]:
    """A promise is linked to what its quote holds: the one project, policy or indicator, or one of several."""
    targets = {
        "project_id": _linkable(published, ProjectMention, "project_id"),
        "policy_id": _linkable(published, PolicyMention, "policy_id"),
        "indicator_id": _linkable(published, Observation, "indicator_id"),
    }
    for traced, _ in published.rows(Commitment):
        for column, places in targets.items():
            yield from _check_promise(traced, column, places)


def _check_promise(traced: Traced[Commitment], column: str, places: Linked) -> Iterator[Failure]:
    row = traced.row
    around, place = places.get(row.sentence_id, []), Span(row.char_start, row.char_end)
    inside: set[str | None] = {target for span, target in around if place.covers(span)}
    allowed = inside if len(inside) == 1 else {None, *inside, *(() if inside else (t for _, t in around))}
    if row.review != "curated":
        allowed = allowed | {None}  # the machine links no promise to projects and policies
    stated = getattr(row, column)
    if stated not in allowed:
        message = f"{column} {stated}; what its quote holds allows {_tell(allowed)}"
        yield fail("link", traced, message, "link it to what its quote or sentence names")


def check_seats(published: Published) -> Iterator[Failure]:
    """An organization takes part in a project where the text names the one beside the other."""
    names = {row.organization_id: {row.name_zh, *row.aliases_zh} for _, row in published.rows(Organization)}
    mentions = _linkable(published, ProjectMention, "project_id")
    for traced, row in published.rows(ProjectOrganization):
        if row.quote not in names.get(row.organization_id, ()):
            yield fail("link", traced, f"its quote is no name of {row.organization_id}", "quote the name")
        if row.project_id not in {target for _, target in mentions.get(row.sentence_id, [])}:
            yield fail("link", traced, f"its sentence does not mention {row.project_id}", "quote it beside the project")


def _tell(targets: set[str | None]) -> str:
    return ", ".join(sorted(target or "none" for target in targets))
