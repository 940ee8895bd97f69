"""A source that its publisher corrected: ids live on where words do, those that end are buried, old citations hold."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.errors import CheckError
from gongbao.releases.shelf import Shelf
from gongbao.seeds.corrections import Lineage, align
from gongbao.seeds.files import Sourced
from gongbao.seeds.models import DoubtSeed
from gongbao.serving import databases as serving
from gongbao.tables.carrying import Carrying
from gongbao.tables.doubts import curator_doubts
from gongbao.tables.traced import Tables
from support.commands import run_here
from support.damage import REPORT, add_report, append, edit
from support.paths import SEEDS
from support.rehearsal import cut, prepare, script
from support.shared import make_once

OLD = (SEEDS / REPORT / "text.txt").read_text(encoding="utf-8")
INSERTED, GONE = "成绩来之不易。", "检疫检测应检尽检,单管检测能力14万例。"
WORDS = ("--day", "2026-12-01", "--reason-zh", "发布单位更正了原文。", "--reason-en", "The publisher corrected it.")
Rows = dict[str, dict[str, str]]


def corrected() -> str:
    """An invented correction: a sentence more, which moves all that follows; one value another; a sentence less."""
    new = OLD.replace("圆满完成了全年各项目标任务。", f"圆满完成了全年各项目标任务。{INSERTED}", 1)
    return new.replace("高新技术企业89家", "高新技术企业98家", 1).replace(GONE, "", 1)


def correct(root: Path, text: str, *words: str) -> Any:
    source = root.parent / "corrected.txt"
    source.write_text(text, encoding="utf-8")
    return run_here("correct.py", "bda-2021", source, *(words or WORDS), "--root", root)


def drop(path: Path, word: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if word not in line), encoding="utf-8")


def mend(seeds: Path) -> None:
    """What the curator does: the lines whose quotes the new text does not hold."""
    home = seeds / REPORT
    drop(home / "observations.csv", "14万例")
    drop(home / "doubts.csv", "bda-2021-o542,")
    drop(home / "sentences.csv", GONE[:8])
    for name in ("observations.csv", "sentences.csv"):
        edit(home / name, "89家", "98家")
    edit(home / "sentences.csv", "89 national", "98 national")
    append(home / "sentences.csv", f"{INSERTED},These results were hard won.,narrative,no_figure")


def rows(root: Path, table: str) -> Rows:
    with (root / f"data/{table}.csv").open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    return {next(iter(line.values())): line for line in lines}


@pytest.fixture(scope="module")
def after(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of 1.0.0 after the correction, released as 2.0.0; nobody writes into it."""

    def make(root: Path) -> None:
        shutil.copytree(first, root)
        result = correct(root, corrected())
        assert result.returncode == 0, result.stderr
        assert "bda-2021: text 2 is frozen" in result.stdout
        mend(root / "seeds")
        edit(root / "seeds/dataset.yml", "version: 1.0.0", "version: 2.0.0")
        buried = run_here("correct.py", "bda-2021", "--tombstones", "--root", root)
        assert buried.returncode == 0, buried.stderr
        prepare(root, "2.0.0", "2026-12-02")
        cut(root, "2.0.0")
        assert script("build.py", "--seeds", root / "seeds", "--out", root).returncode == 0

    return make_once(tmp_path_factory, "after", make)


# --- what becomes of ids --------------------------------------------------------------------------------------------


def test_a_row_whose_quote_survives_keeps_its_id_although_its_place_moved(first: Path, after: Path) -> None:
    moved = 0
    for table in ("observations", "numerals", "commitments", "project_mentions", "place_mentions", "errata"):
        old, new = rows(first, table), rows(after, table)
        for key in old.keys() & new.keys():
            assert new[key]["quote"] == old[key]["quote"], key
            moved += new[key]["char_start"] != old[key]["char_start"]
        gone = {key for key in old if key not in new}
        assert gone <= {"bda-2021-o542", "bda-2021-o1569", "bda-2021-n542", "bda-2021-n1569"}, table
    assert moved > 800
    text = (after / "seeds" / REPORT / "text.txt").read_text(encoding="utf-8")
    for row in rows(after, "observations").values():
        assert text[int(row["char_start"]) : int(row["char_end"])] == row["quote"]
    vaccines = rows(after, "observations")["bda-2021-o347"]
    assert (vaccines["quote"], vaccines["char_start"], vaccines["sentence_id"]) == ("超17亿剂", "353", "bda-2021-s310")


