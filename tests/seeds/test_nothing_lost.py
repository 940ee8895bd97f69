"""Nothing that people wrote is lost in silence: unknown files, foreign codes, encodings, what no cell can hold."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.errors import SeedError
from gongbao.resources import LEXICON
from gongbao.seeds.lexicon import TABLES, load_lexicon
from support.damage import REPORT, append, edit, fails, refreeze

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEXICON, tmp_path / "lexicon"))


# --- files nobody reads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (f"{REPORT}/erratas.csv", "erratas.csv: nothing reads a file of this name: did you mean errata.csv?"),
        (f"{REPORT}/Text.txt", "did you mean text.txt?"),
        (f"{REPORT}/zzz.xlsx", "the files here are candidates.csv, carried.csv"),
        ("registry/indicator.csv", "seeds/registry/indicator.csv: nothing reads a file of this name"),
        ("registry/units.csv", "seeds/registry/units.csv: nothing reads"),
        ("tombstone.csv", "seeds/tombstone.csv: nothing reads a file of this name: did you mean tombstones.csv?"),
    ],
)
def test_an_unknown_file_is_named(name: str, says: str, seeds: Path, script: Run, tmp_path: Path) -> None:
    (seeds / name).write_text("x\n", encoding="utf-8")
    fails(script, seeds, tmp_path, says=(says,))


def test_an_unknown_table_of_the_lexicon_is_named(words: Path, seeds: Path, script: Run, tmp_path: Path) -> None:
    (words / "unit.csv").write_text("x\n", encoding="utf-8")
    fails(script, seeds, tmp_path, lexicon=words, says=("unit.csv: nothing reads", "did you mean units.csv?"))


def test_every_table_of_the_lexicon_is_read() -> None:
    assert {path.name for path in LEXICON.iterdir()} == set(TABLES)


def test_what_systems_and_editors_leave_is_passed_over(seeds: Path, script: Run, tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "observations.csv~", ".#text.txt", "~$x.xlsx"):
        for folder in ("", "registry", "reports", REPORT):
            (seeds / folder / name).write_bytes(b"\x00\x01")
    (seeds / "reports" / ".ipynb_checkpoints").mkdir()
    assert script("build.py", "--seeds", seeds, "--out", tmp_path / "out").returncode == 0


# --- words no table of the lexicon may hold ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("meanings", "moves,*,*,flow,x,", "column verb holds “moves”"),
        ("meanings", "do,things,*,flow,x,", "column noun holds “things”"),
        ("meanings", "do,*,lengths,flow,x,", "column unit holds “lengths”: did you mean length?"),
        ("meanings", "do,*,*,stock,x,", "'stock' is not in the code list measure"),
        ("bases", "x,everyday", "column code holds “everyday”: use one of yoy"),
        ("statuses", "x,actuals", "column code holds “actuals”: did you mean actual?"),
        ("nature_nouns", "x,stock,", "column nature"),
        ("clause_words", "x,moves,", "column role"),
        ("section_parts", "x,plans", "did you mean plan?"),
        ("verbs", "x,moves,none,,", "column kind"),
        ("subject_words", "x,middle,", "column code holds “middle”"),
        ("qualifier_traps", "x,none,", "column code holds “none”"),
        ("qualifiers", "x,between,exact", "column position holds “between”"),
        ("qualifiers", "x,before,above", "'above' is not in the code list qualifier"),
        ("status_verbs", "x,project,issued,", "column status holds “issued”"),
        ("policy_nouns", "x,laws,", "column kind holds “laws”"),
        ("project_nouns", "x,plan,", "column kind holds “plan”"),
        ("stage_verbs", "x,open,planned,issued,planned,", "column project holds “open”"),
        ("stage_verbs", "x,held,planned,held,planned,", "column policy holds “held”"),
        ("stage_words", "x,open,issued,", "column project holds “open”"),
        ("stage_words", "x,held,held,", "column policy holds “held”"),
        ("stage_words", "成为全国,held,issued,", "“成为全国” stands already at"),
        ("unit_hints", ",,,furlong,,0,", "column unit_id holds “furlong”"),
        ("unit_hints", "furlong,,,yuan,,0,", "column unit_found holds “furlong”"),
        ("unit_hints", ",(,,yuan,,0,", "pattern “(” is no regular expression"),
        ("unit_hints", ",,[,yuan,,0,", "pattern “[” is no regular expression"),
        ("bases", "(,yoy", "pattern “(” is no regular expression"),
        ("bases", "a{99999999999},yoy", "pattern “a{99999999999}” is no regular expression (the repetition number"),
        ("bases", f"{'(' * 9000},yoy", "is no regular expression (maximum recursion depth"),
        ("name_traps", "x,name,because,y,genre", "'because' is not in the code list reason"),
        ("sentence_rules", "x,narrative,framing,middle,", "'middle' is not in the code list part"),
        ("verbs", ",change,increase,,", "column word"),
        ("units", "dozen,打,dozen,,,count,剂", "“剂” stands already at"),
        ("qualifiers", "超,before,less_than", "“超 before” stands already at"),
        ("verbs", "增长,change,decrease,,", "“增长” stands already at"),
        ("nature_nouns", "存款,flow,", "“存款” stands already at"),
        ("policy_nouns", "规划,measure,", "“规划” stands already at"),
        ("status_verbs", "建成,project,planned,", "“建成 project” stands already at"),
    ],
)
def test_a_foreign_word_in_the_lexicon_is_told(table: str, line: str, says: str, words: Path) -> None:
    path = words / f"{table}.csv"
    append(path, line)
    number = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(SeedError) as fault:
        load_lexicon(words)
    assert f"{table}.csv:{number}: " in str(fault.value)
    assert says in str(fault.value)
    assert "\n" not in str(fault.value)


def test_exchanged_names_of_columns_are_told(words: Path) -> None:
    path = words / "units.csv"
    edit(path, "unit_id,name_zh", "name_zh,unit_id")
    with pytest.raises(SeedError, match=r"units\.csv:2: column unit_id holds “百分比"):
        load_lexicon(words)


# --- cells ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("a\x07b", "column name_en holds the control character U+0007: remove it"),
        ('"a\nb"', "holds the control character U+000A"),
        ("a\u0085b", "U+0085"),
        ("x" * 40_000, "column name_en holds 40000 characters, a cell 32767 at most"),
    ],
    ids=["bell", "line break", "next line", "long"],
)
def test_what_no_worksheet_can_hold_is_told(cell: str, says: str, seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / "registry" / "organizations.csv", f"nobody,无名,{cell},company,,")
    fails(script, seeds, tmp_path, says=("organizations.csv:", says))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("坏\x07字。", "holds the control character U+0007"),
        ("长" * 40_000, "a sentence of 40000 characters"),
    ],
    ids=["bell", "long"],
)
def test_what_no_worksheet_can_hold_in_a_text_is_told(
    more: str, says: str, seeds: Path, script: Run, tmp_path: Path
) -> None:
    text = (seeds / REPORT / "text.txt").read_text(encoding="utf-8").rstrip("\n")
    refreeze(seeds, f"{text}\n{more}\n".encode())
    fails(script, seeds, tmp_path, says=("text.txt:", says))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ('"theme_id,name_zh', "themes.csv:1: the header is no valid CSV"),
        ("x" * 140_000, "themes.csv:1: "),
        ("x" * 300, "themes.csv:1: unknown column “xxx"),
        ("", "themes.csv:1: column “theme_id” is missing"),
    ],
    ids=["open", "endless", "long", "blank"],
)
def test_a_damaged_header_is_told(header: str, says: str, seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / "registry" / "themes.csv"
    _, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{header}\n{rest}", encoding="utf-8")
    line = fails(script, seeds, tmp_path, says=(says,))
    assert len(line) < 500


@pytest.mark.parametrize(("language", "line"), [("zh", "x,甲,A,company,甲;乙,"), ("en", "x,甲,A,company,,B;A")])
def test_a_name_among_its_own_other_names_is_told(
    language: str, line: str, seeds: Path, script: Run, tmp_path: Path
) -> None:
    append(seeds / "registry" / "organizations.csv", line)
    fails(script, seeds, tmp_path, says=("organizations.csv:", f"aliases_{language} repeats the name"))


@pytest.mark.parametrize(
    ("encoding", "says"),
    [("gb18030", "it looks like GB18030"), ("big5", "it looks like Big5"), ("shift_jis", "is not UTF-8 (byte")],
)
def test_an_encoding_is_called_by_its_name(encoding: str, says: str, seeds: Path, script: Run, tmp_path: Path) -> None:
    text = "經濟技術開發區建設工作報告，這一年在全市的產業發展中不斷提高，我們的企業和人民大為受益。" * 20
    if encoding != "big5":
        text = "经济技术开发区建设工作报告，这一年在全市的产业发展中不断提高，我们的企业和人民大为受益。" * 20
    raw = text.encode(encoding, errors="ignore")
    refreeze(seeds, raw)
    line = fails(script, seeds, tmp_path, says=("text.txt: is not UTF-8", says))
    assert encoding != "shift_jis" or "looks like" not in line
