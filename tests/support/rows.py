"""Rows of a served package: a row of every table of every database, and what its page is headed by."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from datasette.utils import tilde_encode

DATABASES = ("gongbao", "gongbao-2-0-0", "gongbao-1-0-1", "gongbao-1-0-0")


def files(root: Path) -> dict[str, Path]:
    """The files of the databases by their names."""
    found = {path.stem: path for path in (root / "releases").rglob("*.db")}
    return {"gongbao": root / "build" / "gongbao.db", **found}


def first_rows(served: Path) -> dict[str, list[str]]:
    """The address of the first row of every table of every database."""
    found: dict[str, list[str]] = {}
    for database, path in files(served).items():
        with closing(sqlite3.connect(path)) as connection:
            names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
            for (table,) in names:
                if "_fts" in table or table.startswith("sqlite_"):
                    continue
                info = connection.execute(f"pragma table_info({table})").fetchall()
                key = ", ".join(column[1] for column in sorted(info, key=lambda each: each[5]) if column[5])
                first = connection.execute(f"select {key} from {table} order by rowid limit 1").fetchone()
                if first:
                    path_of = ",".join(tilde_encode(str(part)) for part in first)
                    found.setdefault(database, []).append(f"/{database}/{table}/{path_of}")
    return found


def heading(page: str) -> str:
    """The words of the heading of a page."""
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()
