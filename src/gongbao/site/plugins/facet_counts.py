"""Rows are counted by value in one walk (`tables.value_counts`), in the place of Datasette's own counts.

Counts by day stay Datasette's, but for one address that it makes without the path of the site.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from datasette import hookimpl
from datasette.facets import ColumnFacet, DateFacet

from gongbao.site.tables.value_counts import CountedAtOnce


class CountedByDay(DateFacet):  # type: ignore[misc]
    """Datasette's counts by day, with every address below the site's path."""

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the counts of every column, and the columns for which the time ran out."""
        found, late = await super().facet_results()
        return [{**each, "toggle_url": self.ds.urls.path(each["toggle_url"])} for each in found], late


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Generator[None, Any, None]:
    """Put the counts made at once in the place of Datasette's own, and mended ones."""
    outcome = yield
    ours = {ColumnFacet: CountedAtOnce, DateFacet: CountedByDay}
    found = [[ours.get(each, each) for each in classes] for classes in outcome.get_result()]
    outcome.force_result(found)
