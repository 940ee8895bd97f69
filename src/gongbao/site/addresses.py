"""Addresses within the site: a place in the reader, a row."""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_encode


def reader_url(datasette: Any, report_id: str, row_id: str = "") -> str:
    """Return the address of a report in the reader, opened at the row that bears an id (bda-2021-o347)."""
    url = datasette.urls.path(f"/reports/{tilde_encode(report_id)}")
    return f"{url}#{row_id}" if row_id else str(url)


def row_url(datasette: Any, database: str, table: str, *key: object) -> str:
    """Return the address of a row by the parts of its key."""
    path = ",".join(tilde_encode(str(part)) for part in key)
    return f"{datasette.urls.table(database, table)}/{path}"


def site_address(datasette: Any, request: Any) -> str:
    """Return the address of the site as the reader uses it, without a slash at its end.

    That of the static edition is its publisher's, empty where nobody knows one.
    """
    static = (datasette.metadata("gongbao") or {}).get("static")
    if static is not None:
        return str(static["address"])
    return str(datasette.absolute_url(request, datasette.urls.instance())).rstrip("/")


def citing_base(datasette: Any, request: Any) -> str | None:
    """Return the address that permalinks begin with; None in the static edition, which answers none of them."""
    static = (datasette.metadata("gongbao") or {}).get("static")
    return site_address(datasette, request) if static is None else None
