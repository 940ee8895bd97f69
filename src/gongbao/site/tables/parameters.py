"""Parameters in addresses: what a page or query declares it is asked with, and the errors for anything else.

What a parameter may name is read once a database, as it does not change while it is served.
"""

from __future__ import annotations

import difflib
from typing import Any, NamedTuple
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.utils.asgi import BadRequest
from markupsafe import Markup

from gongbao.site.search.subjects import is_named
from gongbao.site.wording.languages import t

LONGEST = 500
ALONE = {"organization"}  # what must name one thing: 市委 is said of the committee of every city
Parameter = dict[str, Any]

# What a parameter may name: the ids there are; or, by `NAMED`, ids and names in both languages, with short forms.
KNOWN = {
    "report_id": "select report_id from reports",
    "place_id": "select distinct place_id from reports",
    "year": "select distinct year_covered from reports",
    "review": "select code from codes where codelist = 'review'",
    "indicator_id": (
        "select indicator_id from indicators union select row_id from changes where table_name = 'indicators'"
    ),
    "version": "select version from releases",
    "since": "select version from releases",
    "table_name": "select name from sqlite_master where type = 'table' union select table_name from changes",
}
NAMED = {
    "organization": "select organization_id, name_zh, name_en, aliases_zh, aliases_en from organizations",
    "place": "select place_id, name_zh, name_en, aliases_zh, aliases_en from places",
    "theme": "select theme_id, name_zh, name_en from themes",
    "unit": "select unit_id, name_zh, name_en, symbol, aliases_zh from units where dimension = 'count'",
    "project_type": "select code, name_zh, name_en from codes where codelist = 'project_type'",
}


class There(NamedTuple):
    """What a parameter may name: the rows that bear names or ids, all of these in their order, and as a set."""

    rows: list[tuple[Any, ...]]
    names: list[str]
    known: frozenset[str]


_READ: WeakKeyDictionary[Any, dict[str, There]] = WeakKeyDictionary()


async def values_there(database: Any, name: str) -> There | None:
    """Return what there is for a parameter to name; None where it may be anything."""
    known, sql = _READ.setdefault(database, {}), KNOWN.get(name) or NAMED.get(name)
    if sql is None:
        return None
    if name not in known:
        rows = await database.execute_fn(lambda connection: [tuple(row) for row in connection.execute(sql)])
        names = [part for row in rows for cell in row if cell for part in str(cell).split(";")]
        known[name] = There(rows, names, frozenset(names))
    return known[name]


def given_names(request: Any) -> list[str]:
    """Return the names of the arguments that are asked; those that begin with _ are Datasette's own."""
    return [name for name in request.args if not name.startswith("_")]


def check(parameters: list[Parameter], request: Any) -> None:
    """Raise BadRequest, in one line with the remedy, for the first argument that is not in order."""
    known = {parameter["name"]: parameter for parameter in parameters}
    for name in given_names(request):
        if name not in known:
            raise BadRequest(unknown(name, parameters))
        if len(request.args.getlist(name)) > 1:
            raise BadRequest(t("{name}: is given more than once: leave one", name=name))
        if len(request.args[name]) > LONGEST:
            raise BadRequest(t("{name}: is longer than {n} characters: shorten it", name=name, n=LONGEST))
    for parameter in parameters:
        if parameter["required"] and not (request.args.get(parameter["name"]) or "").strip():
            raise BadRequest(Markup(" ").join((t("{name}: is missing:", name=parameter["name"]), told(parameters))))


def unknown(name: str, parameters: list[Parameter]) -> Markup:
    """Return what is said of a parameter there is none of: the nearest name, and all that are known."""
    near = difflib.get_close_matches(name, [parameter["name"] for parameter in parameters], 1)
    fault = (
        t("{name}: there is no such parameter: did you mean {near}?", name=name, near=near[0])
        if near
        else t("{name}: there is no such parameter:", name=name)
    )
    return Markup(" ").join((fault, told(parameters)))


async def check_values(database: Any, parameters: list[Parameter], request: Any) -> None:
    """Raise BadRequest, with near names, for the first value that names nothing there is."""
    for name in [parameter["name"] for parameter in parameters]:
        value = request.args.get(name) or ""
        there = await values_there(database, name) if value else None
        if there is None:
            continue
        if not (is_named(value, *there.names) if name in NAMED else value in there.known):
            raise BadRequest(no_such_value(name, value, difflib.get_close_matches(value, there.names, 3, 0.5)))
        bearers = [str(row[0]) for row in there.rows if name in ALONE and is_named(value, *row)]
        if len(bearers) > 1 and value not in bearers:
            asked = {"name": name, "value": value, "names": either(bearers[:10])}
            raise BadRequest(t("{name}: “{value}” is the name of several: choose {names}", **asked))


def no_such_value(name: str, value: str, near: list[str]) -> Markup:
    """Return what is said of a value that names nothing: the nearest names there are."""
    if near:
        return t("{name}: there is no “{value}”: did you mean {near}?", name=name, value=value, near=either(near))
    return t("{name}: there is no “{value}”: copy an id or a whole name from the tables", name=name, value=value)


def either(names: list[str]) -> Markup:
    """Return names as alternatives."""
    return Markup(t(" or ")).join(names)


def told(parameters: list[Parameter]) -> Markup:
    """Return the known parameters with an example, as an error names them."""
    if not parameters:
        return t("this query takes none")
    names = [Markup.escape(p["name"]) if p["required"] else t("{name} (optional)", name=p["name"]) for p in parameters]
    shown = [p for p in parameters if p["required"]] or parameters
    examples = "&".join("=".join((p["name"], p["example"])) for p in shown if "example" in p)
    known = Markup(", ").join(names)
    if not examples:
        return t("known: {names}", names=known)
    return t("known: {names}; example: ?{examples}", names=known, examples=examples)


def example_of(parameters: list[Parameter]) -> str:
    """Return the query string of the example: the required parameters, with the values they declare."""
    given = {parameter["name"]: parameter["example"] for parameter in parameters if parameter["required"]}
    return f"?{urlencode(given)}" if given else ""
