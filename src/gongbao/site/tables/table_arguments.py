"""Arguments in the addresses of tables, views and queries: errors that name what there is instead."""

from __future__ import annotations

import json
from typing import Any

from datasette import NotFound, Response
from datasette.database import QueryInterrupted
from datasette.filters import Filters
from datasette.utils.asgi import BadRequest
from datasette.views.base import DatasetteError
from markupsafe import Markup

from gongbao.site.tables.table_state import is_filter, split
from gongbao.site.visitors.refusals import Later
from gongbao.site.wording.languages import t

INTERRUPTED = "SQL Interrupted: the query took longer than is allowed"
FORMATS = frozenset({"csv", "json", "jsono", "blob"})
SWITCHES = ("on", "off", "true", "false", "1", "0")
LONGEST = 10  # digits of a whole number in an argument
FACETS = ("_facet", "_facet_array", "_facet_date")


async def answer_checked(view: Any, request: Any) -> Response:
    """Return what a view of Datasette answers, once what all views know is in order; a fault is told in the format
    asked for."""
    check_format(view.ds, request)
    try:
        check_numbers(request)
        return await answer_in_time(view, request)
    except (BadRequest, Later) as fault:
        if request.url_vars.get("format") != "csv":
            raise
        told = f"{Markup(fault.args[0]).unescape()}\n"
        return Response.text(told, status=fault.status, headers=dict(getattr(fault, "headers", {})))


async def answer_in_time(view: Any, request: Any) -> Response:
    """Return what a view of Datasette answers; raises BadRequest, not a page with a script, where it took too long."""
    try:
        return await view.dispatch_request(request)
    except QueryInterrupted:
        raise BadRequest(INTERRUPTED) from None
    except DatasetteError as fault:
        if fault.title != "SQL Interrupted":
            raise
        raise BadRequest(INTERRUPTED) from None


def check_format(datasette: Any, request: Any) -> None:
    """Raise NotFound for an address that ends in a format there is none of."""
    kind = request.url_vars.get("format")
    if kind and kind not in FORMATS | set(datasette.renderers):
        raise NotFound(t("There is no format “{asked}”: take {known}.", asked=kind, known="csv, json, jsonl, xlsx"))


def check_numbers(request: Any) -> None:
    """Raise BadRequest for an argument that must be a whole number or a switch and is none."""
    for name in ("_timelimit", "_ttl"):
        value = request.args.get(name)
        if value and not (value.isascii() and value.isdigit() and len(value) <= LONGEST):
            raise BadRequest(t("{name} must be a whole number, not “{value}”.", name=name, value=value))
    value = request.args.get("_json_infinity")
    if value is not None and value.lower() not in SWITCHES:
        told = ", ".join(SWITCHES)
        raise BadRequest(
            t("{name} must be one of {known}, not “{value}”.", name="_json_infinity", known=told, value=value)
        )


async def check(held: Any, table: str, request: Any) -> None:
    """Raise BadRequest, naming what there is, for the first argument of a table that is not in order."""
    view = await held.get_view_definition(table)
    if not view and not await held.table_exists(table):
        return
    columns = await held.table_columns(table)
    keys = await held.primary_keys(table)
    known = [*columns, *([] if keys or view else ["rowid"])]
    for name, value in columns_asked(request):
        if value not in known:
            told = ", ".join(known)
            raise BadRequest(t("{name}: there is no column “{value}” here. Known: {known}", **{
                "name": name, "value": value, "known": told
            }))  # fmt: skip
    check_filters(request)
    check_size(request)
    check_next(request, keys, view=bool(view))
    await check_through(held, table, request)


def columns_asked(request: Any) -> list[tuple[str, str]]:
    """Return every argument that names a column, with the column it names."""
    asked: list[tuple[str, str]] = []
    for name in request.args:
        values = request.args.getlist(name)
        if name in ("_sort", "_sort_desc", "_col", "_nocol", *FACETS):
            asked += [(name, column_named(name, value)) for value in values if value or name in FACETS]
        elif is_filter(name):
            asked.append((name, split(name)[0]))
    return asked


