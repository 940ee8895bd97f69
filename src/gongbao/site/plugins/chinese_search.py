"""Chinese search: Datasette's search box, and functions of SQL that find words as people type them."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from gongbao.site.search.sql_functions import register


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Register the functions last, so that the search box's own `escape_fts` is replaced."""
    register(conn)
