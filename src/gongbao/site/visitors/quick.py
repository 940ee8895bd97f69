"""Statements of the site that were quick before: run where they are asked, without the way to a thread and back.

That way costs four times what it takes to find a row by its key, and a page asks some forty times. A statement is quick
by its text, once it was run a few times in a thread; one that proves slow for other values is stopped, run in a thread
and slow ever after.
"""

from __future__ import annotations

from collections import OrderedDict

QUICK = 0.001  # seconds of processor time that a quick statement takes at most
TIMES = 3  # that it must have been quick
STOPPED = 25  # milliseconds after which a statement that was quick is stopped; up to 20 Datasette watches every step
KEPT = 2000  # statements that are known


class Pace:
    """How often each statement was quick in a row; -1 for one that was stopped. The newest few thousand are known."""

    def __init__(self) -> None:
        self.known: OrderedDict[str, int] = OrderedDict()

    def is_quick(self, sql: str) -> bool:
        """Tell whether a statement may be run where it is asked."""
        return self.known.get(sql, 0) >= TIMES

    def ran(self, sql: str, seconds: float) -> None:
        """Note how long a statement took in a thread."""
        times = self.known.get(sql, 0)
        self._note(sql, times if times < 0 else times + 1 if seconds <= QUICK else 0)

    def was_stopped(self, sql: str) -> None:
        """Note that a statement was not quick after all."""
        self._note(sql, -1)

    def _note(self, sql: str, times: int) -> None:
        self.known[sql] = times
        self.known.move_to_end(sql)
        if len(self.known) > KEPT:
            self.known.popitem(last=False)
