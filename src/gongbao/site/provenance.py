"""Where the rows of a file come from: the addresses of citation, licence and description, and the version."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils import tilde_decode

from gongbao.site.names import DATABASE

_FILE = frozenset({"_stream", "_size", "_dl", "_bom", "_shape", "_nl", "_labels", "_facet", "_next", "_nofacet"})


def cite_address(datasette: Any, request: Any, style: str = "bibtex") -> str:
    """Return the address that gives the citation of what a request shows: its table with its filters, row or query."""
    parts = {name: tilde_decode(value) for name, value in request.url_vars.items() if value and name != "pks"}
    database, name = parts.get("database", DATABASE), parts.get("table")
    queries = ((datasette.metadata("databases") or {}).get(database) or {}).get("queries", {})
    words = [("database", database)]
    if name:
        words.append(("query" if name in queries else "table", name))
    if request.url_vars.get("pks"):
        words.append(("row", request.url_vars["pks"]))
    asked = [
        pair
        for pair in parse_qsl(request.query_string, keep_blank_values=True)
        if pair[0] not in _FILE and pair[0] not in ("database", "table", "row", "query", "style", "sql")
    ]
    return str(datasette.urls.path(f"/-/cite?{urlencode([*words, *asked, ('style', style)])}"))


def licence_of(datasette: Any) -> tuple[str, str]:
    """Return the name and the address of the licence of the data."""
    dataset = (datasette.metadata("gongbao") or {}).get("dataset") or {}
    licences = dataset.get("licences") or [{"name": "", "path": ""}]
    return licences[0]["name"], licences[0]["path"]


def version_of(datasette: Any, database: str) -> str:
    """Return the version of the data in a database."""
    if database != DATABASE:
        return database.removeprefix(f"{DATABASE}-").replace("-", ".")
    return str((datasette.metadata("gongbao") or {}).get("version", ""))


def description_address(datasette: Any, database: str) -> str:
    """Return the address of what describes the tables: the Data Package, of a release its manifest."""
    if database == DATABASE:
        return str(datasette.urls.path("/datapackage.json"))
    return str(datasette.urls.path(f"/releases/{version_of(datasette, database)}/manifest.json"))
