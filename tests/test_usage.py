"""The usage guide: every snippet that can run here is run, and prints what the guide shows."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from support.paths import ROOT

GUIDE = ROOT / "docs" / "usage.md"
BLOCK = re.compile(
    r"^## (?P<title>[^\n]+)$|^<!-- (?P<mark>not run here: \w+) -->$|^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S
)
RUNNABLE = ("python", "sql", "console", "r")


def snippets() -> list[tuple[str, str, str, str]]:
    """Return title, kind, code and printed output of every snippet."""
    found: list[tuple[str, str, str, str]] = []
    title, mark = "", ""
    for match in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")):
        if match["title"]:
            title, mark = match["title"], ""
        elif match["mark"]:
            mark = match["mark"]
        elif match["kind"] == "text":
            name, kind, code, _ = found.pop()
            found.append((name, kind, code, match["body"]))
        else:
            found.append((title, mark or match["kind"], match["body"], ""))
            mark = ""
    return found


def run(kind: str, code: str) -> str:
    if kind == "python":
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(GUIDE), "exec"), {"__name__": "snippet"})
        return printed.getvalue()
    if kind == "sql":
        rows = duckdb.sql(code)
        return "".join(" | ".join(map(str, row)) + "\n" for row in [tuple(rows.columns), *rows.fetchall()])
    if kind == "r":
        command = ["Rscript", "--vanilla", "-e", code]
        result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        assert result.returncode == 0, result.stderr
        return result.stdout
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    command = code.removeprefix("$ ").strip()
    result = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, env=env)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize(
    ("kind", "code", "output"),
    [(kind, code, output) for _, kind, code, output in snippets() if kind in RUNNABLE],
    ids=[f"{title} {kind}" for title, kind, _, _ in snippets() if kind in RUNNABLE],
)
def test_snippet_prints_what_the_guide_shows(
    kind: str, code: str, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program, wanted in (("Rscript", kind == "r"), ("sqlite3", code.startswith("$ sqlite3"))):
        if wanted and not shutil.which(program):
            pytest.skip(f"{program} is not on this machine")
    monkeypatch.chdir(ROOT)
    shown = [line.rstrip() for line in output.splitlines()]
    assert shown
    assert [line.rstrip() for line in run(kind, code).splitlines()] == shown


def test_only_what_cannot_run_here_is_left_out() -> None:
    marks = set(re.findall(r"not run here: (\w+)", GUIDE.read_text(encoding="utf-8")))
    assert marks == {"arrow", "Excel", "Stata", "datasets"}
    titles = {title for title, *_ in snippets()}
    assert {"pandas", "polars", "DuckDB", "R", "csvkit", "SQLite", "frictionless"} <= titles


def test_the_guide_has_its_snippets() -> None:
    kinds = [kind for _, kind, _, _ in snippets()]
    assert {kind: kinds.count(kind) for kind in RUNNABLE} == {"python": 5, "sql": 2, "console": 2, "r": 1}
