"""Projects, policies, commitments and entities: complete, linked, bilingual; every misstep one line."""

from __future__ import annotations

import calendar
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gongbao.model.rows import (
    Candidate,
    Commitment,
    CommitmentPolicy,
    CommitmentProject,
    Observation,
    Organization,
    OrganizationMention,
    Policy,
    Project,
    ProjectMention,
    Sentence,
    Term,
    TermUsage,
)
from gongbao.pipeline import Built
from gongbao.reading.entities import Entity, find_mentions, index_names
from gongbao.reading.numerals import fold, lex
from support.damage import append, edit, fails
from support.paths import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
HOME = "reports/bda-2021"


def rows_of(built: Built, model: type) -> list:  # type: ignore[type-arg]
    return [traced.row for traced in built.tables[model.table] if isinstance(traced.row, model)]  # type: ignore[attr-defined]


# --- completeness and links ---------------------------------------------------------------------------------


def test_size_of_the_tables(built: Built) -> None:
    """The report names well over a hundred undertakings and policies and makes some two hundred promises."""
    assert len(rows_of(built, Project)) > 120
    assert len(rows_of(built, Policy)) > 100
    assert len(rows_of(built, Commitment)) > 170


def test_nothing_is_uncovered(built: Built) -> None:
    candidates = rows_of(built, Candidate)
    assert len(candidates) > 200
    assert [c.quote for c in candidates if c.reason == "not_reviewed"] == []


def test_every_title_is_a_policy(built: Built) -> None:
    titles = [c for c in rows_of(built, Candidate) if c.candidate_kind == "title"]
    assert titles
    assert all(c.covered_by == "row" for c in titles)
    formal = {p.formal_title for p in rows_of(built, Policy)}
    for title in {c.quote.strip("《》") for c in titles}:
        assert any(title in str(name) for name in formal), title  # 《接诉即办条例》 is short for the municipal one


def test_values_lead_to_their_projects(built: Built) -> None:
    linked = {o.quote: o.project_id for o in rows_of(built, Observation) if o.project_id}
    for quote in ("8.2万平米", "2300根", "四大试验平台"):
        assert linked[quote]


def test_promises_lead_to_projects_policies_and_indicators(built: Built) -> None:
    promises = rows_of(built, Commitment)
    assert len({link.commitment_id for link in rows_of(built, CommitmentProject)}) > 50
    assert len({link.commitment_id for link in rows_of(built, CommitmentPolicy)}) > 40
    assert sum(p.indicator_id is not None for p in promises) == 3


def test_a_promise_that_names_several_things_leads_to_each(built: Built) -> None:
    several = Counter(link.commitment_id for link in rows_of(built, CommitmentProject))
    quotes = {promise.commitment_id: promise.quote for promise in rows_of(built, Commitment)}
    assert several["bda-2021-c7367-7394"] == 2, quotes  # 智慧融媒创新中心、智慧电竞赛事中心
    assert several["bda-2021-c10132-10158"] == 3  # three schools


def test_projects_of_both_parts_are_one_row(built: Built) -> None:
    frames: dict[str, set[str]] = {}
    for mention in rows_of(built, ProjectMention):
        frames.setdefault(mention.project_id, set()).add(mention.timeframe)
    assert sum(len(parts) == 2 for parts in frames.values()) >= 5


def test_every_project_and_policy_is_mentioned(built: Built) -> None:
    mentioned = {m.project_id for m in rows_of(built, ProjectMention)}
    assert {p.project_id for p in rows_of(built, Project)} == mentioned
    policies = {t.row.policy_id for t in built.tables["policy_mentions"]}  # type: ignore[attr-defined]
    assert {p.policy_id for p in rows_of(built, Policy)} == policies


def test_bank_of_beijing_is_no_mention_of_beijing(built: Built) -> None:
    banks = [m for m in rows_of(built, OrganizationMention) if m.quote == "北京银行"]
    assert len(banks) == 1
    places = [t.row for t in built.tables["place_mentions"]]
    assert not any(p.char_start == banks[0].char_start for p in places)  # type: ignore[attr-defined]


# --- English ------------------------------------------------------------------------------------------------


NAMED = (
    ("organization_mentions", "organizations", "organization_id"),
    ("place_mentions", "places", "place_id"),
    ("term_mentions", "terms", "term_id"),
    ("project_mentions", "projects", "project_id"),
    ("policy_mentions", "policies", "policy_id"),
)


def test_every_term_is_explained_in_a_sentence_and_its_use_in_another(built: Built) -> None:
    """What a term means, and how this report uses it, in both languages."""
    usages = {usage.term_id: usage for usage in rows_of(built, TermUsage)}
    terms = rows_of(built, Term)
    assert len(terms) > 200
    words = [
        (term.term_id, zh, en)
        for term in terms
        for zh, en in (
            (term.explanation_zh, term.explanation_en),
            (usages[term.term_id].usage_zh, usages[term.term_id].usage_en),
        )
    ]
    assert [line for line in words if line[1].count("。") != 1 or len(re.findall(r"[.]”?(?=\s|$)", line[2])) != 1] == []


_FUNCTION_WORDS = {"the", "of", "and", "for", "in", "on", "to", "a", "an", "at", "by", "with", "its", "s", "from"}


def stems(text: str) -> set[str]:
    """The beginnings of the words of a name that carry its meaning: workstation and workstations are one."""
    return {word[:5] for word in re.findall(r"[a-z0-9]+", text.lower())} - _FUNCTION_WORDS


