"""The laws of values: a value is what its quote says, fits unit, measure and period, and adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.rows import Numeral, Observation, Report
from gongbao.reading.meaning import GROWTH, unit_fits
from gongbao.reading.numerals import fold, lex


def check_value_from_quote(published: Published) -> Iterator[Failure]:
    """A published value is the number its quote spells; a range has two ends, in order."""
    for traced, row in published.rows(Observation):
        if (row.value is None) == (row.value_min is None or row.value_max is None):
            yield fail("value", traced, "needs either one value or both ends of a range", "rebuild")
            continue
        if row.value_min is not None and row.value_max is not None and row.value_min >= row.value_max:
            yield fail("value", traced, "the lower end of its range is not below the upper", "rebuild")
        found = lex(fold(row.quote), published.units)
        spelled = {n.value for n in found} | {n.upper for n in found}
        stated = [v for v in (row.value, row.value_min, row.value_max) if v is not None]
        if row.value is not None and not set(stated) <= spelled:
            yield fail(
                "value", traced, f"the quote does not spell {row.value}", "rebuild; values are never typed by hand"
            )


def check_numeral_values(published: Published) -> Iterator[Failure]:
    """A numeral's value is what its own characters spell."""
    for traced, row in published.rows(Numeral):
        if row.value is not None and row.form in ("arabic", "mixed"):
            found = lex(fold(row.quote), published.units)
            if len(found) == 1 and found[0].value != row.value:
                yield fail("value", traced, f"the characters do not spell {row.value}", "rebuild")


def check_same_value(published: Published) -> Iterator[Failure]:
    """An observation has the value of its numeral."""
    values = {row.numeral_id: row.value for _, row in published.rows(Numeral)}
    for traced, row in published.rows(Observation):
        if row.value is not None and row.numeral_id in values and values[row.numeral_id] != row.value:
            yield fail("value", traced, f"its numeral says {values[row.numeral_id]}, not {row.value}", "rebuild")


def check_unit_fits_measure(published: Published) -> Iterator[Failure]:
    """A growth rate is in per cent, an area in a unit of area, a count in no ratio."""
    for traced, row in published.rows(Observation):
        if not unit_fits(row.measure, row.unit_id or ""):
            yield fail(
                "unit fits measure", traced, f"measure {row.measure} with unit {row.unit_id}", "correct measure or unit"
            )


def check_growth_columns(published: Published) -> Iterator[Failure]:
    """Basis is stated exactly where something grows, and growth has a direction."""
    for traced, row in published.rows(Observation):
        grows = row.measure in GROWTH and row.direction != "none"
        compared = row.basis is not None and row.direction != "none"  # also an absolute change has a base
        if grows != (row.basis is not None) and not compared and row.measure != "percentage_point_change":
            yield fail(
                "growth",
                traced,
                f"measure {row.measure}, direction {row.direction}, basis {row.basis}",
                "set all three or none",
            )


def check_period(published: Published) -> Iterator[Failure]:
    """A fact lies inside the covered year (or accumulates up to its end), a target after it."""
    reports = {row.report_id: row for _, row in published.rows(Report)}
    for traced, row in published.rows(Observation):
        report = reports.get(row.report_id)
        if report is None:
            continue
        if row.period_start is not None and row.period_start > row.period_end:
            yield fail(
                "period", traced, f"starts {row.period_start}, after its end {row.period_end}", "correct the period"
            )
        if row.measure == "level" and row.period_start is not None:
            yield fail(
                "period", traced, "is a level with a start of period", "empty period_start: a stock holds at a date"
            )
        late = row.period_end.year > report.year_covered
        if row.status != "target" and late:
            yield fail("period", traced, f"is {row.status} but ends {row.period_end}", "correct period or status")
        if row.status == "target" and not late:
            yield fail("period", traced, f"is a target but ends {row.period_end}", "correct period or status")
        early = row.period_start is not None and row.period_start.year < report.year_covered
        if (
            report.review == "curated"
            and row.status != "target"
            and (early or row.period_end.year < report.year_covered)
        ):
            yield fail("period", traced, f"lies before the covered year {report.year_covered}", "correct the period")


def check_shares(published: Published) -> Iterator[Failure]:
    """A share in per cent is at most 100."""
    for traced, row in published.rows(Observation):
        above = row.measure == "share" and row.unit_id == "percent" and row.value is not None and row.value > 100
        if above and row.report_id in published.curated:
            yield fail("arithmetic", traced, f"a share of {row.value} per cent", "correct the measure")


def check_growth_base(published: Published) -> Iterator[Failure]:
    """Counts are whole: 11 newly listed, up 57.1 per cent, needs a base of 7 (11/7 = 1.571)."""
    counts = _by_indicator(published, "flow") | _by_indicator(published, "level")
    for traced, row in published.rows(Observation):
        count = counts.get((row.report_id, row.indicator_id or "", row.period_end))
        if row.measure != "growth_rate" or count is None or row.value is None or row.qualifier != "exact":
            continue
        if count.value is None or count.qualifier != "exact" or count.value != count.value.to_integral_value():
            continue
        sign = 1 if row.direction == "increase" else -1
        if not whole_base_exists(count.value, sign * row.value):
            message = f"{count.value} after a change of {row.value} per cent has no whole base"
            yield fail("arithmetic", traced, message, "check both figures against the text")


def whole_base_exists(count: Decimal, growth: Decimal) -> bool:
    """Tell whether a whole number, grown by `growth` per cent (as rounded), gives `count`.

    >>> whole_base_exists(Decimal(11), Decimal("57.1")), whole_base_exists(Decimal(11), Decimal("56"))
    (True, False)
    """
    factor = 1 + growth / 100
    if factor <= 0:
        return count == 0
    step = Decimal(1).scaleb(int(growth.as_tuple().exponent))
    guess = int((count / factor).to_integral_value(ROUND_HALF_UP))
    for base in (guess - 1, guess, guess + 1):
        if base > 0 and ((count / base - 1) * 100).quantize(step, ROUND_HALF_UP) == growth:
            return True
    return False


def check_flow_within_level(published: Published) -> Iterator[Failure]:
    """What was added in the year is no more than the total at its end."""
    levels = _by_indicator(published, "level")
    for traced, row in published.rows(Observation):
        level = levels.get((row.report_id, row.indicator_id or "", row.period_end))
        if row.measure != "flow" or level is None or level.value is None or row.value is None:
            continue
        if row.value > level.value and row.report_id in published.curated:
            message = f"a flow of {row.value} exceeds the level {level.value}"
            yield fail("arithmetic", traced, message, "check both figures")


def _by_indicator(published: Published, measure: str) -> dict[tuple[str, str, object], Observation]:
    return {
        (row.report_id, row.indicator_id, row.period_end): row
        for _, row in published.rows(Observation)
        if row.measure == measure and row.indicator_id
    }
