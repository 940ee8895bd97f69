"""Python's collector of garbage, paused while a text is read: nothing read refers to itself, the lexicon is large."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be collected meanwhile; as a decorator, while a function runs.

    A collection looks through everything that is held, the whole lexicon too, and a reading makes enough small things
    to have it done many times over; they go as soon as nobody holds them, since none of them is part of a circle.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
