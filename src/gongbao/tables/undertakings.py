"""Projects, policies and commitments of one report: curated lines with receipts, or what the rules propose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from gongbao.errors import SeedError
from gongbao.model.ids import span_id
from gongbao.reading.mapping import TextReading
from gongbao.reading.proposals import Promise, Undertaking, propose_promises, propose_undertakings
from gongbao.reading.text import Span, show
from gongbao.seeds.files import Sourced
from gongbao.seeds.folders import ReportFolder, Seeds
from gongbao.seeds.models import (
    CommitmentSeed,
    PolicyMentionSeed,
    PolicyOrganizationSeed,
    PolicySeed,
    ProjectMentionSeed,
    ProjectOrganizationSeed,
    ProjectSeed,
)
from gongbao.tables.curation import anchor
from gongbao.tables.latest import nothing_latest
from gongbao.tables.receipts import Values, receipt

_MENTIONS = {"project": "project_mentions", "policy": "policy_mentions"}
Mentions = list[tuple[Span, str]]  # where a project or policy is mentioned, and which
LINKS = {"project": "commitment_projects", "policy": "commitment_policies"}


@dataclass(slots=True)
class Undertakings:
    """Columns of the rows by table, and the spans they stand at."""

    rows: dict[str, list[Values]] = field(default_factory=dict)
    undertaken: list[Span] = field(default_factory=list)
    promised: list[Span] = field(default_factory=list)

    def add(self, table: str, values: dict[str, object], place: str) -> None:
        """Add one row's columns."""
        self.rows.setdefault(table, []).append((values, place))


def read_undertakings(folder: ReportFolder, reading: TextReading, seeds: Seeds) -> Undertakings:
    """Return what a report undertakes; a curated report by its lines, any other by the machine."""
    found = Undertakings()
    if folder.curated:
        _add_curated(found, folder, reading)
    else:
        _add_proposed(found, folder, reading, seeds)
    return found


def _part(reading: TextReading, span: Span) -> str:
    return reading.sections[reading.section_of(reading.sentence_at(span.start))].part


def _timeframe(reading: TextReading, span: Span) -> str:
    return "planned" if _part(reading, span) == "plan" else "reported"


def _add_curated(found: Undertakings, folder: ReportFolder, reading: TextReading) -> None:
    mentions: dict[str, list[tuple[Span, str, str]]] = {"project": [], "policy": []}
    lines: Sequence[tuple[str, Sequence[Sourced[ProjectMentionSeed] | Sourced[PolicyMentionSeed]]]] = (
        ("project", folder.lines(ProjectMentionSeed)),
        ("policy", folder.lines(PolicyMentionSeed)),
    )
    for kind, sources in lines:
        for line in sources:
            span = anchor(folder, line)
            _add_mention(found, folder, reading, kind, line, span)
            mentions[kind].append((span, str(getattr(line.item, f"{kind}_id")), line.place))
        _refuse_crossing(folder, mentions[kind])
    seats: tuple[type[ProjectOrganizationSeed] | type[PolicyOrganizationSeed], ...] = (
        ProjectOrganizationSeed,
        PolicyOrganizationSeed,
    )
    for model in seats:
        for seat in folder.lines(model):
            values = seat.item.model_dump(exclude={"prefix", "suffix", "quote"})
            found.add(model.file, values | receipt(folder, reading, anchor(folder, seat)), seat.place)
    named = {kind: sorted((span, entity) for span, entity, _ in spans) for kind, spans in mentions.items()}
    for promise in folder.lines(CommitmentSeed):
        span = anchor(folder, promise)
        _add_commitment(found, folder, reading, promise, span, named)
    found.undertaken = [span for spans in mentions.values() for span, _, _ in spans]


