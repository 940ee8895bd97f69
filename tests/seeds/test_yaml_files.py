"""YAML that people wrote wrongly: each fault has its own line, none is a traceback, no key is lost in silence."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.damage import REPORT, edit, fails

Run = Callable[..., "subprocess.CompletedProcess[str]"]
DATE = "published_on: 2022-01-07"


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("published_on: 2022-13-45", ("report.yml:8: is no valid YAML", "month must be in 1..12", "correct the line")),
        (f"published_on: {'9' * 5000}", ("report.yml:8: is no valid YAML", "Exceeds the limit")),
        ('published_on: !!int "abc"', ("report.yml:8: is no valid YAML", "invalid literal for int()")),
        ("published_on: " + "[" * 3000, ("report.yml:8: is nested more than 20 deep",)),
        ("published_on:\n" + "\n".join(f"{'  ' * n}a:" for n in range(1, 300)), ("is nested more than 20 deep",)),
        (f"{DATE}\n{DATE}", ("report.yml:9: key “published_on” stands already in line 8: remove one",)),
        ("published_on: soon", ("report.yml:8: column published_on holds “soon”",)),
        ("published_on: &a [*a]", ("report.yml:8: ",)),
        ("year_covered: 1700", ("report.yml:",)),
        ("published_on: !!python/object:os.system x", ("report.yml:8: is no valid YAML",)),
        ('published_on: !!timestamp "x"', ("report.yml:8: is no valid YAML: the word is no timestamp",)),
        ('published_on: !!bool "x"', ("report.yml:8: is no valid YAML: the word is no bool",)),
        ('published_on: !!float ""', ("report.yml:8: is no valid YAML: the word is no float",)),
        ("published_on: " + "[" * 3000 + "]" * 3000, ("report.yml:8: is nested more than 20 deep",)),
        ("published_on: " + "? " * 3000, ("report.yml:8: is nested more than 20 deep",)),
        (f'{DATE}\ndocument_number: "a\\ab"', ("report.yml:9: holds the control character U+0007: remove it",)),
        ("published_on: 2022\x07", ("report.yml:8: holds the control character U+0007: remove it",)),
        ("? [a, b]\n: c", ("report.yml:",)),
    ],
    ids=[
        "date",
        "digits",
        "tag",
        "brackets",
        "indents",
        "twin",
        "word",
        "itself",
        "second year",
        "object",
        "timestamp",
        "bool",
        "float",
        "closed brackets",
        "question marks",
        "escaped bell",
        "bell",
        "list as key",
    ],
)
def test_a_fault_has_its_line(new: str, says: tuple[str, ...], seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / REPORT / "report.yml", DATE, new)
    fails(script, seeds, tmp_path, says=says)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "    title: Creative",
            "    colour: Creative",
            "seeds/dataset.yml:{line}: column licences.0.title is missing: add it",
        ),
        ("    roles: [creator", "    roles: [[creator]", "seeds/dataset.yml:"),
        ("name: gongbao", "name: Gong Bao", "seeds/dataset.yml:1: column name holds “Gong Bao”"),
    ],
)
def test_a_fault_inside_a_list_has_its_line(
    old: str, new: str, says: str, seeds: Path, script: Run, tmp_path: Path
) -> None:
    edit(seeds / "dataset.yml", old, new)
    lines = (seeds / "dataset.yml").read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("  - "))  # where the licence begins
    fails(script, seeds, tmp_path, says=(says.format(line=first),))


@pytest.mark.parametrize("planned", [2020, 2021])
def test_a_plan_follows_the_year_it_looks_back_on(planned: int, seeds: Path, script: Run, tmp_path: Path) -> None:
    edit(seeds / REPORT / "report.yml", "year_planned: 2022", f"year_planned: {planned}")
    says = f"report.yml:7: column year_planned holds “{planned}”: it is not after year_covered 2021"
    fails(script, seeds, tmp_path, says=(says,))
