"""Values, projects, policies, promises: what is listed is what the published files hold, each with its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gongbao.model.codes import CODELISTS
from support.assisting import check_receipts

Tables = dict[str, list[dict[str, str]]]


def pages(assistant: Any, tool: str, rows: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of all pages."""
    cursor = None
    while True:
        answer = assistant.answer(tool, **arguments, **({"cursor": cursor} if cursor else {}))
        yield from answer[rows]
        cursor = answer["next_cursor"]
        if not cursor:
            return


@pytest.mark.parametrize(
    "named", ["covid-19-vaccine-doses-supplied", "新冠疫苗供应量", "COVID-19 vaccine doses supplied"]
)
def test_an_indicator_is_named_by_id_or_in_either_language(
    assistant: Any, tables: Tables, text: dict[str, str], named: str
) -> None:
    answer = assistant.answer("list_observations", indicator=named)
    (published,) = [row for row in tables["observations"] if row["indicator_id"] == "covid-19-vaccine-doses-supplied"]
    (told,) = answer["observations"]
    for column in ("observation_id", "qualifier", "unit_id", "status", "statement_zh", "statement_en", "measure"):
        assert told[column] == published[column]
    assert (told["value"], told["period_end"], told["basis"]) == (1_700_000_000, "2021-12-31", None)
    assert told["receipt"]["quote"] == published["quote"]
    assert [doubt["reason_en"] for doubt in told["doubts"]] == [
        row["reason_en"] for row in tables["doubts"] if row["row_id"] == published["observation_id"]
    ]
    assert answer["reports"][0]["report_id"] == published["report_id"]
    assert {code["code"] for code in answer["codes"]} >= {"actual", "level", "more_than"}
    assert check_receipts(answer, text) == 1


@pytest.mark.parametrize("words", ["疫苗", "vaccines"])
def test_words_name_several_indicators(assistant: Any, words: str) -> None:
    answer = assistant.answer("list_observations", indicator=words)
    assert len(answer["indicators"]) == answer["total"] == 4


def test_all_observations_are_those_of_the_file(assistant: Any, tables: Tables, text: dict[str, str]) -> None:
    told = list(pages(assistant, "list_observations", "observations", limit=50))
    assert sorted(row["observation_id"] for row in told) == sorted(r["observation_id"] for r in tables["observations"])
    assert check_receipts({"rows": told}, text) == len(told)
    doubted = {row["row_id"] for row in tables["doubts"] if row["table_name"] == "observations"}
    assert {row["observation_id"] for row in told if row["doubts"]} == doubted
    values = {row["observation_id"]: row["value"] for row in tables["observations"]}
    assert all(float(values[row["observation_id"]]) == row["value"] for row in told if row["value"] is not None)


@pytest.mark.parametrize(
    ("status", "theme"), [("target", "公共服务"), ("estimated", "macro-economy"), ("actual", "Talent")]
)
def test_values_by_status_and_theme(assistant: Any, tables: Tables, status: str, theme: str) -> None:
    answer = assistant.answer("list_observations", status=status, theme=theme, limit=50)
    names = {row[name]: row["theme_id"] for row in tables["themes"] for name in ("theme_id", "name_zh", "name_en")}
    themes = {row["indicator_id"]: row["theme_id"] for row in tables["indicators"]}
    wanted = {
        row["observation_id"]
        for row in tables["observations"]
        if row["status"] == status and themes.get(row["indicator_id"]) == names[theme]
    }
    assert wanted
    assert {row["observation_id"] for row in answer["observations"]} == wanted


def test_a_year_keeps_to_the_end_of_periods(assistant: Any, tables: Tables) -> None:
    told = {row["observation_id"] for row in pages(assistant, "list_observations", "observations", year=2022)}
    assert told == {row["observation_id"] for row in tables["observations"] if row["period_end"].startswith("2022")}