def test_what_is_new_has_an_id_no_earlier_text_could_give(after: Path) -> None:
    value = rows(after, "observations")["bda-2021-r2-o1556"]
    assert (value["quote"], value["value"], value["numeral_id"]) == ("98家", "98", "bda-2021-r2-n1556")
    fresh = [row["text_zh"] for key, row in rows(after, "sentences").items() if "-r2-" in key]
    assert INSERTED in fresh
    assert len(fresh) == 2  # the new one, and the one whose value was corrected


def test_every_id_that_ended_has_a_tombstone_with_the_id_in_its_place(after: Path) -> None:
    with (after / "seeds/tombstones.csv").open(encoding="utf-8", newline="") as handle:
        stones = {line["row_id"]: line for line in csv.DictReader(handle)}
    assert stones["bda-2021-o1569"]["replaced_by"] == "bda-2021-r2-o1556"
    assert stones["bda-2021-s1547"]["replaced_by"] == "bda-2021-r2-s1534"
    for gone in ("bda-2021-o542", "bda-2021-n542", "bda-2021-s527"):
        assert stones[gone]["replaced_by"] == ""
    assert {line["reason_en"] for line in stones.values()} == {"The publisher corrected it."}
    assert {line["version"] for line in stones.values()} == {"2.0.0"}


def test_the_release_says_that_the_source_changed(after: Path) -> None:
    kinds = {change.change_kind for change in Shelf(after).changes("2.0.0") if change.table_name == "observations"}
    assert kinds == {"source"}
    assert Shelf(after).find("2.0.0").level == "major"


def test_both_releases_hold_and_the_current_data_are_valid(after: Path) -> None:
    for version in ("1.0.0", "2.0.0"):
        result = run_here("verify.py", after / "releases" / version, root=after)
        assert result.returncode == 0, result.stderr
    valid = run_here("validate.py", "--seeds", after / "seeds", "--package", after)
    assert valid.returncode == 0, valid.stderr


def test_old_citations_are_answered(after: Path) -> None:
    app = serving.make_app(after)

    def get(path: str) -> Any:
        return asyncio.run(app.client.get(path))

    (old,) = get("/gongbao-1-0-0/observations/bda-2021-o1569.json?_shape=array").json()
    assert (old["quote"], old["value"]) == ("89家", 89)
    assert 'href="/gongbao/observations/bda-2021-o347' in get("/gongbao-1-0-0/observations/bda-2021-o347").text
    assert 'href="/reports/bda-2021#bda-2021-o347"' in get("/gongbao/observations/bda-2021-o347").text
    assert "id=bda-2021-o347 " in get("/reports/bda-2021").text
    gone = get("/gongbao/observations/bda-2021-o1569")
    assert gone.status_code == 410
    assert 'href="/gongbao/observations/bda-2021-r2-o1556"' in gone.text
    assert "The publisher corrected it." in gone.text
    assert get("/gongbao/observations/bda-2021-r2-o1556").status_code == 200
    assert get("/gongbao/observations/bda-2021-o347").status_code == 200
    cited = run_here("cite.py", "--version", "1.0.0", "--row", "bda-2021-o1569", "--style", "apa", root=after)
    assert "“89家”" in cited.stdout


def test_a_second_correction_leads_back_to_the_first_text(after: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(after, tmp_path / "main"))
    result = correct(root, corrected().replace(INSERTED, ""))
    assert result.returncode == 0, result.stderr
    drop(root / "seeds" / REPORT / "sentences.csv", INSERTED)
    built = run_here("build.py", "--seeds", root / "seeds", "--out", root)
    assert built.returncode == 0, built.stderr
    found = rows(root, "observations")
    assert found["bda-2021-o347"]["char_start"] == "346"
    assert found["bda-2021-r2-o1556"]["quote"] == "98家"
    assert not [key for key in found if "-r3-" in key]


# --- what is refused ------------------------------------------------------------------------------------------------


