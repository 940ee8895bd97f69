"""/-/health: whether every database can be read, which version is served, and what its bytes are (SHA-256).

For programs that watch a server or wait for it: it costs a row of each database, is never kept, and answers 503 where
one cannot be read.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted

DATABASE = "gongbao"
_ONE = "select count(*) from (select 1 from sqlite_master limit 1)"
_KEPT_BY_NOBODY = {"cache-control": "no-store"}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the address."""
    return [(r"^/-/health$", show)]


async def show(datasette: Any) -> Response:
    """Answer with the state of the server as JSON: 200 where all can be read, else 503."""
    served = {name: held for name, held in datasette.databases.items() if name != "_internal"}
    states = {name: await state_of(held) for name, held in served.items()}
    whole = all("fault" not in state for state in states.values()) and DATABASE in states
    told = {
        "status": "ok" if whole else "fault",
        "version": (datasette.metadata("gongbao") or {}).get("version"),
        "databases": states,
    }
    return Response.json(told, status=200 if whole else 503, headers=_KEPT_BY_NOBODY)


async def state_of(held: Any) -> dict[str, Any]:
    """Return the SHA-256 of a database, or that it cannot be read."""
    try:
        if held.path and not Path(held.path).is_file():
            return {"fault": "its file is gone"}
        await held.execute(_ONE)
        return {"sha256": held.hash}
    except (OSError, sqlite3.Error, QueryInterrupted):
        return {"fault": "it cannot be read"}
