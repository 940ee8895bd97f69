"""The laws of recomputation: what the machine writes is what it writes when it reads the frozen text again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.ids import POINTS, point_id
from gongbao.model.row import Row
from gongbao.model.rows import Indicator, Numeral, Observation, Place, Report, Section, Sentence, Unit
from gongbao.reading.context import Proposal
from gongbao.reading.mapping import TextReading
from gongbao.reading.periods import Period
from gongbao.reading.text import Span
from gongbao.tables.curation import READINGS, under_measure
from gongbao.tables.observations import readings_of
from gongbao.tables.sentences import decide_by_rule
from gongbao.tables.statements import facts_of, signed_percent, state_en, state_zh, told_period
from gongbao.tables.texts import read_headings, read_numerals
from gongbao.tables.traced import Traced

_REBUILD = "rebuild; the machine writes it, no hand"
Written = dict[str, dict[str, Any]]
"""The columns the machine writes, by the key of the row."""


def check_sections_again(published: Published) -> Iterator[Failure]:
    """Sections are the headings the text has, with the extent, level, parent and part they have there."""
    english: dict[str, dict[int, str | None]] = {}
    for _, row in published.rows(Sentence):
        english.setdefault(row.report_id, {})[row.char_start] = row.text_en
    written: Written = {}
    for name, (reading, _) in published.readings.items():
        for span, columns in read_headings(name, reading, english.get(name, {})):
            written[str(columns["section_id"])] = columns | {"char_start": span.start, "char_end": span.end}
    yield from _compare(published, Section, "heading tree", written)


def check_sentences_again(published: Published) -> Iterator[Failure]:
    """Sentences are those of the text, in their paragraph and section; what rules decide of them is not typed."""
    yielding = {row.sentence_id for _, row in published.rows(Sentence) if row.decision == "rows"}
    written: Written = {}
    for name, (reading, _) in published.readings.items():
        for sentence in reading.sentences:
            section = reading.sections[reading.section_of(sentence)] if reading.sections else None
            written[point_id("sentences", name, sentence.core.start)] = {
                "section_id": point_id("sections", name, section.heading.start) if section else None,
                "paragraph": sentence.paragraph,
                "position": sentence.position,
                "char_start": sentence.core.start,
                "char_end": sentence.core.end,
            }
    yield from _compare(published, Sentence, "sentence", written)
    yield from _check_decisions(published, yielding)


def _check_decisions(published: Published, yielding: set[str]) -> Iterator[Failure]:
    parts = {row.section_id: row.part for _, row in published.rows(Section)}
    headings = {row.sentence_id for _, row in published.rows(Section)}
    for traced, row in published.rows(Sentence):
        part, yields = parts.get(row.section_id, ""), row.sentence_id in yielding
        lexicon = published.rereader.lexicon
        ruled = decide_by_rule(
            row.text_zh, part, row.sentence_id in headings, yields, lexicon, spoiled=_is_spoiled(published, row)
        )
        said = (row.decision, row.reason, row.origin)
        if row.origin == "curated:sentences":
            if ruled and ruled[:2] == said[:2]:
                yield fail("sentence", traced, "is decided by a curator as the rules decide it", _REBUILD)
        elif said != (ruled or ("unreviewed", "not_reviewed", "rule:none")):
            message = f"is decided {', '.join(map(str, said))}; the rules say {', '.join(map(str, ruled or ('none',)))}"
            yield fail("sentence", traced, message, _REBUILD)


def _is_spoiled(published: Published, row: Sentence) -> bool:
    if row.report_id in published.curated or row.report_id not in published.readings:
        return False
    return published.readings[row.report_id][0].damage.touches(Span(row.char_start, row.char_end))


def check_numerals_again(published: Published) -> Iterator[Failure]:
    """Numerals of every form, Han ones too, are those of the text with the value their characters spell."""
    statuses = {row.numeral_id: row.status for _, row in published.rows(Observation)}
    written: Written = {}
    for name, (reading, _) in published.readings.items():
        for span, columns in read_numerals(name, reading, statuses):
            written[str(columns["numeral_id"])] = columns | {"char_start": span.start, "char_end": span.end}
    yield from _compare(published, Numeral, "numeral", written)


def check_observations_again(published: Published) -> Iterator[Failure]:
    """Values, both ends of ranges, concepts and what a curator overruled are what the machine reads there."""
    written: Written = {}
    proposals: dict[str, Proposal] = {}
    for name, (reading, _) in published.readings.items():
        for key, proposal in _proposed(name, reading):
            proposals[key] = proposal
            written[key] = _value_columns(name, proposal)
    yield from _compare(published, Observation, "reading", written)
    indicators = [row for _, row in published.rows(Indicator)]
    for traced, row in published.rows(Observation):
        if row.observation_id in proposals:
            machine = readings_of(proposals[row.observation_id], indicators)
            yield from _check_overruled(traced, machine, _is_described(published, row))


def _is_described(published: Published, row: Observation) -> bool:
    if row.report_id in published.curated:
        return True
    place = Span(row.char_start, row.char_end)
    return any(span.overlaps(place) for span in published.rereader.described.get(row.report_id, ()))


def _proposed(name: str, reading: TextReading) -> Iterator[tuple[str, Proposal]]:
    for proposal in reading.proposals:
        yield point_id("observations", name, proposal.quantity.numeral.span.start) + proposal.part, proposal


def _value_columns(name: str, proposal: Proposal) -> dict[str, Any]:
    quantity = proposal.quantity
    single = quantity.upper is None
    return {
        "numeral_id": point_id("numerals", name, quantity.numeral.span.start),
        "sentence_id": point_id("sentences", name, proposal.sentence.core.start),
        "value": quantity.value if single else None,
        "value_min": None if single else quantity.value,
        "value_max": quantity.upper,
        "unit_text": quantity.unit_text or None,
        "origin": f"rule:{proposal.concept.rule}",
    }


def _check_overruled(
    traced: Traced[Observation], machine: Mapping[str, str | None], described: bool
) -> Iterator[Failure]:
    row = traced.row
    machine = under_measure(dict(machine), row.measure)
    stated = {name: None if getattr(row, name) is None else str(getattr(row, name)) for name in READINGS}
    differing = [name for name in READINGS if machine[name] != stated[name]]
    wanted = tuple(f"{name}={machine[name]}" for name in differing if machine[name] is not None)
    if row.overruled != wanted:
        message = f"says the machine read “{';'.join(row.overruled)}” otherwise; it reads “{';'.join(wanted)}”"
        yield fail("reading", traced, message, _REBUILD)
    if differing and not described:
        yield fail("reading", traced, f"{', '.join(differing)} is not what the machine reads", _REBUILD)


def check_labels(published: Published) -> Iterator[Failure]:
    """A period is labelled by its own dates, a statement says the columns of its row."""
    units = {row.unit_id: row for _, row in published.rows(Unit)}
    places = {row.place_id: row for _, row in published.rows(Place)}
    indicators = {row.indicator_id: row for _, row in published.rows(Indicator)}
    for traced, row in published.rows(Observation):
        unit, place = units.get(row.unit_id or ""), places.get(row.place_id)
        period = told_period(Period(row.period_start, row.period_end), unit.dimension if unit else "count")
        wanted: dict[str, Any] = {"period_label_zh": period.label_zh(), "period_label_en": period.label_en()}
        wanted["change_percent"] = signed_percent(row.__dict__)
        wanted["event_en"] = published.rereader.lexicon.events.names.get(row.event_zh or "")
        if unit and place and (row.value is not None or row.value_min is not None):
            facts = facts_of(row.__dict__, unit, place, indicators.get(row.indicator_id or ""))
            wanted |= {"statement_zh": state_zh(facts), "statement_en": state_en(facts)}
        yield from _differences(traced, "statement", wanted)


def _compare(published: Published, model: type[Row], law: str, written: Written) -> Iterator[Failure]:
    """Yield what differs from what the machine writes: cells, rows it would not write, rows that are lost."""
    seen = set()
    for traced, row in published.rows(model):
        seen.add(row.key)
        if row.key in written:
            yield from _differences(traced, law, written[row.key])
        else:
            yield fail(law, traced, "is not found in the text", _REBUILD)
    reports = {row.report_id: traced for traced, row in published.rows(Report)}
    for key in sorted(written.keys() - seen):
        home = key.rpartition(f"-{POINTS[model.table]}")[0]
        yield fail(law, reports[home], f"{model.table} {key} stands in the text and in no row", _REBUILD)


def _differences(traced: Traced[Row], law: str, wanted: Mapping[str, Any]) -> Iterator[Failure]:
    for name, value in wanted.items():
        stated = getattr(traced.row, name)
        if stated != value:
            yield fail(law, traced, f"{name} says “{stated}”, the text gives “{value}”", _REBUILD)
