"""The door of every command: outputs that cannot hold Chinese, faults nobody foresaw, Ctrl-C early, full disks."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gongbao import doors
from gongbao.errors import GongbaoError
from support.commands import run_script
from support.forked import PATIENCE, build
from support.paths import ROOT
from support.small_seeds import build_small


def exit_status(fault: BaseException) -> int:
    """Run a command that does nothing but raise, and return how its door exits."""

    def main(_root: Path | None, _words: object) -> int:
        raise fault

    with pytest.raises(SystemExit) as end:
        doors.run(main)
    assert isinstance(end.value.code, int)
    return end.value.code


def test_a_foreseen_fault_is_one_line_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status(GongbaoError("a.csv:1: holds “x\ny\u2028z”: mend it")) == 1
    assert capsys.readouterr().err == "error: a.csv:1: holds “x⏎y⏎z”: mend it\n"


def test_a_fault_nobody_foresaw_keeps_its_traceback_in_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert exit_status(KeyError("nobody\nforesaw")) == doors.UNFORESEEN == 70
    (line,) = capsys.readouterr().err.splitlines()
    (kept,) = tmp_path.iterdir()
    assert line.startswith("error: a fault of the program itself (KeyError: 'nobody")
    assert str(kept) in line
    words = kept.read_text(encoding="utf-8")
    assert words.startswith("Traceback (most recent call last)")
    assert "raise fault" in words


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_cannot_hold_chinese_gets_it_escaped(encoding: str) -> None:
    cited = run_script("cite.py", "--row", "bda-2021-o347", "--style", "apa", env={"PYTHONIOENCODING": encoding})
    assert (cited.returncode, cited.stderr) == (0, "")
    assert "\\u8d8517\\u4ebf\\u5242" in cited.stdout
    archive = ROOT / "releases" / "1.0.0" / "gongbao-1.0.0.zip"
    status, told, _ = run_encoded(encoding, "verify", archive)
    assert status == 0
    assert "this is release 1.0.0, unaltered" in told
    status, _, refused = run_encoded(encoding, "cite", "--row", "超")
    assert status == 1
    assert refused.startswith("error: \\u8d85: there is no such row")


def run_encoded(encoding: str, verb: str, *words: str | Path) -> tuple[object, str, str]:
    """Run a command on outputs of an encoding; returns how it exits and the bytes of both, as text."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as end:
        doors.run(verb, root=ROOT, words=[str(word) for word in words])
    for stream in (out, err):
        stream.flush()
    return end.value.code, *(stream.buffer.getvalue().decode(encoding) for stream in (out, err))  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["build.py", "release.py"])
def test_ctrl_c_while_modules_load_is_one_line(name: str, tmp_path: Path) -> None:
    """A module that takes long to load, and says so, is interrupted meanwhile."""
    verb = name.removesuffix(".py")
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\n"
        "class Slow:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == 'gongbao.commands.{verb}':\n"
        "            print('loading', flush=True)\n"
        "            time.sleep(30)\n"
        "sys.meta_path.insert(0, Slow())\n",
        encoding="utf-8",
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, str(ROOT / "scripts" / name)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    assert process.stdout.readline() == "loading\n"
    process.send_signal(signal.SIGINT)
    _, faults = process.communicate(timeout=PATIENCE)
    assert (process.returncode, faults) == (130, "interrupted: nothing was changed\n")


@pytest.mark.slow
def test_a_disk_that_is_full_for_the_database_is_one_line(tmp_path: Path) -> None:
    """A limit between the largest table and the database: the tables are written, SQLite is refused."""
    build_small(tmp_path / "whole")
    limit = max(path.stat().st_size for path in (tmp_path / "whole" / "data").iterdir()) + 50_000
    narrow = build(
        tmp_path / "whole" / "seeds",
        tmp_path / "out",
        first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    status, (line,) = narrow.end()
    assert status == 1
    assert line.startswith("error: gongbao.db: cannot be written: ")
    assert "nothing was changed" in line
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
