"""The laws of completeness: tables that promise everything are counted against the text, code lists and lexicon."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.errors import SeedError
from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.codes import CODELISTS
from gongbao.model.ids import span_id
from gongbao.model.row import Receipt
from gongbao.model.rows import (
    Candidate,
    CodeRow,
    Organization,
    OrganizationMention,
    Place,
    PlaceMention,
    Report,
    Term,
    TermMention,
    Unit,
)
from gongbao.reading.entities import Entity, find_mentions, index_names
from gongbao.reading.text import Span
from gongbao.tables.subjects import meant_in
from gongbao.tables.traced import Traced

_REBUILD = "rebuild"
# why the machine dismisses a candidate by itself: the reasons of its sentence, or that nobody has reviewed it
_BY_RULE = ("party_language", "framing", "names_section", "not_reviewed")
_MENTIONS: tuple[tuple[str, type[Receipt]], ...] = (
    ("organization", OrganizationMention),
    ("place", PlaceMention),
    ("term", TermMention),
)
_NAMED: tuple[tuple[str, type[Organization | Place | Term]], ...] = (
    ("organization", Organization),
    ("place", Place),
    ("term", Term),
)


def check_candidates_complete(published: Published) -> Iterator[Failure]:
    """The ledger of candidates holds what the rules find in the text: no more, no less, each by its rule."""
    found = {
        span_id("candidates", name, candidate.span.start, candidate.span.end): (name, candidate)
        for name, (_, candidates) in published.readings.items()
        for candidate in candidates
    }
    seen = set()
    for traced, row in published.rows(Candidate):
        seen.add(row.candidate_id)
        if row.candidate_id not in found:
            yield fail("candidates", traced, "is no candidate by the rules", _REBUILD)
        elif row.candidate_kind != found[row.candidate_id][1].kind:
            kind = found[row.candidate_id][1].kind
            yield fail("candidates", traced, f"is called {row.candidate_kind}; the rules find a {kind}", _REBUILD)
        if row.covered_by == "row" and row.origin != "rule:candidate":
            yield fail("candidates", traced, "is covered by a row; no curator dismissed it", _REBUILD)
        if row.covered_by == "dismissed" and row.origin == "rule:candidate" and row.reason not in _BY_RULE:
            yield fail("candidates", traced, f"no rule dismisses for the reason {row.reason}", _REBUILD)
    yield from _tell_lost(published, "candidates", {key: found[key][0] for key in sorted(found.keys() - seen)})


def check_mentions_complete(published: Published) -> Iterator[Failure]:
    """Every place where a name of the registry stands is a mention of its owner, or a curator dismissed it there."""
    try:
        owners = index_names(
            Entity(kind, row.key, (row.name_zh, *row.aliases_zh), traced.place)
            for kind, model in _NAMED
            for traced, row in published.rows(model)
        )
    except SeedError as fault:
        place, _, message = str(fault).partition(": ")
        yield Failure("one owner", "names", "of the registry", place, "", message, "give the name to one")
        return
    rows, places = _mention_rows(published), [row for _, row in published.rows(Place)]
    reports = {row.report_id: row for _, row in published.rows(Report)}
    for name, text in published.texts.items():
        stated, dismissed = rows.get(name, {}), tuple(published.rereader.dismissed.get(name, ()))
        meant = meant_in(reports[name], owners, places) if name in reports else owners
        found = {m.span: (m.kind, m.entity_id) for m in find_mentions(text, meant, dismissed=dismissed)}
        for span, (traced, kind, entity) in stated.items():
            if traced.row.origin == "rule:name" and found.get(span) != (kind, entity):  # type: ignore[attr-defined]
                yield fail("mentions", traced, f"its words are no name of the {kind} {entity}", _REBUILD)
            elif traced.row.origin != "rule:name" and found.get(span) == (kind, entity):  # type: ignore[attr-defined]
                yield fail("mentions", traced, "is added by a curator though the rules find it", "drop the line")
        lost = [span for span in found if not any(span.overlaps(other) for other in stated)]
        yield from _tell_lost(
            published, "mentions of names", {f"“{span.of(text)}” at {span.start}": name for span in lost}
        )


def _mention_rows(published: Published) -> dict[str, dict[Span, tuple[Traced[Receipt], str, str]]]:
    """The mentions by report and span, each with kind and entity."""
    rows: dict[str, dict[Span, tuple[Traced[Receipt], str, str]]] = {}
    for kind, model in _MENTIONS:
        for traced, row in published.rows(model):
            place = Span(row.char_start, row.char_end)
            rows.setdefault(row.report_id, {})[place] = (traced, kind, str(getattr(row, f"{kind}_id")))
    return rows


def _tell_lost(published: Published, table: str, lost: dict[str, str]) -> Iterator[Failure]:
    """Tell what stands in a report's text and in no row, by its name."""
    reports = {row.report_id: traced for traced, row in published.rows(Report)}
    for key, name in lost.items():
        if name in reports:
            law = "candidates" if table == "candidates" else "mentions"
            yield fail(law, reports[name], f"{table}: {key} stands in the text and in no row", _REBUILD)


def check_codes(published: Published) -> Iterator[Failure]:
    """The published code lists are those of codes.csv, complete, in their order and with their labels."""
    wanted = {
        (codelist, line.code): (position, line.name_zh, line.name_en, line.description_zh, line.description_en)
        for codelist, lines in CODELISTS.items()
        for position, line in enumerate(lines, 1)
    }
    seen = set()
    for traced, row in published.rows(CodeRow):
        seen.add((row.codelist, row.code))
        said = (row.position, row.name_zh, row.name_en, row.description_zh, row.description_en)
        if wanted.get((row.codelist, row.code)) != said:
            yield fail("codes", traced, "is not what codes.csv says of the code", _REBUILD)
    for codelist, code in sorted(wanted.keys() - seen):
        key = f"{codelist}/{code}"
        yield Failure("codes", "codes", key, "data/codes.csv:1", "", "is in codes.csv and not published", _REBUILD)


def check_units_known(published: Published) -> Iterator[Failure]:
    """The published units are those the engine reads with: the same ids, dimensions and written forms."""
    known = published.rereader.lexicon.units
    if published.units == known:
        return
    for traced, row in published.rows(Unit):
        forms = {form for forms in known.by_head.values() for form, unit_id in forms if unit_id == row.unit_id}
        if known.dimensions.get(row.unit_id) != row.dimension or forms != {alias.lower() for alias in row.aliases_zh}:
            yield fail("units", traced, "is not the unit the engine reads with", _REBUILD)
    for unit_id in sorted(known.dimensions.keys() - published.units.dimensions.keys()):
        yield Failure("units", "units", unit_id, "data/units.csv:1", "", "is in the lexicon, not published", _REBUILD)
