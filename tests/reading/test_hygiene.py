"""What spoils a source: each kind found by its case, told, and never read through in silence."""

from __future__ import annotations

import csv
import functools
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao import pipeline
from gongbao.laws.checks import check
from gongbao.model.rows import Doubt, OrganizationMention, PlaceMention, PolicyMention, ProjectMention, Sentence
from gongbao.reading.hygiene import Damage, Finding, find_wraps, inspect
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.text import Span
from gongbao.seeds.lexicon import load_lexicon
from support.commands import run_here
from support.damage import REPORT, add_report
from support.mutants import replaced
from support.paths import CASES, SEEDS
from support.small_seeds import seeds_without_report

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LINES = list(csv.DictReader((CASES / "hygiene.csv").open(encoding="utf-8")))
HEAD = "某省2021年工作报告\n一、2021年工作回顾\n"
# a damaged text, the numerals it must leave unresolved, and those that stay values (doubted or not)
SPOILED = {
    "private_use": ("建成\ue0013个园区，医院4所。", {"3"}, {"4"}),
    "bar": ("投资12|34.5亿元，医院4所。", {"12", "34.5亿"}, {"4"}),
    "pasted_table": ("医院4所。\n指标|12|13\n学校5所。", {"12", "13"}, {"5"}),
}
# a damaged text, and the values that are read through the damage, by their quotes in the frozen text
READ = {
    "zero_width": ("新建学校12\u200b3所，医院4所。", {"12\u200b3所": "123", "4所": "4"}),
    "odd_space": ("投资12\u00a034亿元，医院4所。", {"12\u00a034亿元": "123400000000", "4所": "4"}),
    "radical": ("新增⼈口3万人，医院4所。", {"3万人": "30000", "4所": "4"}),
    "html": ("企业&nbsp;89家，医院4所。", {"89家": "89", "4所": "4"}),
    "page_line": ("新建医\n－12－\n院5所。", {"5所": "5"}),
    "cut_number": ("就业12.5\n万人，医院4所。", {"12.5\n万人": "125000", "4所": "4"}),
    "zero_width_line": ("新建学校\n\u200b\n3所，医院4所。", {"3所": "3", "4所": "4"}),
    "page_line_in_a_sentence": ("新建学校\n－12－\n3所，医院4所。", {"3所": "3", "4所": "4"}),
    "number_cut_by_a_spoiled_line": ("就业12.5\n\u200b\n万人，医院4所。", {"12.5\n\u200b\n万人": "125000", "4所": "4"}),
    "footnote": ("新建学校[3]4所，医院②5所。", {"4所": "4", "5所": "5"}),
}


def spelled(text: str) -> str:
    """Turn the escapes of the case table into characters."""
    for escape in ("\\u200b", "\\u00ad", "\\u00a0", "\\u3000", "\\uf90a", "\\ue001", "\\ufffd", "\\n", "\\t"):
        text = text.replace(escape, escape.encode().decode("unicode_escape"))
    return text


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["text"][:24])
def test_case(case: dict[str, str], lexicon: Lexicon) -> None:
    text = spelled(case["text"])
    found = inspect(text, lexicon)
    assert {finding.kind for finding in found} == ({case["kind"]} if case["kind"] else set())
    wanted = [part for part in spelled(case["found"]).split("¦") if part]
    assert [finding.span.of(text) for finding in found] == wanted


def test_every_kind_has_a_case(lexicon: Lexicon) -> None:
    assert {case["kind"] for case in LINES} - {"", "wrapped"} == {kind.kind for kind in lexicon.damages} - {"control"}
    assert [finding.kind for finding in inspect("坏\x07字", lexicon)] == ["control"]


def test_the_committed_report_is_sound(lexicon: Lexicon) -> None:
    assert inspect((SEEDS / REPORT / "text.txt").read_text(encoding="utf-8"), lexicon) == []


@functools.cache
def the_lexicon() -> Lexicon:
    return load_lexicon()


