"""One row: as the file has it, in its sentence, with history, doubts and citation, of the release that is asked."""

from __future__ import annotations

import random
from typing import Any

import pytest

from gongbao.citing.citations import STYLES
from gongbao.model.rows import TABLES
from support.assisting import check_receipts
from support.current import CURRENT

Tables = dict[str, list[dict[str, str]]]
KEYS = {model.table: model.primary_key for model in TABLES}


@pytest.mark.parametrize("table", sorted(KEYS))
def test_rows_of_every_table_are_those_of_its_file(
    assistant: Any, tables: Tables, text: dict[str, str], table: str
) -> None:
    for row in random.Random(7).sample(tables[table], min(3, len(tables[table]))):
        row_id = "/".join(row[name] for name in KEYS[table])
        answer = assistant.answer("get_row", table=table, id=row_id)
        assert answer["id"] == row_id
        for column, cell in row.items():
            told = answer["row"][column]
            assert (float(told) == float(cell)) if isinstance(told, int | float) else (told or "") == cell, column
        doubts = [d["reason_en"] for d in tables["doubts"] if (d["table_name"], d["row_id"]) == (table, row_id)]
        assert [doubt["reason_en"] for doubt in answer["doubts"]] == doubts
        assert answer["source"]["version"] == CURRENT.version
        assert row_id in answer["source"]["citation"] or "name_en" in row
        if "char_start" in row:
            assert answer["receipt"]["quote"] == row.get("quote", row.get("text_zh"))
        check_receipts(answer, text)


def test_a_row_stands_in_its_sentence_with_the_translation(assistant: Any, tables: Tables) -> None:
    answer = assistant.answer("get_row", id="bda-2021-o347")
    (sentence,) = [row for row in tables["sentences"] if row["sentence_id"] == "bda-2021-s310"]
    said = answer["sentence"]
    assert (said["text_zh"], said["text_en"]) == (sentence["text_zh"], sentence["text_en"])
    assert said["before"] + said["quote"] + said["after"] == sentence["text_zh"]
    assert said["quote"] == "超17亿剂"
    assert answer["table"] == "observations"
    assert "累计供应国内外【超17亿剂】,在全球" in assistant.text("get_row", id="bda-2021-o347")


def test_a_row_of_a_registry_is_led_to_where_it_is_mentioned(assistant: Any, tables: Tables) -> None:
    answer = assistant.answer("get_row", id="jd-logistics-base")
    (mention,) = [row for row in tables["project_mentions"] if row["project_mention_id"] == answer["mention_id"]]
    assert mention["project_id"] == "jd-logistics-base"
    assert answer["receipt"]["quote"] == mention["quote"]
    assert mention["quote"] in answer["sentence"]["text_zh"]


@pytest.mark.parametrize("style", STYLES)
def test_a_citation_in_every_format(assistant: Any, style: str) -> None:
    citation = assistant.answer("get_row", id="bda-2021-o347", style=style)["source"]["citation"]
    assert "bda-2021-o347" in citation
    assert CURRENT.version in citation
    assert {"bibtex": "@dataset{", "ris": "TY  - ", "csl-json": "[\n", "gbt7714": "公报"}.get(style, "") in citation


def test_a_row_as_an_older_release_has_it(assistant: Any) -> None:
    now, then = (assistant.answer("get_row", id="bda-2021-o334", version=v) for v in ("current", "1.0.1"))
    assert (now["row"]["measure"], then["row"]["measure"]) == ("level", "capacity")
    assert (now["source"]["version"], then["source"]["version"]) == (CURRENT.version, "1.0.1")
    assert "/gongbao-1-0-1/observations/bda-2021-o334" in then["source"]["citation"]
    assert now["held_by"] == ["current", "2.0.0", "1.0.1", "1.0.0"]
    changed = {(step["version"], step["column"]): (step["old"], step["new"]) for step in now["history"]}
    assert changed["2.0.0", "measure"] == ("capacity", "level")


def test_a_removed_row_is_told_of_with_who_still_has_it(assistant: Any) -> None:
    told = assistant.error("get_row", id="bda-2021-y1744-1750", table="policy_mentions")
    assert "It was removed from policy_mentions in 2.0.0: " in told
    assert "in its place stands terms/open-competition-to-lead" in told
    assert "held by 1.0.1 (table policy_mentions), 1.0.0 (table policy_mentions): give that version" in told
    assert assistant.answer("get_row", id="bda-2021-y1744-1750", version="1.0.1")["row"]["quote"]


def test_an_unknown_row_is_told_of_with_near_ids(assistant: Any) -> None:
    told = assistant.error("get_row", id="bda-2021-o348")
    assert told.startswith("bda-2021-o348: there is no such row in any table (current).")
    assert "observations/bda-2021-o347" in told
    assert "near it: current" not in assistant.error("get_row", id="bda-2021-o347", version="9.9.9")
    assert "known: current, 2.0.0, 1.0.1, 1.0.0" in assistant.error("get_row", id="bda-2021-o347", version="9.9.9")
    assert "near it: observations" in assistant.error("get_row", id="bda-2021-o347", table="observation")
    assert "known: gbt7714, apa" in assistant.error("get_row", id="bda-2021-o347", style="mla")


def test_an_id_that_several_tables_have_needs_its_table(assistant: Any, tables: Tables) -> None:
    ids = [row[KEYS[table][0]] for table in tables if len(KEYS[table]) == 1 for row in tables[table]]
    twice = sorted({row_id for row_id in ids if ids.count(row_id) > 1})
    assert twice
    told = assistant.error("get_row", id=twice[0])
    assert told.startswith(f"{twice[0]}: stands in several tables: give table: ")
    first = told.rpartition(": ")[2].split(", ")[0]
    assert assistant.answer("get_row", id=twice[0], table=first)["table"] == first


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "2.0.0"])
def test_rows_of_every_release(assistant: Any, version: str) -> None:
    """Older releases have other columns and fewer tables; what they have is answered, and cited as theirs."""
    named = "select name from sqlite_master where type = 'table' and sql not like '%fts5%' order by name"
    held = {row[0] for row in assistant.answer("run_sql", sql=named, version=version, limit=100)["rows"]}
    tables = held & set(KEYS)
    assert len(tables) >= 20
    for table in sorted(tables):
        key = " || '/' || ".join(KEYS[table])
        found = assistant.call("run_sql", sql=f"select {key} from {table} limit 1", version=version)
        if found.is_error:  # its key was another then
            assert "no such column" in found.content[0].text
            continue
        ((row_id,),) = found.structured_content["rows"]
        answer = assistant.answer("get_row", table=table, id=row_id, version=version)
        assert answer["source"]["version"] == version
        assert f"/gongbao-{version.replace('.', '-')}/{table}/" in answer["source"]["citation"]


def test_rows_of_the_history_are_told_and_cited(assistant: Any) -> None:
    answer = assistant.answer("get_row", table="releases", id="1.0.1")
    assert answer["row"]["previous_version"] == "1.0.0"
    assert answer["source"]["citation"].endswith("/releases/1~2E0~2E1")
