"""The public face: a text read without a seeds folder, a package of any version loaded by its own schema."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import gongbao
from gongbao import GongbaoError, ReportValue, load, read_report
from gongbao.errors import ReleaseError
from gongbao.model.rows import Observation
from gongbao.pipeline import Built
from gongbao.releases.shelf import Shelf
from gongbao.tables.traced import rows_of
from support.paths import CORPUS, ROOT, SEEDS

TEXT = (SEEDS / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8")
SHARED = ("value", "value_min", "value_max", "measure", "qualifier", "direction", "basis", "status", "period_end")


def test_exported_names() -> None:
    """What stands in __all__ is all there is to rely on; a name that comes or goes is a decision."""
    assert gongbao.__all__ == ["GongbaoError", "ReportValue", "__version__", "load", "read_report"]
    for name in gongbao.__all__:
        assert getattr(gongbao, name)
        assert name == "__version__" or getattr(gongbao, name).__doc__, name


def test_version_is_the_code_s_own() -> None:
    from importlib.metadata import version

    assert gongbao.__version__ == version("gongbao")


# --- read_report ----------------------------------------------------------------------------------------------


def test_the_report_is_read_as_its_tables_have_it(built: Built) -> None:
    """Without registry and curator: the same places and values, and what the curator did not overrule."""
    rows = [traced.row for traced in rows_of(built.tables, Observation)]
    values = read_report(TEXT, 2021)
    assert len(values) == len(rows)
    for value, row in zip(values, rows, strict=True):
        overruled = {word.partition("=")[0] for word in row.overruled}
        for name in set(SHARED) - overruled:
            assert getattr(value, name) == getattr(row, name), (value.quote, name)
        assert value.char_start >= row.char_start - 1


def test_spans_are_those_of_the_text_given() -> None:
    for value in read_report(TEXT, 2021):
        assert isinstance(value, ReportValue)
        assert TEXT[value.char_start : value.char_end] == value.quote


def test_a_year_planned_need_not_follow() -> None:
    text = "2025年工作报告\n一、工作安排\n力争2027年实现地区生产总值增长6%。\n新建学校3所。"
    assert [value.period_end for value in read_report(text, 2025)] == [date(2027, 12, 31), date(2026, 12, 31)]
    assert read_report(text, 2025, year_planned=2030)[1].period_end == date(2030, 12, 31)


def test_full_width_digits_and_ranges() -> None:
    (value,) = read_report("报告\n一、工作回顾\n增长５％至６％。", 2021)
    assert (value.quote, value.value, value.value_min, value.value_max) == ("５％至６％", None, Decimal(5), Decimal(6))


def test_a_text_without_a_number_has_no_value() -> None:
    assert read_report("", 2021) == ()
    assert read_report("各项工作有序推进。", 2021) == ()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample corpus is not on this machine")
def test_any_report_of_the_genre() -> None:
    text = (CORPUS / "ningxia-2025.txt").read_text(encoding="utf-8")
    assert len(read_report(text, 2024)) > 100


# --- load -----------------------------------------------------------------------------------------------------


def test_rows_of_a_folder_have_the_types_of_its_schema() -> None:
    rows = load("observations", ROOT)
    (row,) = [row for row in rows if row.observation_id == "bda-2021-o347"]
    assert (row.quote, row.value, row.period_end) == ("超17亿剂", Decimal(1700000000), date(2021, 12, 31))
    assert (row.value_min, row.overruled, row.char_start) == (None, (), 346)
    assert type(row).__name__ == "Observations"
    kinds = type(row).__annotations__
    assert (kinds["char_start"], kinds["quote"], kinds["value"]) == (int, str, Decimal | None)
    assert (kinds["period_end"], kinds["overruled"]) == (date, tuple[str, ...])
    for each in rows:
        for name, cell in each._asdict().items():
            assert isinstance(cell, getattr(kinds[name], "__origin__", kinds[name])), name


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1"])
@pytest.mark.parametrize("way", ["version", "folder", "zip"])
def test_every_way_to_a_release_gives_its_rows(version: str, way: str) -> None:
    home = ROOT / "releases" / version
    calls: dict[str, Callable[[], list[tuple[object, ...]]]] = {
        "version": lambda: load("projects", ROOT, version=version),
        "folder": lambda: load("projects", home),
        "zip": lambda: load("projects", str(home / f"gongbao-{version}.zip")),
    }
    rows = {row.project_id: row for row in calls[way]()}  # type: ignore[attr-defined]
    assert len(rows) == 136
    # 1.0.1 took the bare names of schools from the projects that renovate them
    assert bool(rows["yizhuang-no1-primary-renovation"].aliases_en) == (version == "1.0.0")  # type: ignore[attr-defined]


def test_a_package_of_other_columns_has_its_own_types(tmp_path: Path) -> None:
    from support.small_packages import example, write

    (first, *_) = load("values", write(example(), tmp_path))
    assert first._fields == ("value_id", "unit_id", "value", "status")
    assert first == ("v1", "dose", Decimal(17), "actual")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda _: load("observation", ROOT), "there is no such table in version .*: did you mean observations?"),
        (lambda _: load("zzz", ROOT), "choose one of indicators"),
        (lambda p: load("terms", p), "holds neither datapackage.json nor manifest.json"),
        (lambda p: load("terms", p / "none.zip"), "holds neither"),
        (lambda _: load("terms", ROOT / "README.md"), "no intact zip file"),
        (lambda _: load("terms", ROOT, version="9.9.9"), "there is no such release: choose one of 1.0.0"),
    ],
)
def test_what_cannot_be_loaded_is_one_line(call: Callable[[Path], object], message: str, tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match=message.replace("?", r"\?")) as fault:
        call(tmp_path)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",1700000000,", ",17亿,", "data/observations.csv: row 2: column value holds “17亿”, no number"),
        (",346,", ",early,", "data/observations.csv: row 2: column char_start holds “early”, no integer"),
        (",2021-12-31,", ",2021-13-31,", "column period_end holds “2021-13-31”, no date"),
        ("bda-2021-o347,", "", "data/observations.csv: row 2 has 30 cells, its schema 31"),
    ],
)
def test_a_cell_that_is_not_what_its_schema_says(old: str, new: str, message: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(ROOT / "releases" / "1.0.1" / "gongbao-1.0.1.zip") as archive:
        archive.extractall(tmp_path)
    path = tmp_path / "data" / "observations.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    assert old in lines[2]
    lines[2] = lines[2].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReleaseError) as fault:
        load("observations", tmp_path)
    assert message in str(fault.value)
    assert str(fault.value).endswith("restore the file")


def test_the_quoted_example_of_load() -> None:
    assert load.__doc__
    (name,) = re.findall(r"gongbao-(\S+)\.zip", load.__doc__)
    assert name in Shelf(ROOT).versions
