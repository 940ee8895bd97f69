"""Rows of named entities and of the candidate ledger of one report."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.errors import CoverageError, SeedError
from gongbao.model.ids import span_id
from gongbao.model.rows import Organization, Place, Term
from gongbao.reading.candidates import Candidate, find_candidates, is_covered
from gongbao.reading.entities import Entity, EntityMention, find_mentions, index_names
from gongbao.reading.mapping import TextReading
from gongbao.reading.text import Span, show
from gongbao.seeds.files import Sourced
from gongbao.seeds.folders import Registry, ReportFolder, Seeds
from gongbao.seeds.models import CandidateSeed, EntityMentionSeed
from gongbao.tables.curation import anchor
from gongbao.tables.receipts import Values, receipt
from gongbao.tables.undertakings import Undertakings


def entity_owners(registry: Registry) -> dict[str, Entity]:
    """Return who owns every name of the registry; a name of two entities is a SeedError."""
    kinds: tuple[tuple[str, type[Organization | Place | Term]], ...] = (
        ("organization", Organization),
        ("place", Place),
        ("term", Term),
    )
    entities = [
        Entity(kind, line.item.key, (line.item.name_zh, *line.item.aliases_zh), line.place)
        for kind, model in kinds
        for line in registry.lines(model)
    ]
    return index_names(entities)


def dismissed_mentions(seeds: Seeds) -> dict[str, tuple[Span, ...]]:
    """Return the places where a name stands that a curator says is no mention, by report."""
    return {
        folder.report_id: tuple(
            anchor(folder, line) for line in folder.lines(EntityMentionSeed) if line.item.action == "dismiss"
        )
        for folder in seeds.reports
    }


def mention_rows(
    folder: ReportFolder, reading: TextReading, owners: dict[str, Entity]
) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield the mentions of organizations, places and terms with their table."""
    dismissed, added = [], []
    for line in folder.lines(EntityMentionSeed):
        span = anchor(folder, line)
        if line.item.action == "dismiss":
            dismissed.append(span)
        else:
            added.append((span, line))
    found = find_mentions(folder.text, owners, dismissed=dismissed)
    places = {mention.span: folder.line_of(mention.span.start) for mention in found}
    for span, line in added:
        mention = _added(folder, span, line, owners, found)
        found.append(mention)
        places[span] = line.place
    for mention in sorted(found, key=lambda m: m.span):
        values = receipt(folder, reading, mention.span) | {
            "mention_id": span_id(f"{mention.kind}_mentions", folder.report_id, mention.span.start, mention.span.end),
            f"{mention.kind}_id": mention.entity_id,
            "origin": mention.origin,
        }
        yield f"{mention.kind}_mentions", values, places[mention.span]


def _added(
    folder: ReportFolder,
    span: Span,
    line: Sourced[EntityMentionSeed],
    owners: dict[str, Entity],
    found: list[EntityMention],
) -> EntityMention:
    kinds = {entity.entity_id: entity.kind for entity in owners.values()}
    if line.item.entity_id not in kinds:
        raise SeedError(
            f"{line.place}: “{line.item.quote}”: entity_id “{line.item.entity_id}” is in no registry table: "
            "add it there"
        )
    for other in found:
        if other.span.overlaps(span):
            raise SeedError(
                f"{line.place}: “{line.item.quote}” overlaps the mention “{other.span.of(folder.text)}” of "
                f"{other.entity_id} at {show(folder.text, other.span)}: dismiss that one first"
            )
    return EntityMention(span, kinds[line.item.entity_id], line.item.entity_id, "curated:entity-mentions")


def candidate_rows(
    folder: ReportFolder, reading: TextReading, seeds: Seeds, found: Undertakings, reasons: dict[int, str | None]
) -> Iterator[Values]:
    """Yield the ledger of undertakings.

    `reasons` gives the reason of every sentence without rows, by its first character. Raises CoverageError for
    a candidate of a curated report that no row covers and no line dismisses.
    """
    dismissed = _dismissed(folder)
    idle = {line.place: line for line in dismissed.values()}
    open_ones: list[Candidate] = []
    undertaken, promised = _by_sentence(reading, found.undertaken), _by_sentence(reading, found.promised)
    for candidate in find_candidates(reading, seeds.lexicon):
        place = candidate.sentence.core.start
        covered = is_covered(candidate, undertaken.get(place, []), promised.get(place, []))
        line = next((dismissed[s] for s in dismissed if candidate.span.overlaps(s)), None)
        if line and not covered:
            idle.pop(line.place, None)
        reason = None if covered else _reason(candidate, line.item.reason if line else None, reasons)
        if not covered and reason is None:
            open_ones.append(candidate)
            reason = "not_reviewed"
        values = receipt(folder, reading, candidate.span) | {
            "candidate_id": span_id("candidates", folder.report_id, candidate.span.start, candidate.span.end),
            "candidate_kind": candidate.kind,
            "covered_by": "row" if covered else "dismissed",
            "reason": reason,
            "origin": "curated:candidates" if line and not covered else "rule:candidate",
        }
        yield values, line.place if line else folder.line_of(candidate.span.start)
    if open_ones and folder.curated:
        raise CoverageError(_tell(folder, open_ones))
    for line in idle.values():
        raise SeedError(f"{line.place}: “{line.item.quote}” dismisses nothing that is open: remove the line")


def _dismissed(folder: ReportFolder) -> dict[Span, Sourced[CandidateSeed]]:
    """Return the lines that dismiss candidates by where they stand; a place that stands twice is refused."""
    found: dict[Span, Sourced[CandidateSeed]] = {}
    for line in folder.lines(CandidateSeed):
        first = found.setdefault(anchor(folder, line), line)
        if first is not line:
            raise SeedError(f"{line.place}: “{line.item.quote}” is dismissed already at {first.place}: remove one")
    return found


def _by_sentence(reading: TextReading, spans: list[Span]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for span in spans:
        found.setdefault(reading.sentence_at(span.start).core.start, []).append(span)
    return found


def _reason(candidate: Candidate, curated: str | None, reasons: dict[int, str | None]) -> str | None:
    if curated is not None or candidate.kind != "plan_sentence":
        return curated
    reason = reasons.get(candidate.sentence.core.start)
    return reason if reason in ("party_language", "framing", "names_section") else None


def _tell(folder: ReportFolder, candidates: list[Candidate]) -> str:
    first = candidates[0]
    more = f" ({len(candidates)} open)" if len(candidates) > 1 else ""
    return (
        f"{folder.line_of(first.span.start)}: {first.kind.replace('_', ' ')} “{first.span.of(folder.text)[:40]}” "
        f"(characters {first.span.start}-{first.span.end}) is covered by no project, policy or commitment{more}: "
        "describe it, or dismiss it with a reason in candidates.csv"
    )
