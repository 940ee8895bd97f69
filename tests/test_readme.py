"""Documentation that cannot lie: the README's commands, outputs, queries and figures are run and compared."""

from __future__ import annotations

import csv
import doctest
import io
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from csvkit.cli import CSVKitUtility
from csvkit.utilities.csvclean import CSVClean
from csvkit.utilities.csvstat import CSVStat

from gongbao.model.rows import TABLES
from gongbao.pipeline import Built
from gongbao.releases.shelf import Shelf
from support.commands import run_here
from support.paths import ROOT, SEEDS

DOCUMENTS = [p for p in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))) if p.name != "CHANGELOG.md"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def console_examples() -> list[tuple[str, str]]:
    """Every `$ command` of a console block with the output printed beneath it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = piece.partition("\n")
            found.append((command, output))
    return found


def run(command: str) -> str:
    """Run a command as a shell does; one of the project alone through its door, in this process."""
    if own := re.fullmatch(r"\.venv/bin/python scripts/(\w+\.py) ([^|&;>]*)", command):
        here = run_here(own[1], *shlex.split(own[2]), cwd=ROOT)
        assert here.returncode == 0, here.stderr
        return here.stdout
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("command", "output"), console_examples(), ids=[c[:40] for c, _ in console_examples()])
def test_csvkit_command_prints_what_the_readme_shows(command: str, output: str) -> None:
    assert [line.rstrip() for line in run(command).splitlines()] == [line.rstrip() for line in output.splitlines()]


def test_cookbook_uses_every_tool() -> None:
    commands = " ".join(command for command, _ in console_examples())
    for tool in ("csvcut", "csvgrep", "csvstat", "csvjoin", "csvsql", "csvlook"):
        assert tool in commands


def table_after(marker: str) -> list[list[str]]:
    lines = README[README.index(marker) :].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [rows[0], *rows[2:]]


def test_readme_query_has_the_printed_answer(package: Path) -> None:
    query = re.search(r"```sql\n(SELECT indicator_zh.*?)```", README, re.DOTALL)
    assert query
    connection = sqlite3.connect(package / "build" / "gongbao.db")
    cursor = connection.execute(query.group(1))
    header = [column[0] for column in cursor.description]
    rows = [[str(cell) for cell in row] for row in cursor.fetchall()]
    connection.close()
    assert table_after("LIMIT 3") == [header, *rows]


def test_readme_row_is_in_the_table() -> None:
    header, cells = table_after("One row of")
    with (ROOT / "data" / "observations.csv").open(encoding="utf-8", newline="") as handle:
        row = next(line for line in csv.DictReader(handle) if line["observation_id"] == cells[0])
    assert cells == [row[name] for name in header]


def test_first_screen_holds_it_all() -> None:
    screen = README.partition("## ")[0]
    assert len(screen.splitlines()) <= 48
    for words in ("make serve", "make test", "observation_id", "SELECT", "Cite", "CC BY 4.0", "Apache-2.0", "第五条"):
        assert words in screen


def test_readme_names_every_table() -> None:
    for model in TABLES:
        assert re.search(rf"[/`]{model.table}\.csv", README), model.table


def test_version_stands_everywhere_alike() -> None:
    """The seeds name the version of the data as they stand; the README cites the last one that was released."""
    known = yaml.safe_load((SEEDS / "dataset.yml").read_text(encoding="utf-8"))
    last = Shelf(ROOT).manifests[-1]
    assert f"version: {known['version']}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version {last.version} ({last.released})" in README
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {last.version} ({last.released})" in log
    assert known["version"] == last.version or "## Unreleased" in log


def test_quality_report_prints_the_build_agreement(built: Built) -> None:
    quality = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    for line in built.agreements["bda-2021"].lines():
        assert f"  {line}\n" in quality


def test_changelog_counts_are_the_tables(built: Built) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    words = " ".join(changelog.split())
    assert f"{len(built.tables['observations'])} observations of {len(built.tables['indicators'])} indicators" in words
    assert f"{len(built.tables['errata'])} errata" in words
    for name in ("projects", "policies", "commitments", "organizations", "places", "terms"):
        assert f"{len(built.tables[name])} {name}" in words


def told(tool: type[CSVKitUtility], *words: str) -> str:
    """What a tool of csvkit prints, run in this process: sixty starts take longer than all tables."""
    out = io.StringIO()
    tool(list(words), output_file=out).run()
    return out.getvalue()


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.table)
def test_csvclean_and_csvstat_take_every_table(model: type) -> None:
    path = str(ROOT / f"data/{model.table}.csv")  # type: ignore[attr-defined]
    cleaned = told(CSVClean, "--length-mismatch", path)
    assert cleaned == (ROOT / path).read_text(encoding="utf-8")
    count = told(CSVStat, "-y", "0", "-I", "--count", path)
    with (ROOT / path).open(encoding="utf-8", newline="") as handle:
        assert int(count.strip().split()[-1]) == sum(1 for _ in csv.reader(handle)) - 1


def test_every_make_target_is_in_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    for target in set(targets) - {"help", "setup", "tools", "port"}:
        assert f"make {target}" in makefile


def test_documents_name_every_script() -> None:
    words = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "docs/architecture.md"))
    for path in (ROOT / "scripts").glob("*.py"):
        assert path.name in words, path.name


def test_python_example_prints_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = re.findall(r"```python\n(>>>.*?)```", README, re.DOTALL)
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_documents_name_no_file_that_is_not_there(path: Path) -> None:
    """The changelog tells of the past and may name what has gone."""
    for name in re.findall(
        r"`((?:src|seeds|tests|docs|scripts|bench|schemas|metadata)/[^`\s<>*]+)`", path.read_text("utf-8")
    ):
        assert (ROOT / name).exists(), f"{path.name} names {name}"


def contributing_rows(heading: str) -> list[list[str]]:
    """The lines of a table of CONTRIBUTING.md: what to change, what to edit, what proves it."""
    words = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition(f"## {heading}")[2].partition("\n## ")[0]
    lines = [line for line in words.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line][1:]


def test_a_newcomer_finds_one_file_and_one_test_for_each_of_eight_changes() -> None:
    rows = contributing_rows("One minute")
    wanted = ("unit", "number", "report", "label", "column", "format", "page", "release")
    assert [word for (change, _, _), word in zip(rows, wanted, strict=True) if word not in change] == []
    for change, place, proof in rows:
        for cell, home in ((place, ""), (proof, "tests/")):
            (path,) = re.findall(r"`([^`]+)`", cell)
            assert path.startswith(home), change
            assert (ROOT / path).exists(), f"{change}: {path} does not exist"


def test_contributing_names_nothing_that_does_not_exist() -> None:
    for change, *cells in contributing_rows("Everything else"):
        for path in re.findall(r"`((?:src|seeds|tests|docs)/[^`]+)`", " ".join(cells)):
            assert (ROOT / path.replace("<id>", "bda-2021")).exists(), f"{change}: {path} does not exist"


def test_architecture_names_every_module() -> None:
    words = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "src" / "gongbao").rglob("*.py")):
        if path.name != "__init__.py":
            assert f"`{path.stem}`" in words, path.stem