def _add_mention(
    found: Undertakings,
    folder: ReportFolder,
    reading: TextReading,
    kind: str,
    line: Sourced[ProjectMentionSeed] | Sourced[PolicyMentionSeed],
    span: Span,
) -> None:
    table = _MENTIONS[kind]
    words = line.item.status_quote
    if words not in reading.sentence_at(span.start).core.of(folder.text):
        raise SeedError(
            f"{line.place}: status_quote “{words}” does not stand in the sentence of “{line.item.quote}”: "
            "copy the words of that sentence"
        )
    values = line.item.model_dump(exclude={"prefix", "suffix", "quote"}) | receipt(folder, reading, span)
    values[f"{kind}_mention_id"] = span_id(table, folder.report_id, span.start, span.end)
    values["timeframe"] = _timeframe(reading, span)
    values["origin"] = f"curated:{table.replace('_', '-')}"
    found.add(table, values, line.place)


def _refuse_crossing(folder: ReportFolder, spans: list[tuple[Span, str, str]]) -> None:
    """Mentions may nest (a group and its items) but not cross, nor repeat one entity inside itself."""
    ordered = sorted(spans)
    for index, (span, entity, place) in enumerate(ordered):
        for other, owner, line in ordered[index + 1 :]:
            if other.start >= span.end:
                break
            crossing = not span.covers(other) and not other.covers(span)
            if crossing or owner == entity:
                raise SeedError(
                    f"{line}: “{other.of(folder.text)}” overlaps “{span.of(folder.text)}” ({place}) at "
                    f"{show(folder.text, other)}: shorten one of the quotes"
                )


def _add_commitment(
    found: Undertakings,
    folder: ReportFolder,
    reading: TextReading,
    line: Sourced[CommitmentSeed],
    span: Span,
    mentions: dict[str, Mentions],
) -> None:
    item = line.item
    if _part(reading, span) != "plan":
        raise SeedError(f"{line.place}: “{item.quote}” stands outside the plan part: a commitment is promised there")
    for name in ("verb_zh", "object_zh"):
        if getattr(item, name) not in item.quote:
            raise SeedError(
                f"{line.place}: {name} “{getattr(item, name)}” is not in “{item.quote}”: copy it from there"
            )
    values = item.model_dump(exclude={"prefix", "suffix", "quote", "project_ids", "policy_ids"})
    values |= receipt(folder, reading, span)
    key = values["commitment_id"] = span_id("commitments", folder.report_id, span.start, span.end)
    for kind, named in mentions.items():
        _link(found, kind, key, getattr(item, f"{kind}_ids") or _inside(span, named), line.place)
    values |= {"review": "curated", "origin": "curated:commitments"}
    found.add("commitments", values, line.place)
    found.promised.append(span)


def _inside(promised: Span, mentions: Mentions) -> list[str]:
    """Return the projects or policies that a promise mentions, each once; `mentions` stand in the order of the text."""
    first = bisect_left(mentions, promised.start, key=lambda mention: mention[0].start)
    near = takewhile(lambda mention: mention[0].start < promised.end, islice(mentions, first, None))
    return list(dict.fromkeys(entity for place, entity in near if promised.covers(place)))


def _link(found: Undertakings, kind: str, commitment_id: str, entities: Iterable[str], place: str) -> None:
    for entity in entities:
        found.add(LINKS[kind], {"commitment_id": commitment_id, f"{kind}_id": entity}, place)


def _add_proposed(found: Undertakings, folder: ReportFolder, reading: TextReading, seeds: Seeds) -> None:
    names: dict[tuple[str, str], str] = {}
    mentions: dict[str, Mentions] = {kind: [] for kind in LINKS}
    proposed = propose_undertakings(reading, seeds.lexicon)
    for item in proposed:
        name = item.formal_title or item.span.of(folder.text).strip("“”") + item.shared
        fresh = (item.kind, name) not in names
        entity = names.setdefault((item.kind, name), f"auto-{folder.report_id}-{item.span.start}")
        if fresh:
            _add_proposed_entity(found, folder, item, entity, name)
        _add_proposed_mention(found, folder, reading, item, entity)
        mentions[item.kind].append((item.span, entity))
    for promise in propose_promises(reading, seeds.lexicon, proposed):
        key = _add_proposed_promise(found, folder, reading, promise)
        for kind, named in mentions.items():
            _link(found, kind, key, _inside(promise.span, named), folder.line_of(promise.span.start))