@pytest.mark.parametrize(("mentions", "registry", "key"), NAMED, ids=[mentions for mentions, _, _ in NAMED])
def test_entity_stands_in_the_english_sentence(mentions: str, registry: str, key: str, built: Built) -> None:
    """What the Chinese sentence names stands in the English one: half the words of its name, or of another name."""
    english = {s.sentence_id: stems(s.text_en or "") for s in rows_of(built, Sentence)}
    entities = {getattr(t.row, key): t.row for t in built.tables[registry]}
    missing = []
    for traced in built.tables[mentions]:
        entity = entities[getattr(traced.row, key)]
        names = [entity.name_en, *entity.aliases_en]  # type: ignore[attr-defined]
        sentence = traced.row.sentence_id  # type: ignore[attr-defined]
        if not any(2 * len(stems(name) & english[sentence]) >= len(stems(name)) for name in names):
            missing.append((traced.row.quote, sentence))  # type: ignore[attr-defined]
    assert missing == []


def english_numbers(text: str) -> set[Decimal]:
    scales = {"billion": 10**9, "million": 10**6, "trillion": 10**12}
    found = set()
    for digits, scale in re.findall(r"(\d[\d,]*(?:\.\d+)?)(?:\s+(billion|million|trillion))?", text):
        found.add((Decimal(digits.replace(",", "")) * scales.get(scale, 1)).normalize())
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    found |= {Decimal(i).normalize() for i, word in enumerate(words) if re.search(rf"\b{word}\b", text.lower())}
    return found


def test_values_stand_in_the_english_sentence(built: Built) -> None:
    """Every value of the Chinese sentence stands in the English one, scaled: 50亿 is 5 billion."""
    english = {s.sentence_id: s.text_en or "" for s in rows_of(built, Sentence)}
    missing = [
        (o.quote, english[o.sentence_id])
        for o in rows_of(built, Observation)
        if o.value.normalize() not in english_numbers(english[o.sentence_id])
        and not (o.quote == "双零" and "zero" in english[o.sentence_id])
    ]
    assert missing == []


def test_arabic_numerals_stand_in_the_english_sentence(built: Built) -> None:
    months = [calendar.month_name[number] for number in range(1, 13)]
    missing = []
    for sentence in rows_of(built, Sentence):
        numbers = english_numbers(sentence.text_en)
        for numeral in lex(fold(sentence.text_zh)):
            if numeral.form not in ("arabic", "mixed") or numeral.value is None:
                continue
            month = numeral.value <= 12 and months[int(numeral.value) - 1] in sentence.text_en
            if numeral.value.normalize() not in numbers and not month:
                missing.append((sentence.sentence_id, str(numeral.value)))
    assert missing == []


# --- bad input ----------------------------------------------------------------------------------------------


def test_alias_claimed_by_two(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / "registry" / "organizations.csv"
    append(path, "other-bank,另一银行,Other bank,bank,北京银行,")
    fails(script, seeds, tmp_path, says=("organizations.csv:", "“北京银行” is a name of", "leave it to one of them"))


def test_overlapping_mentions(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / HOME / "project_mentions.csv"
    first = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("京东物流基地"))
    cells = first.split(",")
    append(path, ",".join(["物流基地开工", "", "", cells[3], cells[4], "开工建设", "", ""]))
    fails(script, seeds, tmp_path, says=("project_mentions.csv:", "overlaps", "shorten one"))


def test_commitment_outside_the_plan(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / HOME / "commitments.csv"
    append(path, "挂牌公共技术服务平台,,,挂牌,公共技术服务平台,Inaugurate,definite,,innovation,,,,,")
    fails(script, seeds, tmp_path, says=("commitments.csv:", "outside the plan part"))


def test_unknown_project(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / HOME / "project_mentions.csv"
    line = path.read_text(encoding="utf-8").splitlines()[1]
    project = line.split(",")[3]
    edit(path, f",{project},", ",no-such-project,")
    out = tmp_path / "out"
    out.mkdir()
    result = script("build.py", "--seeds", seeds, "--out", out)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert any("project_mentions.csv:2: " in one and "“no-such-project”" in one for one in result.stderr.splitlines())


def test_status_words_from_elsewhere(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / HOME / "project_mentions.csv"
    edit(path, "开工建设", "竣工验收")
    fails(script, seeds, tmp_path, says=("project_mentions.csv:", "“竣工验收”", "does not stand in the sentence"))


def test_uncovered_candidate(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / HOME / "policy_mentions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "企业投资项目承诺制改革试点工作实施细则" not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    fails(script, seeds, tmp_path, says=("text.txt:27: ", "《企业投资项目", "candidates.csv"))


def test_added_mention_of_unknown_entity(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / HOME / "entity_mentions.csv"
    if not path.exists():
        path.write_text("quote,prefix,suffix,action,entity_id\n", encoding="utf-8")
    append(path, "凉水河水质,,,add,no-such-entity")
    fails(script, seeds, tmp_path, says=("entity_mentions.csv:", "凉水河水质", "in no registry table"))


def test_longest_name_wins() -> None:
    entities = [
        Entity("place", "beijing", ("北京",), "p:1"),
        Entity("organization", "bank", ("北京银行",), "o:1"),
        Entity("organization", "branch", ("北京银行亦庄分行",), "o:2"),
    ]
    found = find_mentions("北京银行亦庄分行与北京银行在北京", index_names(entities))
    assert [m.entity_id for m in found] == ["branch", "bank", "beijing"]


def test_the_picture_names_every_organization_of_a_project(built: Built) -> None:
    picture = (ROOT / "docs" / "organizations.svg").read_text(encoding="utf-8")
    bodies = {o.organization_id: o.name_zh for o in rows_of(built, Organization)}
    for traced in built.tables["project_organizations"]:
        assert bodies[traced.row.organization_id] in picture  # type: ignore[attr-defined]
