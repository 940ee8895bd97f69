"""manifest.json and SHA256SUMS: what a release consists of, to the last byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongbao.errors import ReleaseError
from gongbao.model.history_columns import VERSION
from gongbao.strays import is_stray

FILE, SUMS = "manifest.json", "SHA256SUMS"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Strict):
    """One file: its path, size in bytes and SHA-256; rows where it is a table."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None


class Source(_Strict):
    """What the release was made from: the frozen texts, the curated files, the engine and its tools."""

    texts: dict[str, str]
    seeds_sha256: str
    commit: str | None
    tools: dict[str, str]


class Manifest(_Strict):
    """manifest.json of one release; `files` lie in its folder, `package` inside its zip file."""

    name: str
    version: str = Field(pattern=VERSION)
    released: date
    previous: str | None
    level: str
    summary_en: str
    summary_zh: str
    database: str
    archive: str
    fingerprint: str
    fingerprints: dict[str, str]
    row_count: int
    change_count: int
    source: Source
    package: tuple[Entry, ...]
    files: tuple[Entry, ...]

    def to_json(self) -> str:
        """Return the manifest as it is written."""
        return self.model_dump_json(indent=2, exclude_none=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read a release's manifest; raises ReleaseError in one line where it is missing or altered in shape."""
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
        manifest = Manifest.model_validate_json(text)
    except (OSError, UnicodeDecodeError, ValidationError) as fault:
        why = "is missing" if isinstance(fault, FileNotFoundError) else "is no manifest of a release"
        raise ReleaseError(f"{folder.name}/{FILE}: {why}: restore the release (git checkout {folder.name})") from None
    if manifest.to_json() != text:
        raise ReleaseError(f"{folder.name}/{FILE}: is not written as a release writes it: restore the release")
    return manifest


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def list_files(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, sorted; what a system or an editor left is none of them."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not any(map(is_stray, path.parts)))


def describe_files(folder: Path, names: Iterable[str], rows: dict[str, int]) -> tuple[Entry, ...]:
    """Describe files of a folder; `rows` gives the number of rows of those that are tables."""
    return tuple(
        Entry(path=name, bytes=(folder / name).stat().st_size, sha256=hash_file(folder / name), rows=rows.get(name))
        for name in names
    )


def hash_seeds(folder: Path) -> str:
    """Return one SHA-256 for all curated files: of the list of their hashes, in the format of sha256sum."""
    return hashlib.sha256(sums(folder, list_files(folder)).encode()).hexdigest()


def sums(folder: Path, names: Iterable[str]) -> str:
    """Return the hashes of files in the format of sha256sum."""
    return "".join(f"{hash_file(folder / name)}  {name}\n" for name in names)


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over all other files of a folder: `sha256sum -c SHA256SUMS` checks them anywhere."""
    names = [name for name in list_files(folder) if name != SUMS]
    (folder / SUMS).write_text(sums(folder, names), encoding="utf-8", newline="\n")
