"""Every kind of bad input gives one line that names file, place and remedy, exit status 1 and no traceback."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gongbao.errors import LexiconError, SeedError
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.units import Units
from gongbao.resources import LEXICON
from gongbao.seeds.lexicon import load_lexicon
from support.damage import REPORT, append, edit, fails, refreeze

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A copy of the lexicon a test may damage."""
    return Path(shutil.copytree(LEXICON, tmp_path / "lexicon"))


def text_of(seeds: Path) -> str:
    return (seeds / REPORT / "text.txt").read_text(encoding="utf-8")


# --- the frozen text -------------------------------------------------------------------------------------


def test_changed_text(seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / REPORT / "text.txt", "超17亿剂", "超18亿剂")
    fails(script, seeds, tmp_path, says=("text.txt", "SHA-256", "restore it"))


def test_truncated_text(seeds: Path, script: Run, tmp_path: Path) -> None:
    raw = (seeds / REPORT / "text.txt").read_bytes()
    (seeds / REPORT / "text.txt").write_bytes(raw[:-3])
    fails(script, seeds, tmp_path, says=("text.txt", "not the text that was frozen", "11068 characters"))


def test_text_cut_inside_a_character(seeds: Path, script: Run, tmp_path: Path) -> None:
    raw = (seeds / REPORT / "text.txt").read_bytes()
    (seeds / REPORT / "text.txt").write_bytes(raw[:-1])
    fails(script, seeds, tmp_path, says=("text.txt", "is not UTF-8"))


@pytest.mark.parametrize(
    ("encode", "says"),
    [
        (lambda t: t.encode("gb18030"), ("is not UTF-8", "GB18030", "save it as UTF-8")),
        (lambda t: t.encode("utf-16"), ("is UTF-16", "save it as UTF-8")),
        (lambda t: b"\xef\xbb\xbf" + t.encode(), ("byte order mark", "without BOM")),
        (lambda t: t.replace("\n", "\r\n").encode(), ("CRLF", "LF line ends")),
        (lambda t: t.encode() + b"\x00", ("NUL byte",)),
        (lambda _: b"", ("is empty",)),
        (lambda t: f"<html><body><p>{t}</p></body></html>".encode(), ("is a web page", "plain text")),
        (lambda t: ("<div class='TRS'>" + t).encode(), ("is a web page",)),
        (lambda _: b"\n \n", ("only white space",)),
    ],
    ids=["gb18030", "utf-16", "bom", "crlf", "nul", "empty", "html", "html-fragment", "blank"],
)
def test_wrong_text(
    seeds: Path, script: Run, tmp_path: Path, encode: Callable[[str], bytes], says: tuple[str, ...]
) -> None:
    refreeze(seeds, encode(text_of(seeds)))
    fails(script, seeds, tmp_path, says=("text.txt", *says))


def test_missing_text(seeds: Path, script: Run, tmp_path: Path) -> None:
    (seeds / REPORT / "text.txt").unlink()
    fails(script, seeds, tmp_path, says=("text.txt", "is missing", "put it back"))


def test_unknown_key_in_report(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "report.yml", "colour: red")
    fails(script, seeds, tmp_path, says=("report.yml:", "colour"))


def test_broken_yaml(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "report.yml", "title_zh: [")
    fails(script, seeds, tmp_path, says=("report.yml:", "no valid YAML"))


# --- curated lines ----------------------------------------------------------------------------------------


def test_quote_matches_twice(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "numerals.csv", "一批,,,vague,vague_quantity")
    fails(script, seeds, tmp_path, says=("numerals.csv:", "“一批” stands", "times", "prefix or suffix"))


def test_quote_matches_nowhere(seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / REPORT / "observations.csv", "超17亿剂", "超十七亿剂")
    fails(script, seeds, tmp_path, says=("observations.csv:", "超十七亿剂", "stands nowhere", "copy it exactly"))


def test_a_report_of_a_place_nobody_knows(seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / REPORT / "report.yml", "place_id: bda", "place_id: beijin")
    fails(script, seeds, tmp_path, says=("report.yml:5:", "place_id “beijin”", "did you mean beijing?"))


def test_a_place_in_itself(seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / "registry/places.csv", "\nbda,beijing,", "\nbda,bda,")
    fails(script, seeds, tmp_path, says=("places.csv:", "leads back to the place (bda in bda)", "name what it lies in"))


