"""Search: words and amounts in any writing, in both languages, with receipts; nothing found says what was searched."""

from __future__ import annotations

from typing import Any

import pytest

from support.assisting import check_receipts

Tables = dict[str, list[dict[str, str]]]


@pytest.mark.parametrize("amount", ["17亿剂", "1.7 billion doses", "1,700,000,000", "十七亿剂", "１７亿剂"])
def test_an_amount_is_found_in_any_writing(assistant: Any, text: dict[str, str], amount: str) -> None:
    answer = assistant.answer("search", words=amount)
    (group,) = [group for group in answer["groups"] if group["by"] == "amount"]
    assert [hit["id"] for hit in group["hits"]] == ["bda-2021-o347"]
    assert answer["amounts"][0]["value"] == 1_700_000_000
    assert group["hits"][0]["receipt"]["quote"] == "超17亿剂"
    assert check_receipts(answer, text)


@pytest.mark.parametrize(("words", "added"), [("疫苗", "vaccine"), ("vaccine", "疫苗")])
def test_words_of_one_language_find_those_of_the_other(
    assistant: Any, tables: Tables, text: dict[str, str], words: str, added: str
) -> None:
    answer = assistant.answer("search", words=words)
    assert added in answer["synonyms"][words]
    found = {group["table"]: group for group in answer["groups"]}
    told = [row for row in tables["observations"] if "疫苗" in row["statement_zh"]]
    assert {hit["id"] for hit in found["observations"]["hits"]} == {row["observation_id"] for row in told}
    assert {group["table"] for group in answer["groups"]} >= {"indicators", "projects", "commitments", "sentences"}
    assert check_receipts(answer, text) >= len(told)
    assert added not in assistant.answer("search", words=words, exact=True)["synonyms"]


def test_one_table_is_searched_in_pages(assistant: Any, tables: Tables, text: dict[str, str]) -> None:
    found, cursor, count = [], None, 0
    while True:
        more = {"cursor": cursor} if cursor else {}
        answer = assistant.answer("search", words="企业", exact=True, kind="sentences", limit=20, **more)
        (group,) = answer["groups"]
        found += [hit["id"] for hit in group["hits"]]
        check_receipts(answer, text)
        cursor, count = answer["next_cursor"], count + 1
        if not cursor:
            break
    assert count > 1
    assert set(found) == {row["sentence_id"] for row in tables["sentences"] if "企业" in row["text_zh"]}
    assert len(found) == len(set(found)) == group["count"]


def test_what_is_not_found_is_said_with_where_it_was_looked_for_and_what_is_near(assistant: Any) -> None:
    answer = assistant.answer("search", words="vaccinne")
    assert (answer["groups"], len(answer["searched"])) == ([], 16)
    assert any(name.startswith("indicators/covid-19-vaccine-doses-supplied") for name in answer["near"])
    told = assistant.text("search", words="vaccinne")
    assert told.startswith("Nothing found for “vaccinne” in indicators, observations, ")
    assert "covid-19-vaccine-doses-supplied" in told
    kind = assistant.answer("search", words="量子纠缠", kind="projects")
    assert (kind["groups"], kind["searched"]) == ([], ["projects"])


def test_a_search_keeps_to_a_report_or_a_year(assistant: Any) -> None:
    assert assistant.answer("search", words="talent", report_id="bda-2021", year=2021)["groups"]
    assert not assistant.answer("search", words="talent", year=1999)["groups"]


@pytest.mark.parametrize("words", ["'; drop table x --", '" OR 1=1', "* NEAR(", "\u0000", "😀" * 100, "%_%"])
def test_no_words_break_a_search(assistant: Any, words: str) -> None:
    answer = assistant.answer("search", words=words)
    assert isinstance(answer["groups"], list)


def test_what_is_wrong_with_a_search(assistant: Any) -> None:
    assert assistant.error("search") == (
        "words: is missing: give it. Words (all must occur; | parts alternatives) or an amount in any writing, in "
        "Chinese or English."
    )
    unknown = assistant.error("search", words="x", kind="observation")
    assert unknown.startswith("kind: there is no “observation”: near it: observations (")
    assert "sentences" in unknown
    assert "cursor: only the search of one table goes on" in assistant.error("search", words="人才", cursor="1")
    assert "cursor: is of another question" in assistant.error("search", words="人才", kind="sentences", cursor="3")
