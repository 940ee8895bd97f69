"""The registry of all laws, and what runs them."""

from __future__ import annotations

from gongbao.laws import (
    cells,
    choices,
    completeness,
    coverage,
    curators,
    doubts,
    keys,
    links,
    names,
    receipts,
    recomputation,
    undertakings,
    values,
    wording,
)
from gongbao.laws.failures import Failure
from gongbao.laws.published import Law, Published

# What no row may break, whoever made it: tables that do are no tables.
STRUCTURE: tuple[Law, ...] = (
    keys.check_primary_keys,
    keys.check_unique_keys,
    keys.check_foreign_keys,
    keys.check_bilingual,
    receipts.check_texts,
    receipts.check_receipts,
    receipts.check_anchored_ids,
    receipts.check_span_ids,
    coverage.check_tiling,
    recomputation.check_sections_again,
    recomputation.check_sentences_again,
    recomputation.check_numerals_again,
    recomputation.check_observations_again,
    recomputation.check_labels,
    completeness.check_candidates_complete,
    completeness.check_mentions_complete,
    completeness.check_codes,
    completeness.check_units_known,
    cells.check_characters,
    cells.check_english,
    names.check_theme_ids,
    links.check_pointers,
    links.check_latest,
    curators.check_curators_word,
)
# What a curator vouches for; a row that a machine alone has read is doubted where it breaks one.
JUDGEMENTS: tuple[Law, ...] = (
    keys.check_one_owner,
    receipts.check_section_tree,
    coverage.check_numeral_coverage,
    coverage.check_numeral_roles,
    coverage.check_sentence_decisions,
    coverage.check_candidates,
    choices.check_unit_written,
    choices.check_qualifier_written,
    choices.check_direction_written,
    cells.check_report_dates,
    cells.check_due_dates,
    cells.check_summaries,
    links.check_value_links,
    links.check_promise_links,
    links.check_promised_values,
    links.check_seats,
    names.check_mentions_named,
    names.check_formal_titles,
    names.check_plans_undone,
    names.check_curated_themes,
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
    wording.check_typography,
    wording.check_other_names,
    wording.check_one_english,
    wording.check_flows_told,
)
LAWS = (*STRUCTURE, *JUDGEMENTS)


def judge(published: Published) -> tuple[list[Failure], list[Failure]]:
    """Run every law; return what must not be published, and what is only doubted because no curator vouches for it."""
    faults = [failure for law in STRUCTURE for failure in law(published)]
    told = [failure for law in JUDGEMENTS for failure in law(published)]
    doubted = [failure for failure in told if not published.vouches(failure)]
    return faults + [failure for failure in told if published.vouches(failure)], doubted


def check(published: Published) -> list[Failure]:
    """Run every law, and hold the table of doubts against what they say of machine rows; return all failures."""
    faults, doubted = judge(published)
    return [*faults, *doubts.check_doubts(published, doubted)]
