"""What the address of a table asks for, in the reader's words: filters, sort, columns, and addresses near it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from gongbao.errors import SeedError
from gongbao.resources import SITE, shown
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.labels import Both
from gongbao.site.wording.languages import data, pick, t

Pairs = list[tuple[str, str]]
_OPERATORS = SITE / "tables" / "operators.csv"
COLUMNS = "_columns"  # own argument: `all` shows every column; JSON and CSV hold them all anyway
FORM = ("_filter_column", "_filter_op", "_filter_value")
CHOICE = "_is."  # what the form calls a column whose value is chosen from a list
WITHOUT_VALUE = frozenset({"isnull", "notnull", "isblank", "notblank"})
_PAGES = frozenset({"_next"})


class Condition(NamedTuple):
    """One condition on rows: what it is about, how, and of what value; and the address without it."""

    column: Markup | str
    operator: Markup | str
    value: Markup | str
    words: str
    without: str


class State(NamedTuple):
    """The address of a table, as pairs in their order."""

    base: str
    pairs: Pairs

    def values(self, name: str) -> list[str]:
        """Return the values of an argument."""
        return [value for key, value in self.pairs if key == name]

    def first(self, name: str) -> str:
        """Return the first value of an argument; nothing where it is not given."""
        return next(iter(self.values(name)), "")

    def filters(self) -> list[tuple[str, str, str]]:
        """Return column, lookup and value of every filter, as Datasette reads them."""
        return [(*split(key), value) for key, value in self.pairs if is_filter(key)]

    def address(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Return the address of the table with other arguments."""
        query = urlencode(list(pairs))
        return f"{self.base}?{query}" if query else self.base

    def but(self, *names: str, **more: str) -> str:
        """Return the address without some arguments and the place in the list, with others added."""
        left = {*names, *more, *_PAGES}
        return self.address([*((k, v) for k, v in self.pairs if k not in left), *more.items()])

    def without(self, pair: tuple[str, str]) -> str:
        """Return the address without one argument of one value."""
        return self.address([each for each in self.pairs if each != pair and each[0] not in _PAGES])

    def kept(self, *names: str) -> Pairs:
        """Return what a form has to send along besides its own fields."""
        return [(key, value) for key, value in self.pairs if key not in names and key not in _PAGES]


def state_of(base: str, query_string: str) -> State:
    """Return what an address asks for; `base` is the address of the table without arguments."""
    return State(base, parse_qsl(query_string, keep_blank_values=True))


def is_filter(key: str) -> bool:
    """Tell whether an argument filters rows by a column; others begin with _ and are Datasette's or ours."""
    return not (key.startswith("_") and "__" not in key)


def split(key: str) -> tuple[str, str]:
    """Return column and lookup of a filter's name.

    >>> split("value__gt"), split("measure")
    (('value', 'gt'), ('measure', 'exact'))
    """
    column, mark, lookup = key.rpartition("__")
    return (column, lookup) if mark else (key, "exact")


@cache
def operators() -> dict[str, Both]:
    """Return the words of Datasette's lookups; raises SeedError for a line with an empty cell."""
    with _OPERATORS.open(encoding="utf-8", newline="") as handle:
        reader, found = csv.DictReader(handle, strict=True), {}
        for line in reader:
            if set(line) != {"lookup", "english", "chinese"} or not all(line.values()):
                where = f"{shown(_OPERATORS)}:{reader.line_num}"
                raise SeedError(f"{where}: needs three filled cells (lookup, english, chinese): complete the line")
            found[line["lookup"]] = Both(line["english"], line["chinese"])
    return found


async def conditions_of(state: State, cells: Cells) -> list[Condition]:
    """Return everything that keeps rows away, in words."""
    filters = [((key, value), *split(key), value) for key, value in state.pairs if is_filter(key)]
    await cells.look_up([{column: part} for _, column, lookup, value in filters for part in _parts(lookup, value)])
    found = [_condition(state, cells, *each) for each in filters]
    for key, value in state.pairs:
        if key.startswith("_search") and key != "_searchmode" and value:
            where = labels.column_title(key[8:], cells.table) if key.startswith("_search_") else t("Search")
            found.append(
                Condition(where, ":", data(value), f"{where}{pick(': ', '：')}{value}", state.without((key, value)))
            )
        elif key in ("_where", "_through"):
            found.append(Condition(t("SQL"), "", data(value), f"{t('SQL')} {value}", state.without((key, value))))
    return found


def _parts(lookup: str, value: str) -> list[str]:
    return [part.strip() for part in value.split(",")] if lookup in ("in", "notin") else [value]


def _condition(state: State, cells: Cells, pair: tuple[str, str], column: str, lookup: str, value: str) -> Condition:
    title = labels.column_title(column, cells.table)
    operator = str(operators()[lookup]) if lookup in operators() else lookup
    if lookup in WITHOUT_VALUE:
        return Condition(title, operator, "", f"{title} {operator}", state.without(pair))
    drawn = [cells.draw(column, {column: part}, linked=False) or data("“”") for part in _parts(lookup, value)]
    said = Markup(pick(", ", "、")).join(drawn)
    return Condition(title, operator, said, f"{title} {operator} {said.striptags()}", state.without(pair))


def from_form(pairs: Sequence[tuple[str, str]]) -> Pairs | None:
    """Return the arguments that a filled form of filters means; None where none was sent.

    An empty field asks for nothing.
    """
    if not any(key in FORM or key.startswith(CHOICE) for key, _ in pairs):
        return None
    sent = dict(pairs)
    kept = [(key, value) for key, value in pairs if key not in (*FORM, "_next") and not key.startswith(CHOICE)]
    chosen = {key.removeprefix(CHOICE): value for key, value in pairs if key.startswith(CHOICE)}
    kept = [(key, value) for key, value in kept if key not in chosen and key.removesuffix("__exact") not in chosen]
    kept += [(column, value) for column, value in chosen.items() if value]
    column, lookup, value = (sent.get(name, "") for name in FORM)
    lookup, mark, given = lookup.partition("__")
    if column and (value or mark or lookup in WITHOUT_VALUE):
        name = column if lookup in ("", "exact") else f"{column}__{lookup}"
        kept.append((name, given or ("1" if lookup in WITHOUT_VALUE else value)))
    return list(dict.fromkeys(kept))
