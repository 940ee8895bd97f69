"""Which files a release consists of: its lists must name exactly these, and each of them rightly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gongbao.errors import counted
from gongbao.exports import codebook, release_metadata
from gongbao.exports.flat_tables import FLAT, FOLDER
from gongbao.exports.hugging_face import FILE as CARD
from gongbao.exports.release_readme import FILE as README
from gongbao.exports.web_annotations import text_paths
from gongbao.packages.content import Package
from gongbao.releases import crosswalk
from gongbao.releases.contents import FILES, METADATA, TAKEN
from gongbao.releases.manifest import FILE, SUMS, Entry, describe_files, hash_file, list_files

WORDS = ("SUMMARY.md", "annotations.jsonld", "changes.csv", "changes.json", "datasette.json", "requests.csv")


def expected_files(package: Package, format_version: int | None) -> set[str]:
    """Return the files of a release's folder beside its two lists; the first releases have fewer formats."""
    base, tables = f"{package.descriptor['name']}-{package.version}", [table.name for table in package.tables]
    formats = {f"{folder}/{name}.{folder}" for folder in ("parquet", "jsonl") for name in tables}
    if format_version is not None:
        names = (*(flat.view for flat in FLAT), codebook.TABLE)
        flat = {f"{FOLDER}/{kind}" for name in names for kind in (f"{name}.csv", f"schemas/{name}.json")}
        formats |= {f"parquet/{name}.parquet" for name in names} | {f"stata/{name}.dta" for name in (*names, *tables)}
        formats |= {README, CARD, crosswalk.CSV, f"{FOLDER}/datapackage.json", *flat}
        formats |= {*release_metadata.FILES, *text_paths(package)}
    return {*WORDS, f"{base}.zip", f"{base}.xlsx", f"{base.replace('.', '-')}.db", *formats}


def expected_members(package: Package) -> set[str]:
    """Return the files of a release's zip file: what its descriptor names, and what every package holds.

    README and card are named where they are there: the first releases have none, and nothing inside a zip file tells
    them apart.
    """
    named = {str(resource["path"]) for resource in package.descriptor["resources"]}
    schemas = {f"schemas/{table.name}.json" for table in package.tables}
    later = {name for name in (README, CARD) if (package.root / name).is_file()}
    return {*FILES, *TAKEN, *later, SUMS, *(f"metadata/{name}" for name in METADATA), *named, *schemas}


def check_names(found: Iterable[str], expected: set[str], shown: str) -> Iterator[str]:
    """Yield a line for every file that belongs to no release, and for every one a release lacks."""
    for name in sorted(expected ^ set(found)):
        why = "is missing: every release holds it" if name in expected else "belongs to no release"
        yield f"{shown}/{name}: {why}: fetch the release again"


def check_texts(folder: Path, package: Package) -> Iterator[str]:
    """Yield a line for every frozen text of a release's folder that is not the package's own."""
    for path in text_paths(package):
        if hash_file(folder / path) != hash_file(package.root / path):
            yield f"{folder.name}/{path}: is not the text of the package: fetch the release again"


def check_entries(stated: tuple[Entry, ...], folder: Path, shown: str, *, beside: Iterable[str] = ()) -> Iterator[str]:
    """Yield a line for every file of a folder that a manifest's list leaves out, repeats, or describes wrongly.

    `beside` names files that stand in no list.
    """
    names = [name for name in list_files(folder) if name not in set(beside)]
    if [entry.path for entry in stated] != names:
        listed = {entry.path for entry in stated}
        wrong = sorted(listed ^ set(names)) or ["its order"]
        lists = f"lists {counted(len(stated), 'file')}, there are {len(names)} ({wrong[0]})"
        yield f"{shown}: {FILE} {lists}: fetch the release again"
        return
    for one, other in zip(stated, describe_files(folder, names, {}), strict=True):
        if (one.bytes, one.sha256) != (other.bytes, other.sha256):
            yield f"{shown}/{one.path}: is not the file {FILE} describes: fetch the release again"


def check_rows(stated: tuple[Entry, ...], rows: dict[str, int], shown: str) -> Iterator[str]:
    """Yield a line for every file whose stated number of rows is not the one it has."""
    for entry in stated:
        if entry.rows != rows.get(entry.path):
            states = f"states {counted(entry.rows or 0, 'row')}, it has {rows.get(entry.path, 'no')}"
            yield f"{shown}/{entry.path}: {FILE} {states}: fetch the release again"


def count_table_files(names: Iterable[str], package: Package, counts: dict[str, int]) -> dict[str, int]:
    """Return the rows of those files of a folder that hold one table; `counts` gives them by the table's CSV file."""
    by_name = {table.name: counts[table.path] for table in package.tables}
    return {name: by_name[Path(name).stem] for name in names if Path(name).stem in by_name}
