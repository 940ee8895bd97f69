"""Is this release unaltered? Hashes, shape, schema, receipts and fingerprint, from the files alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import frictionless

from gongbao.errors import CheckError, ReleaseError
from gongbao.exports import json_lines, parquet, sqlite_database, web_annotations, workbook
from gongbao.exports.web_annotations import read_texts
from gongbao.packages.content import Package, Rows, fingerprint
from gongbao.releases.archive import extract, is_canonical
from gongbao.releases.manifest import SUMS, Entry, Manifest, describe_files, list_files, read_manifest, sums

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at and found right."""

    name: str
    version: str
    files: int
    rows: int
    receipts: int
    fingerprint: str

    def line(self) -> str:
        """Return the finding as one line."""
        return (
            f"{self.name} {self.version}: this is release {self.version}, unaltered 此为未经改动的{self.version}版本: "
            f"{self.files} files, {self.rows} rows, {self.receipts} receipts, fingerprint {self.fingerprint}"
        )


def verify(path: Path, *, report: Report = lambda _line: None) -> Verified:
    """Verify a release's folder or its zip file.

    Raises CheckError with one line for every fault, ReleaseError where the files cannot be read at all.
    """
    if path.is_file():
        with tempfile.TemporaryDirectory() as place:
            return _verify_package(path, Path(place) / "package", report)
    if not path.is_dir():
        raise ReleaseError(f"{path}: there is no such folder or file: give a release's folder, zip file or version")
    return _verify_folder(path, report)


def check_sums(folder: Path, *, shown: str = "") -> Iterator[str]:
    """Yield one line for every file of a folder that SHA256SUMS does not list, or lists with another hash.

    `shown` is the name of the zip file the folder was unpacked from.
    """
    names = [name for name in list_files(folder) if name != SUMS]
    path = folder / SUMS
    if not path.is_file():
        yield f"{shown or folder.name}: holds no {SUMS}: is no release; give a release's folder, zip file or version"
        return
    stated = path.read_bytes()
    computed = sums(folder, names)
    if stated == computed.encode():
        return
    listed, actual = _parse_sums(stated.decode("utf-8", "replace")), _parse_sums(computed)
    for name in sorted({*listed, *actual}):
        if listed.get(name) != actual.get(name):
            why = "is not listed" if name not in listed else "is missing" if name not in actual else "was altered"
            yield f"{shown or folder.name}/{name}: {why} (SHA-256): fetch the release again"
    if listed == actual:
        yield f"{shown or folder.name}/{SUMS}: is not written as a release writes it: fetch the release again"


def _parse_sums(text: str) -> dict[str, str]:
    pairs = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in pairs if name}


def _require(lines: Iterator[str]) -> None:
    failures = list(lines)
    if failures:
        raise CheckError(failures)


def _verify_folder(folder: Path, report: Report) -> Verified:
    _require(check_sums(folder))
    manifest = read_manifest(folder)
    report(f"hashes: {len(manifest.files)} files as listed")
    _require(_compare(folder.name, manifest.files, describe_files(folder, [e.path for e in manifest.files], {})))
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "package"
        found = _verify_package(folder / manifest.archive, target, report)
        package = Package(target)
        inside = describe_files(target, [entry.path for entry in manifest.package], {})
        _require(_compare(manifest.archive, manifest.package, inside))
        _require(_check_identity(folder, manifest, found))
        for name, source in _readers(folder, manifest):
            if fingerprint(package.tables, source)[0] != manifest.fingerprint:
                raise CheckError([f"{folder.name}: the content of {name} is not that of the release: fetch it again"])
            report(f"{name}: same content")
    files = found.files + len(manifest.files) + 2
    return Verified(found.name, found.version, files, found.rows, found.receipts, found.fingerprint)


def _compare(where: str, stated: tuple[Entry, ...], actual: tuple[Entry, ...]) -> Iterator[str]:
    for one, other in zip(stated, actual, strict=True):
        if (one.bytes, one.sha256) != (other.bytes, other.sha256):
            yield f"{where}/{one.path}: is not the file manifest.json describes: fetch the release again"


def _check_identity(folder: Path, manifest: Manifest, found: Verified) -> Iterator[str]:
    for what, stated, actual in (
        ("version", manifest.version, found.version),
        ("name", manifest.name, found.name),
        ("fingerprint", manifest.fingerprint, found.fingerprint),
        ("rows", manifest.row_count, found.rows),
    ):
        if stated != actual:
            yield f"{folder.name}/manifest.json: states {what} {stated}, the package {actual}: fetch the release again"


def _readers(folder: Path, manifest: Manifest) -> Iterator[tuple[str, Rows]]:
    database = sqlite_database.Reader(folder / f"{manifest.database}.db")
    yield "SQLite", database
    database.close()
    yield "Parquet", parquet.Reader(folder)
    yield "JSON Lines", json_lines.Reader(folder)
    yield "Web Annotations", web_annotations.Reader(folder)
    yield "XLSX", workbook.Reader(folder / f"{manifest.name}-{manifest.version}.xlsx")


def _verify_package(path: Path, target: Path, report: Report) -> Verified:
    names = extract(path, target)
    _require(check_sums(target, shown=path.name))
    if not is_canonical(path, target, names):
        raise CheckError([f"{path.name}: its bytes are not those of a release, though its files are: fetch it again"])
    report(f"{path.name}: {len(names)} files as listed")
    package = Package(target)
    _require(_check_schema(target))
    report("frictionless: every table fits its schema")
    rows, receipts = _check_receipts(package)
    report(f"receipts: {receipts} quotes stand where they say")
    whole, _ = fingerprint(package.tables, package)
    return Verified(str(package.descriptor["name"]), package.version, len(names), rows, receipts, whole)


def _check_schema(root: Path) -> Iterator[str]:
    outcome = frictionless.validate(str(root / "datapackage.json"), type="package")
    for error in outcome.errors:
        yield f"datapackage.json:1: {error.message} [frictionless {error.type}]: fetch the release again"
    for task in outcome.tasks:
        for error in task.errors:
            yield f"data/{task.name}.csv: {error.message} [frictionless {error.type}]: fetch the release again"


def _check_receipts(package: Package) -> tuple[int, int]:
    """Count rows and receipts; raises CheckError where a quote is not what its characters read."""
    texts, failures = read_texts(package), []
    count = receipts = 0
    for table in package.tables:
        column = "quote" if "quote" in table.names else "text_zh"
        anchored = {"report_id", "char_start", "char_end", column} <= set(table.names)
        for row in package.rows(table):
            count += 1
            if not anchored:
                continue
            cell = dict(zip(table.names, row, strict=True))
            start, end = int(str(cell["char_start"])), int(str(cell["char_end"]))
            receipts += 1
            if texts.get(str(cell["report_id"]), "")[start:end] != cell[column]:
                failures.append(f"{table.path}: {row[0]}: characters {start}-{end} do not read its quote")
    if failures:
        raise CheckError(failures)
    return count, receipts
