"""The values that a column may be asked for: few enough to choose from, by their names. Read once a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from datasette.utils import escape_sqlite
from markupsafe import Markup, escape

from gongbao.exports.openings import FACETS
from gongbao.site.tables.reading_plan import LAST, OWNERS
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells
from gongbao.site.wording.languages import language
from gongbao.site.wording.names import REGISTRIES, TARGETS

MOST = 300  # values in one list
ALWAYS = frozenset({"report_id", "review", "kind", "table_name", "version", "doubtful", "column_name"})
_DRAWN: WeakKeyDictionary[Any, dict[tuple[str, str, str], Markup]] = WeakKeyDictionary()
_READ: WeakKeyDictionary[Any, dict[tuple[str, str], tuple[str, ...]]] = WeakKeyDictionary()


class Choice(NamedTuple):
    """A column with the values it may be asked for, as options; the one at hand is chosen."""

    column: str
    title: str
    options: Markup


def choosable(columns: Sequence[str], table: str) -> list[str]:
    """Return the columns that hold few values, worth a list or a count; the first is the key, which holds many."""
    own = columns[0] if columns else ""
    always = {*ALWAYS, *FACETS.get(table, ())}
    return [column for column in columns if holds_few(column, table) and (column != own or column in always)]


def holds_few(column: str, table: str) -> bool:
    """Tell whether a column of a table holds few values: codes, or what refers to a registry."""
    if column in ALWAYS or column in FACETS.get(table, ()):
        return True
    if column in LAST and column != "origin":
        return False
    return bool(labels.codelist_of(column, table)) or TARGETS.get(column) in REGISTRIES


async def values_of(datasette: Any, database: str, table: str, column: str) -> tuple[str, ...]:
    """Return the values that stand in a column; nothing where there are more than a list can hold."""
    held = datasette.get_database(database)
    known = _READ.setdefault(held, {})
    if (table, column) not in known:
        name, source = escape_sqlite(column), escape_sqlite(await source_of(held, table, column))
        sql = f"select distinct {name} from {source} where {name} is not null limit {MOST + 1}"
        found = await held.execute_fn(lambda connection: connection.execute(sql).fetchall())
        values = [str(row[0]) for row in found if row[0] != ""]
        known[(table, column)] = tuple(values) if len(values) <= MOST else ()
    return known[(table, column)]


async def source_of(held: Any, table: str, column: str) -> str:
    """Return the table that tells the values of a column soonest: that of the reports, or the one behind a view."""
    if column == "report_id" and table != "reports" and await held.table_exists("reports"):
        return "reports"
    owner = OWNERS.get(table, ("", ""))[1]
    return owner if owner and column in await held.table_columns(owner) else table


async def options_of(cells: Cells, column: str, values: Sequence[str]) -> Markup:
    """Return values as options in the order of their names; drawn once a language, as a database does not change."""
    known = _DRAWN.setdefault(cells.datasette.get_database(cells.database), {})
    key = (str(cells.table), column, language())
    if key not in known:
        await cells.look_up([{column: value} for value in values])
        named = [(value, cells.draw(column, {column: value}, linked=False).striptags()) for value in values]
        option = Markup('<option value="{}" translate="no">{}</option>\n').format
        ordered = sorted(named, key=lambda each: each[1].casefold())
        known[key] = Markup("").join(option(value, words) for value, words in ordered)
    return known[key]


async def choices_of(cells: Cells, columns: Sequence[str], asked: dict[str, str]) -> list[Choice]:
    """Return the choosable columns of a table with their values in words, those with one value left out."""
    table, found = str(cells.table), []
    for column in choosable(columns, table):
        values = await values_of(cells.datasette, cells.database, table, column)
        if len(values) < 2 and column not in asked:
            continue
        drawn = await options_of(cells, column, values)
        found.append(Choice(column, labels.column_title(column, table), chosen(drawn, asked.get(column, ""))))
    return found


def chosen(options: Markup, value: str) -> Markup:
    """Return options with that of a value chosen."""
    option = f'<option value="{escape(value)}" '
    return Markup(str(options).replace(option, f"{option}selected ", 1)) if value else options
