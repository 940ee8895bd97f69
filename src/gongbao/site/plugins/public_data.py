"""Everything served here is public, and is known to be so without looking.

Datasette asks for every table of every database whether it may be seen, and each question copies all metadata to look
for a rule (`_table_permission_allows`): with many tables and releases that takes the most time of a page. There are no
rules to find, so the questions are answered before they are asked.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from datasette import hookimpl

PUBLIC = frozenset(
    {"view-instance", "view-database", "view-table", "view-query", "view-database-download", "execute-sql"}
)
INTERNAL = "_internal"


@hookimpl(hookwrapper=True)
def permission_allowed(action: str, resource: Any) -> Generator[None, Any, None]:
    """Allow what reads published data; leave everything else, such as debugging, to Datasette's own rules."""
    outcome = yield
    database = resource[0] if isinstance(resource, tuple) else resource
    if action in PUBLIC and database != INTERNAL:
        outcome.force_result([True])
