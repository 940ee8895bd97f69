"""Two doors, one code: what a script does, the command `gongbao` does, wherever one stands."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from gongbao import doors
from gongbao.commands import console
from gongbao.commands.console import USAGE, VERBS
from gongbao.version import __version__
from support.commands import run_script
from support.paths import ROOT

GONGBAO = Path(sys.executable).with_name("gongbao")
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))


def gongbao(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([GONGBAO, *map(str, words)], capture_output=True, text=True, cwd=cwd, timeout=120)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_a_script_is_its_command(path: Path) -> None:
    """A script holds nothing but the door: same name, same description, same function."""
    assert path.stem in VERBS
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ast.parse((ROOT / "src/gongbao/commands" / path.name).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) == ast.get_docstring(module)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert f"doors.run('{path.stem}', root=" in ast.unparse(tree)


def test_every_verb_has_a_script() -> None:
    assert {path.stem for path in SCRIPTS} == set(VERBS)


@pytest.mark.slow
def test_both_doors_print_the_same() -> None:
    """The command finds the dataset from a folder inside it."""
    words = ("--row", "bda-2021-o347", "--style", "bibtex")
    ours = gongbao("cite", *words, cwd=ROOT / "data")
    assert ours.returncode == 0, ours.stderr
    assert ours.stdout == run_script("cite.py", *words).stdout


@pytest.mark.slow
def test_help_names_every_verb(tmp_path: Path) -> None:
    for words in ((), ("--help",), ("-h",)):
        shown = gongbao(*words, cwd=tmp_path)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert shown.stdout == USAGE + "\n"
    assert all(f"\n  {verb} " in USAGE for verb in VERBS)
    assert gongbao("build", "--help", cwd=tmp_path).stdout.startswith("usage: gongbao build")
    assert gongbao("--version", cwd=tmp_path).stdout == f"gongbao {__version__}\n"


def test_an_unknown_verb_is_one_line(tmp_path: Path) -> None:
    refused = gongbao("bulid", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "error: bulid: there is no such verb: gongbao --help lists them\n"


def test_a_program_of_its_own_says_the_same(tmp_path: Path) -> None:
    refused = gongbao("cite", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"error: {tmp_path.name}: neither this folder nor one above it holds a dataset")


@pytest.mark.parametrize(
    "words", [("build",), ("validate",), ("serve",), ("release",), ("cite",), ("assist",), ("verify", "1.0.0")]
)
def test_no_dataset_here_is_one_line(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["gongbao", *words])
    with pytest.raises(SystemExit) as end:
        console.main()
    assert end.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: {tmp_path.name}: neither this folder nor one above it holds a dataset")


def test_the_nearest_dataset_upwards(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    (inner / "deep").mkdir(parents=True)
    assert doors.find_root(inner) is None
    (tmp_path / "outer" / "datapackage.json").touch()
    assert doors.find_root(inner / "deep") == tmp_path / "outer"
    (inner / "seeds").mkdir()
    (inner / "seeds" / "dataset.yml").touch()
    assert doors.find_root(inner / "deep") == inner
