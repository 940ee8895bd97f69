"""Rows are counted by value in one walk (`tables.value_counts`), in the place of Datasette's own counts."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from datasette import hookimpl
from datasette.facets import ColumnFacet

from gongbao.site.tables.value_counts import CountedAtOnce


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Generator[None, Any, None]:
    """Put the counts made at once in the place of Datasette's own."""
    outcome = yield
    found = [[CountedAtOnce if each is ColumnFacet else each for each in classes] for classes in outcome.get_result()]
    outcome.force_result(found)
