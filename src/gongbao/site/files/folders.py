"""The folders that are served as files, and which file an address means; nothing outside them is ever one.

Datasette is told of the folders by its static mounts. The dataset's own folder is the one above them: a few files that
lie in it (the descriptor, the citation, the licence, the changelog) are served by name.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from gongbao.resources import SITE

OF_THE_ROOT = ("datapackage.json", "CITATION.cff", "LICENSE", "CHANGELOG.md")
_BESIDE = ("data", "metadata", "releases")
_MEDIA_TYPES = SITE / "files" / "media_types.csv"
_UNKNOWN = "application/octet-stream"


def mounts(datasette: Any) -> dict[str, Path]:
    """Return the folders that are served, by their place in addresses (`releases`, `seeds/reports`)."""
    return _mounted(tuple(datasette.static_mounts))


@lru_cache(maxsize=16)
def _mounted(folders: tuple[tuple[str, str], ...]) -> dict[str, Path]:
    return {name: Path(folder) for name, folder in folders}


def root_of(datasette: Any) -> Path | None:
    """Return the dataset's folder; None where nothing of it is served but the databases."""
    served = mounts(datasette)
    return next((served[name].parent for name in _BESIDE if name in served), None)


def find_file(datasette: Any, address: str) -> Path | None:
    """Return the file that a raw path of an address (`/data/units.csv`, still percent-encoded) means; None where none.

    The path must be written plainly: no `.` or `..`, no empty part, no NUL or backslash, however they are encoded.
    What a symbolic link leads to counts only where it lies in the same folder.
    """
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return None
    parts = path.split("/")[1:]
    if not path.startswith("/") or any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in parts):
        return None
    root = root_of(datasette)
    if len(parts) == 1 and parts[0] in OF_THE_ROOT and root is not None:
        return file_below(root, parts[0])
    for name, folder in mounts(datasette).items():
        if path.startswith(f"/{name}/"):
            return file_below(folder, path.removeprefix(f"/{name}/"))
    return None


def file_below(folder: Path, name: str) -> Path | None:
    """Return the file of a name in a folder; None where there is none, or where it lies elsewhere in truth."""
    try:
        path, inside = (folder / name).resolve(), folder.resolve()
        return path if path.is_relative_to(inside) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name that is too long, a circle of links
        return None


@cache
def media_types() -> dict[str, str]:
    """Return the media type of each ending, and of names without one."""
    with _MEDIA_TYPES.open(encoding="utf-8", newline="") as handle:
        return {line["ending"]: line["media_type"] for line in csv.DictReader(handle, strict=True)}


def media_type_of(name: str) -> str:
    """Return the media type of a file by its name.

    >>> media_type_of("observations.parquet"), media_type_of("SHA256SUMS")
    ('application/vnd.apache.parquet', 'text/plain; charset=utf-8')
    """
    known = PurePosixPath(name)
    return media_types().get(known.suffix.lower() or known.name, _UNKNOWN)
