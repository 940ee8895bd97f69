"""The registry of all laws, and what runs them."""

from __future__ import annotations

from gongbao.errors import CheckError
from gongbao.laws import coverage, keys, receipts, undertakings, values
from gongbao.laws.failures import Failure
from gongbao.laws.published import Law, Published

LAWS: tuple[Law, ...] = (
    keys.check_primary_keys,
    keys.check_unique_keys,
    keys.check_foreign_keys,
    keys.check_one_owner,
    keys.check_bilingual,
    receipts.check_texts,
    receipts.check_receipts,
    receipts.check_anchored_ids,
    receipts.check_span_ids,
    receipts.check_section_tree,
    coverage.check_tiling,
    coverage.check_numeral_coverage,
    coverage.check_numeral_roles,
    coverage.check_sentence_decisions,
    coverage.check_candidates,
    values.check_value_from_quote,
    values.check_numeral_values,
    values.check_same_value,
    values.check_unit_fits_measure,
    values.check_growth_columns,
    values.check_period,
    values.check_shares,
    values.check_growth_base,
    values.check_flow_within_level,
    undertakings.check_status_quotes,
    undertakings.check_timeframes,
    undertakings.check_commitments,
    undertakings.check_mentions_apart,
)


def check(published: Published) -> list[Failure]:
    """Run every law and return all failures."""
    return [failure for law in LAWS for failure in law(published)]


def require(published: Published) -> None:
    """Raise CheckError with one line for every failure."""
    failures = check(published)
    if failures:
        raise CheckError([failure.line() for failure in failures])
