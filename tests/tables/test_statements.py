"""Statements: a doubling tells what was reached, an increase what was added, a flow what happened."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongbao.model.rows import Observation, Place, Unit
from gongbao.pipeline import Built
from gongbao.tables.statements import facts_of, signed_percent, state_en, state_zh
from gongbao.tables.traced import rows_of


def _said(quote: str, value: str) -> tuple[str, str]:
    unit = Unit.model_construct(unit_id="times", name_zh="倍", name_en="times", symbol=None)
    place = Place.model_construct(place_id="here", name_zh="某市", name_en="Somewhere", aliases_en=())
    columns = {
        "value": Decimal(value), "value_min": None, "value_max": None, "concept_zh": "成交额", "unit_text": "倍",
        "period_label_zh": "2025年", "period_label_en": "2025", "measure": "growth_multiple", "qualifier": "exact",
        "direction": "increase", "basis": "unstated", "status": "actual", "quote": quote, "event_zh": None,
        "event_en": None,
    }  # fmt: skip
    facts = facts_of(columns, unit, place, None)
    return state_zh(facts), state_en(facts)


@pytest.mark.parametrize(
    ("quote", "value", "zh", "en"),
    [
        ("翻一番", "2", "增至基期的2倍", "up to 2 times the base"),
        ("翻了两番", "4", "增至基期的4倍", "up to 4 times the base"),
        ("3.5倍", "3.5", "增长3.5倍", "up by 3.5 times (+350%)"),
    ],
)
def test_what_was_reached_is_not_what_was_added(quote: str, value: str, zh: str, en: str) -> None:
    said_zh, said_en = _said(quote, value)
    assert said_zh.endswith(zh)
    assert said_en.endswith(en)


@pytest.mark.parametrize(
    ("quote", "value", "measure", "direction", "percent"),
    [
        ("翻一番", "2", "growth_multiple", "increase", "100"),
        ("3.5倍", "3.5", "growth_multiple", "increase", "350"),
        ("1.1倍", "1.1", "growth_multiple", "increase", "110"),
        ("6%", "6", "growth_rate", "increase", "6"),
        ("5.4%", "5.4", "growth_rate", "decrease", "-5.4"),
    ],
)
def test_a_change_is_signed_per_cent(quote: str, value: str, measure: str, direction: str, percent: str) -> None:
    columns = {"quote": quote, "value": value, "measure": measure, "direction": direction}
    assert str(signed_percent(columns)) == percent


@pytest.mark.parametrize(
    ("measure", "value"), [("level", "5"), ("percentage_point_change", "2"), ("growth_rate", None)]
)
def test_what_is_no_rate_and_what_is_a_range_is_no_per_cent(measure: str, value: str | None) -> None:
    assert signed_percent({"quote": "", "value": value, "measure": measure, "direction": "increase"}) is None


def observations(built: Built) -> list[Observation]:
    return [traced.row for traced in rows_of(built.tables, Observation)]


def test_every_flow_says_what_happened(built: Built) -> None:
    """An addition never reads as a total: its statement names the verb, or the name of its indicator does."""
    for row in observations(built):
        if row.measure == "flow" and row.event_zh:
            name = row.statement_zh.partition("：")[0].rpartition("，")[2]
            assert row.event_zh in name, row.statement_zh
            assert (row.event_zh in name.partition("（")[0]) != (f"({row.event_en})" in row.statement_en), (
                row.observation_id
            )
        assert row.measure == "flow" or row.event_zh is None


def test_a_list_shares_its_verb(built: Built) -> None:
    said = {row.quote: row.statement_en for row in observations(built)}
    assert "(newly added)" in said["22家"]
    assert "(newly added)" in said["40家"]
