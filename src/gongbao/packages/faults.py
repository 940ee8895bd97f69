"""One thing that is wrong with a published package, whoever found it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a table (None: of the descriptor); `law` is who found it, `row` counts the header as row 1."""

    table: str | None
    law: str
    message: str
    row: int | None = None
    column: str | None = None