def test_a_dismissal_that_stands_twice(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "candidates.csv"
    append(path, path.read_text(encoding="utf-8").splitlines()[1])
    fails(
        script, seeds, tmp_path, says=("candidates.csv:", "is dismissed already at", "candidates.csv:2", "remove one")
    )


def test_a_dismissal_of_nothing(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "candidates.csv", "看病“脱卡结算”,,,slogan")
    fails(script, seeds, tmp_path, says=("candidates.csv:", "dismisses nothing that is open", "remove the line"))


def test_a_doubt_of_no_row(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "doubts.csv", "observations,bda-2021-o1,period,无此行。,There is no such row.")
    fails(script, seeds, tmp_path, says=("doubts.csv:", "observations bda-2021-o1, which is no row", "correct the id"))


def test_the_file_about_the_dataset_is_missing(seeds: Path, script: Run, tmp_path: Path) -> None:
    (seeds / "dataset.yml").unlink()
    fails(script, seeds, tmp_path, says=("seeds/dataset.yml: the file is missing: put it back (git checkout)",))


def test_same_value_described_twice(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "observations.csv"
    append(path, path.read_text(encoding="utf-8").splitlines()[1])
    fails(script, seeds, tmp_path, says=("observations.csv:", "described already at", "remove one"))


def test_missing_observation(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "observations.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("超17亿剂")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fails(script, seeds, tmp_path, says=("text.txt:4", "without a decision", "“17亿”", "observations.csv"))


def test_quote_without_number(seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / REPORT / "observations.csv", "高精尖产业生态持续优化,,,,pm25-concentration" + "," * 15)
    fails(script, seeds, tmp_path, says=("observations.csv:", "高精尖产业生态持续优化", "holds no number"))


def test_needless_overrule(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "observations.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index("status")] = "actual"
    path.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    fails(script, seeds, tmp_path, says=("observations.csv:2", "reads by itself", "empty the cell"))


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("unit_id", "furlong", "furlong"),
        ("indicator_id", "no-such-thing", "no-such-thing"),
        ("place_id", "atlantis", "atlantis"),
        ("measure", "stock", "code list measure"),
        ("status", "maybe", "code list status"),
        ("indicator_id", "", "is empty"),
        ("period_end", "31.12.2021", "31.12.2021"),
    ],
)
def test_unknown_name(seeds: Path, script: Run, tmp_path: Path, column: str, value: str, says: str) -> None:
    path = seeds / REPORT / "observations.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index(column)] = value
    path.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    fails(script, seeds, tmp_path, says=("observations.csv:2", says))


def test_unknown_theme(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / "registry" / "indicators.csv"
    theme = next(
        line for line in (seeds / "registry" / "themes.csv").read_text(encoding="utf-8").splitlines()[1:]
    ).split(",")[0]
    edit(seeds / "registry" / "themes.csv", f"\n{theme},", f"\nrenamed-{theme},")
    assert theme in path.read_text(encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    result = script("build.py", "--seeds", seeds, "--out", out)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert all("error: seeds/" in line and theme in line for line in lines)
    assert any("seeds/registry/indicators.csv:" in line for line in lines)


def test_unknown_column(seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / "registry" / "indicators.csv", "definition_en", "defintion_en")
    fails(
        script,
        seeds,
        tmp_path,
        says=("indicators.csv:1", "unknown column “defintion_en”", "did you mean definition_en?"),
    )


def test_duplicate_id(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / "registry" / "themes.csv"
    append(path, path.read_text(encoding="utf-8").splitlines()[1])
    fails(script, seeds, tmp_path, says=("themes.csv:", "stands already at seeds/registry/themes.csv:2"))


def test_duplicate_unit(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    append(words / "units.csv", (words / "units.csv").read_text(encoding="utf-8").splitlines()[1])
    fails(script, seeds, tmp_path, lexicon=words, says=("units.csv:", "“percent” stands already at", "units.csv:2"))


def test_bad_pattern_in_lexicon(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    append(words / "name_traps.csv", "(unclosed,name,slogan,x,genre")
    fails(script, seeds, tmp_path, lexicon=words, says=("name_traps.csv:", "no regular expression"))


@pytest.mark.parametrize("table", sorted(path.stem for path in LEXICON.glob("*.csv")))
def test_empty_table_of_the_lexicon(table: str, words: Path) -> None:
    """A table that lost its lines would be read wrongly in silence; the header alone is refused, as is no file."""
    path = words / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"{table}\.csv:1: holds no line: .* put them back"):
        load_lexicon(words)
    path.unlink()
    with pytest.raises(SeedError, match=rf"{table}\.csv: the file is missing"):
        load_lexicon(words)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("policy,all,", "policie,all,", "column kind holds “policie”"),
        ("policy,all,", "policy,all,x", "column weight holds “x"),
        ("policy,all,", "project,all,", "“project all” stands already at"),
        ("kind,trait,weight", "kind,trait,weights", "did you mean weight?"),
        ("\npolicy,", "\nproject,policy ", "holds no weight for a policy"),
    ],
)
def test_odd_evidence(old: str, new: str, says: str, words: Path) -> None:
    path = words / "evidence.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises((SeedError, LexiconError), match=re.escape(says)):
        load_lexicon(words)


def test_empty_lexicon(lexicon: Lexicon) -> None:
    with pytest.raises(LexiconError, match="the lexicon has no units, traps: load it from the folder"):
        replace(lexicon, units=Units(), traps=())


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("甲;;乙", "holds “”"),
        ("甲;", "holds “”"),
        ("甲;乙;甲", "“甲;乙;甲”: “甲” stands in the list twice: remove one"),
    ],
    ids=["empty", "open end", "twin"],
)
def test_item_no_list_may_hold(cell: str, says: str, seeds: Path, script: Run, tmp_path: Path) -> None:
    append(seeds / "registry" / "organizations.csv", f"nobody,无名,Nobody,company,{cell},")
    fails(script, seeds, tmp_path, says=("organizations.csv:", "aliases_zh", says))


# --- files saved by a spreadsheet -------------------------------------------------------------------------


def test_excel_bom(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    fails(script, seeds, tmp_path, says=("observations.csv", "byte order mark", "Excel"))


def test_excel_semicolons(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "numerals.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    fails(script, seeds, tmp_path, says=("numerals.csv:1", "semicolons", "commas"))


def test_excel_exponent(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    append(words / "units.csv", "big,大,big,1E+09,,ratio,")
    fails(script, seeds, tmp_path, lexicon=words, says=("units.csv:", "1E+09", "rewritten by Excel"))


def test_excel_crlf(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / "registry" / "themes.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    fails(script, seeds, tmp_path, says=("themes.csv:1", "CRLF"))


def test_lost_cell(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    append(words / "units.csv", "gross,罗,gross")
    fails(script, seeds, tmp_path, lexicon=words, says=("units.csv:", "has 3 cells, the header 7"))


def test_open_quotation_mark(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    append(words / "units.csv", 'gross,"罗,gross,,,count,')
    fails(script, seeds, tmp_path, lexicon=words, says=("units.csv:", "no valid CSV"))


# --- sentences and numerals -------------------------------------------------------------------------------


def test_untranslated_sentence(seeds: Path, script: Run, tmp_path: Path) -> None:
    path = seeds / REPORT / "sentences.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    fails(script, seeds, tmp_path, says=("text.txt:", "has no English", "sentences.csv"))


def test_unaccounted_numeral(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    edit(words / "name_traps.csv", "(?=[路街]", "(?=[径街]")
    fails(script, seeds, tmp_path, lexicon=words, says=("text.txt:", "“四”", "has no role", "numerals.csv"))


def test_unaccounted_sentence(seeds: Path, words: Path, script: Run, tmp_path: Path) -> None:
    path = words / "sentence_rules.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{header}\n此词不见于报告,narrative,framing,,\n", encoding="utf-8")
    fails(script, seeds, tmp_path, lexicon=words, says=("text.txt:4", "has no decision", "sentences.csv"))


def test_no_report_at_all(seeds: Path, script: Run, tmp_path: Path) -> None:
    shutil.rmtree(seeds / "reports")
    fails(script, seeds, tmp_path, says=("seeds/reports", "there is no report"))


def test_unknown_place_of_a_report(seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / REPORT / "report.yml", "place_id: bda", "place_id: atlantis")
    out = tmp_path / "out"
    out.mkdir()
    result = script("build.py", "--seeds", seeds, "--out", out)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "atlantis" in result.stderr
