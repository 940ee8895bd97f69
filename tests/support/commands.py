"""The commands as a person runs them: in this process, which is quick, or in one of their own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

from gongbao import doors
from support.paths import ROOT


def run_here(
    verb: str, *words: str | Path, cwd: Path | None = None, root: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a command through its door in this process; what it prints and how it exits are those of the script."""
    given, out, err = [str(word) for word in words], io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd or Path.cwd()), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            doors.run(verb.removesuffix(".py"), root=root, words=given)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess([verb, *given], status, out.getvalue(), err.getvalue())


def run_script(
    name: str, *words: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of scripts/ in a process of its own."""
    command = [sys.executable, str(ROOT / "scripts" / name), *map(str, words)]
    settings = {**os.environ, **(env or {})}
    encoding = settings.get("PYTHONIOENCODING", "utf-8")
    return subprocess.run(command, capture_output=True, encoding=encoding, env=settings, cwd=cwd, timeout=300)
