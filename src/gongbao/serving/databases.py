"""Datasette, configured: one set of options for the server and for tests that need no socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gongbao.errors import ServeError
from gongbao.releases.shelf import FOLDER, Shelf
from gongbao.resources import SITE
from gongbao.serving.place import ROOT, Place, Placed
from gongbao.serving.stock import Datasette

# What of a dataset's folder is served as files, below the same names: a Data Package by address, and words about it.
FOLDERS = (FOLDER, "metadata", "data", "schemas", "flat", "docs", "seeds/reports")

# What a stranger may cost: time and rows are bounded, everything published may be downloaded.
SETTINGS: dict[str, int | bool] = {
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 2000,
    "default_page_size": 50,
    "max_csv_mb": 100,
    "truncate_cells_html": 400,
    "num_sql_threads": 2,
    "default_cache_ttl": 60,
    "allow_download": True,
    "suggest_facets": False,
}


def database_of(root: Path) -> Path:
    """Return the database of a package; raises ServeError while there is none."""
    for name in ("gongbao.db", "metadata.json"):
        if not (root / "build" / name).is_file():
            raise ServeError(f"build/{name} is missing: build it first (make build)")
    return root / "build" / "gongbao.db"


def databases_of(root: Path) -> list[Path]:
    """Return the current database and those of all releases, the newest first."""
    shelf = Shelf(root)
    past = [shelf.path(m.version) / f"{m.database}.db" for m in reversed(shelf.manifests)]
    return [database_of(root), *past]


def make_app(root: Path, *, site: Path = SITE, plugins: Mapping[str, Any] | None = None, place: Place = ROOT) -> Placed:
    """Return Datasette over a package as it is served; its `client` answers without a socket.

    `root` is the folder that holds build/; `site` the folder of templates, plugins and static files; `plugins` what
    plugins are told beside the metadata, by their names; `place` where visitors find it.
    """
    databases = databases_of(root)
    metadata = json.loads(databases[0].with_name("metadata.json").read_text(encoding="utf-8"))
    known = {"place": {"origin": place.origin}, **(plugins or {})}
    told = {**metadata, "plugins": {**metadata.get("plugins", {}), **known}}
    return app_of(databases, told, site=site, mounts=mounts_of(root, site), place=place)


def mounts_of(root: Path, site: Path) -> list[tuple[str, str]]:
    """Return what is served as files: the site's own, the package and its releases, and what is told of them."""
    folders = [(name, root / name) for name in FOLDERS]
    return [("static", str(site / "static")), *((name, str(folder)) for name, folder in folders if folder.is_dir())]


def app_of(
    databases: list[Path],
    metadata: dict[str, Any],
    *,
    site: Path = SITE,
    mounts: Sequence[tuple[str, str]] = (),
    place: Place = ROOT,
) -> Placed:
    """Return Datasette over some databases, with what it shall tell of them and the folders it serves as files."""
    return Placed(
        immutables=[str(database) for database in databases],
        metadata=metadata,
        template_dir=str(site / "templates"),
        plugins_dir=str(site / "plugins"),
        static_mounts=list(mounts),
        settings=dict(SETTINGS),
        place=place,
    )


async def put_away(datasette: Datasette) -> None:
    """Give back threads, files and processes of an application that answers no more, once its last statement ended.

    A connection must not be closed while a thread uses it: who went away may have left one at work.
    """
    await asyncio.to_thread(datasette.executor.shutdown)
    for database in datasette.databases.values():
        database.close()
