"""Ids made from a place in a text: the report, a letter for the table, and the characters the row stands at."""

from __future__ import annotations

# Rows that start where nothing else of their table starts are named by their first character …
POINTS = {"sections": "h", "sentences": "s", "numerals": "n", "observations": "o", "errata": "e"}
# … rows that may share one (a group and its first item) by both ends of their span.
SPANS = {
    "project_mentions": "p",
    "policy_mentions": "y",
    "commitments": "c",
    "organization_mentions": "g",
    "place_mentions": "l",
    "term_mentions": "t",
    "candidates": "k",
}


def point_id(table: str, report_id: str, start: int) -> str:
    """Return the id of a row named by its first character.

    >>> point_id("numerals", "some-report", 347)
    'some-report-n347'
    """
    return f"{report_id}-{POINTS[table]}{start}"


def span_id(table: str, report_id: str, start: int, end: int) -> str:
    """Return the id of a row named by both ends of its span.

    >>> span_id("project_mentions", "some-report", 6659, 6678)
    'some-report-p6659-6678'
    """
    return f"{report_id}-{SPANS[table]}{start}-{end}"


def point_pattern(table: str) -> str:
    """Return the regular expression of such an id."""
    return rf"^[a-z0-9-]+-{POINTS[table]}\d+$"


def span_pattern(*tables: str) -> str:
    """Return the regular expression of such an id; ids of several tables share one column."""
    letters = "".join(SPANS[table] for table in tables)
    return rf"^[a-z0-9-]+-{letters if len(letters) == 1 else f'[{letters}]'}\d+-\d+$"
