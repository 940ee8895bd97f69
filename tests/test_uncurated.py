"""A report that nobody has curated never stops a build: what is doubtful is said, what is bad is left out by choice."""

from __future__ import annotations

import csv
import re
import sqlite3
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import CheckError
from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.laws.checks import JUDGEMENTS, check
from gongbao.laws.doubts import doubts_of
from gongbao.laws.links import check_promise_links
from gongbao.laws.published import Published
from gongbao.model.codes import codes_of
from gongbao.model.rows import Commitment, CommitmentPolicy, CommitmentProject, Doubt, Observation, PlaceMention
from gongbao.packages.content import Package, fingerprint
from gongbao.pipeline import Built
from gongbao.reading.rereading import Rereader
from gongbao.releases.contents import assemble
from gongbao.seeds.dataset import load_dataset
from gongbao.seeds.lexicon import load_lexicon
from gongbao.tables.traced import Traced, rows_of
from support.damage import REPORT, add_report, append, edit
from support.mutants import edited, replaced
from support.paths import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
HEAD = "某省2021年工作报告\n一、2021年工作回顾\n"
# what stopped builds: a step read as a count beside a rate, a share above all, counts beyond any integer
STEPS = HEAD + "地区生产总值连跨2个台阶，地区生产总值增长5.5%。"
SHARE = HEAD + "财政收入占比达到120%。"
PROMISED = (
    "某省2021年工作报告\n一、2021年工作回顾\n粮食产量50万吨。\n二、2022年工作安排\n"
    "加快数字化转型。建成江北大桥、东湖水库，深入实施质量强省行动。"
)
LED: list[tuple[type[CommitmentProject | CommitmentPolicy], str, set[tuple[str, str]]]] = [
    (CommitmentProject, "project_id", {("建成江北大桥、东湖水库", "江北大桥"), ("建成江北大桥、东湖水库", "东湖水库")}),
    (CommitmentPolicy, "policy_id", {("深入实施质量强省行动", "质量强省行动")}),
]
HUGE = HEAD + "机器人零件达到12.5百亿亿个。"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_law_that_a_machine_row_breaks_is_a_doubt(other_seeds: Path, tmp_path: Path, script: Run) -> None:
    append(other_seeds / "registry" / "indicators.csv", STEP_INDICATOR)
    add_report(other_seeds, "some-2021", STEPS)
    built = script("build.py", "--seeds", other_seeds, "--out", tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    (doubt,) = [row for row in rows(tmp_path / "data" / "doubts.csv") if row["doubted_by"] != "curator"]
    assert (doubt["table_name"], doubt["doubted_by"], doubt["doubt_kind"]) == ("observations", "law", "arithmetic")
    assert "2 after a change of 5.5 per cent has no whole base" in doubt["reason_en"]
    assert "算术" in doubt["reason_zh"]
    with sqlite3.connect(tmp_path / "build" / "gongbao.db") as database:
        query = "SELECT observation_id FROM observations_flat WHERE doubtful AND report_id = 'some-2021'"
        doubtful = database.execute(query).fetchall()
    assert doubtful == [(doubt["row_id"],)]
    valid = script("validate.py", "--seeds", other_seeds, "--package", tmp_path)
    assert valid.returncode == 0, valid.stderr


STEP_INDICATOR = "steps,地区生产总值连跨台阶,Steps,台阶数,number of steps,macro-economy,地区生产总值,"


def test_the_curated_report_is_not_touched_by_its_neighbours(seeds: Path, tmp_path: Path) -> None:
    for number, text in enumerate((STEPS, SHARE, HUGE)):
        add_report(seeds, f"some-{number}", text)
    pipeline.build(seeds, tmp_path / "out")
    for name in ("observations", "sentences", "numerals", "project_mentions", "commitments"):
        mine = [row for row in rows(tmp_path / "out" / "data" / f"{name}.csv") if row["report_id"] == "bda-2021"]
        assert mine == rows(ROOT / "data" / f"{name}.csv")


def test_promises_read_by_machine_lead_to_what_they_name(other_seeds: Path) -> None:
    add_report(other_seeds, "some-2021", PROMISED)
    tables = pipeline.read(other_seeds).tables
    quotes = {line.row.key: line.row.quote for line in rows_of(tables, Commitment)}
    for model, column, mentioned in LED:
        names = {
            line.row.key: line.row.name_zh for line in tables["projects" if column == "project_id" else "policies"]
        }
        links = [line.row for line in rows_of(tables, model) if line.row.commitment_id.startswith("some-2021")]
        told = {(quotes[link.commitment_id], names[getattr(link, column)].partition("（")[0]) for link in links}
        assert told == mentioned


def test_a_promise_without_the_link_to_what_it_names_is_told(other_seeds: Path) -> None:
    add_report(other_seeds, "some-2021", PROMISED)
    tables = pipeline.read(other_seeds).tables
    kept = [line for line in rows_of(tables, CommitmentProject) if line.row.commitment_id.startswith("bda-2021")]
    broken = Published({**tables, "commitment_projects": kept}, {}, Rereader(load_lexicon()), ())
    assert any("what its quote holds is auto-some-2021-" in fault.message for fault in check_promise_links(broken))


def test_counts_beyond_any_integer_are_published_in_every_format(other_seeds: Path, tmp_path: Path) -> None:
    add_report(other_seeds, "some-2021", HUGE)
    built = pipeline.build(other_seeds, tmp_path)
    values = {t.row.quote: t.row.value for t in rows_of(built.tables, Observation) if t.row.report_id == "some-2021"}
    assert Decimal("1.25E19") in {value for value in values.values() if value is not None}
    with sqlite3.connect(tmp_path / "build" / "gongbao.db") as database:
        query = "SELECT max(value), typeof(max(value)) FROM observations"
        assert database.execute(query).fetchone() == (1.25e19, "real")
    dataset = load_dataset(other_seeds)
    (tmp_path / "LICENSE").write_text("x", encoding="utf-8")
    assemble(tmp_path, tmp_path, tmp_path / "package", dataset)
    package = Package(tmp_path / "package")
    (tmp_path / "formats").mkdir()
    for write in RELEASE_FORMATS.values():
        write(package, tmp_path / "formats", dataset)
    assert fingerprint(package.tables, package)


def test_what_a_curator_vouches_for_still_stops_the_build(other_seeds: Path, script: Run, tmp_path: Path) -> None:
    append(other_seeds / "registry" / "indicators.csv", STEP_INDICATOR)
    home = add_report(other_seeds, "some-2021", STEPS)
    edit(home / "report.yml", "review: auto", "review: curated")
    refused = script("build.py", "--seeds", other_seeds, "--out", tmp_path / "out")
    assert refused.returncode == 1
    assert "seeds/reports/some-2021/" in refused.stderr


def test_every_judgement_has_its_kind_of_doubt(built: Built) -> None:
    """Whatever a judgement says of a row can be said as a doubt: its name is a code of the list."""
    from support.breaks import BREAKS

    for law in JUDGEMENTS:
        for _, change in BREAKS[law.__name__]:
            for failure in law(change(built.published)):
                assert failure.law.replace(" ", "_") in codes_of("doubt_kind"), law.__name__


# --- the table of doubts is itself held against the laws -------------------------------------------------------


@pytest.fixture
def doubted(other_seeds: Path) -> Published:
    append(other_seeds / "registry" / "indicators.csv", STEP_INDICATOR)
    add_report(other_seeds, "some-2021", STEPS)
    return pipeline.read(other_seeds).published


def first_by_law(published: Published) -> int:
    """The place of the first doubt that no curator wrote."""
    doubts = [traced.row.doubted_by for traced in rows_of(published.tables, Doubt)]
    return next(number for number, who in enumerate(doubts) if who != "curator")


def test_doubts_that_laws_have_are_said(doubted: Published) -> None:
    assert check(doubted) == []
    (failure,) = check(replaced(doubted, Doubt, first_by_law(doubted), None))
    assert "is not said: the figure does not add up" in failure.line()


def test_a_doubt_without_cause_is_told(doubted: Published) -> None:
    known = doubted.tables["doubts"][first_by_law(doubted)].row
    assert isinstance(known, Doubt)
    name = f"{known.table_name}-{known.row_id}-value"
    first = known.model_copy(update={"doubt_id": name, "doubt_kind": "value"})
    more = doubted.with_tables({**doubted.tables, "doubts": [*doubted.tables["doubts"], Traced(first, "a:1")]})
    assert [failure.message for failure in check(more)] == ["is said though no law doubts the row"]
    lost = edited(doubted, Doubt, lambda row: getattr(row, "doubted_by", "") == "law", row_id="nothing")
    assert any("doubts observations nothing, which is no row" in failure.message for failure in check(lost))


def test_doubts_are_sorted_and_one_a_row_and_kind(doubted: Published) -> None:
    failures = [failure for law in JUDGEMENTS for failure in law(doubted) if not doubted.vouches(failure)]
    assert [traced.row for traced in doubts_of([*failures, *failures])] == [
        traced.row for traced in rows_of(doubted.tables, Doubt) if traced.row.doubted_by != "curator"
    ]


# --- a bad report is left out by choice ----------------------------------------------------------------------


def damage(name: str, seeds: Path) -> None:
    home = add_report(seeds, "some-2021", STEPS)
    if name == "text":
        append(home / "text.txt", "又一句。")
    elif name == "yaml":
        append(home / "report.yml", "title_zh: [")
    elif name == "table":
        (home / "observations.csv").write_text("quote,indicator_id\n查无此句,steps\n", encoding="utf-8")
    elif name == "place":
        edit(home / "report.yml", "place_id: bda", "place_id: atlantis")
    elif name == "twin":
        (home / "text.txt").write_bytes((seeds / REPORT / "text.txt").read_bytes())
        (home / "report.yml").write_text(
            (seeds / REPORT / "report.yml").read_text(encoding="utf-8").replace("curated", "auto"), encoding="utf-8"
        )


@pytest.mark.parametrize("name", ["text", "yaml", "table", "place", "twin"])
def test_a_bad_report_stops_the_build_unless_it_may_be_left_out(
    name: str, seeds: Path, script: Run, tmp_path: Path
) -> None:
    damage(name, seeds)
    out = tmp_path / "out"
    refused = script("build.py", "--seeds", seeds, "--out", out)
    assert refused.returncode == 1
    assert "some-2021" in refused.stderr
    assert not list(out.rglob("*.csv"))
    done = script("build.py", "--seeds", seeds, "--out", out, "--skip-bad")
    assert done.returncode == 0, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("left out some-2021: ")
    assert {row["report_id"] for row in rows(out / "data" / "reports.csv")} == {"bda-2021"}
    assert rows(out / "data" / "observations.csv") == rows(ROOT / "data" / "observations.csv")


def test_no_report_left_is_an_error(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "text.txt", "又一句。")
    refused = script("build.py", "--seeds", seeds, "--out", tmp_path / "out", "--skip-bad")
    assert refused.returncode == 1
    assert "error: seeds/reports: no report is left: mend one of those that were left out" in refused.stderr


def test_without_the_choice_a_fault_of_structure_is_one_line_each(seeds: Path) -> None:
    damage("twin", seeds)
    with pytest.raises(CheckError, match="has the same sha256 as bda-2021"):
        pipeline.read(seeds)


ELSEWHERE = (
    "某县2021年政府工作报告\n一、2021年工作回顾\n全市组织企业300家，开发区新建厂房2万平方米，北京市来客10万人。\n"
)


def test_names_of_who_speaks_mean_no_other_place(other_seeds: Path, tmp_path: Path) -> None:
    """全市 and 开发区 in the report of another place are not Beijing and its development area; 北京市 is."""
    places = other_seeds / "registry/places.csv"
    lines = places.read_text(encoding="utf-8").splitlines()
    cells = dict.fromkeys(lines[0].split(","), "")
    cells |= {"place_id": "some-county", "parent_place_id": "china", "place_kind": "district"}
    cells |= {"name_zh": "某县", "name_en": "Some County"}
    places.write_text("\n".join([*lines, ",".join(cells.values())]) + "\n", encoding="utf-8")
    add_report(other_seeds, "some-county-2021", ELSEWHERE)
    described = other_seeds / "reports/some-county-2021/report.yml"
    described.write_text(
        re.sub("place_id: .*", "place_id: some-county", described.read_text(encoding="utf-8")), encoding="utf-8"
    )
    tables = pipeline.build(other_seeds, tmp_path / "out").tables
    named = [line.row.place_id for line in rows_of(tables, PlaceMention) if line.row.report_id == "some-county-2021"]
    assert "bda" not in named
    assert named.count("beijing") == 1
    values = [line.row for line in rows_of(tables, Observation) if line.row.report_id == "some-county-2021"]
    assert [(row.quote, row.place_id) for row in values][:2] == [("300家", "some-county"), ("2万平方米", "some-county")]
