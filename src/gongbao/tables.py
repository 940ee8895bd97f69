"""The rows of every published table, keyed and sorted, each with the place in the seeds it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from gongbao import codes
from gongbao.columns import plain
from gongbao.curation import Agreement, anchor, anchor_lines, decide, measure_agreement
from gongbao.errors import CoverageError, SeedError
from gongbao.observation_rows import machine_readings, observation_row
from gongbao.observations import Place, Subject
from gongbao.reader import TextReading, read_text
from gongbao.rows import TABLES, CodeRow, Erratum, Numeral, Observation, Report, Row, Section
from gongbao.rows import Sentence as SentenceRow
from gongbao.seedfiles import Sourced, describe
from gongbao.seeds import Registry, ReportFolder, Seeds
from gongbao.sentences import decide_sentences
from gongbao.text import show


@dataclass(frozen=True, slots=True)
class Traced:
    """A row with the `file:line` a person would open to change it."""

    row: Row
    place: str


Tables = dict[str, list[Traced]]


def make_row(model: type[Row], place: str, /, **values: object) -> Traced:
    """Build one row; a value its class refuses is a SeedError that names the place."""
    try:
        return Traced(model.model_validate(values), place)
    except ValidationError as fault:
        raise SeedError(f"{place}: {model.table}: {describe(fault)}") from None


def build_tables(seeds: Seeds) -> tuple[Tables, dict[str, Agreement]]:
    """Build every table from the seeds; the agreement of machine and curator comes along, by report.

    Raises SeedError, AnchorError or CoverageError in one line.
    """
    tables: Tables = {model.table: [] for model in TABLES}
    agreements: dict[str, Agreement] = {}
    for name in ("themes", "units", "places", "indicators"):
        tables[name] = [Traced(line.item, line.place) for line in _lines(seeds.registry, name)]
    tables["codes"] = list(_code_rows())
    for folder in seeds.reports:
        agreements[folder.report_id] = _add_report(tables, folder, seeds)
    for model in TABLES:
        tables[model.table].sort(key=lambda traced: _sort_key(traced.row))
    return tables, agreements


def _lines(registry: Registry, name: str) -> Sequence[Sourced[Row]]:
    return getattr(registry, name)  # type: ignore[no-any-return]


def _sort_key(row: Row) -> tuple[object, ...]:
    """Text rows follow the text; the others their key, code lists their published order."""
    if isinstance(row, CodeRow):
        return (row.codelist, row.position)
    key = tuple(str(getattr(row, name)) for name in row.primary_key)
    if hasattr(row, "char_start"):
        return (getattr(row, "report_id"), getattr(row, "char_start"), *key)  # noqa: B009
    return key


def _code_rows() -> Iterable[Traced]:
    for codelist, lines in codes.CODELISTS.items():
        for position, line in enumerate(lines, 1):
            yield make_row(CodeRow, "src/gongbao/codes.py:1", codelist=codelist, position=position, **line._asdict())


def _add_report(tables: Tables, folder: ReportFolder, seeds: Seeds) -> Agreement:
    lines, dismissed = anchor_lines(folder)
    reading = read_text(
        folder.text, _subject(folder, seeds.registry), seeds.lexicon,
        counted=[span for _, span in lines], dismissed=dismissed,
    )  # fmt: skip
    machine = machine_readings(reading, seeds)
    decided = decide(folder, reading, lines, machine)
    tables["reports"].append(_report_row(folder))
    observations = [observation_row(folder, item, seeds) for item in decided]
    tables["observations"].extend(make_row(Observation, place, **values) for values, place in observations)
    tables["numerals"].extend(_numeral_rows(folder, reading, [values for values, _ in observations]))
    yielding = {str(values["sentence_id"]) for values, _ in observations}
    sentences = decide_sentences(folder, reading, seeds.lexicon, yielding)
    tables["sentences"].extend(make_row(SentenceRow, place, **values) for values, place in sentences)
    tables["sections"].extend(_section_rows(folder, reading, {str(v["sentence_id"]): v for v, _ in sentences}))
    tables["errata"].extend(_erratum_rows(folder, reading))
    return measure_agreement(decided)


def _subject(folder: ReportFolder, registry: Registry) -> Subject:
    seed = folder.seed.item
    parents = {p.item.place_id: p.item.parent_place_id for p in registry.places}
    wider, place = set(), parents.get(seed.place_id)
    while place and place not in wider:
        wider.add(place)
        place = parents.get(place)
    places = tuple(
        Place(p.item.place_id, (p.item.name_zh, *p.item.aliases_zh), p.item.place_id in wider) for p in registry.places
    )
    return Subject(seed.year_covered, seed.year_planned, seed.place_id, places)


def _report_row(folder: ReportFolder) -> Traced:
    values = folder.seed.item.model_dump()
    return make_row(Report, folder.seed.place, report_id=folder.report_id, characters=len(folder.text), **values)


def _numeral_rows(
    folder: ReportFolder, reading: TextReading, observations: list[dict[str, object]]
) -> Iterable[Traced]:
    """One row a numeral; a quantity takes its role from the observation it serves."""
    curated = folder.seed.item.review == "curated"
    statuses = {str(o["numeral_id"]): o["status"] for o in observations}
    covered = [(p.quantity.span, p.quantity.numeral.span) for p in reading.proposals if p.quantity.upper is not None]
    owners = {num.start: f"{folder.report_id}-n{num.start}" for _, num in covered}
    for entry in reading.entries:
        span = entry.numeral.span
        numeral_id = f"{folder.report_id}-n{span.start}"
        whole = next((num for quantity, num in covered if quantity.covers(span)), span)
        status = statuses.get(owners.get(whole.start, numeral_id))
        role = entry.role
        if role == "quantity":
            role = {"target": "target", None: "unresolved"}.get(status, "observation")  # type: ignore[call-overload]
        if role == "unresolved" and curated:
            raise CoverageError(_tell_unresolved(folder, reading, span.start))
        reason = entry.reason or ("not_reviewed" if role == "unresolved" else None)
        value = None if entry.numeral.value is None else plain(entry.numeral.value)
        yield make_row(
            Numeral, f"{folder.text_file}:{folder.text[: span.start].count(chr(10)) + 1}",
            numeral_id=numeral_id, report_id=folder.report_id,
            sentence_id=f"{folder.report_id}-s{reading.sentence_at(span.start).core.start}",
            char_start=span.start, char_end=span.end, quote=span.of(folder.text), value=value,
            form=entry.numeral.form, role=role, reason=reason, origin=entry.origin,
        )  # fmt: skip


def _tell_unresolved(folder: ReportFolder, reading: TextReading, start: int) -> str:
    open_ones = [e.numeral.span for e in reading.entries if e.role == "unresolved"]
    span = next(e.numeral.span for e in reading.entries if e.numeral.span.start == start)
    line = folder.text[:start].count("\n") + 1
    return (
        f"{folder.text_file}:{line}: numeral “{span.of(folder.text)}” (characters {span.start}-{span.end}) in "
        f"{show(folder.text, span)} has no role ({max(1, len(open_ones))} open): describe it in observations.csv, "
        "dismiss it in numerals.csv, or add its shape to seeds/lexicon/name_traps.csv"
    )


def _section_rows(
    folder: ReportFolder, reading: TextReading, sentences: dict[str, dict[str, object]]
) -> Iterable[Traced]:
    for section in reading.sections:
        span = section.heading
        sentence_id = f"{folder.report_id}-s{span.start}"
        parent = reading.sections[section.parent].heading.start if section.parent is not None else None
        yield make_row(
            Section, f"{folder.text_file}:{folder.text[: span.start].count(chr(10)) + 1}",
            section_id=f"{folder.report_id}-h{span.start}", report_id=folder.report_id, sentence_id=sentence_id,
            char_start=span.start, char_end=span.end, quote=span.of(folder.text), extent_end=section.extent.end,
            parent_id=None if parent is None else f"{folder.report_id}-h{parent}", level=section.rank,
            part=section.part, heading_zh=section.title(folder.text).rstrip("。") or section.heading.of(folder.text),
            heading_en=_heading_en(sentences[sentence_id]["text_en"]),
        )  # fmt: skip


def _heading_en(translation: object) -> str | None:
    """The heading in English is its sentence's translation without the number (“I.”, “(1)”) and the full stop."""
    if translation is None:
        return None
    words = str(translation)
    head, _, rest = words.partition(" ")
    numbered = head.strip("().").isdigit() or (head.endswith(".") and set(head[:-1]) <= set("IVX") and head != ".")
    return (rest if numbered and rest else words).rstrip(".")


def _erratum_rows(folder: ReportFolder, reading: TextReading) -> Iterable[Traced]:
    for line in folder.errata:
        span = anchor(folder, line)
        yield make_row(
            Erratum, line.place, erratum_id=f"{folder.report_id}-e{span.start}", report_id=folder.report_id,
            sentence_id=f"{folder.report_id}-s{reading.sentence_at(span.start).core.start}",
            char_start=span.start, char_end=span.end,
            **line.item.model_dump(exclude={"prefix", "suffix"}),
        )  # fmt: skip
