"""How the rows that answer a question are counted and the first of them read: in one statement a table.

The index is walked once. The rows it names are counted without a look at the table, of which only what is shown is
read, however many rows answer.
"""

from __future__ import annotations

from gongbao.model.rows import TABLES

COUNT = "rows_found"
COLUMNS = {model.table: model.columns for model in TABLES}


def of_words(table: str, condition: str = "") -> str:
    """Return the statement that yields the rowids of the rows of a table that tell of `:asked`.

    `condition` narrows them further, as SQL that begins with `and`.
    """
    index = f"select rowid from {table}_fts where {table}_fts match escape_fts(:asked)"
    return f"select rowid from {table} where rowid in ({index}){condition}" if condition else index


def counted(table: str, rowids: str, most: int) -> str:
    """Return the statement that reads the first rows of a table with the number of all of them.

    `rowids` is the statement that yields them. A row whose name is the very word, `:words`, stands before all others.
    """
    named, first = _named(table), "select n from found order by n"
    if named:
        first = f"select n from found cross join {table} on {table}.rowid = n order by {named} desc, n"
    return (
        f"with found (n) as materialized ({rowids}) "
        f"select (select count(*) from found) as {COUNT}, {table}.* from {table} "
        f"where rowid in ({first} limit {most}) order by {f'{named} desc, ' if named else ''}rowid"
    )


def _named(table: str) -> str:
    """Return what tells whether a row bears the very word as its name; nothing where rows have no name."""
    names = [name for name in ("name_zh", "name_en", "aliases_zh", "aliases_en") if name in COLUMNS[table]]
    return f"gongbao_named(:words, {', '.join(names)})" if names else ""
