"""The search box on reading views: found by the full-text indexes of the tables behind them.

Datasette searches a table by its index and ignores the words where there is none, so that a view would show all its
rows as if they had been found. Here a view is asked through its tables, an error says where no index can serve, and an
empty box searches nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl
from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest

DATABASE = "gongbao"
Message = MutableMapping[str, Any]

BEHIND = {
    "observations_flat": ("observation_id", "observations"),
    "promises_flat": ("commitment_id", "commitments"),
    "projects_flat": ("project_id", "projects"),
}
"""Views that have a row for every row of one table: its key and the table."""

MENTIONED = {
    "observation": ("observation_id", "observations", None),
    "numeral": ("numeral_id", "numerals", None),
    "heading": ("section_id", "sections", None),
    "erratum": ("erratum_id", "errata", None),
    "project": ("project_mention_id", "project_mentions", ("project_id", "projects")),
    "policy": ("policy_mention_id", "policy_mentions", ("policy_id", "policies")),
    "commitment": ("commitment_id", "commitments", None),
    "organization": ("mention_id", "organization_mentions", ("organization_id", "organizations")),
    "place": ("mention_id", "place_mentions", ("place_id", "places")),
    "term": ("mention_id", "term_mentions", ("term_id", "terms")),
}
"""The kinds of rows in the view `mentions`: key and table, and what gives the row its name."""


@hookimpl(trylast=True)
def filters_from_request(
    request: Any, database: str, table: str, datasette: Any
) -> Callable[[], Awaitable[FilterArguments | None]]:
    """Search a view through the tables behind it; run after Datasette's own filter, which knows no index for it."""

    async def find() -> FilterArguments | None:
        if database != DATABASE and not database.startswith(f"{DATABASE}-"):
            return None
        names = set(await datasette.get_database(database).table_names())
        asked = [name for name in request.args if name.startswith("_search") and name != "_searchmode"]
        if f"{table}_fts" in names or request.args.get("_fts_table"):
            return None
        clause = clause_of(table, names)
        if not asked:
            return FilterArguments([], extra_context={"supports_search": clause is not None})
        if clause is None or asked != ["_search"]:
            what = f"{table}" if clause is None else f"{asked[0]} of {table}"
            raise BadRequest(f"{what}: has no full-text index: search in {', '.join(searchable(names))}")
        words = request.args["_search"]
        told = {"supports_search": True, "search": words}
        return FilterArguments([clause], {"search": words}, [f'search matches "{words}"'], told)

    return find


def searchable(names: set[str]) -> list[str]:
    """Return the tables and views that can be searched."""
    tables = sorted(name.removesuffix("_fts") for name in names if name.endswith("_fts"))
    return [*tables, *(view for view in (*BEHIND, "mentions") if clause_of(view, names))]


def clause_of(view: str, names: set[str]) -> str | None:
    """Return the condition that finds rows of a view by `:search`; None where no index can serve."""
    if view == "mentions":
        parts = [of_kind(kind, names) for kind in MENTIONED if f"{MENTIONED[kind][1]}_fts" in names]
        return f"(kind, row_id) in ({' union '.join(parts)})" if parts else None
    key, table = BEHIND.get(view, ("", ""))
    if f"{table}_fts" not in names:
        return None
    return f"{key} in (select {key} from {table} where {found(table)})"


def of_kind(kind: str, names: set[str]) -> str:
    """Return the SELECT that finds the rows of one kind, by their own words or by those of what they name."""
    key, table, named = MENTIONED[kind]
    condition = found(table)
    if named and f"{named[1]}_fts" in names:
        condition += f" or {named[0]} in (select {named[0]} from {named[1]} where {found(named[1])})"
    return f"select '{kind}', {key} from {table} where {condition}"


def found(table: str) -> str:
    """Return the condition that finds rows of a table by its index."""
    return f"rowid in (select rowid from {table}_fts where {table}_fts match escape_fts(:search))"


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Take an empty search off the address: a form sends one whenever its box is left empty."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Message, receive: Any, send: Any) -> None:
            query = scope.get("query_string", b"")
            if b"_search=" in query:
                kept = [part for part in query.split(b"&") if part != b"_search="]
                scope = {**scope, "query_string": b"&".join(kept)}
            await app(scope, receive, send)

        return answer

    return wrap
