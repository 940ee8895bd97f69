"""Answers to assistants: every receipt in them is held against the frozen text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def receipts(part: Any) -> Iterator[dict[str, Any]]:
    """Yield every receipt in an answer, wherever it stands."""
    if isinstance(part, dict):
        if {"char_start", "char_end", "quote", "report_id"} <= set(part):
            yield part
        for value in part.values():
            yield from receipts(value)
    elif isinstance(part, list):
        for value in part:
            yield from receipts(value)


def check_receipts(answer: dict[str, Any], text: dict[str, str]) -> int:
    """Hold every receipt against the frozen text; return how many there were."""
    found = list(receipts(answer))
    for receipt in found:
        assert text[receipt["report_id"]][receipt["char_start"] : receipt["char_end"]] == receipt["quote"]
    return len(found)
