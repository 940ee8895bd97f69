"""Joins the machine's reading of a report with what its curator says; both stay visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from gongbao.errors import AnchorError, CoverageError, SeedError
from gongbao.reading.context import Proposal
from gongbao.reading.mapping import TextReading
from gongbao.reading.periods import Period
from gongbao.reading.text import Span, resolve, show
from gongbao.seeds.files import Sourced
from gongbao.seeds.folders import ReportFolder, Seeds
from gongbao.seeds.models import Anchored, NumeralSeed, ObservationSeed

READINGS = (
    "indicator_id", "concept_zh", "unit_id", "measure", "qualifier", "direction", "basis", "event_zh",
    "period_start", "period_end", "place_id", "status",
)  # fmt: skip
OPEN = ("period_start", "event_zh")  # readings a curator may empty by the word “none”


@dataclass(frozen=True, slots=True)
class Decided:
    """One observation: the machine's proposal, the curated line (None in an uncurated report), the final readings."""

    proposal: Proposal
    span: Span
    line: Sourced[ObservationSeed] | None
    readings: dict[str, str | None]
    machine: dict[str, str | None]

    @property
    def overruled(self) -> tuple[str, ...]:
        """The machine's readings a curator replaced, as column=value; what it left open is no reading."""
        different = (name for name in READINGS if self.machine[name] not in (None, self.readings[name]))
        return tuple(f"{name}={self.machine[name]}" for name in different)


@dataclass(slots=True)
class Agreement:
    """How often the machine's reading stood, field by field; `scores` are lines on its other proposals."""

    total: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    scores: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Say the figures, one reading a line."""
        for name in READINGS:
            share = self.agreed[name] / self.total if self.total else 1.0
            yield f"{name}: {self.agreed[name]} of {self.total} ({share:.1%})"
        yield from self.scores


def anchor(folder: ReportFolder, line: Sourced[Anchored]) -> Span:
    """Resolve a curated line's quote in its text; an AnchorError names file, line, quote and remedy."""
    item = line.item
    try:
        return resolve(folder.text, item.quote, prefix=item.prefix, suffix=item.suffix)
    except AnchorError as fault:
        raise AnchorError(f"{line.place}: {fault}") from None


def anchor_lines(
    folder: ReportFolder,
) -> tuple[list[tuple[Sourced[ObservationSeed], Span]], list[tuple[Span, str, str]]]:
    """Resolve the curated observations and the dismissed numerals of a report."""
    observations = [(line, anchor(folder, line)) for line in folder.lines(ObservationSeed)]
    dismissed = []
    for line in folder.lines(NumeralSeed):
        role, reason = _role(line)
        dismissed.append((anchor(folder, line), role, reason))
    return observations, dismissed


def described_values(seeds: Seeds) -> dict[str, tuple[Span, ...]]:
    """Return where curators describe values, by report."""
    return {
        folder.report_id: tuple(anchor(folder, line) for line in folder.lines(ObservationSeed))
        for folder in seeds.reports
    }


def _role(line: Sourced[NumeralSeed]) -> tuple[str, str]:
    item = line.item
    if item.role in ("observation", "target", "unresolved"):
        raise SeedError(f"{line.place}: role “{item.role}” cannot be set here: describe the value in observations.csv")
    if item.reason is None:
        raise SeedError(f"{line.place}: column reason is empty: say why “{item.quote}” is no value")
    return item.role, item.reason


def decide(
    folder: ReportFolder,
    reading: TextReading,
    lines: list[tuple[Sourced[ObservationSeed], Span]],
    machine: dict[tuple[int, str], dict[str, str | None]],
) -> list[Decided]:
    """Pair every proposal with its curated line.

    `machine` holds the machine's readings by numeral position and part. Raises SeedError for a line that
    meets no value, CoverageError for a value of a curated report that no line describes.
    """
    by_place = {(p.quantity.numeral.span.start, p.part): p for p in reading.proposals}
    decided: dict[tuple[int, str], Decided] = {}
    for line, span in lines:
        key = _find_value(folder, line, span, by_place)
        if key in decided and decided[key].line is not None:
            first = decided[key].line
            assert first is not None
            raise SeedError(
                f"{line.place}: “{line.item.quote}” is described already at {first.place}: remove one of the lines"
            )
        decided[key] = _join(by_place[key], span, line, machine[key])
    missing = [key for key in by_place if key not in decided]
    if missing and folder.curated:
        raise CoverageError(_tell_missing(folder, by_place[missing[0]], len(missing)))
    for key in missing:
        decided[key] = Decided(by_place[key], by_place[key].quantity.span, None, machine[key], machine[key])
    return [decided[key] for key in sorted(decided)]


def _find_value(
    folder: ReportFolder, line: Sourced[ObservationSeed], span: Span, by_place: dict[tuple[int, str], Proposal]
) -> tuple[int, str]:
    inside = [key for key, p in by_place.items() if span.covers(p.quantity.numeral.span)]
    found = [key for key in inside if key[1] == line.item.part]
    if len(found) == 1:
        return found[0]
    if not inside:
        raise SeedError(
            f"{line.place}: quote “{line.item.quote}” holds no number the engine can read: quote the value itself"
        )
    parts = ", ".join(key[1] or "(none)" for key in inside)
    raise SeedError(
        f"{line.place}: quote “{line.item.quote}” meets {len(found)} values with part “{line.item.part}” "
        f"(the parts here are {parts}) at {show(folder.text, span)}: set column part, or quote one number only"
    )


def _join(proposal: Proposal, span: Span, line: Sourced[ObservationSeed], machine: dict[str, str | None]) -> Decided:
    machine = under_measure(machine, line.item.measure)
    readings = dict(machine)
    for name in READINGS:
        said = getattr(line.item, name)
        if said is None:
            continue
        value = None if said == "none" and name in OPEN else str(said)
        if value == machine[name] and name != "indicator_id":
            raise SeedError(
                f"{line.place}: column {name} says “{said}”, which the engine reads by itself: empty the cell"
            )
        readings[name] = value
    return Decided(proposal, span, line, readings, machine)


def under_measure(machine: dict[str, str | None], measure: str | None) -> dict[str, str | None]:
    """The machine's reading under the curator's measure: a level holds at a date, what happens takes its year.

    Only a flow has an event.
    """
    start, end = machine["period_start"], machine["period_end"] or ""
    if measure is None or measure == machine["measure"]:
        return machine
    if measure == "level":
        return {**machine, "event_zh": None, "period_start": None}
    return {**machine, "event_zh": None, "period_start": start or f"{end[:4]}-01-01"}


def _tell_missing(folder: ReportFolder, proposal: Proposal, count: int) -> str:
    numeral = proposal.quantity.numeral.span
    return (
        f"{folder.line_of(numeral.start)}: {count} number{'s' if count > 1 else ''} without a decision, the first is "
        f"“{numeral.of(folder.text)}” (characters {numeral.start}-{numeral.end}) in {show(folder.text, numeral)}: "
        f"describe it in observations.csv or dismiss it in numerals.csv"
    )


def measure_agreement(decided: list[Decided]) -> Agreement:
    """Count, reading by reading, the curated values where the machine had it right."""
    agreement = Agreement()
    for item in decided:
        if item.line is None:
            continue
        agreement.total += 1
        agreement.agreed.update(name for name in READINGS if item.machine[name] == item.readings[name])
    return agreement


def final_period(decided: Decided) -> Period:
    """Return the period after the curator's word."""
    start, end = decided.readings["period_start"], decided.readings["period_end"]
    assert end is not None
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end))