def column_named(name: str, value: str) -> str:
    """Return the column that a facet asks for: its bare name, or the `column` of an object."""
    if name not in FACETS or not value.startswith("{"):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        raise BadRequest(t("{name} must be the name of a column, not “{value}”.", name=name, value=value)) from None
    return str(found.get("column") or found.get("simple") or "")


def check_filters(request: Any) -> None:
    """Raise BadRequest for a filter of an unknown kind, or whose list of values is none."""
    kinds = {key for key, _, _ in Filters([]).lookups()}
    for name in request.args:
        if not is_filter(name):
            continue
        column, lookup = split(name)
        if lookup not in kinds:
            told = ", ".join(sorted(kinds))
            raise BadRequest(t("{column}: there is no filter “{lookup}”. Known: {known}", **{
                "column": column, "lookup": lookup, "known": told
            }))  # fmt: skip
        for value in request.args.getlist(name):
            if lookup in ("in", "notin") and value.startswith("[") and not is_list(value):
                raise BadRequest(t("{name} must be values parted by commas, not “{value}”.", name=name, value=value))


def is_list(value: str) -> bool:
    """Tell whether a text is a list of plain values in JSON."""
    try:
        found = json.loads(value)
    except ValueError:
        return False
    return isinstance(found, list) and all(isinstance(part, str | int | float) or part is None for part in found)


def check_size(request: Any) -> None:
    """Raise BadRequest for a size of facets that is none; that of a page Datasette looks at itself."""
    value = request.args.get("_facet_size")
    if value and value != "max" and not (value.isascii() and value.isdigit() and len(value) <= LONGEST):
        raise BadRequest(t("{name} must be a whole number, not “{value}”.", name="_facet_size", value=value))
    if request.args.get("_sort") and request.args.get("_sort_desc") and "_sort_by_desc" not in request.args:
        raise BadRequest(t("Sort by one column, rising or falling, not both."))


def check_next(request: Any, keys: list[str], *, view: bool) -> None:
    """Raise BadRequest for a place in the list that leads nowhere."""
    value = request.args.get("_next")
    if not value:
        return
    parts = len(value.split(","))
    wanted = len(keys) or 1
    is_number = value.isascii() and value.isdigit() and len(value) <= LONGEST
    if not (is_number if view else parts in (wanted, wanted + 1)):
        raise BadRequest(t("_next leads nowhere: follow the links from page to page, or leave it out."))


async def check_through(held: Any, table: str, request: Any) -> None:
    """Raise BadRequest for a way through another table that does not lead here."""
    for value in request.args.getlist("_through"):
        try:
            asked = json.loads(value)
            other, column, _ = asked["table"], asked["column"], asked["value"]
        except (ValueError, KeyError, TypeError):
            told = '{"table": …, "column": …, "value": …}'
            raise BadRequest(t("_through must be {known}, not “{value}”.", known=told, value=value)) from None
        leads = [] if not await held.table_exists(other) else await held.foreign_keys_for_table(other)
        if table not in {key["other_table"] for key in leads} or column not in await held.table_columns(other):
            raise BadRequest(t("_through: no column “{column}” of “{other}” leads here.", column=column, other=other))


def refuse_file(request: Any, found: Any) -> Any:
    """Return what a query found; raises BadRequest where a file was asked of one that failed, not an empty file."""
    if request.url_vars.get("format") == "csv" and isinstance(found, tuple) and found[0].get("error"):
        raise BadRequest(found[0]["error"])
    return found


def undrawn(found: Any) -> Any:
    """Return what a query found without the cells that Datasette draws for its own page: ours draws those it shows.

    Drawing asks every plugin about every cell of as many rows as an answer has, whatever the page shows of them.
    """
    if not isinstance(found, tuple):
        return found
    data, template_values, *rest = found

    async def values() -> Any:
        rows = data["rows"]
        held = list(rows)
        rows.clear()
        try:
            return await template_values()
        finally:
            rows.extend(held)

    return (data, values if data.get("rows") else template_values, *rest)
