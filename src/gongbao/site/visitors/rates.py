"""How often one visitor may ask: so many requests a minute, as many at once."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

KNOWN = 10_000  # visitors that are remembered, those who asked last
MINUTE = 60.0


class Rate:
    """Counts the requests of each visitor; `clock` tells seconds."""

    def __init__(self, per_minute: int, *, known: int = KNOWN, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self.known, self.clock = per_minute, known, clock
        self.clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Count a request; returns the seconds after which it may be made, 0 for now. One refused is not counted."""
        now = self.clock()
        left, seen = self.clients.pop(client, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - seen) * self.per_minute / MINUTE)
        allowed = left >= 1
        self.clients[client] = (left - 1 if allowed else left, now)
        if len(self.clients) > self.known:
            self.clients.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) * MINUTE / self.per_minute))
