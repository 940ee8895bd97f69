"""The server as a process of its own, as a publisher runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from support.paths import ROOT


@contextmanager
def running(
    package: Path, port: int, *options: str, log: IO[bytes] | int = subprocess.DEVNULL, **environment: str
) -> Iterator[int]:
    """Serve a package on a port until the block ends; yields the number of the process."""
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--package", str(package), "--port", str(port)]
    told = {**os.environ, **environment}
    server = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=log, env=told)
    try:
        wait_for(f"http://127.0.0.1:{port}", server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server is well; fail where it ends or stays silent for half a minute."""
    for _ in range(300):
        assert server.poll() is None, f"the server ended with status {server.returncode}"
        try:
            urllib.request.urlopen(f"{url}/-/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")
