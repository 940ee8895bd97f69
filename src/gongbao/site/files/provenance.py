"""Where the rows of a file come from: the addresses of citation, licence and description, and the version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils import tilde_decode

from gongbao.site.citing import Pairs, Words, arguments_of, find, render, words_of
from gongbao.site.wording.languages import side
from gongbao.site.wording.names import DATABASE

_FILE = frozenset({
    *("_stream", "_size", "_dl", "_bom", "_shape", "_nl", "_labels", "_label", "_header", "_next", "sql"),
    *("_columns", "_rows"),
    *("_facet", "_facet_array", "_facet_date", "_facet_size", "_nofacet", "_nocount", "_nosuggest"),
    *("_ttl", "_timelimit"),
})  # fmt: skip
"""Arguments that say how rows are written, not which rows they are."""


def cited(datasette: Any, request: Any) -> tuple[Words, Pairs]:
    """Return what a file is cited as: its table, row or query, and what it was asked with."""
    parts = {name: value if name == "pks" else tilde_decode(value) for name, value in request.url_vars.items() if value}
    parts.pop("format", None)
    given = parse_qsl(request.query_string, keep_blank_values=True)
    return words_of(datasette, parts), tuple(pair for pair in given if pair[0] not in _FILE)


def cite_address(datasette: Any, request: Any) -> str:
    """Return the address of the citations of a file."""
    words, pairs = cited(datasette, request)
    named = [(name, value) for name, value in words.items() if value]
    return str(datasette.urls.path(f"/-/cite?{urlencode([*named, *arguments_of(datasette, words, pairs)], safe=',')}"))


async def citation_of(datasette: Any, request: Any) -> str:
    """Return the citation of a file as a text: after GB/T 7714 for who reads Chinese, else after APA."""
    words, pairs = cited(datasette, request)
    found = await find(datasette, words, pairs)
    if found is None:
        return ""
    base = str(datasette.absolute_url(request, datasette.urls.instance())).rstrip("/")
    return render(replace(found[0], base=base), found[1], "gbt7714" if side() == "zh" else "apa")


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
