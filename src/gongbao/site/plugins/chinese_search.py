"""Chinese search: Datasette's search box and SQL over tables whose full text is indexed in pieces of words.

SQL functions: `gongbao_match(words)` writes what a person types as an FTS5 query (words parted by spaces must all
occur, `|` parts alternatives), for
`… WHERE rowid IN (SELECT rowid FROM sentences_fts WHERE sentences_fts MATCH gongbao_match(:words))`;
`gongbao_context(text, words)` returns the found words in 【】 with the characters around the first of them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import partial

from datasette import hookimpl

from gongbao.exports.search import gram_query, match_query

AROUND = 40
_OR = re.compile(r"[|｜]")


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Register the functions last, so that the search box's own `escape_fts` is replaced.

    The databases of the first releases are indexed by single characters and asked in phrases of them.
    """
    (contentless,) = conn.execute("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%fts5(%content=''%'").fetchone()
    asked = partial(match, query=match_query if contentless else gram_query)
    conn.create_function("escape_fts", 1, asked, deterministic=True)
    conn.create_function("gongbao_match", 1, asked, deterministic=True)
    conn.create_function("gongbao_context", 2, context, deterministic=True)


def match(words: object, query: Callable[[str], str] = gram_query) -> str:
    """Write words as an FTS5 query; NULL finds nothing. `query` writes words that must all occur."""
    alternatives = _OR.split("" if words is None else str(words))
    queries = [query(part) for part in alternatives if part.strip()] or [query("")]
    return " OR ".join(f"({asked})" for asked in queries)


def context(text: object, words: object) -> str | None:
    """Mark the words in a text and cut it to what stands around the first; NULL where none of them stands."""
    wanted = [re.escape(word) for word in _OR.sub(" ", str(words or "")).split()]
    if not text or not wanted:
        return None
    pattern = re.compile("|".join(sorted(wanted, key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(str(text))
    if first is None:
        return None
    start, end = max(0, first.start() - AROUND), first.end() + 2 * AROUND
    shown = pattern.sub(lambda found: f"【{found.group()}】", str(text)[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(str(text)) else ''}"
