"""From a decided value to the columns of the observations table."""

from __future__ import annotations

from gongbao.errors import SeedError
from gongbao.model.cells import plain
from gongbao.model.ids import point_id
from gongbao.model.rows import Indicator, Place, Unit
from gongbao.reading.concepts import Concept
from gongbao.reading.observations import Proposal
from gongbao.reading.reader import TextReading
from gongbao.reading.units import Units
from gongbao.reading.values import settle
from gongbao.seeds.folders import ReportFolder, Seeds
from gongbao.tables.curation import Decided, final_period
from gongbao.tables.statements import Facts, state_en, state_zh


def machine_readings(reading: TextReading, seeds: Seeds) -> dict[tuple[int, str], dict[str, str | None]]:
    """Write the machine's readings in the words of the columns, by numeral position and part."""
    indicators = [line.item for line in seeds.registry.lines(Indicator)]
    return {
        (p.quantity.numeral.span.start, p.part): _read(p, indicators, seeds.lexicon.units) for p in reading.proposals
    }


def _read(proposal: Proposal, indicators: list[Indicator], units: Units) -> dict[str, str | None]:
    period, settled = proposal.period, settle(proposal, units)
    return {
        "indicator_id": _find_indicator(proposal.concept, indicators),
        "unit_id": settled.unit_id,
        "measure": settled.measure,
        "qualifier": proposal.quantity.qualifier,
        "direction": settled.direction,
        "basis": settled.basis,
        "period_start": period.start.isoformat() if period.start else None,
        "period_end": period.end.isoformat(),
        "place_id": proposal.place_id,
        "status": proposal.status,
    }


def _find_indicator(concept: Concept, indicators: list[Indicator]) -> str | None:
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
    period = final_period(decided)
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
        "concept_zh": proposal.concept.phrase or None,
        "value": plain(quantity.value) if quantity.upper is None else None,
        "value_min": None if quantity.upper is None else plain(quantity.value),
        "value_max": None if quantity.upper is None else plain(quantity.upper),
        "unit_text": quantity.unit_text or None,
        "period_label_zh": period.label_zh(),
        "period_label_en": period.label_en(),
        "origin": f"rule:{proposal.concept.rule}",
        "overruled": decided.overruled,
        "project_id": decided.line.item.project_id if decided.line else None,
        "note_zh": decided.line.item.note_zh if decided.line else None,
        "note_en": decided.line.item.note_en if decided.line else None,
    }
    facts = _facts(decided, seeds, place, str(values["period_label_zh"]), str(values["period_label_en"]))
    values["statement_zh"], values["statement_en"] = state_zh(facts), state_en(facts)
    return values, place


def _facts(decided: Decided, seeds: Seeds, place: str, period_zh: str, period_en: str) -> Facts:
    readings, quantity = decided.readings, decided.proposal.quantity
    registry = seeds.registry
    units = {line.item.unit_id: line.item for line in registry.lines(Unit)}
    places = {line.item.place_id: line.item for line in registry.lines(Place)}
    indicators = {line.item.indicator_id: line.item for line in registry.lines(Indicator)}
    for column, known in (("unit_id", units), ("place_id", places), ("indicator_id", indicators)):
        if readings[column] is not None and readings[column] not in known:
            span = decided.proposal.quantity.numeral.span
            raise SeedError(
                f"{place}: {column} “{readings[column]}” of the value at characters {span.start}-{span.end} "
                "is not in the registry: add it there or correct the line"
            )
    unit, where = units[readings["unit_id"] or ""], places[readings["place_id"] or ""]
    indicator = indicators.get(readings["indicator_id"] or "")
    phrase = decided.proposal.concept.phrase or "?"
    return Facts(
        name_zh=indicator.name_zh if indicator else phrase, name_en=indicator.name_en if indicator else phrase,
        place_zh=where.name_zh, place_en=next((alias for alias in where.aliases_en if alias.isupper()), where.name_en),
        period_zh=period_zh, period_en=period_en,
        value=quantity.value, upper=quantity.upper, unit_id=unit.unit_id,
        unit_zh=quantity.unit_text or ("" if unit.unit_id in ("count", "one") else unit.name_zh.partition("（")[0]),
        unit_en=unit.name_en.partition(" (")[0], symbol=unit.symbol, measure=readings["measure"] or "",
        qualifier=readings["qualifier"] or "", direction=readings["direction"] or "",
        basis=readings["basis"], status=readings["status"] or "",
    )  # fmt: skip
