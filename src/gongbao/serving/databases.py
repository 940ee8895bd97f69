"""Datasette, configured: one set of options for the command line and for tests that need no socket."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from gongbao.errors import ServeError
from gongbao.releases.shelf import FOLDER, Shelf
from gongbao.resources import SITE

HOST, PORT = "127.0.0.1", 8001

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


def make_app(root: Path, *, site: Path = SITE) -> Datasette:
    """Return Datasette as `command` would start it, for `client` requests without a socket.

    `root` is the folder that holds build/; `site` the folder of templates, plugins and static files.
    """
    databases = databases_of(root)
    metadata = json.loads(databases[0].with_name("metadata.json").read_text(encoding="utf-8"))
    return app_of(databases, metadata, site=site, mounts=mounts_of(root, site))


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
) -> Datasette:
    """Return Datasette over some databases, with what it shall tell of them and the folders it serves as files."""
    return Datasette(
        immutables=[str(database) for database in databases],
        metadata=metadata,
        template_dir=str(site / "templates"),
        plugins_dir=str(site / "plugins"),
        static_mounts=list(mounts),
        settings=dict(SETTINGS),
    )


def command(root: Path, *, host: str = HOST, port: int = PORT, site: Path = SITE) -> list[str]:
    """Return the command line that serves `root`: read-only, without reload, without a root login."""
    databases = databases_of(root)
    words = [sys.executable, "-m", "datasette", "serve"]
    for database in databases:
        words += ["--immutable", str(database)]
    words += ["--metadata", str(databases[0].with_name("metadata.json"))]
    words += ["--template-dir", str(site / "templates"), "--plugins-dir", str(site / "plugins")]
    for name, folder in mounts_of(root, site):
        words += ["--static", f"{name}:{folder}"]
    for name, value in SETTINGS.items():
        words += ["--setting", name, str(int(value))]
    return [*words, "--host", host, "--port", str(port)]


def require_free(host: str, port: int) -> None:
    """Raise ServeError, in one line with a remedy, unless `port` of `host` can be listened on."""
    another = "choose another with --port (make serve PORT=8002)"
    if not 1 <= port <= 65535:
        raise ServeError(f"port {port} does not exist (1 to 65535): {another}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise ServeError(_tell(fault, host, port, another)) from None


def _tell(fault: OSError, host: str, port: int, another: str) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is already in use: stop that server or {another}"
    if fault.errno == errno.EACCES:
        return f"port {port} on {host} is reserved for the system: {another}"
    return f"{host} is no address of this computer ({fault.strerror}): leave --host out to serve on {HOST}"


def serve(root: Path, *, host: str = HOST, port: int = PORT) -> None:
    """Say the address, then become the server; returns never. Raises ServeError when it cannot start."""
    words = command(root, host=host, port=port)
    require_free(host, port)
    print(f"serving 网站地址: http://{host}:{port}/  (stop with Ctrl+C 按Ctrl+C停止)", flush=True)
    os.execv(words[0], words)
