"""The current data, asked whole: what a table of Datasette shows at most does not bound an answer."""

from __future__ import annotations

from typing import Any

from gongbao.site.wording.names import DATABASE

Row = dict[str, Any]


async def rows_of(datasette: Any, sql: str, *values: object, **named: object) -> list[Row]:
    """Return all rows of a question to the current data, however many."""
    return await rows_in(datasette.get_database(DATABASE), sql, *values, **named)


async def rows_in(database: Any, sql: str, *values: object, **named: object) -> list[Row]:
    """Return the same of a database at hand."""

    def read(connection: Any) -> list[Row]:
        found = connection.execute(sql, named or values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    return list(await database.execute_fn(read))
