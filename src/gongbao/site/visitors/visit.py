"""Whether a request brings SQL of a visitor, and who brings it; known wherever the request is answered.

SQL is written in `?sql=` and `_where=`. What costs like SQL counts as such: an expression for the full-text index as it
is, a pattern with many wildcards (`_contains=a%b%c`), a value longer than people type.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

WRITTEN = frozenset({"sql", "_where", "_fts_table", "_fts_pk", "_searchmode"})
LONG = 200  # characters
WILD = 3  # wildcards
OWN = frozenset({
    "PRAGMA schema_version",
    "PRAGMA database_list;",
    "select * from sqlite_master WHERE type = 'table'",
    "select 1 from sqlite_master where type='table' and name=?",
    "select name from sqlite_master where type='table'",
    "select name from sqlite_master where type='view'",
    "select sql from sqlite_master where name = :n and type=:t",
    "select sql from sqlite_master where tbl_name = :n and type='index' and sql is not null",
})  # fmt: skip
"""What Datasette asks of a schema, whatever a visitor asks."""
_COUNT = re.compile(r"select count\(\*\) from \[\w+\]")
"""How it counts a table, all of them with the first request."""


@dataclass(slots=True)
class Visit:
    """A request with SQL: whose it is, the seconds its statements may still take, and why none may run."""

    client: str
    left: float
    refused: Exception | None = None


_VISIT: ContextVar[Visit | None] = ContextVar("visit", default=None)


def visit_with(sql: str) -> Visit | None:
    """Return the visit whose statement this is; None where the site asks on its own account."""
    visit = _VISIT.get()
    return None if visit is None or sql in OWN or _COUNT.fullmatch(sql) else visit


def begin(visit: Visit | None) -> Any:
    """Say whose request is answered from now on; returns what `end` takes."""
    return _VISIT.set(visit)


def end(token: Any) -> None:
    """Say that a request is answered."""
    _VISIT.reset(token)


def brings_sql(query: bytes) -> bool:
    """Tell whether a query string holds what runs as SQL, or costs as much.

    >>> brings_sql(b"sql=select+1"), brings_sql(b"name_zh__contains=a%25b"), brings_sql(b"q=%25a%25b%25")
    (True, False, True)
    """
    if not query or query.startswith(b"sql="):
        return bool(query)
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name in WRITTEN or len(value) > LONG or value.count("%") + value.count("*") >= WILD:
            return True
    return False


def client_of(scope: Mapping[str, Any], proxies: int = 0) -> str:
    """Return the address of who asks; of an IPv6 address its network, which one person has whole.

    Behind proxies it is what the first of ours wrote into X-Forwarded-For: the last but so many. Others are made up.
    """
    address = str((scope.get("client") or ("",))[0])
    if proxies:
        sent = b",".join(value for name, value in scope["headers"] if name.lower() == b"x-forwarded-for")
        named = [part.strip() for part in sent.decode("latin-1").split(",") if part.strip()]
        address = named[-min(proxies, len(named))] if named else address
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == 6 and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