@pytest.mark.parametrize("timeframe", ["reported", "planned"])
@pytest.mark.parametrize("status", ["under_construction", "in_operation"])
def test_projects_by_status_and_timeframe(
    assistant: Any, tables: Tables, text: dict[str, str], status: str, timeframe: str
) -> None:
    told = list(pages(assistant, "list_projects", "projects", status=status, timeframe=timeframe))
    mentions = tables["project_mentions"]
    wanted = {r["project_id"] for r in mentions if (r["project_status"], r["timeframe"]) == (status, timeframe)}
    assert {row["project_id"] for row in told} == wanted
    for row in told:
        of_it = [m for m in mentions if m["project_id"] == row["project_id"]]
        assert [m["mention_id"] for m in row["mentions"]] == [m["project_mention_id"] for m in of_it]
        assert row["mentioned"] == len(of_it)
    assert check_receipts({"rows": told}, text) >= len(wanted)


def test_no_status_is_part_of_another() -> None:
    """A status is looked for in a list of them, as a piece of it."""
    codes = [code.code for code in CODELISTS["project_status"]]
    assert not [(one, other) for one in codes for other in codes if one != other and one in other]


def test_projects_by_latest_status_kind_and_words(assistant: Any, tables: Tables) -> None:
    answer = assistant.answer("list_projects", status="planned", kind="park_or_base", limit=50)
    wanted = {
        row["project_id"]
        for row in tables["projects"]
        if (row["latest_project_status"], row["project_type"]) == ("planned", "park_or_base")
    }
    assert {row["project_id"] for row in answer["projects"]} == wanted != set()
    for words in ("京东", "JD Logistics"):
        found = assistant.answer("list_projects", words=words)["projects"]
        assert "jd-logistics-base" in {row["project_id"] for row in found}


@pytest.mark.parametrize("arguments", [{"status": "issued"}, {"status": "issued", "timeframe": "reported"}])
def test_policies_by_status(assistant: Any, tables: Tables, text: dict[str, str], arguments: dict[str, str]) -> None:
    told = list(pages(assistant, "list_policies", "policies", **arguments, limit=7))
    latest = {r["policy_id"] for r in tables["policies"] if r["latest_policy_status"] == "issued"}
    said = {
        r["policy_id"]
        for r in tables["policy_mentions"]
        if (r["policy_status"], r["timeframe"]) == ("issued", "reported")
    }
    assert {row["policy_id"] for row in told} == (said if "timeframe" in arguments else latest) != set()
    assert check_receipts({"rows": told}, text) >= len(told)


@pytest.mark.parametrize("theme", ["公共服务", "Public services"])
def test_promises_of_a_theme_with_what_they_name(
    assistant: Any, tables: Tables, text: dict[str, str], theme: str
) -> None:
    told = list(pages(assistant, "list_promises", "promises", theme=theme, checkability="definite", limit=3))
    wanted = {
        row["commitment_id"]: row
        for row in tables["commitments"]
        if (row["theme_id"], row["checkability"]) == ("public-services", "definite")
    }
    assert {row["commitment_id"] for row in told} == set(wanted) != set()
    for row in told:
        assert (row["verb_zh"], row["object_zh"]) == tuple(
            wanted[row["commitment_id"]][n] for n in ("verb_zh", "object_zh")
        )
        links = tables["commitment_projects"]
        assert row["project_ids"] == sorted(
            m["project_id"] for m in links if m["commitment_id"] == row["commitment_id"]
        )
    assert check_receipts({"rows": told}, text) == len(wanted)


def test_all_promises_fit_into_bounded_pages(assistant: Any, tables: Tables) -> None:
    told = list(pages(assistant, "list_promises", "promises", limit=50))
    assert len(told) == len({row["commitment_id"] for row in told}) == len(tables["commitments"])


def test_a_list_cites_its_filters_and_its_address_leads_to_its_rows(assistant: Any) -> None:
    answer = assistant.answer("list_promises", theme="talent")
    citation = answer["source"]["citation"]
    assert "filtered by: Theme is Talent" in citation
    assert f"{answer['total']} rows" in citation
    assert citation.endswith("/promises_flat?theme_id=talent")
    assert answer["source"]["address"] is None  # the publisher has no address yet


