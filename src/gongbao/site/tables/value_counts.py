"""Rows are counted by all values that a page tells in one walk through them, not in one walk a column.

Datasette counts column by column, and reads every row for each. The few values of the columns that a table opens with
stand together in one index (`exports.openings`), which is walked once; what is counted, and how it is told, stays
Datasette's. The counts of all rows of a table are made once, as a database does not change while it is served.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from datasette.database import QueryInterrupted
from datasette.facets import ColumnFacet
from datasette.utils import escape_sqlite

from gongbao.site.tables.choices import holds_few

KEPT = 200  # counts of whole tables that are kept
_WHOLE: WeakKeyDictionary[Any, OrderedDict[str, dict[str, Rows]]] = WeakKeyDictionary()


class CountedAtOnce(ColumnFacet):  # type: ignore[misc]
    """Datasette's counts by value; it is told what it would ask for where the columns hold few values each."""

    ds: Any

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the counts of every column, and the columns for which the time ran out."""
        datasette = self.ds
        asked = [each["config"].get("column") or each["config"]["simple"] for each in self.get_configs()]
        columns = [column for column in dict.fromkeys(asked) if holds_few(column, str(self.table))]
        counted = await self.count(columns) if len(columns) > 1 else {}
        self.ds = Told(datasette, [counted.get(column) for column in asked])
        try:
            found: tuple[list[dict[str, Any]], list[str]] = await super().facet_results()
        finally:
            self.ds = datasette
        return found

    async def count(self, columns: Sequence[str]) -> dict[str, Any]:
        """Return the counts of several columns as Datasette reads them; nothing where the time ran out."""
        sql = counting(self.sql, columns, self.get_facet_size() + 1)
        if self.params or " where " in self.sql:
            return await self._counted(sql, columns)
        known = _WHOLE.setdefault(self.ds.get_database(self.database), OrderedDict())
        if sql not in known:
            found = await self._counted(sql, columns)
            if not found:
                return {}
            known[sql] = found
        known.move_to_end(sql)
        if len(known) > KEPT:
            known.popitem(last=False)
        return known[sql]

    async def _counted(self, sql: str, columns: Sequence[str]) -> dict[str, Any]:
        limit = self.ds.setting("facet_time_limit_ms")
        try:
            found = await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit)
        except QueryInterrupted:
            return {}
        return {column: Rows(row for row in found.rows if row["facet"] == n) for n, column in enumerate(columns)}


def counting(sql: str, columns: Sequence[str], most: int) -> str:
    """Return the SQL that counts the rows of a query by each of some columns, at `most` so many values of each."""
    named = ", ".join(f"{escape_sqlite(column)} as c{n}" for n, column in enumerate(columns))
    together = ", ".join(escape_sqlite(column) for column in columns)
    each = (
        f"select * from (select {n} as facet, c{n} as value, sum(times) as count from counted where c{n} is not null"
        f" group by c{n} order by count desc, value limit {most})"
        for n in range(len(columns))
    )
    return (
        f"with counted as materialized (select {named}, count(*) as times from ({sql}) group by {together}) "
        f"{' union all '.join(each)} order by facet, count desc, value"
    )


class Rows:
    """The rows of an answer, as Datasette reads them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = list(rows)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)


class Told:
    """Datasette as it is, but for what it executes for one facet after another: of those that are known, nothing."""

    def __init__(self, datasette: Any, answers: Sequence[Any]) -> None:
        self.datasette, self.answers = datasette, iter(answers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.datasette, name)

    async def execute(self, *given: Any, **options: Any) -> Any:
        """Return the next answer; what nobody knows is asked for."""
        known = next(self.answers)
        return known if known is not None else await self.datasette.execute(*given, **options)
