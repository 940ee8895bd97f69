"""The kinds of rows that are drawn from a text, from kinds.csv: their tables, names and marks, what a card says.

`sign` is the letter of a kind in the ids of its rows (some-2021-o347) and its class in the reader; `entity` the table
of what is mentioned; `fields` what a card says, a pair of columns (note_zh, note_en) by what their names share,
`amount` made of several. `shown` is 1 for what the reader highlights from the start, 0 for what it highlights on
demand, empty for what it never does. Of kinds that cover the same characters the one that stands first is the outer
one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from gongbao.errors import SeedError
from gongbao.resources import SITE, shown
from gongbao.site.wording.labels import MODELS
from gongbao.site.wording.languages import pick

_KINDS = SITE / "reader" / "kinds.csv"
_OPTIONAL = {"entity", "mark_en", "mark_zh", "shown"}


class Kind(NamedTuple):
    """A kind of rows that are drawn from a text."""

    kind: str
    table: str
    entity: str
    sign: str
    mark_en: str
    mark_zh: str
    one_en: str
    many_en: str
    one_zh: str
    measure_zh: str
    shown: str
    fields: str

    @property
    def key(self) -> str:
        """Return the column that holds the id of a row."""
        return MODELS[self.table].primary_key[0]

    @property
    def highlighted(self) -> bool:
        """Tell whether the reader can highlight the kind."""
        return self.shown != ""

    @property
    def one(self) -> str:
        """Return what one row is called."""
        return pick(self.one_en, self.one_zh)

    @property
    def title(self) -> str:
        """Return what rows of the kind are called, as a heading."""
        return pick(self.many_en.capitalize(), self.one_zh)

    def counted(self, n: int) -> str:
        """Return a number of rows in words."""
        words = self.one_en if n == 1 else self.many_en
        return pick(f"{n:,} {words}", f"{n:,}{self.measure_zh}{self.one_zh}")


@cache
def kinds() -> tuple[Kind, ...]:
    """Return all kinds, the outer ones first; raises SeedError, with file and line, for an empty cell."""
    with _KINDS.open(encoding="utf-8", newline="") as handle:
        reader, found = csv.DictReader(handle, strict=True), []
        for line in reader:
            if set(line) != set(Kind._fields) or not all(value or name in _OPTIONAL for name, value in line.items()):
                raise SeedError(
                    f"{shown(_KINDS)}:{reader.line_num}: needs {', '.join(Kind._fields)}: complete the line"
                )
            found.append(Kind(*(line[name] for name in Kind._fields)))
        return tuple(found)


@cache
def by_name() -> dict[str, Kind]:
    """Return the kinds by their names, as the view `mentions` has them; and sentences."""
    return {kind.kind: kind for kind in kinds()}


@cache
def by_table() -> dict[str, Kind]:
    """Return the kinds by their tables."""
    return {kind.table: kind for kind in kinds()}


def highlighted() -> tuple[Kind, ...]:
    """Return the kinds that the reader can highlight, in the order they are offered."""
    offered = ("observation", "project", "policy", "commitment", "organization", "place", "term", "erratum", "numeral")
    return tuple(by_name()[name] for name in offered)


def anchor_of(table: str, row: Mapping[str, Any]) -> str:
    """Return the id under which the reader shows a row: its own, or its sentence’s if it is of no kind."""
    kind = by_table().get(table)
    return str(row[kind.key] if kind and row.get(kind.key) else row.get("sentence_id") or "")