@given(st.text(alphabet="一二三年的。，\n\u200b\u00a0\t|<>&;0123 －", max_size=120))
def test_spots_of_one_kind_never_overlap(text: str) -> None:
    found = inspect(text, the_lexicon())
    for kind in {finding.kind for finding in found}:
        spans = [finding.span for finding in found if finding.kind == kind]
        assert all(left.end <= right.start for left, right in pairwise(spans))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=6), st.integers(0, 45), st.integers(1, 9))
def test_touching_is_what_a_scan_says(places: list[tuple[int, int]], start: int, length: int) -> None:
    findings = sorted((Finding("x", Span(at, at + size)) for at, size in places), key=lambda f: f.span)
    span = Span(start, start + length)
    scan = any(f.span.start <= span.end and span.start <= f.span.end for f in findings)
    assert Damage(findings).touches(span) == scan


@pytest.mark.parametrize(
    "piece", ["\u200b", "<", "|", "1\n", "第1页\n", "&", "\u00a0", "一二三四五六七八九十一二三\n", "一\n\u200b\n"]
)
def test_long_runs_are_found_piece_by_piece(piece: str, lexicon: Lexicon) -> None:
    """Twice the text gives at most twice the findings and nothing else: no expression looks back over all of it."""
    once, twice = (len(inspect(piece * count, lexicon)) for count in (20_000, 40_000))
    assert twice <= 2 * once + 2
    assert len(find_wraps(piece * 20_000)) <= 20_000


# --- never silently wrong -----------------------------------------------------------------------------------


def rows(path: Path, report_id: str = "some-2021") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row.get("report_id", report_id) == report_id]


