"""Requests a release answers, recorded when it is made and replayed ever after: requests.csv of its folder.

Each release promises its data by address: every table, a row of each, every saved query, one search. The answers
are JSON and CSV without times, so that they are the same on every machine and after every later release.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode

from gongbao.errors import ReleaseError
from gongbao.packages.content import Package, Table
from gongbao.serving.stock import Datasette

FILE = "requests.csv"
GROWING = ("gongbao_subject(", "gongbao_tells(")  # functions whose answers follow the site's synonyms
QUERY = "select count(*) as n, min(char_start) as first, max(char_end) as last from observations"


class Recorded(NamedTuple):
    """One request with what was answered: status, size in bytes, SHA-256 of the body."""

    path: str
    status: int
    bytes: int
    sha256: str


def list_requests(package: Package, database: Path, queries: Mapping[str, Any]) -> list[str]:
    """Return the addresses a release promises: of a query that must be asked something, its example.

    What a query finds by words that mean the same is promised by no release, since more such words become known.
    """
    home = f"/{database.stem}"
    paths = [f"{home}.json?sql={quote(QUERY)}&_shape=array"]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for table in package.tables:
            paths += [f"{home}/{table.name}.json?_shape=array&_size=20", f"{home}/{table.name}.csv?_size=max"]
            paths += _row(connection, home, table)
    paths.append(f"{home}/sentences.json?_search={quote('高质量发展')}&_shape=array")
    kept = {name: query for name, query in queries.items() if not any(word in str(query) for word in GROWING)}
    return paths + [f"{home}/{name}.json?{urlencode([('_shape', 'array'), *_example(kept[name])])}" for name in kept]


def _example(query: Any) -> list[tuple[str, str]]:
    """Return what a query declares as an example of what it must be asked; the first releases declare nothing."""
    declared = query.get("parameters") if isinstance(query, dict) else None
    asked = [line for line in declared if isinstance(line, dict)] if isinstance(declared, list) else []
    return [(str(line.get("name")), str(line.get("example"))) for line in asked if line.get("required")]


def _row(connection: sqlite3.Connection, home: str, table: Table) -> Iterator[str]:
    names = ", ".join(table.primary_key)
    found = connection.execute(f"SELECT {names} FROM {table.name} LIMIT 1").fetchone()
    if found:
        key = ",".join(tilde_encode(str(part)) for part in found)
        yield f"{home}/{table.name}/{key}.json?_shape=array"


def record(app: Datasette, paths: list[str]) -> list[Recorded]:
    """Ask every address and return what was answered."""

    async def ask() -> list[Recorded]:
        answers = []
        for path in paths:
            response = await app.client.get(path)
            body = response.content
            answers.append(Recorded(path, response.status_code, len(body), hashlib.sha256(body).hexdigest()))
        return answers

    return asyncio.run(ask())


def write_requests(folder: Path, requests: list[Recorded]) -> None:
    """Write requests.csv."""
    with (folder / FILE).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(Recorded._fields)
        writer.writerows(requests)


def read_requests(folder: Path) -> list[Recorded]:
    """Read requests.csv of a release; raises ReleaseError in one line where it is no such table."""
    shown, found = f"{folder.name}/{FILE}", []
    try:
        with (folder / FILE).open(encoding="utf-8", newline="") as handle:
            for number, cells in enumerate(csv.reader(handle), 1):
                if number == 1 and tuple(cells) == Recorded._fields:
                    continue
                path, status, size, digest = cells
                found.append(Recorded(path, int(status), int(size), digest))
    except (OSError, ValueError, csv.Error) as fault:
        why = "cannot be read" if isinstance(fault, OSError) else f"row {len(found) + 1} records no request"
        raise ReleaseError(f"{shown}: {why} ({fault}): fetch the release again") from None
    return found
