"""manifest.json and SHA256SUMS: what a release consists of, to the last byte."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version as installed
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gongbao.errors import ReleaseError
from gongbao.model.history_columns import VERSION
from gongbao.resources import hash_code
from gongbao.strays import is_stray

FILE, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = 2  # of manifests; those of the first releases have none
_TOOLS = ("gongbao", "frictionless", "pydantic", "datasette", "pyarrow", "xlsxwriter")
_SHA256 = r"^[0-9a-f]{64}$"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Strict):
    """One file: its path, size in bytes and SHA-256; rows where it is a table."""

    path: str = Field(pattern=r"^(?:[\w-][\w.-]*/)*\.?[\w-][\w.-]*$")
    bytes: int
    sha256: str = Field(pattern=_SHA256)
    rows: int | None = None


class Source(_Strict):
    """What the release was made from: the frozen texts, the curated files, the engine and its tools.

    `code_sha256` tells whether the code at hand is the very code that made it, so that its files can be made again.
    """

    texts: dict[str, str]
    seeds_sha256: str
    commit: str | None = Field(pattern=r"^[0-9a-f]{40,64}$")
    code_sha256: str | None = Field(default=None, pattern=_SHA256)
    tools: dict[str, str]


class Manifest(_Strict):
    """manifest.json of one release; `files` lie in its folder, `package` inside its zip file.

    `format_version` counts the changes of this very form; the first releases bear none and are read as they are.
    """

    format_version: int | None = None
    name: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str = Field(pattern=VERSION)
    released: date
    previous: str | None = Field(pattern=VERSION)
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

    @model_validator(mode="after")
    def _names_its_code(self) -> Manifest:
        if (self.format_version is None) != (self.source.code_sha256 is None):
            raise ValueError("code_sha256 came with the second format and stands in all manifests since")
        return self

    def to_json(self) -> str:
        """Return the manifest as it is written."""
        return self.model_dump_json(indent=2, exclude_unset=True) + "\n"

    @property
    def made_here(self) -> bool:
        """Tell whether the code and the tools at hand are the very ones that made the release."""
        return self.source.code_sha256 == hash_code() and self.source.tools == list_tools()


def list_tools() -> dict[str, str]:
    """Return the versions of what a release is made with."""
    return {**{name: installed(name) for name in _TOOLS}, "sqlite": sqlite3.sqlite_version}


def read_manifest(folder: Path) -> Manifest:
    """Read a release's manifest; raises ReleaseError in one line where it is missing, altered in shape, or too new."""
    path = folder / FILE
    try:
        text = path.read_bytes().decode("utf-8")
        _require_known_format(folder, text)
        manifest = Manifest.model_validate_json(text)
    except (OSError, ValueError, RecursionError) as fault:  # pydantic's and json's errors are ValueErrors
        why = "is missing" if isinstance(fault, FileNotFoundError) else "is no manifest of a release"
        raise ReleaseError(f"{folder.name}/{FILE}: {why}: restore the release (git checkout {folder.name})") from None
    if manifest.to_json() != text:
        raise ReleaseError(f"{folder.name}/{FILE}: is not written as a release writes it: restore the release")
    return manifest


def _require_known_format(folder: Path, text: str) -> None:
    content = json.loads(text)
    number = content.get("format_version", FORMAT) if isinstance(content, dict) else FORMAT
    if number != FORMAT:
        raise ReleaseError(
            f"{folder.name}/{FILE}: is of format {str(number)[:20]}, this code reads {FORMAT} and those without one: "
            "take a newer version of gongbao"
        )


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


def read_sums(folder: Path) -> dict[str, str]:
    """Return what SHA256SUMS lists: the hash of each path; raises ReleaseError where there is no such file."""
    try:
        text = (folder / SUMS).read_bytes().decode("utf-8", "replace")
    except OSError:
        raise ReleaseError(
            f"{folder.name}: holds no {SUMS}: is no release; give a release's folder, zip file or version"
        ) from None
    pairs = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in pairs if name}
