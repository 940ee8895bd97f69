"""What a parameter may hold, read from the data: codes, themes, places, reports, releases, tables, styles.

A value may be given by its id or by its name in either language; what is not known is answered with what is.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongbao.assist.library import Build, Refusal
from gongbao.citing.citations import STYLES
from gongbao.model.codes import CODELISTS
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES
from gongbao.site.search.searching import KINDS
from gongbao.site.search.subjects import is_named
from gongbao.site.wording.names import DATABASE, names_of

CURRENT = "current"
MOST_LISTED = 60  # values that a schema or a message enumerates
NEAR = 3
_WORD = re.compile(r"[a-zà-ɏ0-9]{3,}")
Names = Mapping[str, tuple[str, str]]
"""Chinese and English names by id; empty where an id is all there is."""


@dataclass(frozen=True, slots=True)
class From:
    """Marks a parameter whose values are read from the data: a code list (`codes:status`) or a registry (`themes`)."""

    source: str


@dataclass(frozen=True, slots=True)
class Like:
    """Marks a parameter whose examples are read from the data: ids of some tables, names where rows have them."""

    tables: tuple[str, ...]


async def names_from(build: Build, source: str) -> Names:
    """Return the values of a source with their names."""
    kind, _, codelist = source.partition(":")
    if kind == "codes":
        return {code.code: (code.name_zh, code.name_en) for code in CODELISTS[codelist]}
    if kind == "tables":
        return {model.table: (model.caption_zh, model.caption_en) for model in (*TABLES, *HISTORY)}
    if kind == "kinds":
        captions = {model.table: (model.caption_zh, model.caption_en) for model in TABLES}
        return {table: captions[table] for table in KINDS}
    if kind == "styles":
        return dict.fromkeys(STYLES, ("", ""))
    if kind == "versions":
        return dict.fromkeys(await versions_of(build), ("", ""))
    found = await names_of(build.datasette, DATABASE, source)
    return {row_id: (named.chinese or "", named.english or "") for row_id, named in found.items()}


async def versions_of(build: Build) -> dict[str, str]:
    """Return the databases of the current data and of all releases that are served, by their versions."""
    rows = await build.rows("select version, database_name from releases order by position desc")
    served = {row["version"]: row["database_name"] for row in rows if row["database_name"] in build.datasette.databases}
    return {CURRENT: DATABASE, **served}


async def choose(build: Build, parameter: str, source: str, given: str) -> str:
    """Return the id that a value names; raises Refusal with near ones and what is known."""
    known = await names_from(build, source)
    if given in known:
        return given
    named = [row_id for row_id, names in known.items() if is_named(given, row_id, *names)]
    if len(named) == 1:
        return named[0]
    raise Refusal(f"{parameter}: there is no “{given}”: {told(known, given)}")


def told(known: Names, given: str) -> str:
    """Return near values, and the list of all where it is short enough to be told."""
    near = near_to(known, given)
    words = f"near it: {', '.join(near)}; " if near else ""
    if len(known) > MOST_LISTED:
        return f"{words}{len(known)} are known: describe_dataset and search lead to them"
    return f"{words}known: {', '.join(known)}"


def near_to(known: Names, given: str, most: int = NEAR) -> list[str]:
    """Return the ids that look like a value, or whose names do or have such words; each with its names."""
    writings = {word.casefold(): row_id for row_id, names in known.items() for word in (row_id, *names) if word}
    same, like = (difflib.get_close_matches(given.casefold(), writings, most, cutoff=cutoff) for cutoff in (0.75, 0.5))
    inside = [row_id for word, row_id in writings.items() if len(given) > 1 and given.casefold() in word]
    found = list(
        dict.fromkeys(
            [
                *(writings[word] for word in same),
                *inside,
                *worded_like(writings, given),
                *(writings[word] for word in like),
            ]
        )
    )[:most]
    return [label(row_id, known[row_id]) for row_id in found]


def worded_like(writings: Mapping[str, str], given: str) -> list[str]:
    """Return the ids whose writings share the most words with a value, mistyped words too."""
    words: dict[str, set[str]] = {}
    for writing, row_id in writings.items():
        for word in _WORD.findall(writing):
            words.setdefault(word, set()).add(row_id)
    shared: Counter[str] = Counter()
    for typed in set(_WORD.findall(given.casefold())):
        close = difflib.get_close_matches(typed, words, NEAR, cutoff=0.75)
        shared.update({row_id for word in close for row_id in words[word]})
    return [row_id for row_id, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))]


def label(row_id: str, names: tuple[str, str]) -> str:
    """Return an id with its names."""
    both = ", ".join(name for name in names if name)
    return f"{row_id} ({both})" if both else row_id


async def enumerate_in(
    build: Build, schema: dict[str, Any], sources: Mapping[str, str], likes: Mapping[str, Like]
) -> dict[str, Any]:
    """Return the JSON Schema of arguments with examples, and the values of parameters enumerated where they are few."""
    properties = {name: dict(field) for name, field in schema["properties"].items()}
    for name, like in likes.items():
        properties[name]["examples"] = [one for table in like.tables for one in await examples_from(build, table)]
    for name, source in sources.items():
        known = await names_from(build, source)
        if 0 < len(known) <= MOST_LISTED:
            _enumerate(properties[name], list(known))
            if source in ("themes", "reports"):
                properties[name]["description"] += f" Known: {'; '.join(label(*item) for item in known.items())}."
    return {**schema, "properties": properties}


async def examples_from(build: Build, table: str) -> list[str]:
    """Return the id of a row of a table, and its names where it has some."""
    model = next(model for model in TABLES if model.table == table)
    columns = [*model.primary_key, *(name for name in ("name_zh", "name_en") if name in model.columns)]
    size = len(model.primary_key)
    rows = await build.rows(f"select {', '.join(columns)} from {table} limit 1")
    cells = [[str(cell) for cell in row.values()] for row in rows]
    return [one for row in cells for one in ("/".join(row[:size]), *row[size:])]


def untitled(schema: Any) -> Any:
    """Return a JSON Schema without the titles that merely repeat the names of its fields."""
    if isinstance(schema, list):
        return [untitled(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: untitled(part) for name, part in schema.items() if name != "title" or not isinstance(part, str)}


def _enumerate(field: dict[str, Any], values: list[str]) -> None:
    parts = [dict(part) for part in field.get("anyOf", [])]
    if not parts:
        field["enum"] = values
        return
    for part in parts:
        if part.get("type") == "string":
            part["enum"] = values
    field["anyOf"] = parts
