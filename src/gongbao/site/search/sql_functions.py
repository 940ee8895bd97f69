"""Functions of SQL for Chinese search, over tables whose full text is indexed in pieces of words.

SQL functions, for `… WHERE rowid IN (SELECT rowid FROM sentences_fts WHERE sentences_fts MATCH gongbao_match(:words))`:

- `gongbao_match(words)` writes what a person types as an FTS5 query (words parted by spaces must all occur, `|` parts
  alternatives, `~` before the first asks for all that means the same, also in the search box);
  `gongbao_subject(words)` always asks for that;
- `gongbao_tells(words, text, …)` says whether texts tell of a subject: an index finds stems and parts of longer words;
- `gongbao_named(name, names, …)` says whether a name is one of some names or lists of names, `gongbao_called(words,
  name, …)` whether a name as a whole is what the words mean;
- `gongbao_context(text, words)` returns the found words in 【】 with the characters around the first of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

from gongbao.exports.search import gram_query, match_query
from gongbao.site.search import subjects
from gongbao.site.search.subjects import OR

AROUND = 40
_NAMES = "SELECT name_zh, name_en, aliases_zh, aliases_en FROM organizations"


def register(conn: sqlite3.Connection) -> None:
    """Register the functions; `escape_fts` is the one that Datasette's search box asks.

    The databases of the first releases are indexed by single characters and asked in phrases of them.
    """
    (contentless,) = conn.execute("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%fts5(%content=''%'").fetchone()
    asked = partial(match, query=match_query if contentless else gram_query)
    conn.create_function("escape_fts", 1, asked, deterministic=True)
    conn.create_function("gongbao_match", 1, asked, deterministic=True)
    conn.create_function("gongbao_context", 2, context, deterministic=True)
    conn.create_function("gongbao_subject", 1, subjects.subject_query, deterministic=True)
    conn.create_function("gongbao_tells", -1, Teller(conn).tells, deterministic=True)
    conn.create_function("gongbao_named", -1, subjects.is_named, deterministic=True)
    conn.create_function("gongbao_called", -1, subjects.is_called, deterministic=True)


class Teller:
    """Tells whether texts tell of a subject; knows which names of other organizations merely contain that of one."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.longer: dict[str, tuple[str, ...]] = {}

    def tells(self, words: object, *texts: object) -> bool:
        """Return whether texts tell of what was typed; 京东 stands in no text that names 京东方 alone."""
        typed = str(words or "")
        if typed not in self.longer:
            self.longer = {typed: self._longer_names(typed)}
        return subjects.tells(typed, *texts, traps=self.longer[typed])

    def _longer_names(self, typed: str) -> tuple[str, ...]:
        """Return names that contain the one typed and belong to others; none where it names no organization."""
        try:
            found = self.conn.execute(_NAMES).fetchall()
        except sqlite3.OperationalError:  # another database, without organizations
            return ()
        lists = [[name for cell in row if cell for name in cell.split(";")] for row in found]
        if not any(subjects.is_named(typed, *names) for names in lists):
            return ()
        others = [name for names in lists if not subjects.is_named(typed, *names) for name in names]
        return tuple(name for name in others if typed.casefold() in name.casefold())


def match(words: object, query: Callable[[str], str] = gram_query) -> str:
    """Write words as an FTS5 query; NULL finds nothing. `query` writes words that must all occur."""
    if query is gram_query and str(words).startswith(subjects.WIDENED):
        return subjects.subject_query(words)
    alternatives = OR.split("" if words is None else str(words))
    queries = [query(part) for part in alternatives if part.strip()] or [query("")]
    return " OR ".join(f"({asked})" for asked in queries)


def context(text: object, words: object) -> str | None:
    """Mark the words in a text and cut it to what stands around the first; NULL where none of them stands."""
    wanted = [word for word in OR.sub(" ", str(words or "")).split() if subjects.key(word)]
    if not text or not wanted:
        return None
    pattern = subjects.pattern_of(tuple(wanted))
    first = pattern.search(str(text))
    if first is None:
        return None
    start, end = max(0, first.start() - AROUND), first.end() + 2 * AROUND
    shown = pattern.sub(lambda found: f"【{found.group()}】", str(text)[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(str(text)) else ''}"
