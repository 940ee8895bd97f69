"""Files of queries that end before the query does: a query returns a bounded number of rows, and its files say so.

Tables are never cut: their files are made page by page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

CUT = "gongbao_cut"
"""What a request carries from where rows are read to where the file's headers are written."""
HEADER = b"x-truncated"
_NAME = re.compile(rb'(filename="[^"]*?)(\.\w+")')

Cut = dict[str, int]
"""How many rows are left of a query that has more, under `rows`; empty where a file is whole."""


def note_cut(request: Any, found: Any) -> Any:
    """Return what a query found; remember how many rows it was cut to, if it was."""
    if isinstance(found, tuple) and found[0].get("truncated"):
        request.scope.get(CUT, {})["rows"] = len(found[0]["rows"])
    return found


def cut_told(headers: Iterable[tuple[bytes, bytes]], cut: Cut) -> list[tuple[bytes, bytes]]:
    """Return the headers of a file with how many rows it was cut to, in a header and in its name.

    >>> cut_told([(b"content-disposition", b'attachment; filename="bounds.csv"')], {"rows": 2000})[0][1]
    b'attachment; filename="bounds-first-2000-rows.csv"'
    """
    if "rows" not in cut:
        return list(headers)
    number = str(cut["rows"]).encode()
    named = rb"\1-first-" + number + rb"-rows\2"
    renamed = [(key, _NAME.sub(named, value) if key == b"content-disposition" else value) for key, value in headers]
    return [*renamed, (HEADER, number)]
