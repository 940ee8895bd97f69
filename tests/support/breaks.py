"""For every law, changes of the published tables that it must report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gongbao.laws.published import Published
from gongbao.model.rows import (
    Candidate,
    CodeRow,
    Commitment,
    CommitmentPolicy,
    CommitmentProject,
    Doubt,
    Erratum,
    ExternalFact,
    Indicator,
    Numeral,
    Observation,
    Organization,
    OrganizationMention,
    Place,
    PlaceMention,
    Policy,
    PolicyMention,
    Project,
    ProjectMention,
    ProjectOrganization,
    Report,
    Row,
    SameAs,
    Section,
    Sentence,
    Term,
    TermMention,
    Theme,
    Unit,
)
from support.mutants import edited, replaced

Change = Callable[[Published], Published]


def by_id(name: str) -> Callable[[Row], bool]:
    return lambda row: row.key == name


def observation(suffix: str) -> Callable[[Row], bool]:
    return by_id(f"bda-2021-o{suffix}")


def edit(model: type[Row], pick: Callable[[Row], bool], **cells: object) -> Change:
    return lambda published: edited(published, model, pick, **cells)


def dismissed(row: Row) -> bool:
    return getattr(row, "covered_by", "") == "dismissed"


def any_row(_row: Row) -> bool:
    return True


def drop(model: type[Row], pick: Callable[[Row], bool]) -> Change:
    def change(published: Published) -> Published:
        index = next(i for i, traced in enumerate(published.tables[model.table]) if pick(traced.row))
        return replaced(published, model, index, None)

    return change


def other_text(published: Published) -> Published:
    texts = {name: text.replace("超17亿剂", "超18亿剂") for name, text in published.texts.items()}
    return replace(published, texts=texts)


def overlap(published: Published) -> Published:
    """Stretch the first place mention over the one behind it."""
    rows = sorted((t.row.char_start, t.row.char_end) for t in published.tables["place_mentions"])  # type: ignore[attr-defined]
    return edited(
        published, PlaceMention, lambda r: getattr(r, "char_start", -1) == rows[0][0], char_end=rows[1][0] + 1
    )


# law -> changes that break it; every law has at least one, and a test sees to that
BREAKS: dict[str, list[tuple[str, Change]]] = {
    "check_primary_keys": [("two rows with one id", edit(Indicator, any_row, indicator_id="pm25-concentration"))],
    "check_unique_keys": [("one name for two indicators", edit(Indicator, any_row, name_zh="地区生产总值"))],
    "check_foreign_keys": [("unknown unit", edit(Observation, any_row, unit_id="furlong"))],
    "check_texts": [
        ("changed text", other_text),
        ("wrong length", edit(Report, any_row, characters=5)),
        ("wrong checksum", edit(Report, any_row, sha256="0" * 64)),
    ],
    "check_receipts": [
        ("shifted receipt", edit(Observation, observation("347"), char_start=345)),
        ("empty receipt", edit(Observation, observation("347"), char_start=351)),
        ("another quote", edit(Observation, observation("347"), quote="超18亿剂")),
        ("another sentence", edit(Observation, observation("347"), sentence_id="bda-2021-s0")),
        ("sentence text", edit(Sentence, any_row, text_zh="别的句子。")),
    ],
    "check_anchored_ids": [
        ("typed observation id", edit(Observation, observation("347"), observation_id="bda-2021-o1")),
        ("typed numeral id", edit(Numeral, any_row, numeral_id="bda-2021-n99999")),
    ],
    "check_tiling": [("lost sentence", drop(Sentence, lambda r: getattr(r, "decision", "") == "narrative"))],
    "check_numeral_coverage": [("lost numeral", drop(Numeral, lambda r: getattr(r, "role", "") == "name"))],
    "check_numeral_roles": [
        ("name with a value", edit(Numeral, by_id("bda-2021-n347"), role="name", reason="slogan")),
        ("value with a reason", edit(Numeral, by_id("bda-2021-n347"), reason="slogan")),
        ("no reason", edit(Numeral, lambda r: getattr(r, "role", "") == "name", reason=None)),
        (
            "value nobody uses",
            edit(Numeral, lambda r: getattr(r, "role", "") == "name", role="observation", reason=None),
        ),
        ("lost observation", drop(Observation, observation("347"))),
    ],
    "check_sentence_decisions": [
        ("rows called narrative", edit(Sentence, lambda r: getattr(r, "decision", "") == "rows", decision="narrative")),
        ("narrative called rows", edit(Sentence, lambda r: getattr(r, "decision", "") == "narrative", decision="rows")),
        (
            "heading without section",
            edit(Sentence, lambda r: getattr(r, "decision", "") == "narrative", decision="heading"),
        ),
        ("no reason", edit(Sentence, lambda r: getattr(r, "decision", "") == "narrative", reason=None)),
        ("unreviewed", edit(Sentence, lambda r: getattr(r, "decision", "") == "narrative", decision="unreviewed")),
    ],
    "check_bilingual": [
        ("untranslated sentence", edit(Sentence, any_row, text_en=None)),
        ("untranslated heading", edit(Section, any_row, heading_en=None)),
        ("one-sided note", edit(Observation, any_row, note_zh="附注", note_en=None)),
    ],
    "check_section_tree": [
        ("child above parent", edit(Section, lambda r: getattr(r, "level", 0) == 4, level=0)),
        ("ends too early", edit(Section, lambda r: getattr(r, "level", 0) == 4, extent_end=1)),
    ],
    "check_value_from_quote": [
        ("typed value", edit(Observation, observation("347"), value=Decimal(1800000000))),
        ("no value", edit(Observation, observation("347"), value=None)),
        ("half a range", edit(Observation, observation("347"), value=None, value_min=Decimal(1))),
        (
            "range upside down",
            edit(Observation, observation("347"), value=None, value_min=Decimal(2), value_max=Decimal(1)),
        ),
        ("value and range", edit(Observation, observation("347"), value_min=Decimal(1), value_max=Decimal(2))),
    ],
    "check_numeral_values": [("typed numeral", edit(Numeral, by_id("bda-2021-n347"), value=Decimal(5)))],
    "check_same_value": [
        ("numeral of another value", edit(Observation, observation("347"), numeral_id="bda-2021-n334"))
    ],
    "check_unit_fits_measure": [
        ("growth in pieces", edit(Observation, observation("900"), unit_id="count")),
        ("count in per cent", edit(Observation, observation("1132"), unit_id="percent")),
        ("share in pieces", edit(Observation, observation("3748"), unit_id="count")),
        ("multiple in per cent", edit(Observation, observation("3695"), unit_id="percent")),
        ("stock in per cent", edit(Observation, observation("5542"), unit_id="percent")),
    ],
    "check_growth_columns": [
        ("growth without basis", edit(Observation, observation("900"), basis=None)),
        ("growth without direction", edit(Observation, observation("900"), direction="none")),
        ("basis without growth", edit(Observation, observation("347"), basis="yoy")),
    ],
    "check_period": [
        ("stock with a start", edit(Observation, observation("1576"), period_start=date(2021, 1, 1))),
        (
            "upside down",
            edit(Observation, observation("1132"), period_start=date(2021, 12, 31), period_end=date(2021, 1, 1)),
        ),
        ("fact of next year", edit(Observation, observation("1132"), period_end=date(2022, 12, 31))),
        (
            "fact of last year",
            edit(Observation, observation("1132"), period_start=date(2020, 1, 1), period_end=date(2020, 12, 31)),
        ),
        ("target in the past", edit(Observation, observation("10197"), period_end=date(2021, 12, 31))),
    ],
    "check_shares": [("share above all", edit(Observation, observation("3748"), value=Decimal(101)))],
    "check_growth_base": [("no whole base", edit(Observation, observation("4449"), value=Decimal(12)))],
    "check_span_ids": [("typed mention id", edit(ProjectMention, any_row, project_mention_id="bda-2021-p1-2"))],
    "check_status_quotes": [
        ("status of a project from elsewhere", edit(ProjectMention, any_row, status_quote="无此文字")),
        ("status of a policy from elsewhere", edit(PolicyMention, any_row, status_quote="无此文字")),
    ],
    "check_timeframes": [
        (
            "reported as planned",
            edit(ProjectMention, lambda r: getattr(r, "timeframe", "") == "reported", timeframe="planned"),
        ),
        (
            "planned as reported",
            edit(PolicyMention, lambda r: getattr(r, "timeframe", "") == "planned", timeframe="reported"),
        ),
    ],
    "check_commitments": [
        ("promise in the review", edit(Commitment, any_row, sentence_id="bda-2021-s310")),
        ("verb from elsewhere", edit(Commitment, any_row, verb_zh="无此动词")),
        ("object from elsewhere", edit(Commitment, any_row, object_zh="无此对象")),
    ],
    "check_mentions_apart": [("overlapping mentions", overlap)],
    "check_one_owner": [
        ("one project twice", edit(Project, any_row, aliases_zh=("北京智慧融媒创新中心",))),
        ("one organization twice", edit(Organization, any_row, aliases_zh=("北京银行",))),
        ("one term twice", edit(Term, any_row, aliases_zh=("院士工作站",))),
        ("one place twice", edit(Place, any_row, aliases_zh=("核心区",))),
    ],
    "check_candidates": [
        (
            "covered by nothing",
            edit(Candidate, lambda r: getattr(r, "covered_by", "") == "dismissed", covered_by="row", reason=None),
        ),
        (
            "dismissed though covered",
            edit(Candidate, lambda r: getattr(r, "covered_by", "") == "row", covered_by="dismissed"),
        ),
        ("no reason", edit(Candidate, lambda r: getattr(r, "covered_by", "") == "dismissed", reason=None)),
        ("not reviewed", edit(Candidate, lambda r: getattr(r, "covered_by", "") == "dismissed", reason="not_reviewed")),
    ],
    "check_unit_written": [
        ("doses called beds", edit(Observation, observation("334"), unit_id="bed")),
        ("people without a word for people", edit(Observation, observation("1369"), unit_id="person")),
    ],
    "check_qualifier_written": [
        ("more called less", edit(Observation, observation("347"), qualifier="less_than")),
        ("more called exact", edit(Observation, observation("347"), qualifier="exact")),
        ("exact called about", edit(Observation, observation("334"), qualifier="approximately")),
        ("at least called at most", edit(Observation, observation("10335"), qualifier="at_most")),
    ],
    "check_direction_written": [
        ("growth called decline", edit(Observation, observation("900"), direction="decrease")),
        ("decline called growth", edit(Observation, observation("5555"), direction="increase")),
    ],
    "check_sections_again": [
        ("extent moved", edit(Section, by_id("bda-2021-h23"), extent_end=274)),
        ("another level", edit(Section, by_id("bda-2021-h275"), level=3)),
        ("another part", edit(Section, by_id("bda-2021-h275"), part="plan")),
        ("another parent", edit(Section, by_id("bda-2021-h275"), parent_id="bda-2021-h0")),
        ("another heading", edit(Section, by_id("bda-2021-h23"), heading_zh="2022年工作")),
        ("lost section", drop(Section, by_id("bda-2021-h275"))),
    ],
    "check_sentences_again": [
        ("another paragraph", edit(Sentence, by_id("bda-2021-s310"), paragraph=900)),
        ("another position", edit(Sentence, by_id("bda-2021-s310"), position=9)),
        ("another section", edit(Sentence, by_id("bda-2021-s310"), section_id="bda-2021-h0")),
        ("rule changed by hand", edit(Sentence, by_id("bda-2021-s310"), origin="rule:sentence")),
    ],
    "check_numerals_again": [
        ("Han numeral", edit(Numeral, lambda r: getattr(r, "form", "") == "han", value=Decimal(99))),
        ("ordinal", edit(Numeral, lambda r: getattr(r, "form", "") == "ordinal", value=Decimal(2))),
        ("another form", edit(Numeral, by_id("bda-2021-n347"), form="arabic")),
        ("lost numeral", drop(Numeral, by_id("bda-2021-n347"))),
    ],
    "check_observations_again": [
        ("another concept", edit(Observation, observation("347"), concept_zh="别的对象")),
        ("another unit text", edit(Observation, observation("347"), unit_text="床")),
        ("overruled unsaid", edit(Observation, observation("355"), overruled=())),
        ("lost observation", drop(Observation, observation("347"))),
    ],
    "check_labels": [
        ("another label", edit(Observation, observation("334"), period_label_zh="2020年")),
        ("another label in English", edit(Observation, observation("334"), period_label_en="2020")),
        ("another statement", edit(Observation, observation("334"), statement_zh="别的表述")),
        ("another statement in English", edit(Observation, observation("334"), statement_en="Something else")),
    ],
    "check_candidates_complete": [
        ("lost candidate", drop(Candidate, any_row)),
        ("another kind", edit(Candidate, any_row, candidate_kind="plan_sentence")),
        ("no rule's reason", edit(Candidate, dismissed, reason="value_only", origin="rule:candidate")),
    ],
    "check_curators_word": [
        ("another status", edit(ProjectMention, any_row, project_status="cancelled")),
        ("another theme", edit(Project, any_row, theme_id="economy")),
        ("lost promise", drop(Commitment, any_row)),
        ("lost seat", drop(ProjectOrganization, any_row)),
        ("lost damage", drop(Erratum, any_row)),
        ("another translation", edit(Sentence, any_row, text_en="Good morning, everyone.")),
        ("another title of the report", edit(Report, any_row, title_en="Report")),
    ],
    "check_mentions_complete": [
        ("lost place", drop(PlaceMention, any_row)),
        ("lost organization", drop(OrganizationMention, any_row)),
        ("lost term", drop(TermMention, any_row)),
        ("another place", edit(PlaceMention, any_row, place_id="world")),
        ("one name of two", edit(Term, any_row, aliases_zh=("北京银行",))),
    ],
    "check_codes": [
        ("lost code", drop(CodeRow, any_row)),
        ("another label", edit(CodeRow, any_row, name_zh="别的")),
        ("another position", edit(CodeRow, any_row, position=99)),
    ],
    "check_units_known": [
        ("another form", edit(Unit, any_row, aliases_zh=("岁",))),
        ("another dimension", edit(Unit, any_row, dimension="money")),
        ("lost unit", drop(Unit, any_row)),
    ],
    "check_characters": [
        ("zero width", edit(Indicator, any_row, name_zh="指\u200b标")),
        ("line break", edit(Observation, any_row, note_en="one\ntwo")),
        ("control character", edit(Term, any_row, explanation_zh="甲\x07乙")),
        ("blank at the end", edit(Sentence, any_row, text_en="Words. ")),
        ("blank in a list", edit(Organization, any_row, aliases_zh=(" 甲",))),
    ],
    "check_english": [("Chinese among English names", edit(Organization, any_row, aliases_en=("Bank", "银行")))],
    "check_report_dates": [
        ("plans for the year it covers", edit(Report, any_row, year_planned=2021)),
        ("published before its year", edit(Report, any_row, published_on=date(2020, 1, 7), document_number=None)),
        ("another day than its number", edit(Report, any_row, published_on=date(2022, 1, 8))),
        ("no day", edit(Report, any_row, published_on=None)),
    ],
    "check_due_dates": [("due before the plan", edit(Commitment, any_row, due_on=date(2021, 12, 31)))],
    "check_summaries": [("no summary", edit(Commitment, any_row, summary_en=None))],
    "check_value_links": [
        ("project from elsewhere", edit(Observation, observation("347"), project_id="academician-workstations")),
        ("policy from elsewhere", edit(Observation, observation("347"), policy_id="air-quality-grade-ii")),
    ],
    "check_promise_links": [
        ("project from elsewhere", edit(CommitmentProject, any_row, project_id="academician-workstations")),
        ("project forgotten", drop(CommitmentProject, any_row)),
        ("policy forgotten", drop(CommitmentPolicy, any_row)),
    ],
    "check_promised_values": [
        ("target from elsewhere", edit(Commitment, any_row, indicator_id="pm25-concentration")),
        (
            "target forgotten",
            edit(Commitment, lambda r: getattr(r, "indicator_id", None) is not None, indicator_id=None),
        ),
    ],
    "check_pointers": [
        ("same as no row", edit(SameAs, any_row, same_row_id="no-such-row")),
        ("the other way round", edit(SameAs, any_row, table_name="terms", same_table_name="projects")),
        ("fact about no row", edit(ExternalFact, any_row, row_id="no-such-row")),
        ("doubt of another name", edit(Doubt, any_row, doubt_id="observations-bda-2021-o347-scope")),
        ("fact of another name", edit(ExternalFact, any_row, external_fact_id="policies-two-zones-adopted_on")),
    ],
    "check_latest": [
        ("another latest status", edit(Project, by_id("jd-phase-2"), latest_project_status="cancelled")),
        ("no latest report", edit(Policy, any_row, latest_report_id=None)),
    ],
    "check_seats": [
        ("another organization", edit(ProjectOrganization, any_row, organization_id="bank-of-beijing")),
        ("another project", edit(ProjectOrganization, any_row, project_id="academician-workstations")),
    ],
    "check_mentions_named": [
        ("another project", edit(ProjectMention, any_row, project_id="academician-workstations")),
        ("another policy", edit(PolicyMention, any_row, policy_id="air-quality-grade-ii")),
    ],
    "check_formal_titles": [
        ("another title", edit(Policy, by_id("bda-14th-fyp"), formal_title="别的规划")),
        ("no title", edit(Policy, by_id("bda-14th-fyp"), formal_title=None)),
    ],
    "check_plans_undone": [
        (
            "planned and done",
            edit(ProjectMention, lambda r: getattr(r, "timeframe", "") == "planned", project_status="completed"),
        ),
        (
            "planned and issued",
            edit(PolicyMention, lambda r: getattr(r, "timeframe", "") == "planned", policy_status="issued"),
        ),
    ],
    "check_theme_ids": [("name of another theme", edit(Theme, by_id("macro-economy"), name_en="Ecology"))],
    "check_curated_themes": [
        ("project without theme", edit(Project, any_row, theme_id=None)),
        ("promise without theme", edit(Commitment, any_row, theme_id=None)),
    ],
    "check_flow_within_level": [("flow above level", edit(Observation, observation("1569"), value=Decimal(1800)))],
    "check_typography": [
        ("half-width comma", edit(Term, any_row, explanation_zh="甲,乙。")),
        ("half-width bracket", edit(Project, any_row, name_zh="甲(乙)")),
        ("straight quotes", edit(Term, any_row, explanation_en='The "word".')),
    ],
    "check_other_names": [
        ("the name once more", edit(Organization, by_id("boe"), aliases_en=("b.o.e",), name_en="BOE"))
    ],
    "check_one_english": [("another English", edit(Term, by_id("two-zones"), name_en="Both zones"))],
    "check_flows_told": [
        ("an addition without its verb", edit(Observation, observation("1569"), event_zh=None)),
        ("a total with a verb", edit(Observation, observation("1576"), event_zh="新增")),
    ],
}
