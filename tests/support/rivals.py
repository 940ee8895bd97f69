"""Real processes on a slowed disk: rivals that want the same folder, interrupted and watched from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from support.paths import ROOT, TESTS

PATIENCE = 60.0  # seconds after which a test gives up


def start(name: str, *words: str | Path, slow: float = 0.0) -> subprocess.Popen[str]:
    """Start one of scripts/; `slow` is what every move and flush takes longer, in seconds."""
    path = f"{TESTS / 'support' / 'slow_disk'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    env = {**os.environ, "PYTHONPATH": path, "SLOW_DISK": str(slow)}
    command = [sys.executable, str(ROOT / "scripts" / name), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something to be seen on the disk while a process lives; fails when it ends before."""
    begun = time.monotonic()
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.005)


def end(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Wait for a process and return its status and the lines it printed on standard error."""
    _, faults = process.communicate(timeout=PATIENCE)
    return process.returncode, faults.strip().splitlines()
