"""A command in a process of its own, forked off this one, that can be watched, interrupted and killed.

What modules, lexicon and expressions cost is paid already, so such a process is at its work at once. That scripts start
from nothing is seen by the tests that run them (`support/commands`).
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from gongbao import doors, pipeline
from support.paths import ROOT
from support.small_seeds import small_seeds

PATIENCE = 60.0  # seconds after which a test gives up


class Forked:
    """One of the commands at work; `slow` is what every move and flush takes longer, `first` is called before it."""

    def __init__(
        self, verb: str, *words: str | Path, slow: float = 0.0, first: Callable[[], object] = lambda: None
    ) -> None:
        import_module(f"gongbao.commands.{verb}")
        warm()
        self.returncode: int | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the process that is watched
        self.pid = os.fork()
        if self.pid == 0:
            self._become(verb, [str(word) for word in words], slow, first)

    def _become(self, verb: str, words: list[str], slow: float, first: Callable[[], object]) -> NoReturn:
        status: object = doors.UNFORESEEN
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for number, target in enumerate((os.open(os.devnull, os.O_RDWR),) * 2 + (self._said.fileno(),)):
                os.dup2(target, number)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
            if slow:
                slow_down(slow)
            first()
            doors.run(verb, root=ROOT, words=words)
        except SystemExit as end:
            status = end.code
        finally:
            sys.stderr.flush()
            os._exit(status if isinstance(status, int) else 1)

    def poll(self) -> int | None:
        """Return how it ended, None while it lives."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def end(self) -> tuple[int, list[str]]:
        """Wait for it, and return its status and the lines it printed on standard error."""
        begun = time.monotonic()
        while self.poll() is None:
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.005)
        self._said.seek(0)
        assert self.returncode is not None
        return self.returncode, self._said.read().decode("utf-8").strip().splitlines()

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self.send(signal.SIGKILL)
        self.end()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something to be seen on the disk while it lives; fails where it ends before."""
        begun = time.monotonic()
        while not condition():
            assert self.poll() is None, self.end()
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.005)


@cache
def warm() -> None:
    """Read a text, so that whoever is forked off has lexicon and expressions at hand."""
    with tempfile.TemporaryDirectory() as place:
        pipeline.read(small_seeds(Path(place) / "seeds"))


def slow_down(seconds: float) -> None:
    """Let each move and each flush of this process take its time."""

    def slowed(call: Callable[..., Any]) -> Callable[..., Any]:
        def wait(*words: Any, **options: Any) -> Any:
            time.sleep(seconds)
            return call(*words, **options)

        return wait

    os.replace, os.fsync = slowed(os.replace), slowed(os.fsync)  # type: ignore[assignment]


def build(seeds: Path, out: Path, **options: Any) -> Forked:
    """Begin to build seeds into a folder."""
    return Forked("build", "--seeds", seeds, "--out", out, **options)
