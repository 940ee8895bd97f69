"""A doubling tells what was reached, an increase what was added: statement and query keep them apart."""

from __future__ import annotations

import sqlite3
from decimal import Decimal

import pytest

from gongbao.model.rows import Place, Unit
from gongbao.tables.statements import facts_of, state_en, state_zh
from support.paths import ROOT

_QUERY = ROOT / "src/gongbao/site/queries/growth_rates.sql"
_COLUMNS = (
    "indicator_zh, indicator_en, quote, qualifier, basis, period_label_zh, period_label_en, place_zh, place_en, "
    "status, observation_id, report_id, sentence_id, char_start, measure, value, value_min, direction"
)


def _said(quote: str, value: str) -> tuple[str, str]:
    unit = Unit.model_construct(unit_id="times", name_zh="倍", name_en="times", symbol=None)
    place = Place.model_construct(place_id="here", name_zh="某市", name_en="Somewhere", aliases_en=())
    columns = {
        "value": Decimal(value), "value_min": None, "value_max": None, "concept_zh": "成交额", "unit_text": "倍",
        "period_label_zh": "2025年", "period_label_en": "2025", "measure": "growth_multiple", "qualifier": "exact",
        "direction": "increase", "basis": "unstated", "status": "actual", "quote": quote,
    }  # fmt: skip
    facts = facts_of(columns, unit, place, None)
    return state_zh(facts), state_en(facts)


@pytest.mark.parametrize(
    ("quote", "value", "zh", "en"),
    [
        ("翻一番", "2", "增至基期的2倍", "up to 2 times the base"),
        ("翻了两番", "4", "增至基期的4倍", "up to 4 times the base"),
        ("3.5倍", "3.5", "增长3.5倍", "up by 3.5 times"),
    ],
)
def test_what_was_reached_is_not_what_was_added(quote: str, value: str, zh: str, en: str) -> None:
    said_zh, said_en = _said(quote, value)
    assert said_zh.endswith(zh)
    assert said_en.endswith(en)


def test_a_doubling_is_a_growth_of_a_hundred_per_cent() -> None:
    with sqlite3.connect(":memory:") as db:
        db.execute(f"create table observations_flat ({_COLUMNS})")
        rows = [("翻一番", 2, "growth_multiple"), ("3.5倍", 3.5, "growth_multiple"), ("6%", 6, "growth_rate")]
        db.executemany(
            "insert into observations_flat (quote, value, measure, direction) values (?, ?, ?, 'increase')", rows
        )
        found = {quote: change for change, _, _, quote, *_ in db.execute(_QUERY.read_text("utf-8"))}
    assert found == {"翻一番": 100, "3.5倍": 350, "6%": 6}
