"""The releases as files: what lies in each, as its manifest says it, by the kind of file people look for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from gongbao.exports.release_readme import Kind, released_files
from gongbao.seeds.dataset import Dataset
from gongbao.site.files.folders import file_below, media_type_of, mounts
from gongbao.site.wording.languages import plain
from gongbao.site.wording.names import DATABASE

FOLDER = "releases"
LATEST = "/releases/latest"
"""Where the files of the newest release that stands are asked for."""
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


class File(NamedTuple):
    """A file of a release: its path in the release's folder, size in bytes and SHA-256."""

    path: str
    bytes: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Return the media type without its parameters."""
        return media_type_of(self.path).partition(";")[0]


class Offer(NamedTuple):
    """A kind of file of a release with its files."""

    kind: Kind
    files: tuple[File, ...]

    @property
    def what(self) -> str:
        """Return what the files hold, in the reader's language."""
        return plain(self.kind.what_en, self.kind.what_zh)

    @property
    def how(self) -> str:
        """Return how they are opened, in the reader's language."""
        return plain(self.kind.how_en, self.kind.how_zh)

    @property
    def bytes(self) -> int:
        """Return the size of all files together."""
        return sum(file.bytes for file in self.files)


class Published(NamedTuple):
    """A release: its row of the table `releases`, and its files, none where its folder is not served."""

    row: dict[str, Any]
    files: tuple[File, ...]

    @property
    def version(self) -> str:
        """Return the version."""
        return str(self.row["version"])

    @property
    def withdrawn(self) -> bool:
        """Tell whether the release was withdrawn."""
        return bool(self.row["withdrawn_on"])

    def find(self, path: str) -> File | None:
        """Return the file of a path."""
        return next((file for file in self.files if file.path == path), None)


async def releases(datasette: Any) -> list[Published]:
    """Return all releases, the newest first; none where the current database is not served."""
    if DATABASE not in datasette.databases:
        return []
    found = await datasette.get_database(DATABASE).execute("select * from releases order by position desc")
    folder = mounts(datasette).get(FOLDER)
    return [Published(dict(row), files_of(folder, row["version"]) if folder else ()) for row in found.rows]


def newest_of(published: Sequence[Published]) -> Published | None:
    """Return the newest release that was not withdrawn."""
    return next((release for release in published if not release.withdrawn), None)


def files_of(folder: Path, version: str) -> tuple[File, ...]:
    """Return the files of a release as its manifest lists them, with the manifest and the list of checksums."""
    manifest = file_below(folder, f"{version}/{MANIFEST}")
    return _listed(manifest, manifest.stat().st_mtime_ns) if manifest else ()


@lru_cache(maxsize=64)
def _listed(manifest: Path, _changed: int) -> tuple[File, ...]:
    listed = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    files = [File(line["path"], line["bytes"], line["sha256"]) for line in listed]
    known = {file.path for file in files}
    beside = [path for name in (MANIFEST, SUMS) if name not in known and (path := manifest.with_name(name)).is_file()]
    return (*files, *(File(path.name, path.stat().st_size, sha256_of(path)) for path in beside))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file; one that did not change is not read again."""
    found = path.stat()
    return _hashed(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1024)
def _hashed(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def offers_of(dataset: Dataset, release: Published) -> list[Offer]:
    """Return the kinds of file that people look for in a release, those it has."""
    bearing = Dataset.model_validate(
        dataset.model_dump() | {"version": release.version, "released": release.row["released_on"]}
    )
    found = [
        Offer(kind, tuple(file for file in release.files if fnmatchcase(file.path, kind.files)))
        for kind in released_files(bearing)
    ]
    return [offer for offer in found if offer.files]


def latest_path(release: Published, asked: str, name: str) -> str | None:
    """Return the path in a release of a file that is asked for without its version (`gongbao.zip`); None where none.

    Files whose names hold the version may be asked for by either name.
    """
    stem, dot, ending = asked.rpartition(".")
    candidates = [asked]
    if stem == name and dot:
        candidates += [f"{name}-{release.version}.{ending}", f"{release.row['database_name']}.{ending}"]
    return next((path for path in candidates if release.find(path)), None)


def readable_size(number: int) -> str:
    """Return a number of bytes as people read it.

    >>> readable_size(1568936), readable_size(999), readable_size(41308)
    ('1.6 MB', '999 B', '41 kB')
    """
    for size, unit in _UNITS:
        if number >= size:
            return f"{number / size:.1f} {unit}" if number < 10 * size else f"{number / size:.0f} {unit}"
    return f"{number} B"
