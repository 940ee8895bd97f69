"""Row classes: keys first, receipts behind them, one column one meaning, cells read and written alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.model.cells import join_list, parse_cells, split_list
from gongbao.model.history import HISTORY
from gongbao.model.ids import POINTS, SPANS
from gongbao.model.row import Receipt, column_of
from gongbao.model.rows import TABLES, Sentence
from gongbao.packages.content import parse
from gongbao.pipeline import Built

RECEIPT = ("report_id", "sentence_id", "char_start", "char_end", "quote")


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.table)
def test_key_first_then_the_receipt(model: type[Receipt]) -> None:
    keys = len(model.primary_key)
    assert model.columns[:keys] == model.primary_key
    assert sorted(model.columns) == sorted(model.model_fields)
    if "quote" in model.columns:
        assert issubclass(model, Receipt)
        assert model.columns[keys : keys + 5] == RECEIPT
        assert list(model.foreign_keys)[:2] == ["report_id", "sentence_id"]


def test_a_reference_of_one_class_is_no_reference_of_another() -> None:
    assert Receipt.foreign_keys == {"report_id": "reports", "sentence_id": "sentences"}
    assert all(set(model.foreign_keys) <= set(model.columns) for model in (*TABLES, *HISTORY))


def test_one_name_one_meaning() -> None:
    known: dict[str, object] = {}
    for model in TABLES:
        for name in model.columns:
            assert known.setdefault(name, column_of(model, name)) == column_of(model, name), f"{model.table}.{name}"


def test_letters_of_ids_are_apart() -> None:
    letters = [*POINTS.values(), *SPANS.values()]
    assert len(set(letters)) == len(letters)
    drawn = {model.table for model in TABLES if issubclass(model, Receipt | Sentence)}
    assert drawn - {*POINTS, *SPANS} == {
        "project_organizations",
        "policy_organizations",
    }  # a seat has the ids of what it joins


def test_a_row_is_read_from_the_cells_it_writes(built: Built) -> None:
    for rows in built.tables.values():
        for traced in rows:
            row = traced.row
            cells = dict(zip(row.columns, row.cells(), strict=True))
            assert type(row).model_validate(parse_cells(cells, type(row))) == row


@given(st.lists(st.text(alphabet="甲乙ab ", min_size=0, max_size=3), max_size=4).filter(lambda items: items != [""]))
def test_no_item_of_a_list_is_dropped(items: list[str]) -> None:
    """Seeds and packages read a list cell alike, and as it was written."""
    cell = join_list(items)
    assert split_list(cell) == tuple(items)
    assert parse(cell, "list") == tuple(items)
