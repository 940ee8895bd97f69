"""What the laws look at: the rows of every table, and the frozen texts they were drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gongbao.laws.failures import Failure
from gongbao.model.rows import Numeral, Place, Report, Unit
from gongbao.reading.candidates import Candidate
from gongbao.reading.mapping import TextReading
from gongbao.reading.rereading import Dismissal, Rereader
from gongbao.reading.text import Span
from gongbao.reading.units import Unit as UnitForms
from gongbao.reading.units import Units
from gongbao.tables.said import Said
from gongbao.tables.subjects import subject_of
from gongbao.tables.traced import Model, Tables, Traced, rows_of


@dataclass(frozen=True)
class Published:
    """The rows by table, the frozen texts by report, the engine that reads them again, and what curators wrote."""

    tables: Tables
    texts: dict[str, str]
    rereader: Rereader
    said: tuple[Said, ...]

    def with_tables(self, tables: Tables) -> Published:
        """Return other rows beside the same texts, engine and curated lines."""
        return Published(tables, self.texts, self.rereader, self.said)

    @cached_property
    def readings(self) -> dict[str, tuple[TextReading, list[Candidate]]]:
        """What the engine reads in every text once more, and its candidates, by report.

        Where the ledger says that a curator overruled the engine, it is told so again.
        """
        places = [place for _, place in self.rows(Place)]
        counted: dict[str, list[Span]] = {}
        dismissed: dict[str, list[Dismissal]] = {}
        for _, row in self.rows(Numeral):
            if row.origin == "curated:observations":
                counted.setdefault(row.report_id, []).append(Span(row.char_start, row.char_end))
            elif row.origin == "curated:numerals":
                dismissal = (Span(row.char_start, row.char_end), row.role, row.reason or "")
                dismissed.setdefault(row.report_id, []).append(dismissal)
        return {
            name: self.rereader.read(
                self.texts[name], subject_of(report, places), counted.get(name, ()), dismissed.get(name, ())
            )
            for name, report in ((report.report_id, report) for _, report in self.rows(Report))
            if name in self.texts
        }

    @cached_property
    def units(self) -> Units:
        """The published units, for reading quotes again."""
        return Units.of(UnitForms(unit.unit_id, unit.dimension, unit.aliases_zh) for _, unit in self.rows(Unit))

    @cached_property
    def curated(self) -> frozenset[str]:
        """The ids of the reports a person has read."""
        return frozenset(report.report_id for _, report in self.rows(Report) if report.review == "curated")

    def vouches(self, failure: Failure) -> bool:
        """Tell whether a person stands behind the row that fails; behind what a machine alone has read nobody does."""
        if failure.review is not None:
            return failure.review == "curated"
        return failure.report_id is None or failure.report_id in self.curated

    def rows(self, model: type[Model], *, report_id: str | None = None) -> Iterator[tuple[Traced[Model], Model]]:
        """Yield a table's rows with their trace: all of them, or those of one report."""
        pairs = ((traced, traced.row) for traced in rows_of(self.tables, model))
        return (
            pairs if report_id is None else (pair for pair in pairs if getattr(pair[1], "report_id", "") == report_id)
        )


Law = Callable[[Published], Iterator[Failure]]
