"""What people wrote of the rows of the tables: each curated line with the row it belongs to and the cells it fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from gongbao.model.cells import to_cell
from gongbao.model.rows import Unit
from gongbao.seeds.files import Sourced
from gongbao.seeds.folders import REGISTRY, ReportFolder, Seeds
from gongbao.seeds.models import (
    Anchored,
    CommitmentSeed,
    DoubtSeed,
    EntityMentionSeed,
    ErratumSeed,
    ObservationSeed,
    PolicyMentionSeed,
    PolicyOrganizationSeed,
    ProjectMentionSeed,
    ProjectOrganizationSeed,
    Seed,
    SentenceSeed,
    TermUsageSeed,
)
from gongbao.tables.curation import OPEN, anchor
from gongbao.tables.mentions import entity_owners

_DESCRIBING: tuple[type[Anchored], ...] = (
    ObservationSeed,
    ErratumSeed,
    ProjectMentionSeed,
    ProjectOrganizationSeed,
    PolicyMentionSeed,
    PolicyOrganizationSeed,
    CommitmentSeed,
)
_ANCHOR = frozenset({"quote", "prefix", "suffix", "part", "action", "entity_id", "project_ids", "policy_ids"})


@dataclass(frozen=True, slots=True)
class Said:
    """One curated line: the table of its row, where to open it, and the cells of the row that it fills.

    `found_by` are the columns that tell its row from the others, with their cells.
    """

    table: str
    place: str
    quote: str
    found_by: dict[str, str]
    cells: dict[str, str]
    report_id: str | None = None


def said_lines(seeds: Seeds) -> tuple[Said, ...]:
    """Return every curated line that describes a row: of the registry whole, of a report the cells it fills."""
    return (*_of_registry(seeds), *(said for folder in seeds.reports for said in _of_report(folder, seeds)))


def _of_registry(seeds: Seeds) -> Iterator[Said]:
    tables: dict[type[BaseModel], tuple[str, tuple[str, ...]]] = {**REGISTRY, Unit: (Unit.table, ("unit_id",))}
    for model, (table, key) in tables.items():
        for line in seeds.registry.lines(model):
            cells = {name: to_cell(getattr(line.item, name)) for name in model.model_fields}
            yield Said(table, line.place, "/".join(cells[name] for name in key), {n: cells[n] for n in key}, cells)


def _of_report(folder: ReportFolder, seeds: Seeds) -> Iterator[Said]:
    name = folder.report_id
    cells = {column: to_cell(value) for column, value in folder.seed.item}
    yield Said("reports", folder.seed.place, name, {"report_id": name}, cells, name)
    for sentence in folder.lines(SentenceSeed):
        found_by = {"report_id": name, "text_zh": sentence.item.quote}
        yield Said("sentences", sentence.place, sentence.item.quote, found_by, _filled(sentence.item), name)
    for model in _DESCRIBING:
        for line in folder.lines(model):
            yield _anchored(folder, line, model.file, _filled(line.item))
    for usage in folder.lines(TermUsageSeed):
        found_by = {"report_id": name, "term_id": usage.item.term_id}
        yield Said("term_usages", usage.place, usage.item.term_id, found_by, _filled(usage.item), name)
    for doubt in folder.lines(DoubtSeed):
        found_by = {column: getattr(doubt.item, column) for column in ("table_name", "row_id", "doubt_kind")}
        yield Said("doubts", doubt.place, doubt.item.row_id, found_by, _filled(doubt.item), name)
    kinds = {entity.entity_id: entity.kind for entity in entity_owners(seeds.registry).values()}
    for added in folder.lines(EntityMentionSeed):
        if added.item.action == "add":
            kind = kinds[added.item.entity_id]
            yield _anchored(folder, added, f"{kind}_mentions", {f"{kind}_id": added.item.entity_id})


def _anchored(folder: ReportFolder, line: Sourced[Anchored], table: str, cells: dict[str, str]) -> Said:
    span = anchor(folder, line)
    found_by = {"report_id": folder.report_id, "char_start": str(span.start), "char_end": str(span.end)}
    return Said(table, line.place, line.item.quote, found_by, cells, folder.report_id)


def _filled(item: Seed) -> dict[str, str]:
    """The cells a line fills; an empty one leaves the word to the machine, and the start “none” is no start."""
    cells = {name: to_cell(value) for name, value in item if name not in _ANCHOR}
    return {name: "" if name in OPEN and cell == "none" else cell for name, cell in cells.items() if cell}
