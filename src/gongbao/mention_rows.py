"""Rows of named entities and of the candidate ledger of one report."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.candidates import Candidate, find_candidates, is_covered
from gongbao.curation import anchor
from gongbao.entities import Entity, EntityMention, find_mentions, index_names
from gongbao.errors import CoverageError, SeedError
from gongbao.reader import TextReading
from gongbao.receipts import Values, receipt
from gongbao.seed_models import EntityMentionSeed
from gongbao.seedfiles import Sourced
from gongbao.seeds import Registry, ReportFolder, Seeds
from gongbao.text import Span, show
from gongbao.undertakings import Undertakings

_LETTERS = {"organization": "g", "place": "l", "term": "t"}


def entity_owners(registry: Registry) -> dict[str, Entity]:
    """Return who owns every name of the registry; a name of two entities is a SeedError."""
    entities = [
        Entity("organization", o.item.organization_id, (o.item.name_zh, *o.item.aliases_zh), o.place)
        for o in registry.organizations
    ]
    entities += [
        Entity("place", p.item.place_id, (p.item.name_zh, *p.item.aliases_zh), p.place) for p in registry.places
    ]
    entities += [Entity("term", t.item.term_id, (t.item.name_zh, *t.item.aliases_zh), t.place) for t in registry.terms]
    return index_names(entities)


def mention_rows(
    folder: ReportFolder, reading: TextReading, owners: dict[str, Entity]
) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield the mentions of organizations, places and terms with their table."""
    dismissed, added = [], []
    for line in folder.entity_mentions:
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
            "mention_id": f"{folder.report_id}-{_LETTERS[mention.kind]}{mention.span.start}-{mention.span.end}",
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
    dismissed = {anchor(folder, line): line for line in folder.candidates}
    open_ones: list[Candidate] = []
    for candidate in find_candidates(reading, seeds.lexicon):
        covered = is_covered(candidate, found.undertaken, found.promised)
        line = next((dismissed[s] for s in dismissed if candidate.span.overlaps(s)), None)
        reason = None if covered else _reason(candidate, line.item.reason if line else None, reasons)
        if not covered and reason is None:
            open_ones.append(candidate)
            reason = "not_reviewed"
        values = receipt(folder, reading, candidate.span) | {
            "candidate_id": f"{folder.report_id}-k{candidate.span.start}-{candidate.span.end}",
            "candidate_kind": candidate.kind,
            "covered_by": "row" if covered else "dismissed",
            "reason": reason,
            "origin": "curated:candidates" if line and not covered else "rule:candidate",
        }
        yield values, line.place if line else folder.line_of(candidate.span.start)
    if open_ones and folder.curated:
        raise CoverageError(_tell(folder, open_ones))


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