def _add_proposed_entity(found: Undertakings, folder: ReportFolder, item: Undertaking, entity: str, name: str) -> None:
    values: dict[str, object] = {
        f"{item.kind}_id": entity,
        "name_zh": f"{name}（{folder.report_id}）",
        "name_en": None,
        f"{item.kind}_type": item.type,
        "theme_id": None,
        "review": "auto",
        "aliases_zh": (),
        "aliases_en": (),
        **nothing_latest(item.kind),
    }
    if item.kind == "project":
        values["place_id"] = folder.seed.item.place_id
        found.add("projects", values, folder.line_of(item.span.start))
    else:
        values |= {"policy_level": "unknown", "issuer_id": None, "formal_title": item.formal_title}
        found.add("policies", values, folder.line_of(item.span.start))


def _add_proposed_mention(
    found: Undertakings, folder: ReportFolder, reading: TextReading, item: Undertaking, entity: str
) -> None:
    table = _MENTIONS[item.kind]
    values = receipt(folder, reading, item.span) | {
        f"{item.kind}_mention_id": span_id(table, folder.report_id, item.span.start, item.span.end),
        f"{item.kind}_id": entity,
        f"{item.kind}_status": item.status,
        "status_quote": item.status_span.of(folder.text),
        "timeframe": _timeframe(reading, item.span),
        "origin": item.origin,
        "note_zh": None,
        "note_en": None,
    }
    found.add(table, values, folder.line_of(item.span.start))
    found.undertaken.append(item.span)


def _add_proposed_promise(found: Undertakings, folder: ReportFolder, reading: TextReading, promise: Promise) -> str:
    key = span_id("commitments", folder.report_id, promise.span.start, promise.span.end)
    values = receipt(folder, reading, promise.span) | {
        "commitment_id": key,
        "verb_zh": promise.verb.of(folder.text),
        "object_zh": promise.object.of(folder.text),
        "summary_en": None,
        "checkability": "definite" if promise.definite else "directional",
        **dict.fromkeys(("due_on", "theme_id", "indicator_id", "note_zh", "note_en")),
        "review": "auto",
        "origin": promise.origin,
    }
    found.add("commitments", values, folder.line_of(promise.span.start))
    found.promised.append(promise.span)
    return key


def link_values(observations: list[Values], found: Undertakings) -> None:
    """Link values to the project whose mention holds them, and commitments to the indicator they hold a target of.

    What a curator wrote stays; a value inside mentions of several projects goes to the shortest mention.
    """
    mentions = [(_span(values), values["project_id"]) for values, _ in found.rows.get("project_mentions", [])]
    measured = [(_span(values), values) for values, _ in observations]
    for span, values in measured:
        around = [(place.end - place.start, entity) for place, entity in mentions if place.covers(span)]
        if values["project_id"] is None and around:
            values["project_id"] = min(around, key=lambda item: item[0])[1]
    for values, _ in found.rows.get("commitments", []):
        whole = _span(values)
        inside = {value["indicator_id"] for span, value in measured if whole.covers(span) and value["indicator_id"]}
        if values["indicator_id"] is None and len(inside) == 1:
            values["indicator_id"] = inside.pop()


def _span(values: dict[str, object]) -> Span:
    return Span(int(str(values["char_start"])), int(str(values["char_end"])))


def registry_rows(seeds: Seeds) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield the projects and policies of the registry as columns."""
    for line in seeds.registry.lines(ProjectSeed):
        yield "projects", line.item.model_dump() | nothing_latest("project") | {"review": "curated"}, line.place
    for policy in seeds.registry.lines(PolicySeed):
        yield "policies", policy.item.model_dump() | nothing_latest("policy") | {"review": "curated"}, policy.place
