"""Whether an answer holds all it should: one of which a part ran out of time is told, but not kept."""

from __future__ import annotations

from contextvars import ContextVar

_SHORT: ContextVar[list[str] | None] = ContextVar("short", default=None)


def begin() -> list[str]:
    """Begin an answer; returns what will hold the parts of it that fall short."""
    short: list[str] = []
    _SHORT.set(short)
    return short


def fell_short(part: str) -> None:
    """Note that a part of the answer at hand could not be made in time."""
    short = _SHORT.get()
    if short is not None:
        short.append(part)
