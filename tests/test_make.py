"""The Makefile as a newcomer meets it: every misstep is one clear line."""

from __future__ import annotations

import socket
import subprocess

from support.paths import ROOT


def make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *words], capture_output=True, text=True, cwd=ROOT, timeout=120
    )


def the_one_line(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_missing_target() -> None:
    line = the_one_line(make("nonsense"))
    assert "there is no target 'nonsense'" in line
    assert "make help" in line


def test_missing_python() -> None:
    line = the_one_line(make("--always-make", "setup", "PYTHON=python2.7-is-not-here"))
    assert "older than Python 3.11" in line
    assert "make PYTHON=" in line


def test_old_python() -> None:
    """An interpreter that answers as an old one would: it prints nothing for the version test."""
    line = the_one_line(make("--always-make", "setup", "PYTHON=false"))
    assert "older than Python 3.11" in line


def test_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = the_one_line(make("serve", f"PORT={port}"))
    assert f"port {port} on 127.0.0.1 is already in use" in line
    assert "make serve PORT=" in line


def test_help_lists_every_target() -> None:
    words = make("help").stdout
    for target in ("serve", "test", "build", "validate", "check", "bench", "clean"):
        assert f"make {target}" in words
