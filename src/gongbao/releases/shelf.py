"""The releases/ folder: which versions there are, and their packages opened for reading."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gongbao.errors import ReleaseError, counted
from gongbao.exports.datasette_metadata import FROZEN
from gongbao.packages.content import Package
from gongbao.releases.archive import extract
from gongbao.releases.changes import CSV, Change, read_changes
from gongbao.releases.manifest import FILE, SUMS, Manifest, hash_file, read_manifest, read_sums
from gongbao.releases.verdict import order
from gongbao.strays import is_stray

FOLDER = "releases"
_NUMBER = re.compile(r"\d+\.\d+\.\d+$")


class Shelf:
    """The releases of a repository, the oldest first.

    Raises ReleaseError in one line where one is not whole, or where one that a later one follows is not there.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        entries = list(self.folder.iterdir()) if self.folder.is_dir() else []
        found = [path for path in entries if not is_stray(path.name) and (path.is_dir() or _NUMBER.match(path.name))]
        self.manifests: tuple[Manifest, ...] = tuple(
            read_release(path) for path in sorted(found, key=lambda path: order(_number(path.name)))
        )
        _require_chain(self.manifests)

    @property
    def versions(self) -> list[str]:
        """Return the version numbers, the oldest first."""
        return [manifest.version for manifest in self.manifests]

    @property
    def last(self) -> Manifest | None:
        """Return the newest release."""
        return self.manifests[-1] if self.manifests else None

    def find(self, version: str) -> Manifest:
        """Return the manifest of one release; raises ReleaseError, with those there are, for an unknown one."""
        if version not in self.versions:
            known = ", ".join(self.versions) or "none yet"
            raise ReleaseError(f"{version}: there is no such release: choose one of {known}")
        return self.manifests[self.versions.index(version)]

    def path(self, version: str) -> Path:
        """Return the folder of one release; raises ReleaseError for an unknown one."""
        return self.folder / self.find(version).version

    def file(self, version: str, name: str) -> Path:
        """Return a file of a release to read from; raises ReleaseError where it is not the file that was released."""
        path, stated = self.path(version) / name, {entry.path: entry for entry in self.find(version).files}
        if name not in stated or hash_file(path) != stated[name].sha256:
            raise ReleaseError(
                f"{FOLDER}/{version}/{name}: is not the file that was released (SHA-256): restore it, "
                f"git checkout {FOLDER}/{version}"
            )
        return path

    def changes(self, version: str) -> Iterator[Change]:
        """Yield the changes a release made; raises ReleaseError where its record is not the one released."""
        yield from read_changes(self.file(version, CSV).parent)

    @contextmanager
    def open(self, version: str) -> Iterator[Package]:
        """Yield the package of one release, unpacked for as long as the block lasts."""
        archive = self.file(version, self.find(version).archive)
        with tempfile.TemporaryDirectory() as place:
            target = Path(place) / "package"
            extract(archive, target)
            yield Package(target)


def read_release(folder: Path) -> Manifest:
    """Read the manifest of a release and look at its files without opening them: all there, each of its size.

    Raises ReleaseError for the first that is not, and where manifest.json is not the one SHA256SUMS lists.
    """
    manifest = read_manifest(folder)
    shown, restore = f"{FOLDER}/{folder.name}", f"restore it, git checkout {FOLDER}/{folder.name}"
    if manifest.version != folder.name:
        raise ReleaseError(f"{shown}/{FILE}: states version {manifest.version}: {restore}")
    listed = read_sums(folder)
    if listed != {entry.path: entry.sha256 for entry in manifest.files} | {FILE: hash_file(folder / FILE)}:
        raise ReleaseError(f"{shown}: {FILE} and {SUMS} do not list the same files: {restore}")
    for entry in manifest.files:
        path = folder / entry.path
        if not path.is_file():
            raise ReleaseError(f"{shown}/{entry.path}: is missing: {restore}")
        if path.stat().st_size != entry.bytes:
            has = f"has {counted(path.stat().st_size, 'byte')}, not {entry.bytes}"
            raise ReleaseError(f"{shown}/{entry.path}: {has}: {restore}")
    return manifest


def _require_chain(manifests: Sequence[Manifest]) -> None:
    there = None
    for manifest in manifests:
        if manifest.previous != there:
            follows = f"follows {manifest.previous}, which is not there" if manifest.previous else "follows none"
            where = f"{FOLDER}/{manifest.version}/{FILE}"
            raise ReleaseError(f"{where}: {follows}, the one before it is {there}: git checkout {FOLDER}")
        there = manifest.version


def require_history(shelf: Shelf) -> None:
    """Raise ReleaseError where a file that a build reads of a release is not the one released."""
    for version in shelf.versions:
        for name in (CSV, FROZEN):
            shelf.file(version, name)


def check_version(shelf: Shelf, root: Path, version: str) -> Iterator[str]:
    """Yield a line where the package in `root` bears the number of a release but is not that release.

    Only the version, the tables, the schemas and the descriptor count.
    """
    if version not in shelf.versions:
        return
    manifest = shelf.find(version)
    stated = {entry.path: entry.sha256 for entry in manifest.package}
    other = [
        name
        for name, digest in stated.items()
        if name.startswith(("data/", "schemas/", "datapackage.json"))
        and (not (root / name).is_file() or hash_file(root / name) != digest)
    ]
    if other:
        yield (
            f"seeds/dataset.yml:1: the data differ from release {version} ({', '.join(other[:3])}), "
            "which never changes: set the next version (make release says which)"
        )


def removed_ids(shelf: Shelf) -> dict[tuple[str, str], str]:
    """Return every id a release removed, by table and id, with that release's version."""
    return {
        (change.table_name, change.row_id): version
        for version in shelf.versions
        for change in shelf.changes(version)
        if change.change == "removed"
    }


def _number(name: str) -> str:
    if not _NUMBER.match(name):
        raise ReleaseError(f"releases/{name}: is no version number: a release's folder is named like 1.0.0")
    return name
