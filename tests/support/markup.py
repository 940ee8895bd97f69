"""Markup in data: written into every text of a database, and looked for in what a page makes of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

ELEMENT = "xss-mark"
PAYLOADS = (
    "<xss-mark>",
    '"><xss-mark onclick=xss()>',
    "'><img src=x onerror=xss() class=xss-mark>",
    "</script></style></title></textarea></pre><xss-mark>",
    "--><xss-mark>]]><xss-mark/>",
    "javascript:xss()//",
    "{{7*191}}{%raw%}xss",
    "&lt;xss-mark&gt;&amp;",
    '" onmouseover="xss()" style="color:red',
)
COMPUTED = "1337"  # what {{7*191}} would become
_TWICE = ("&amp;lt;", "&lt;/script", "&quot;", "&#34;", "&#39;")
_TYPED = {("releases", "version"), ("releases", "released_on"), ("releases", "withdrawn_on")}
_LINKS = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "content")
_SCHEME = re.compile(r"^[\s\x00-\x1f]*(?:javascript|data:text|vbscript)", re.IGNORECASE)


def spoilt_copy(package: Path, folder: Path, *, keys: bool) -> Path:
    """Copy what is served of a package into a folder and put markup into its database, as `spoil` does."""
    shutil.copytree(package / "build", folder / "build")
    spoil(folder / "build" / "gongbao.db", keys=keys)
    return folder


def spoil(database: Path, *, keys: bool) -> None:
    """Put markup before and behind every text of every table; into ids and codes, too, where `keys` says so.

    A text is changed in the same way wherever it stands, so that ids still lead to rows. Versions and dates of releases
    are no texts: whoever reads them takes nothing else.
    """
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute("pragma ignore_check_constraints = on")
        connection.create_function("spoilt", 1, spoilt, deterministic=True)
        tables = connection.execute("select name from sqlite_master where type = 'table' and sql not like '%virtual%'")
        for (table,) in tables.fetchall():
            if "_fts" in table or table.startswith("sqlite_"):
                continue
            for _, column, kind, _, _, key in connection.execute(f"pragma table_info([{table}])").fetchall():
                is_id = key or column.endswith(("_id", "_name", "codelist", "code"))
                if (table, column) in _TYPED:
                    continue
                if kind == "TEXT" and (keys or not is_id):
                    connection.execute(
                        f"update [{table}] set [{column}] = spoilt([{column}]) where typeof([{column}]) = 'text'"
                    )


def spoilt(text: str) -> str:
    """Return a text with markup around it, which depends on the text alone."""
    number = sum(map(ord, text))
    before, behind = (PAYLOADS[(number + step) % len(PAYLOADS)] for step in (0, 4))
    return f"{before}{text}{behind}"


class _Looker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.script: dict[str, str | None] | None = None
        self.seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        where = f"<{tag} {' '.join(f'{name}={str(value)[:60]!r}' for name, value in attrs)}>"
        self.seen += any("xss" in str(value) for value in given.values())
        if ELEMENT in tag or ELEMENT in str(given.get("class")) or any(name.startswith("on") for name in given):
            self.faults.append(where)
        if any(name in given and _SCHEME.match(str(given[name])) for name in _LINKS):
            self.faults.append(where)
        if "style" in given or any("xss" in name for name in given):
            self.faults.append(where)
        self.script = given if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.script = None if tag == "script" else self.script

    def handle_data(self, text: str) -> None:
        self.seen += "xss" in text
        if self.script is not None and text.strip():
            if "json" not in str(self.script.get("type")):
                self.faults.append(f"script: {text[:80]}")
            else:
                json.loads(text)
        if COMPUTED in text and "7*191" not in text:
            self.faults.append(f"computed: {text[:80]}")
        if any(words in text for words in _TWICE):
            self.faults.append(f"escaped twice: {text[:80]}")


def faults(page: str) -> list[str]:
    """Return what the markup of the data became in a page: elements, attributes, scripts, addresses that run."""
    return look(page).faults


def look(page: str) -> _Looker:
    """Return what was seen in a page."""
    looker = _Looker()
    looker.feed(page)
    looker.close()
    return looker
