"""From a decided value to the columns of the observations table."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.errors import SeedError
from gongbao.model.cells import plain
from gongbao.model.ids import point_id
from gongbao.model.rows import Indicator, Place, Unit
from gongbao.reading.concepts import Concept
from gongbao.reading.context import Proposal
from gongbao.reading.mapping import TextReading
from gongbao.reading.values import settle
from gongbao.seeds.folders import ReportFolder, Seeds
from gongbao.tables.curation import Decided, final_period
from gongbao.tables.statements import Facts, facts_of, signed_percent, state_en, state_zh, told_period


def machine_readings(reading: TextReading, seeds: Seeds) -> dict[tuple[int, str], dict[str, str | None]]:
    """Write the machine's readings in the words of the columns, by numeral position and part."""
    indicators = [line.item for line in seeds.registry.lines(Indicator)]
    return {(p.quantity.numeral.span.start, p.part): readings_of(p, indicators) for p in reading.proposals}


def readings_of(proposal: Proposal, indicators: Sequence[Indicator]) -> dict[str, str | None]:
    """Return what the machine reads of one value, by column and in the columns' own words."""
    period, settled = proposal.period, settle(proposal)
    return {
        "indicator_id": _find_indicator(proposal.concept, indicators),
        "concept_zh": proposal.concept.phrase or None,
        "unit_id": settled.unit_id,
        "measure": settled.measure,
        "qualifier": proposal.quantity.qualifier,
        "direction": settled.direction,
        "basis": settled.basis,
        "event_zh": proposal.event or None,
        "period_start": period.start.isoformat() if period.start else None,
        "period_end": period.end.isoformat(),
        "place_id": proposal.place_id,
        "status": proposal.status,
    }


def _find_indicator(concept: Concept, indicators: Sequence[Indicator]) -> str | None:
    """The indicator with the longest name or alias inside the concept phrase, None where none fits."""
    phrase = concept.phrase.lower()
    fits = [
        (len(name), indicator.indicator_id)
        for indicator in indicators
        for name in (indicator.name_zh, *indicator.aliases_zh)
        if name.lower() in phrase
    ]
    return max(fits)[1] if fits else None


def observation_row(folder: ReportFolder, decided: Decided, seeds: Seeds) -> tuple[dict[str, object], str]:
    """Return the columns of one observation and the place to change it."""
    proposal, readings = decided.proposal, decided.readings
    quantity, start = proposal.quantity, proposal.quantity.numeral.span.start
    dimension = seeds.lexicon.units.dimensions.get(readings["unit_id"] or "", "count")
    told = told_period(final_period(decided), dimension)
    place = decided.line.place if decided.line else folder.line_of(start)
    values: dict[str, object] = {
        **readings,
        "observation_id": point_id("observations", folder.report_id, start) + proposal.part,
        "report_id": folder.report_id,
        "sentence_id": point_id("sentences", folder.report_id, proposal.sentence.core.start),
        "char_start": decided.span.start,
        "char_end": decided.span.end,
        "quote": decided.span.of(folder.text),
        "numeral_id": point_id("numerals", folder.report_id, start),
        "value": plain(quantity.value) if quantity.upper is None else None,
        "value_min": None if quantity.upper is None else plain(quantity.value),
        "value_max": None if quantity.upper is None else plain(quantity.upper),
        "unit_text": quantity.unit_text or None,
        "period_label_zh": told.label_zh(),
        "period_label_en": told.label_en(),
        "origin": f"rule:{proposal.concept.rule}",
        "overruled": decided.overruled,
        "event_en": seeds.lexicon.events.names.get(readings["event_zh"] or ""),
        "project_id": decided.line.item.project_id if decided.line else None,
        "policy_id": decided.line.item.policy_id if decided.line else None,
        "note_zh": decided.line.item.note_zh if decided.line else None,
        "note_en": decided.line.item.note_en if decided.line else None,
    }
    values["change_percent"] = signed_percent(values)
    facts = _facts(values, decided, seeds, place)
    values["statement_zh"], values["statement_en"] = state_zh(facts), state_en(facts)
    return values, place


def _facts(values: dict[str, object], decided: Decided, seeds: Seeds, place: str) -> Facts:
    registry = seeds.registry
    units = {line.item.unit_id: line.item for line in registry.lines(Unit)}
    places = {line.item.place_id: line.item for line in registry.lines(Place)}
    indicators = {line.item.indicator_id: line.item for line in registry.lines(Indicator)}
    for column, known in (("unit_id", units), ("place_id", places), ("indicator_id", indicators)):
        if values[column] is not None and values[column] not in known:
            span = decided.proposal.quantity.numeral.span
            raise SeedError(
                f"{place}: {column} “{values[column]}” of the value at characters {span.start}-{span.end} "
                "is not in the registry: add it there or correct the line"
            )
    unit, where = units[str(values["unit_id"])], places[str(values["place_id"])]
    return facts_of(values, unit, where, indicators.get(str(values["indicator_id"] or "")))
