"""The laws of links: what a value or promise is linked to stands at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.row import Receipt
from gongbao.model.rows import (
    TABLES,
    Commitment,
    CommitmentPolicy,
    CommitmentProject,
    Doubt,
    ExternalFact,
    Observation,
    Organization,
    PolicyMention,
    PolicyOrganization,
    ProjectMention,
    ProjectOrganization,
    Report,
    SameAs,
)
from gongbao.reading.text import Span
from gongbao.tables.latest import LATEST, latest_columns, nothing_latest
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
    """A value belongs to what the mention that holds it names; where none does, to nothing or what its sentence names.

    So for its project, and for its policy.
    """
    for model, column in ((ProjectMention, "project_id"), (PolicyMention, "policy_id")):
        mentions = _linkable(published, model, column)
        for traced, row in published.rows(Observation):
            around = mentions.get(row.sentence_id, [])
            place = Span(row.char_start, row.char_end)
            holding: set[str | None] = {target for span, target in around if span.covers(place)}
            allowed = holding or {None, *(target for _, target in around)}
            if getattr(row, column) not in allowed:
                message = f"{column} {getattr(row, column)}; the mentions at its place allow {_tell(allowed)}"
                yield fail("link", traced, message, f"name a {column.removesuffix('_id')} that is mentioned there")


def check_promise_links(published: Published) -> Iterator[Failure]:
    """A promise is linked to every project and policy that its quote mentions, or to one that its sentence names."""
    links: tuple[tuple[type[CommitmentProject | CommitmentPolicy], type[ProjectMention | PolicyMention], str], ...] = (
        (CommitmentProject, ProjectMention, "project_id"),
        (CommitmentPolicy, PolicyMention, "policy_id"),
    )
    for model, mention, column in links:
        places = _linkable(published, mention, column)
        linked: dict[str, set[str]] = {}
        for _, link in published.rows(model):
            linked.setdefault(link.commitment_id, set()).add(getattr(link, column))
        for traced, row in published.rows(Commitment):
            yield from _check_promise(traced, column, places, linked.get(row.commitment_id, set()))


def _check_promise(traced: Traced[Commitment], column: str, places: Linked, linked: set[str]) -> Iterator[Failure]:
    row = traced.row
    around, place = places.get(row.sentence_id, []), Span(row.char_start, row.char_end)
    inside = {target for span, target in around if place.covers(span)}
    named = {target for _, target in around}
    if not inside <= linked <= named:
        message = f"{column} {_tell({*linked} or {None})}; what its quote holds is {_tell({*inside} or {None})}"
        yield fail("link", traced, message, "link it to what its quote or sentence names")


def check_promised_values(published: Published) -> Iterator[Failure]:
    """A promise is linked to the one indicator whose target its quote holds, or to one of several."""
    places = _linkable(published, Observation, "indicator_id")
    for traced, row in published.rows(Commitment):
        around, place = places.get(row.sentence_id, []), Span(row.char_start, row.char_end)
        inside: set[str | None] = {target for span, target in around if place.covers(span)}
        allowed = inside if len(inside) == 1 else {None, *inside, *(() if inside else (t for _, t in around))}
        if row.review != "curated":
            allowed = allowed | {None}
        if row.indicator_id not in allowed:
            message = f"indicator_id {row.indicator_id}; what its quote holds allows {_tell(allowed)}"
            yield fail("link", traced, message, "link it to what its quote or sentence names")


def check_seats(published: Published) -> Iterator[Failure]:
    """An organization takes part in a project or policy where the text names the one beside the other."""
    seats: tuple[
        tuple[type[ProjectOrganization | PolicyOrganization], type[ProjectMention | PolicyMention], str], ...
    ] = (
        (ProjectOrganization, ProjectMention, "project_id"),
        (PolicyOrganization, PolicyMention, "policy_id"),
    )
    names = {row.organization_id: {row.name_zh, *row.aliases_zh} for _, row in published.rows(Organization)}
    for model, mention, column in seats:
        mentions = _linkable(published, mention, column)
        for traced, row in published.rows(model):
            target = getattr(row, column)
            if row.quote not in names.get(row.organization_id, ()):
                yield fail("link", traced, f"its quote is no name of {row.organization_id}", "quote the name")
            if target not in {entity for _, entity in mentions.get(row.sentence_id, [])}:
                yield fail("link", traced, f"its sentence does not mention {target}", f"quote it beside the {target}")


def check_pointers(published: Published) -> Iterator[Failure]:
    """What is said to be one thing, or told from outside, stands in a row; two namings of one thing in two tables."""
    known = {model.table: {row.key for _, row in published.rows(model)} for model in TABLES}
    for doubt, said in published.rows(Doubt):
        if said.doubt_id != f"{said.table_name}-{said.row_id}-{said.doubt_kind}":
            yield fail("link", doubt, "is not named by its table, row and kind", "rebuild")
        if said.row_id not in known.get(said.table_name, ()):
            yield fail("link", doubt, f"doubts {said.table_name} {said.row_id}, which is no row", "correct the id")
    for fact, row in published.rows(ExternalFact):
        if row.external_fact_id != f"{row.table_name}-{row.row_id}-{row.fact_kind}":
            yield fail("link", fact, "is not named by its table, row and kind", "rebuild")
        if row.row_id not in known.get(row.table_name, ()):
            yield fail("link", fact, f"is told of {row.table_name} {row.row_id}, which is no row", "correct the id")
    order = list(known)
    for traced, same in published.rows(SameAs):
        for table, key in ((same.table_name, same.row_id), (same.same_table_name, same.same_row_id)):
            if key not in known.get(table, ()):
                yield fail("link", traced, f"names {table} {key}, which is no row", "correct the id")
        tables = (same.table_name, same.same_table_name)
        if not set(tables) <= set(order) or order.index(tables[0]) >= order.index(tables[1]):
            yield fail("link", traced, "its tables do not stand in the order of the package", "swap the two rows")


def check_latest(published: Published) -> Iterator[Failure]:
    """The latest status of a project or policy is the one its mentions give."""
    years = {row.report_id: row.year_covered for _, row in published.rows(Report)}
    for model, mention, kind in LATEST:
        rows = (row for _, row in published.rows(mention) if row.report_id in years)
        known = latest_columns(kind, rows, years.__getitem__)
        for traced, row in published.rows(model):
            for name, value in known.get(row.key, nothing_latest(kind)).items():
                if getattr(row, name) != value:
                    yield fail("status", traced, f"{name} is {getattr(row, name)}, its mentions say {value}", "rebuild")


def _tell(targets: set[str | None]) -> str:
    return ", ".join(sorted(target or "none" for target in targets))
