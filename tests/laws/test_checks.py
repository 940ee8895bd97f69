"""Validation bites: for every declared rule a package that breaks it, and none of them passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gongbao.laws import checks
from gongbao.laws.checks import LAWS, check
from gongbao.laws.published import Published
from gongbao.model.rows import (
    Candidate,
    Commitment,
    Indicator,
    Numeral,
    Observation,
    Organization,
    PlaceMention,
    PolicyMention,
    Project,
    ProjectMention,
    Report,
    Row,
    Section,
    Sentence,
)
from gongbao.pipeline import Built
from support.mutants import column_mutants, edited, key_mutants, replaced, survives

Change = Callable[[Published], Published]


def by_id(name: str) -> Callable[[Row], bool]:
    return lambda row: row.key == name


def observation(suffix: str) -> Callable[[Row], bool]:
    return by_id(f"bda-2021-o{suffix}")


def edit(model: type[Row], pick: Callable[[Row], bool], **cells: object) -> Change:
    return lambda published: edited(published, model, pick, **cells)


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
        ("area in yuan", edit(Observation, observation("1268"), unit_id="yuan")),
        ("money in metres", edit(Observation, observation("5043"), unit_id="square-metre")),
        ("count in per cent", edit(Observation, observation("1132"), unit_id="percent")),
        ("share in pieces", edit(Observation, observation("3748"), unit_id="count")),
        ("multiple in per cent", edit(Observation, observation("3695"), unit_id="percent")),
        ("concentration in items", edit(Observation, observation("5542"), unit_id="item")),
    ],
    "check_growth_columns": [
        ("growth without basis", edit(Observation, observation("900"), basis=None)),
        ("growth without direction", edit(Observation, observation("900"), direction="none")),
        ("basis without growth", edit(Observation, observation("347"), basis="yoy")),
    ],
    "check_period": [
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
    "check_flow_within_level": [("flow above level", edit(Observation, observation("1569"), value=Decimal(1800)))],
}


def test_every_law_has_a_mutant() -> None:
    assert {law.__name__ for law in LAWS} == set(BREAKS)


def test_published_tables_break_nothing(built: Built) -> None:
    assert check(built.published) == []


@pytest.mark.parametrize(
    ("law", "name", "change"),
    [(law, n, c) for law, cases in BREAKS.items() for n, c in cases],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_law_bites(law: str, name: str, change: Change, built: Built) -> None:
    """The law itself reports the broken row, whatever the other laws say."""
    run = next(item for item in LAWS if item.__name__ == law)
    failures = list(run(change(built.published)))
    assert failures, name
    for failure in failures:
        line = failure.line()
        assert "\n" not in line
        assert failure.table in line
        assert failure.row_id in line
        assert failure.place in line
        assert failure.remedy
        assert ":" in failure.place


def test_no_mutant_survives(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    published = built.published
    mutants = [*column_mutants(published), *key_mutants(published)]
    survivors = [str(mutant) for mutant in mutants if survives(published, mutant)]
    laws = [(law, name) for law, cases in BREAKS.items() for name, change in cases if not check(change(published))]
    with capsys.disabled():
        total = len(mutants) + sum(map(len, BREAKS.values()))
        print(f"\nmutants: {total} made, {len(survivors) + len(laws)} survived")
    assert survivors == []
    assert laws == []
    assert {m.model.table for m in mutants} == {name for name, rows in published.tables.items() if rows}


def test_failures_name_the_curated_line(built: Built) -> None:
    broken = edited(built.published, Observation, observation("347"), value=Decimal(1800000000))
    (line,) = [f.line() for f in checks.check(broken) if f.law == "value" and "does not spell" in f.message]
    assert line.startswith("seeds/reports/bda-2021/observations.csv:")
    assert "observations bda-2021-o347 “超17亿剂”" in line