def test_a_cursor_belongs_to_its_question(assistant: Any) -> None:
    cursor = assistant.answer("list_promises", theme="talent", limit=1)["next_cursor"]
    assert assistant.answer("list_promises", theme="talent", limit=1, cursor=cursor)["promises"]
    for arguments in ({"theme": "finance", "cursor": cursor}, {"cursor": "20"}, {"cursor": cursor[:8]}):
        assert "cursor: is of another question: give `next_cursor`" in assistant.error("list_promises", **arguments)


def test_where_nothing_fits_it_is_said_what_would(assistant: Any) -> None:
    answer = assistant.answer("list_observations", theme="talent", status="target")
    assert (answer["total"], answer["observations"]) == (0, [])
    assert answer["hints"][:2] == [
        "theme_id=talent: 3 rows by itself; the other filters leave 3.",
        "status=target: 3 rows by itself; the other filters leave 3.",
    ]
    told = assistant.text("list_observations", theme="talent", status="target")
    assert told.startswith("Nothing fits: searched observations_flat where theme_id=talent and status=target.")


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("list_observations", {"indicator": "qwertz vacine"}, "none of the 88 indicators is called “qwertz vacine”"),
        ("list_observations", {"indicator": "量子纠缠度"}, "none of the 88 indicators is called “量子纠缠度”"),
        ("list_observations", {"theme": "talnet"}, "theme: there is no “talnet”: near it: talent (人才, Talent)"),
        ("list_observations", {"theme": "人材"}, "known: business-environment"),
        ("list_observations", {"status": "forecast"}, "known: actual, estimated, target"),
        ("list_observations", {"report_id": "bda-2020"}, "report_id: there is no “bda-2020”: near it: bda-2021"),
        ("list_observations", {"year": "soon"}, "year: input should be a valid integer"),
        ("list_observations", {"limit": 51}, "limit: input should be less than or equal to 50, not “51”."),
        ("list_projects", {"status": "finished"}, "known: planned, advancing, signed"),
        ("list_projects", {"sector": "talent"}, "sector: there is no such parameter: "),
        ("list_projects", {"statu": "held"}, "did you mean status? The parameters are limit, cursor, theme"),
        ("list_policies", {"level": "provincial"}, "known: national, municipal, district, unknown"),
        ("list_promises", {"checkability": "sure"}, "known: definite, directional"),
    ],
)
def test_what_is_not_known_is_answered_with_what_is(
    assistant: Any, tool: str, arguments: dict[str, Any], told: str
) -> None:
    assert told in assistant.error(tool, **arguments)


def test_every_fault_of_a_question_is_told_at_once(assistant: Any) -> None:
    told = assistant.error("list_promises", limit=0, themes="talent").splitlines()
    assert [line.partition(":")[0] for line in told] == ["limit", "themes"]


def test_the_nearest_indicators_are_named(assistant: Any) -> None:
    told = assistant.error("list_observations", indicator="qwertz vacine")
    assert "covid-19-vaccine-doses-supplied (新冠疫苗供应量, COVID-19 vaccine doses supplied)" in told


@pytest.mark.parametrize(("words", "place"), [("医院", "bda"), ("hospital", "北京经济技术开发区")])
def test_words_and_a_place_by_id_or_name(assistant: Any, tables: Tables, words: str, place: str) -> None:
    found = {row["project_id"] for row in assistant.answer("list_projects", words=words, place=place)["projects"]}
    named = {r["project_id"] for r in tables["projects"] if "医院" in r["name_zh"] and r["place_id"] == "bda"}
    assert named
    assert named <= found
    rates = assistant.answer("list_observations", measure="growth_rate", limit=50)["observations"]
    assert {r["observation_id"] for r in rates} == {
        r["observation_id"] for r in tables["observations"] if r["measure"] == "growth_rate"
    }