def faulty(edit_seeds: Callable[[Path], None], seeds: Path, tmp_path: Path) -> str:
    """Correct a copy of the seeds, spoil what was written, and return what the build says."""
    root = tmp_path
    result = correct(root, corrected())
    assert result.returncode == 0, result.stderr
    mend(seeds)
    edit_seeds(seeds / REPORT)
    built = run_here("build.py", "--seeds", seeds, "--out", tmp_path / "out")
    assert built.returncode == 1
    assert len(built.stderr.splitlines()) == 1
    return built.stderr


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda home: edit(home / "carried.csv", "2,0,0,27", "2,0,1,27"), "carried.csv:2: its characters are not"),
        (lambda home: append(home / "carried.csv", "3,0,0,9"), "carried.csv:1: names a text that corrections.csv"),
        (lambda home: edit(home / "earlier/1.txt", "北京", "南京"), "earlier/1.txt: is not the text that was frozen"),
        (lambda home: (home / "earlier/1.txt").unlink(), "earlier/1.txt: is missing: put it back"),
        (lambda home: (home / "earlier/2.txt").write_text("x"), "earlier/2.txt: belongs to no line of corrections.csv"),
        (lambda home: edit(home / "corrections.csv", "\n2,", "\n3,"), "corrections.csv:2: is text 3, not 2"),
    ],
)
def test_what_was_written_is_held_against_the_texts(
    spoil: Callable[[Path], None], message: str, seeds: Path, tmp_path: Path
) -> None:
    assert message in faulty(spoil, seeds, tmp_path)


def test_a_correction_that_is_none_changes_nothing(seeds: Path, tmp_path: Path) -> None:
    before = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in seeds.rglob("*") if p.is_file()}
    for text, words, message in (
        (OLD, (), "corrected.txt: is the text that stands in seeds/reports/bda-2021/text.txt"),
        ("完全不同。", (), "shares nothing with the new text: add it as a report of its own"),
        (OLD + "<html>", (), "is a web page"),
        (corrected(), ("--day", "2026-12-01"), "a correction has a text, a day and a reason"),
        (corrected(), (*WORDS, "--day", "soon"), "column corrected_on holds “soon”"),
    ):
        result = correct(tmp_path, text, *words)
        assert result.returncode == 1, message
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert before == {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in seeds.rglob("*") if p.is_file()}


def test_a_correction_touches_the_seeds_of_its_report_alone(ready: Path) -> None:
    owned = [path for name in ("data", "schemas", "metadata") for path in (ready / name).iterdir()]
    published = {path: path.read_bytes() for path in owned}
    assert correct(ready, corrected()).returncode == 0
    assert published == {path: path.read_bytes() for path in published if path.exists()}


def test_ids_are_buried_for_the_next_version_only(ready: Path) -> None:
    words = ("bda-2021", "--tombstones", "--root", ready)
    assert "its text was never corrected" in run_here("correct.py", *words).stderr
    assert correct(ready, corrected()).returncode == 0
    mend(ready / "seeds")
    assert "1.0.0 is released already: set the next version first" in run_here("correct.py", *words).stderr
    edit(ready / "seeds/dataset.yml", "version: 1.0.0", "version: 2.0.0")
    assert correct(ready, corrected() + "\n").returncode == 0
    assert "was not made from the text that gave way" in run_here("correct.py", *words).stderr


def test_a_curators_doubt_keeps_to_its_row(after: Path) -> None:
    """A doubt names its row by the released id, which in the new text is the place of another row."""
    doubts = rows(after, "doubts")
    assert doubts["observations-bda-2021-o913-scope"]["row_id"] == "bda-2021-o913"
    assert doubts["observations-bda-2021-o926-scope"]["row_id"] == "bda-2021-o926"


def test_a_doubt_of_a_row_that_is_gone_names_its_line() -> None:
    """The id of a row that is gone may be the place of another today: the doubt does not pass to that one."""
    carrying = Carrying(released={"bda-2021-o10": "bda-2021-o23"}, places={"bda-2021-o23": "bda-2021-o10"})
    item = DoubtSeed(
        table_name="observations", row_id="bda-2021-o10", doubt_kind="scope", reason_zh="甲", reason_en="A"
    )
    tables: Tables = {name: [] for name in ("doubts", "external_facts", "same_as")}
    tables["doubts"] = list(curator_doubts([Sourced(item, "doubts.csv", 2)]))
    with pytest.raises(CheckError, match=r"doubts.csv:2: bda-2021-o10 is not in the corrected text"):
        carrying.written_to_places(tables)


def test_a_removal_still_needs_its_tombstone(ready: Path) -> None:
    assert correct(ready, corrected()).returncode == 0
    mend(ready / "seeds")
    prepare(ready, "2.0.0", "2026-12-02")
    refused = script("release.py", "--root", ready)
    assert refused.returncode == 1
    assert "observations bda-2021-o542 is removed in 2.0.0 without a tombstone" in refused.stderr


def test_a_report_is_not_named_like_a_corrected_text(seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds / REPORT, seeds / "reports/bda-2021-r2")
    result = run_here("build.py", "--seeds", seeds, "--out", tmp_path / "out")
    assert "seeds/reports/bda-2021-r2: a name that ends so is that of a corrected text" in result.stderr


