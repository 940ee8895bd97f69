"""/downloads: every format and release with size and SHA-256; /downloads/<version>, all files of one.

/releases/latest/<file> leads to the file of the newest release that stands; a file whose name holds the version may be
asked for without it (`gongbao.zip`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import Request

from gongbao.model.rows import TABLES
from gongbao.seeds.dataset import Dataset
from gongbao.site.addresses import site_address
from gongbao.site.files.folders import file_below, mounts, root_of
from gongbao.site.files.published import LATEST, latest_path, newest_of, offers_of, readable_size, releases, sha256_of
from gongbao.site.files.recipes import recipes_for
from gongbao.site.wording.labels import table_title
from gongbao.site.wording.languages import t

DATABASE = "gongbao"
_VERSION = r"(?P<version>\d+\.\d+\.\d+)"


class Table(NamedTuple):
    """A table of the current data: its name, number of rows, and its CSV as it lies in the package, where it does."""

    name: str
    rows: int | None
    href: str | None
    bytes: int | None
    sha256: str | None

    @property
    def title(self) -> str:
        """Return the title in the reader's language."""
        return table_title(self.name)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates sizes of files as people read them."""
    env.filters["readable_size"] = readable_size


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the pages, and the addresses of the newest files."""
    return [
        (r"^/downloads$", show),
        (rf"^/downloads/{_VERSION}$", show_release),
        (r"^/downloads/.*$", unknown),
        (r"^/releases/?$", to_downloads),
        (rf"^/releases/{_VERSION}/?$", to_release),
        (rf"^{LATEST}(?:/(?P<path>.*))?$", to_latest),
    ]


async def show(datasette: Any, request: Request) -> Response:
    """Answer with the page of all downloads."""
    published, dataset = await releases(datasette), dataset_of(datasette)
    newest = newest_of(published)
    context = {
        "releases": published,
        "newest": newest,
        "offers": offers_of(dataset, newest) if newest else [],
        "recipes": recipes_for(newest, dataset.name) if newest else [],
        "base": site_address(datasette, request),
        "latest": LATEST,
        "tables": await tables_of(datasette),
        "database_file": database_of(datasette),
        "flat_files": flat_files(datasette),
        "descriptor": descriptor_of(datasette),
        "database": DATABASE,
        "described": described(datasette),
    }
    return Response.html(await datasette.render_template("downloads.html", context, request=request))


async def show_release(datasette: Any, request: Request) -> Response:
    """Answer with the page of one release's files; an unknown version is not found."""
    version, published = request.url_vars["version"], await releases(datasette)
    release = next((each for each in published if each.version == version), None)
    if release is None:
        return unknown(request)
    newest = newest_of(published)
    context = {
        "release": release,
        "newer": newest if newest and newest.row["position"] > release.row["position"] else None,
        "offers": offers_of(dataset_of(datasette), release),
    }
    return Response.html(await datasette.render_template("downloads_release.html", context, request=request))


def unknown(request: Request) -> Response:
    """Raise NotFound, with the way on."""
    asked = request.path.rpartition("/")[2]
    raise NotFound(t("There is no release “{version}”: the page of downloads lists all.", version=asked))


def to_downloads(datasette: Any) -> Response:
    """Lead from the folder of all releases to the page about them."""
    return Response.redirect(datasette.urls.path("/downloads"))


def to_release(datasette: Any, request: Request) -> Response:
    """Lead from a release's folder to the page of its files."""
    return Response.redirect(datasette.urls.path(f"/downloads/{request.url_vars['version']}"))


async def to_latest(datasette: Any, request: Request) -> Response:
    """Lead to a file of the newest release that stands; not found where it has none of that name."""
    newest = newest_of(await releases(datasette))
    if newest is None:
        raise NotFound(t("No release stands yet: take the current data."))
    asked = request.url_vars["path"] or ""
    if not asked:
        return Response.redirect(datasette.urls.path(f"/downloads/{newest.version}"))
    path = latest_path(newest, asked, dataset_of(datasette).name)
    if path is None:
        raise NotFound(t("There is no such file in release {version}.", version=newest.version))
    return Response.redirect(
        datasette.urls.path(f"/releases/{newest.version}/{path}"), headers={"cache-control": "no-cache"}
    )


def dataset_of(datasette: Any) -> Dataset:
    """Return what people wrote of the dataset as a whole."""
    return Dataset.model_validate(datasette.metadata("gongbao")["dataset"])


async def tables_of(datasette: Any) -> list[Table]:
    """Return the tables of the current data, in the order of the package."""
    counts = await datasette.get_database(DATABASE).table_counts(1000)
    listed = {line["path"]: line for line in descriptor_of(datasette).get("resources", [])}
    folder, found = mounts(datasette).get("data"), []
    for model in TABLES:
        if model.table not in counts:
            continue
        path = f"data/{model.table}.csv"
        lies = folder is not None and file_below(folder, f"{model.table}.csv") and path in listed
        said = (f"/{path}", listed[path]["bytes"], listed[path]["hash"].partition(":")[2]) if lies else (None,) * 3
        found.append(Table(model.table, counts[model.table], *said))
    return found


def descriptor_of(datasette: Any) -> dict[str, Any]:
    """Return the descriptor of the package that is served; empty where none is."""
    root = root_of(datasette)
    path = file_below(root, "datapackage.json") if root else None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path else {}
    return found


def database_of(datasette: Any) -> dict[str, Any] | None:
    """Return the current database as a file; None where it may not be downloaded."""
    held = datasette.get_database(DATABASE)
    if not datasette.setting("allow_download") or held.is_mutable:
        return None
    return file_facts(Path(held.path))


def flat_files(datasette: Any) -> list[dict[str, Any]]:
    """Return the flat tables and the codebook of the current data, where they lie there."""
    folder = mounts(datasette).get("flat")
    return [file_facts(path) for path in sorted(folder.glob("*.csv"))] if folder else []


def file_facts(path: Path) -> dict[str, Any]:
    """Return name, title, size and SHA-256 of a file."""
    return {"name": path.name, "stem": path.stem, "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def described(datasette: Any) -> list[str]:
    """Return the descriptions for catalogues that are served."""
    folder = mounts(datasette).get("metadata")
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder else []
