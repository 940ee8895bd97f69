"""make validate as a publisher meets it: planted defects, told in one line each; progress on a terminal only."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.packages import validation as packages
from gongbao.pipeline import Built
from support.paths import ROOT
from support.small_seeds import small_seeds

Run = Callable[..., "subprocess.CompletedProcess[str]"]

# what a reader of the schemas must catch without this project's classes: table, old cell, new cell, who finds it
DEFECTS = [
    ("observations", ",1700000000,", ",banana,", "frictionless type-error"),
    ("observations", ",346,351,", ",-5,351,", "frictionless constraint-error"),
    ("observations", ",more_than,", ",perhaps,", "frictionless constraint-error"),
    ("observations", "bda-2021-o347,", "bda-2021-o334,", "frictionless primary-key"),
    ("observations", ",dose,剂,", ",furlong,剂,", "foreign key"),
    ("observations", "bda-2021-n334,", "no numeral,", "frictionless constraint-error"),
    ("indicators", "pm25-concentration,PM2.5浓度,", "pm25-concentration,,", "frictionless constraint-error"),
    ("sections", "bda-2021-h23,", "bda-2021-h999,", "foreign key"),
]


@pytest.fixture
def damaged(package: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "package"
    shutil.copytree(package, copy)
    return copy


@pytest.mark.parametrize(("table", "old", "new", "kind"), DEFECTS, ids=[f"{d[0]} {d[3]} {d[2]}" for d in DEFECTS])
def test_a_planted_defect_is_caught_by_the_schemas_alone(
    table: str, old: str, new: str, kind: str, damaged: Path, built: Built
) -> None:
    path = damaged / "data" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = list(packages.check_package(damaged, origins=packages.origins_of(built.tables)))
    found = [line for line in lines if f"[{kind}]" in line]
    assert found, lines
    assert all("\n" not in line for line in lines)
    assert any(line.startswith(("seeds/", "data/")) for line in found)


def test_validate_accepts_the_package(script: Run, package: Path) -> None:
    result = script("validate.py", "--seeds", package / "seeds", "--package", package)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("valid: ")
    assert result.stderr == ""


def test_validate_names_row_source_quote_and_remedy(script: Run, damaged: Path) -> None:
    path = damaged / "data" / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1700000000,", ",1800000000,", 1), encoding="utf-8")
    result = script("validate.py", "--seeds", damaged / "seeds", "--package", damaged)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    line = next(line for line in result.stderr.splitlines() if "does not spell" in line)
    for words in ("data/observations.csv:3: ", "observations bda-2021-o347", "超17亿剂", "rebuild"):
        assert words in line


def test_a_fault_of_the_seeds_leads_to_the_seeds(damaged: Path, built: Built) -> None:
    """What the published file only repeats is to be corrected where people wrote it."""
    lines = list(packages.check_package(damaged, origins=packages.origins_of(built.tables)))
    assert lines == []
    place = packages.origins_of(built.tables).rows["observations", "bda-2021-o347"][0]
    tables, unread = packages.read_package(damaged, origins=packages.origins_of(built.tables))
    assert unread == []
    assert place in {traced.place for traced in tables["observations"]}


def test_validate_without_a_package(script: Run, tmp_path: Path, package: Path) -> None:
    result = script("validate.py", "--seeds", package / "seeds", "--package", tmp_path)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "make build" in result.stderr


@pytest.mark.slow
def test_progress_on_a_terminal_only(tmp_path: Path) -> None:
    """A line per stage where somebody watches; nothing on standard error in a pipe."""
    script, seeds = ROOT / "scripts" / "build.py", small_seeds(tmp_path / "seeds")
    command = [sys.executable, str(script), "--seeds", str(seeds), "--out", str(tmp_path)]
    quiet = subprocess.run(command, capture_output=True, text=True, check=True)
    assert quiet.stderr == ""
    watcher, terminal = pty.openpty()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=terminal, check=True)
    os.close(terminal)
    shown = os.read(watcher, 10_000).decode()
    os.close(watcher)
    for stage in ("seeds", "tables", "checks", "CSV", "schemas", "descriptor", "SQLite", "published"):
        assert f"  {stage}: " in shown
