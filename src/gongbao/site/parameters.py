"""Parameters in addresses: what a page or query declares it is asked with, and the errors for anything else."""

from __future__ import annotations

import difflib
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest

from gongbao.site.subjects import is_named

LONGEST = 500
ALONE = {"organization"}  # what must name one thing: 市委 is said of the committee of every city
Parameter = dict[str, Any]

# What a parameter may name: the ids there are; or, by `NAMED`, ids and names in both languages, with short forms.
KNOWN = {
    "report_id": "select report_id from reports",
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


def given_names(request: Any) -> list[str]:
    """Return the names of the arguments that are asked; those that begin with _ are Datasette's own."""
    return [name for name in request.args if not name.startswith("_")]


def check(parameters: list[Parameter], request: Any) -> None:
    """Raise BadRequest, in one line with the remedy, for the first argument that is not in order."""
    known = {parameter["name"]: parameter for parameter in parameters}
    for name in given_names(request):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadRequest(f"{name}: there is no such parameter: {hint}{told(parameters)}")
        if len(request.args.getlist(name)) > 1:
            raise BadRequest(f"{name}: is given more than once: leave one")
        if len(request.args[name]) > LONGEST:
            raise BadRequest(f"{name}: is longer than {LONGEST} characters: shorten it")
    for parameter in parameters:
        if parameter["required"] and not (request.args.get(parameter["name"]) or "").strip():
            raise BadRequest(f"{parameter['name']}: is missing: {told(parameters)}")


async def check_values(database: Any, parameters: list[Parameter], request: Any) -> None:
    """Raise BadRequest, with near names, for the first value that names nothing there is."""
    for name in [parameter["name"] for parameter in parameters]:
        value, sql = request.args.get(name) or "", KNOWN.get(name) or NAMED.get(name)
        if not value or sql is None:
            continue
        found = await database.execute_fn(lambda connection, sql=sql: connection.execute(sql).fetchall())
        names = [part for row in found for cell in row if cell for part in str(cell).split(";")]
        if not (is_named(value, *names) if name in NAMED else value in names):
            near = difflib.get_close_matches(value, names, 3, 0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else "copy an id or a whole name from the tables"
            raise BadRequest(f"{name}: there is no “{value}”: {hint}")
        bearers = [str(row[0]) for row in found if name in ALONE and is_named(value, *row)]
        if len(bearers) > 1 and value not in bearers:
            raise BadRequest(f"{name}: “{value}” is the name of several: choose {' or '.join(bearers[:10])}")


def told(parameters: list[Parameter]) -> str:
    """Return the known parameters with an example, as an error names them."""
    if not parameters:
        return "this query takes none"
    names = [p["name"] if p["required"] else f"{p['name']} (optional)" for p in parameters]
    shown = [p for p in parameters if p["required"]] or parameters
    examples = "&".join("=".join((p["name"], p["example"])) for p in shown if "example" in p)
    return f"known: {', '.join(names)}" + (f"; example: ?{examples}" if examples else "")


def example_of(parameters: list[Parameter]) -> str:
    """Return the query string of the example: the required parameters, with the values they declare."""
    given = {parameter["name"]: parameter["example"] for parameter in parameters if parameter["required"]}
    return f"?{urlencode(given)}" if given else ""
