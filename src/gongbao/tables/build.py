"""The rows of every published table, keyed and sorted, each with the place in the seeds it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from gongbao.errors import CoverageError, SeedError
from gongbao.model import codes
from gongbao.model.row import Receipt, Row
from gongbao.model.rows import TABLES, CodeRow, Indicator, Organization, Place, SameAs, Sentence, Term, Theme, Unit
from gongbao.reading.context import Subject
from gongbao.reading.entities import Entity
from gongbao.reading.rereading import Rereader
from gongbao.reading.text import Span
from gongbao.seeds.files import describe
from gongbao.seeds.folders import Registry, ReportFolder, Seeds, Skip
from gongbao.seeds.models import DoubtSeed
from gongbao.tables.curation import Agreement, anchor_lines, decide, measure_agreement
from gongbao.tables.damages import damage_doubts
from gongbao.tables.doubts import curator_doubts, guess_doubts
from gongbao.tables.latest import fill_latest
from gongbao.tables.mentions import candidate_rows, entity_owners, mention_rows
from gongbao.tables.observations import machine_readings, observation_row
from gongbao.tables.receipts import Values
from gongbao.tables.scores import score_proposals
from gongbao.tables.sentences import decide_sentences
from gongbao.tables.subjects import meant_in, subject_of
from gongbao.tables.texts import (
    erratum_columns,
    fact_columns,
    numeral_columns,
    report_columns,
    section_columns,
    usage_columns,
)
from gongbao.tables.traced import Tables, Traced
from gongbao.tables.undertakings import link_values, read_undertakings, registry_rows

_MODELS = {model.table: model for model in TABLES}
_CURATED = {"project": "project_mentions", "policy": "policy_mentions", "commitment": "commitments"}
_REGISTRY: tuple[type[Row], ...] = (Theme, Unit, Place, Indicator, Organization, Term, SameAs)


def make_row(table: str, values: dict[str, object], place: str) -> Traced[Row]:
    """Build one row; a value its class refuses is a SeedError that names the place."""
    try:
        return Traced(_MODELS[table].model_validate(values), place)
    except ValidationError as fault:
        raise SeedError(f"{place}: {table}: {describe(fault)}") from None


def build_tables(
    seeds: Seeds, *, skip: Skip | None = None, rereader: Rereader | None = None
) -> tuple[Tables, dict[str, Agreement]]:
    """Build every table from the seeds; the agreement of machine and curator comes along, by report.

    A report that gives no tables is told to `skip` and left out; without `skip` it raises. `rereader` keeps the
    readings for whoever asks again. Raises SeedError,
    AnchorError or CoverageError in one line.
    """
    tables: Tables = {name: [] for name in _MODELS}
    agreements: dict[str, Agreement] = {}
    for model in _REGISTRY:
        tables[model.table] = [Traced(line.item, line.place) for line in seeds.registry.lines(model)]
    for table, values, place in registry_rows(seeds):
        tables[table].append(make_row(table, values, place))
    _add(tables, "codes", _code_columns())
    _add(tables, "external_facts", fact_columns(seeds.registry))
    tables["doubts"] += curator_doubts(seeds.registry.lines(DoubtSeed))
    owners, reader = entity_owners(seeds.registry), rereader or Rereader(seeds.lexicon)
    for folder in seeds.reports:
        own: Tables = {name: [] for name in _MODELS}
        try:
            agreements[folder.report_id] = _add_report(own, folder, seeds, owners, reader)
        except (SeedError, CoverageError) as fault:
            if skip is None:
                raise
            skip(folder.report_id, str(fault))
            continue
        for name, lines in own.items():
            tables[name].extend(lines)
    fill_latest(tables)
    for rows in tables.values():
        rows.sort(key=lambda traced: _sort_key(traced.row))
    return tables, agreements


def _add(tables: Tables, table: str, rows: Iterable[Values]) -> None:
    tables[table].extend(make_row(table, values, place) for values, place in rows)


def _sort_key(row: Row) -> tuple[object, ...]:
    """Text rows follow the text; the others their key, code lists their published order."""
    if isinstance(row, CodeRow):
        return (row.codelist, row.position)
    key = tuple(str(getattr(row, name)) for name in row.primary_key)
    return (row.report_id, row.char_start, *key) if isinstance(row, Receipt | Sentence) else key


def _code_columns() -> Iterable[Values]:
    for codelist, lines in codes.CODELISTS.items():
        for position, line in enumerate(lines, 1):
            values = {"codelist": codelist, "position": position, **line._asdict()}
            yield values, f"{codes.SHOWN}:{values.pop('line')}"


def _add_report(
    tables: Tables, folder: ReportFolder, seeds: Seeds, owners: dict[str, Entity], reader: Rereader
) -> Agreement:
    lines, dismissed = anchor_lines(folder)
    subject = _subject(folder, seeds.registry)
    counted = [span for _, span in lines]
    reading, _ = reader.read(folder.text, subject, counted, dismissed)
    decided = decide(folder, reading, lines, machine_readings(reading, seeds))
    observations = [observation_row(folder, item, seeds) for item in decided]
    found = read_undertakings(folder, reading, seeds)
    link_values(observations, found)
    _add(tables, "reports", [report_columns(folder)])
    _add(tables, "observations", observations)
    _add(
        tables,
        "numerals",
        numeral_columns(folder, reading, {str(v["numeral_id"]): str(v["status"]) for v, _ in observations}),
    )
    for table, rows in found.rows.items():
        _add(tables, table, rows)
    yielding = {
        str(v["sentence_id"]) for rows in (observations, *found.rows.values()) for v, _ in rows if "sentence_id" in v
    }
    sentences = decide_sentences(folder, reading, seeds.lexicon, yielding)
    _add(tables, "sentences", sentences)
    english = {int(str(v["char_start"])): v["text_en"] for v, _ in sentences}
    _add(tables, "sections", section_columns(folder, reading, english))  # type: ignore[arg-type]
    _add(tables, "errata", erratum_columns(folder, reading))
    _add(tables, "term_usages", usage_columns(folder))
    meant = meant_in(folder.seed.item, owners, [line.item for line in seeds.registry.lines(Place)])
    for table, values, place in mention_rows(folder, reading, meant):
        tables[table].append(make_row(table, values, place))
    reasons = {int(str(v["char_start"])): v["reason"] for v, _ in sentences}
    _add(tables, "candidates", candidate_rows(folder, reading, seeds, found, reasons))  # type: ignore[arg-type]
    agreement = measure_agreement(decided)
    alone = {} if folder.curated else {folder.report_id: reading}
    tables["doubts"] += [*guess_doubts(alone, tables), *damage_doubts(alone, tables)]
    tables["doubts"] += curator_doubts(folder.lines(DoubtSeed))
    if folder.curated:
        spans = {kind: _spans(found.rows.get(table, [])) for kind, table in _CURATED.items()}
        agreement.scores.extend(entry.line() for entry in score_proposals(reading, seeds.lexicon, spans))
    return agreement


def _spans(rows: list[Values]) -> list[Span]:
    return [Span(int(str(values["char_start"])), int(str(values["char_end"]))) for values, _ in rows]


def _subject(folder: ReportFolder, registry: Registry) -> Subject:
    return subject_of(folder.seed.item, [line.item for line in registry.lines(Place)])