# --- the way from text to text --------------------------------------------------------------------------------------

LINE = st.text(alphabet="一二三0189家。,北京", min_size=9, max_size=30)


@given(st.lists(LINE, min_size=2, max_size=6), st.data())
def test_what_is_carried_reads_the_same_in_both_texts(lines: list[str], data: st.DataObject) -> None:
    old = "\n".join(lines)
    place = data.draw(st.integers(0, len(old)))
    new = old[:place] + data.draw(LINE) + old[data.draw(st.integers(place, len(old))) :]
    lineage = Lineage((old, new), (tuple(align(old, new)),))
    start = data.draw(st.integers(0, len(new) - 1))
    end = data.draw(st.integers(start + 1, len(new)))
    number, origin = lineage.origin(start, end)
    assert lineage.texts[number - 1][origin : origin + end - start] == new[start:end]


@given(st.lists(LINE, min_size=2, max_size=6), st.data())
def test_no_two_places_come_from_one(lines: list[str], data: st.DataObject) -> None:
    old = "\n".join(lines)
    place = data.draw(st.integers(0, len(old)))
    new = old[:place] + data.draw(LINE) + old[place:]
    lineage = Lineage((old, new), (tuple(align(old, new)),))
    origins = [lineage.origin(place, place + 1) for place in range(len(new))]
    assert len(set(origins)) == len(origins)


@pytest.mark.parametrize(
    ("old", "new", "quote", "text"),
    [
        ("全年新增国家企业80家,另有其他。", "全年新增国家企业8家,另有其他。", "8", 2),
        ("全年新增国家企业18家,另有其他。", "全年新增国家企业8家,另有其他。", "8", 2),
        ("全年新增国家企业8家,另有其他。", "全年共新增国家企业8家,另有其他。", "8", 1),
        ("这是第一个句子。这是第二个句子。", "这是第一个句子。插入。这是第二个句子。", "这是第二个句子。", 1),
        ("这是第一个句子。\n这是第二个句子。", "这是第一个句子。\n插入。这是第二个句子。", "这是第二个句子。", 1),
    ],
)
def test_a_number_is_not_what_is_left_of_another(old: str, new: str, quote: str, text: int) -> None:
    start = new.index(quote)
    assert Lineage((old, new), (tuple(align(old, new)),)).origin(start, start + len(quote))[0] == text


STEPS = "某省2021年工作报告\n一、2021年工作回顾\n地区生产总值连跨2个台阶，地区生产总值增长5.5%。实施智慧公园项目。"
STEP_INDICATOR = "steps,地区生产总值连跨台阶,Steps,台阶数,number of steps,macro-economy,地区生产总值,"


def test_a_report_nobody_curated_is_carried_over_with_its_doubts_and_proposals(
    other_seeds: Path, tmp_path: Path
) -> None:
    append(other_seeds / "registry/indicators.csv", STEP_INDICATOR)
    add_report(other_seeds, "some-2021", STEPS)
    found = []
    for text in (STEPS, STEPS.replace("回顾\n", "回顾\n经济社会平稳发展。")):
        if text != STEPS:
            (tmp_path / "new.txt").write_text(text, encoding="utf-8")
            assert run_here("correct.py", "some-2021", tmp_path / "new.txt", *WORDS, "--root", tmp_path).returncode == 0
        built = run_here("build.py", "--seeds", other_seeds, "--out", tmp_path / str(len(found)))
        assert built.returncode == 0, built.stderr
        valid = run_here("validate.py", "--seeds", other_seeds, "--package", tmp_path / str(len(found)))
        assert valid.returncode == 0, valid.stderr
        found.append(tmp_path / str(len(found)))
    before, after = found
    for table in ("doubts", "observations", "projects", "project_mentions", "numerals"):
        assert rows(before, table).keys() == rows(after, table).keys(), table
    (doubt,) = [row for row in rows(after, "doubts").values() if row["doubted_by"] != "curator"]
    assert doubt["row_id"] in rows(after, "observations")
    assert doubt["doubt_id"].startswith(f"observations-{doubt['row_id']}-")
    assert any(key.startswith("auto-some-2021-") for key in rows(after, "projects"))
    moved = rows(before, "observations")[doubt["row_id"]], rows(after, "observations")[doubt["row_id"]]
    assert int(moved[1]["char_start"]) - int(moved[0]["char_start"]) == len("经济社会平稳发展。")