def report_of(name: str) -> str:
    return name.replace("_", "-")


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of reports that nobody has curated, each with one kind of damage."""
    home = tmp_path_factory.mktemp("spoiled")
    seeds_without_report(home / "seeds")
    for name, (text, _, _) in SPOILED.items():
        add_report(home / "seeds", report_of(name), HEAD + text)
    result = run_here("build.py", "--seeds", home / "seeds", "--out", home)
    assert (result.returncode, result.stderr) == (0, "")
    return home


@pytest.mark.parametrize("name", SPOILED)
def test_what_a_spot_touches_is_unresolved_and_the_rest_is_said(name: str, spoiled: Path) -> None:
    _, unresolved, values = SPOILED[name]
    numerals = {row["quote"]: row for row in rows(spoiled / "data" / "numerals.csv", report_of(name))}
    assert {quote for quote, row in numerals.items() if row["reason"] == "source_damage"} == unresolved
    assert all(numerals[quote]["role"] == "unresolved" for quote in unresolved)
    read = rows(spoiled / "data" / "observations.csv", report_of(name))
    assert values <= {row["quote"].rstrip("所人个家") for row in read}
    assert not {row["numeral_id"] for row in read} & {numerals[quote]["numeral_id"] for quote in unresolved}
    doubted = {row["row_id"] for row in rows(spoiled / "data" / "doubts.csv") if row["doubted_by"] == "engine"}
    touched = {row["sentence_id"] for quote, row in numerals.items() if quote in unresolved}
    assert {row["observation_id"] for row in read if row["sentence_id"] in touched} <= doubted
    for row in rows(spoiled / "data" / "sentences.csv", report_of(name)):
        if row["sentence_id"] in touched:
            assert row["reason"] == "source_damage" or row["sentence_id"] in doubted


def test_reports_with_spoiled_spots_are_valid(spoiled: Path) -> None:
    assert run_here("validate.py", "--seeds", spoiled / "seeds", "--package", spoiled).stderr == ""


def test_a_name_that_a_spot_stands_in_is_doubted(other_seeds: Path) -> None:
    """Whether it was read with the spot, or lost, or another name was read in its place: something says so."""
    text = "印发《某省发\ue001展规划》。开工建设某某科\ue001技园项目。北京\ue001银行开业。北京银行开业。"
    add_report(other_seeds, "some-2021", HEAD + text)
    published = pipeline.read(other_seeds).published
    doubted = {(row.table_name, row.row_id): row for _, row in published.rows(Doubt)}
    said = {}
    for model in (Sentence, PolicyMention, ProjectMention, PlaceMention, OrganizationMention):
        for _, row in published.rows(model, report_id="some-2021"):
            words = getattr(row, "quote", None) or getattr(row, "text_zh", "")
            said[words] = (row.table, row.key) in doubted
    spots = [words for words, doubt in said.items() if doubt]
    assert spots == [
        *("印发《某省发\ue001展规划》。", "开工建设某某科\ue001技园项目。"),
        *("北京\ue001银行开业。", "《某省发\ue001展规划》", "某某科\ue001技园项目", "北京\ue001银行", "北京"),
    ]
    assert said["北京银行"] is False
    assert check(published) == []
    doubts = [row.doubted_by for _, row in published.rows(Doubt)]
    lost = replaced(published, Doubt, next(n for n, who in enumerate(doubts) if who != "curator"), None)
    assert ["is not said: " in failure.message for failure in check(lost)] == [True]


def test_most_damage_is_read_through(other_seeds: Path, script: Run, tmp_path: Path) -> None:
    """The values are those of the sound text, their quotes those of the frozen one, and no number is lost."""
    for name, (text, _) in READ.items():
        add_report(other_seeds, name.replace("_", "-"), HEAD + text)
    result = script("build.py", "--seeds", other_seeds, "--out", tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    for name, (text, values) in READ.items():
        report_id = name.replace("_", "-")
        read = list(rows(tmp_path / "data" / "observations.csv", report_id))
        assert {row["quote"]: row["value"] for row in read} == values
        numerals = rows(tmp_path / "data" / "numerals.csv", report_id)
        assert not [row for row in numerals if row["role"] == "unresolved"]
        digits = sum(character.isdecimal() for character in text.replace("&nbsp;", ""))
        body = [row for row in numerals if int(row["char_start"]) >= len(HEAD)]
        assert sum(character.isdecimal() for row in body for character in row["quote"]) == digits
    assert script("validate.py", "--seeds", other_seeds, "--package", tmp_path).returncode == 0


def test_values_under_a_spoiled_heading_are_doubted(other_seeds: Path, script: Run, tmp_path: Path) -> None:
    """A lost character in the heading of the plan must not turn its targets into results without a word."""
    text = f"{HEAD}新建学校3所。\n二、2022年工\ue001作安排\n新建医院5所。\n三、保障措施\n培训教师7名。"
    add_report(other_seeds, "some-2021", text)
    assert script("build.py", "--seeds", other_seeds, "--out", tmp_path).returncode == 0
    doubted = {row["row_id"] for row in rows(tmp_path / "data" / "doubts.csv")}
    read = {row["quote"]: row["observation_id"] in doubted for row in rows(tmp_path / "data" / "observations.csv")}
    assert read == {"3所": False, "5所": True, "7名": False}


def test_a_curator_decides_what_a_spoiled_spot_says(other_seeds: Path, script: Run, tmp_path: Path) -> None:
    home = add_report(other_seeds, "some-2021", f"{HEAD}新建学校1\ue001所。")
    (home / "observations.csv").write_text("quote,indicator_id\n1\ue001所,gross-regional-product\n", encoding="utf-8")
    result = script("build.py", "--seeds", other_seeds, "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    (value,) = rows(tmp_path / "data" / "observations.csv")
    assert value["value"] == "1"


def test_sentences_it_touches_are_not_reviewed(other_seeds: Path, script: Run, tmp_path: Path) -> None:
    add_report(other_seeds, "some-2021", f"{HEAD}新建学校3所。改革不断深化。各项工\ue001作有序推进。")
    assert script("build.py", "--seeds", other_seeds, "--out", tmp_path).returncode == 0
    reasons = {row["text_zh"]: row["reason"] for row in rows(tmp_path / "data" / "sentences.csv")}
    assert reasons["各项工\ue001作有序推进。"] == "source_damage"
    assert reasons["改革不断深化。"] != "source_damage"
