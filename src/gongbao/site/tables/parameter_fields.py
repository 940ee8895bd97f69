"""The form of a saved query: a field for every parameter, with the values there are where they can be listed.

Values are read and drawn once a language: there may be a report for every year of every place, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from gongbao.site.tables.parameters import KNOWN, NAMED, Parameter
from gongbao.site.wording import labels
from gongbao.site.wording.bilingual_metadata import parameter_label
from gongbao.site.wording.languages import language, side
from gongbao.site.wording.names import names_of

CHOSEN = frozenset({"report_id", "version", "since", "theme", "project_type", "unit"})
"""Parameters with few values, which are chosen; the others may be typed, with the values offered."""


class Field(NamedTuple):
    """A field of the form; `options` are the values with their names, drawn; `listed`: it takes no other."""

    name: str
    label: str
    value: str
    required: bool
    optional: bool
    options: Markup
    listed: bool


class Options(NamedTuple):
    """The values that a parameter may have, and as they are drawn."""

    values: frozenset[str]
    drawn: Markup

    def with_chosen(self, value: str) -> Markup:
        """Return the values as they are drawn, one of them chosen."""
        option = f'<option value="{escape(value)}"'
        return Markup(str(self.drawn).replace(f"{option} ", f"{option} selected ", 1))


_READ: WeakKeyDictionary[Any, dict[tuple[str, str], Options]] = WeakKeyDictionary()


async def fields_of(
    datasette: Any, database: str, values: Mapping[str, str], declared: Sequence[Parameter]
) -> list[Field]:
    """Return the fields of a query's parameters in their order."""
    known = {parameter["name"]: parameter for parameter in declared}
    fields = []
    for name, value in values.items():
        parameter = known.get(name)
        options = await drawn_options(datasette, database, name) if parameter else Options(frozenset(), Markup(""))
        listed = name in CHOSEN and bool(options.values) and (value == "" or value in options.values)
        required = bool(parameter and parameter["required"])
        label = parameter_label(parameter or {"name": name})
        drawn = options.with_chosen(value) if listed else options.drawn
        fields.append(Field(name, label, value, required, bool(parameter) and not required, drawn, listed))
    return fields


async def drawn_options(datasette: Any, database: str, name: str) -> Options:
    """Return the values that a parameter may have; drawn once a language."""
    known = _READ.setdefault(datasette.get_database(database), {})
    if (name, language()) not in known:
        options = await options_of(datasette, database, name)
        draw = Markup('<option value="{}" translate="no">{}</option>').format
        drawn = Markup("\n").join(draw(value, words or value) for value, words in options)
        known[(name, language())] = Options(frozenset(value for value, _ in options), drawn)
    return known[(name, language())]


async def options_of(datasette: Any, database: str, name: str) -> list[tuple[str, str]]:
    """Return the values that a parameter may have, with their names in the reader's language; none if it is free."""
    sql = NAMED.get(name) or KNOWN.get(name)
    if sql is None:
        return []
    held = datasette.get_database(database)
    rows = await held.execute_fn(lambda connection: connection.execute(sql).fetchall())
    if name in NAMED:
        column = 1 if side() == "zh" else 2
        return sorted({(str(row[column]), "") for row in rows if row[column]})
    if name == "table_name":
        return [(row[0], labels.table_title(row[0])) for row in rows if labels.is_known(row[0])]
    table = {"report_id": "reports", "indicator_id": "indicators"}.get(name)
    named = await names_of(datasette, database, table) if table else {}
    return [(row[0], str(named.get(row[0], ""))) for row in rows]
