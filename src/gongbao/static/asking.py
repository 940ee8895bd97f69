"""The site, asked for what the static edition is made of; the same application that is served, without a socket."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from datasette.app import Datasette
from datasette.utils import escape_sqlite

from gongbao.errors import StaticError
from gongbao.model.rows import TABLES
from gongbao.resources import SITE
from gongbao.serving.databases import app_of, databases_of, mounts_of, put_away
from gongbao.site.addresses import row_url
from gongbao.site.files.folders import find_file
from gongbao.site.schema import schema_of
from gongbao.site.wording.names import DATABASE
from gongbao.static.places import FOLDERS, Places

ROWS = 200  # of a table on one page: a page is read as a whole, sorted and filtered from a file of all rows
LEADS = (301, 302, 303, 307, 308)
GONE = 410  # a row that a release removed has a page that says so
REFUSED = 400  # so has a question about something that these data do not have
PATIENCE = 60_000  # milliseconds for one query: nobody waits, and all cores are at work
_KEYS = "select name from pragma_table_info(?) where pk order by pk"
_REMOVED = "select table_name, row_id from tombstones where tombstone_event = 'removed' and column_name is null"
_AS_IT_IS = {"accept-encoding": "identity"}


class Source(NamedTuple):
    """What an edition is made of: a package, its publisher's address where one is known, whether releases lie in it."""

    root: Path
    address: str = ""
    releases: bool = True


class Site:
    """The site of a package as the static edition shows it."""

    def __init__(self, source: Source) -> None:
        root, databases = source.root, databases_of(source.root)
        metadata: dict[str, Any] = json.loads(databases[0].with_name("metadata.json").read_text(encoding="utf-8"))
        metadata["gongbao"]["static"] = {"address": source.address}
        mounts = [(name, folder) for name, folder in mounts_of(root, SITE) if source.releases or name != "releases"]
        self.datasette: Datasette = app_of(databases, metadata, mounts=mounts)
        self.datasette.page_size, self.datasette.sql_time_limit_ms = ROWS, PATIENCE
        self.root, self.queries = root, tuple(metadata["databases"][DATABASE].get("queries", {}))
        self.policy = ""

    async def start(self) -> None:
        """Get ready to answer: nothing may be asked before."""
        await self.datasette.invoke_startup()
        tables = (await schema_of(self.held)).columns
        rows = await self.held.execute_fn(lambda connection: list(_rows_of(connection, self.datasette, tables)))
        self.places = Places(tables, self.queries, rows)

    @property
    def held(self) -> Any:
        """Return the database of the current data."""
        return self.datasette.get_database(DATABASE)

    async def page(self, address: str, tongue: str) -> tuple[str, str]:
        """Return a page in a language with the policy of its header; raises StaticError where there is none."""
        answer = await self._get(_in(address, tongue))
        if answer.status_code in LEADS:  # a question that has to be about one report leads to the one it is asked of
            answer = await self._get(_in(answer.headers["location"], tongue))
        asked = REFUSED if "?" in address else GONE
        if answer.status_code not in (200, GONE, asked):
            raise StaticError(
                f"{address}: a link leads there, but the site answers {answer.status_code}: mend the page"
            )
        return answer.text, answer.headers.get("content-security-policy", "")

    async def file(self, address: str) -> bytes:
        """Return a file that the site makes; raises StaticError where there is none."""
        answer = await self._get(address)
        if answer.status_code != 200:
            raise StaticError(
                f"{address}: a link leads there, but the site answers {answer.status_code}: mend the page"
            )
        return bytes(answer.content)

    async def json(self, address: str) -> Any:
        """Return what the site answers as JSON; raises StaticError where there is none."""
        return json.loads(await self.file(address))

    async def _get(self, address: str) -> Any:
        return await self.datasette.client.get(address, headers=_AS_IT_IS)

    def path(self, address: str) -> Path:
        """Return where a file of the package lies; raises StaticError where there is none."""
        if address == f"/{DATABASE}.db":
            return Path(str(self.held.path))
        found = find_file(self.datasette, address)
        if found is None:
            raise StaticError(f"{address}: a link leads there, but the package has no such file: mend the page")
        return found

    async def close(self) -> None:
        """Give back threads and files."""
        await put_away(self.datasette)


def _in(address: str, tongue: str) -> str:
    """Return an address with the language in which it is asked."""
    return f"{address}{'&' if '?' in address else '?'}lang={FOLDERS[tongue]}"


def _rows_of(connection: sqlite3.Connection, datasette: Datasette, tables: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of all rows that have a page: those there are, and those a release removed and told why."""
    for table in tables:
        keys = [row[0] for row in connection.execute(_KEYS, [table])]
        if keys and not table.startswith("sqlite_") and "_fts" not in table:
            columns = ", ".join(map(escape_sqlite, keys))
            for key in connection.execute(f"select {columns} from {escape_sqlite(table)}"):
                yield row_url(datasette, DATABASE, table, *key)
    size = {model.table: len(model.primary_key) for model in TABLES}
    for table, row_id in connection.execute(_REMOVED):
        parts = row_id.split("/") if size.get(table, 1) > 1 else [row_id]
        if len(parts) == size.get(table):
            yield row_url(datasette, DATABASE, table, *parts)
