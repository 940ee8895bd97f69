"""Doubts of curators, as they wrote them, and of the engine: the values whose concept, unit or nature it guesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gongbao.model.codes import CODELISTS
from gongbao.model.ids import point_id
from gongbao.model.row import Row
from gongbao.model.rows import Doubt, Observation
from gongbao.reading.mapping import TextReading
from gongbao.seeds.files import Sourced
from gongbao.seeds.models import DoubtSeed
from gongbao.tables.traced import Tables, Traced, rows_of

_CODES = {code.code: code for code in CODELISTS["doubt_kind"]}


def guess_doubts(readings: Mapping[str, TextReading], tables: Tables) -> Iterator[Traced[Doubt]]:
    """Yield a doubt for every value of some reports, by their readings, that the engine is not sure of.

    A curator decides what a value means: readings of curated reports do not belong here.
    """
    unsure = {
        point_id("observations", report_id, proposal.quantity.numeral.span.start) + proposal.part: proposal.unsure
        for report_id, reading in readings.items()
        for proposal in reading.proposals
        if proposal.unsure
    }
    for traced in rows_of(tables, Observation):
        kind = unsure.get(traced.row.key)
        if kind:
            yield Traced(engine_doubt(traced.row, kind, traced.row.quote), traced.place)


def curator_doubts(lines: Iterable[Sourced[DoubtSeed]]) -> Iterator[Traced[Doubt]]:
    """Yield what curators doubt, each doubt named by its table, row and kind."""
    for line in lines:
        item = line.item
        key = f"{item.table_name}-{item.row_id}-{item.doubt_kind}"
        yield Traced(Doubt(doubt_id=key, doubted_by="curator", **item.model_dump()), line.place)


def engine_doubt(row: Row, kind: str, words: str) -> Doubt:
    """Write the engine's doubt of a row; `words` are those of the text it is about."""
    return Doubt(
        doubt_id=f"{row.table}-{row.key}-{kind}",
        table_name=row.table,
        row_id=row.key,
        doubted_by="engine",
        doubt_kind=kind,
        reason_zh=f"{_CODES[kind].description_zh}：“{words}”",
        reason_en=f"{_CODES[kind].description_en}: “{words}”",
    )
