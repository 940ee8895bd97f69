"""Which columns a table shows for reading, as reading.yml says; the rest is one click away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from gongbao.resources import SITE, shown
from gongbao.seeds.yaml_files import read_yaml
from gongbao.site.wording import labels
from gongbao.site.wording.languages import pick, side

_READING = SITE / "tables" / "reading.yml"
_TONGUE = re.compile(r" \((?:Chinese|English)\)|（[中英]文）")
LAST = (
    *("numeral_id", "section_id", "parent_id", "report_id", "sentence_id"),
    *("char_start", "char_end", "extent_end", "origin"),
)
"""Where a row stands and how it came about: said last, or by the links of a row."""
OWNERS = {
    "observations_flat": ("observation_id", "observations"),
    "promises_flat": ("commitment_id", "commitments"),
    "promises": ("commitment_id", "commitments"),
    "projects_flat": ("project_id", "projects"),
}
"""The key in a view, and the table it is the key of."""


class Composite(BaseModel):
    """A cell made of several columns: its title, the column it is sorted by, and the columns it is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_en: str
    title_zh: str
    sort: str
    columns: tuple[str, ...]


class Group(BaseModel):
    """Tables that belong together, as the page of a database shows them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_en: str
    title_zh: str
    tables: tuple[str, ...]


class Reading(BaseModel):
    """reading.yml as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    composites: dict[str, Composite]
    groups: tuple[Group, ...]
    tables: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """A column as it is shown: its name, its title, how it is drawn and the columns of the table it is made of."""

    name: str
    title: str
    kind: str  # plain, pair or the name of a composite
    sources: tuple[str, ...]
    sort: str

    @property
    def mine(self) -> str:
        """Return the source in the reader's language, or the only one."""
        return next((name for name in self.sources if name.endswith(f"_{side()}")), self.sources[0])


@cache
def reading() -> Reading:
    """Return what reading.yml says; raises SeedError where it is not in order."""
    return read_yaml(_READING, shown(_READING), Reading).item


def bare(title: str) -> str:
    """Return the title of one of two columns without its language.

    >>> bare("Name (Chinese)"), bare("名称（中文）")
    ('Name', '名称')
    """
    return _TONGUE.sub("", title)


def plain(name: str, table: str | None) -> Column:
    """Return a column of the table, shown as it is."""
    return Column(name, labels.column_title(name, table), "plain", (name,), name)


def chosen(columns: Sequence[str], table: str | None) -> list[Column]:
    """Return columns as somebody chose them."""
    return [plain(name, table) for name in columns]


def for_reading(columns: Sequence[str], table: str | None) -> list[Column]:
    """Return what a table with these columns shows for reading; of a release only what its table has."""
    entries = reading().tables.get(table or "") or unnamed(columns)
    found = [column for entry in entries if (column := entry_of(entry, columns, table))]
    pairs = {column.mine for column in found if column.kind == "pair"}
    return [column for column in found if column.name not in pairs] or chosen(columns, table)


def entry_of(entry: str, columns: Sequence[str], table: str | None) -> Column | None:
    """Return an entry of reading.yml as a column; None where the table has nothing of it."""
    if entry in columns:
        return plain(entry, table)
    made = reading().composites.get(entry)
    if made:
        sources = tuple(name for name in made.columns if name in columns)
        sort = made.sort if made.sort in columns else (sources[0] if sources else "")
        return Column(entry, pick(made.title_en, made.title_zh), entry, sources, sort) if sources else None
    pair = tuple(name for name in (f"{entry}_zh", f"{entry}_en") if name in columns)
    if not pair:
        return None
    mine = next((name for name in pair if name.endswith(f"_{side()}")), pair[0])
    return Column(entry, bare(labels.column_title(mine, table)), "pair", pair, mine)


def unnamed(columns: Sequence[str]) -> list[str]:
    """Return entries for columns that reading.yml does not name: each pair once, an id not beside what it names.

    >>> unnamed(["theme_id", "name_zh", "name_en", "char_start"])
    ['name', 'theme_id', 'char_start']
    """
    present, entries = set(columns), []
    for name in columns:
        stem, twin = name[:-3], labels.twin_of(name)
        entry = stem if twin in present and stem not in present else name
        if entry not in entries:
            entries.append(entry)
    return sorted(entries, key=_rank)


def _rank(entry: str) -> int:
    if entry in LAST:
        return 2
    return 1 if entry.endswith("_id") else 0


def sources_of(columns: Sequence[Column]) -> list[str]:
    """Return the columns of the table that shown columns are made of, each once."""
    return list(dict.fromkeys(name for column in columns for name in column.sources))
