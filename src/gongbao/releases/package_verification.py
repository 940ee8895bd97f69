"""The package inside a release, as a zip file or unpacked: its own list of hashes, schemas, receipts, fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongbao.errors import CheckError, ReleaseError, counted
from gongbao.exports.web_annotations import read_texts
from gongbao.packages.conformity import check_conformity
from gongbao.packages.content import Package, Table, Value, fingerprint
from gongbao.packages.remembering import Remembered, key_of
from gongbao.packages.untrusted import Untrusted, tell
from gongbao.releases.archive import extract, is_canonical
from gongbao.releases.listing import check_names, expected_members
from gongbao.releases.manifest import SUMS, list_files, read_sums, sums

Report = Callable[[str], None]
_AGAIN = "fetch the release again"


@dataclass(frozen=True, slots=True)
class Content:
    """What was read in a package's tables: rows by the path of the table, receipts and fingerprints."""

    counts: dict[str, int]
    receipts: int
    fingerprint: str
    fingerprints: dict[str, str]


_CONTENTS: Remembered[Content] = Remembered()


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that is whole: its files, rows by the path of the table, receipts and fingerprints."""

    package: Package
    shown: str
    files: int
    counts: dict[str, int]
    receipts: int
    fingerprint: str
    fingerprints: dict[str, str]

    @property
    def name(self) -> str:
        """Return the name the package bears."""
        return str(self.package.descriptor["name"])

    @property
    def rows(self) -> int:
        """Return the number of rows of all tables."""
        return sum(self.counts.values())


def require(lines: Iterator[str]) -> None:
    """Raise CheckError with the lines, where there are any."""
    failures = list(lines)
    if failures:
        raise CheckError(failures)


def check_sums(folder: Path, *, shown: str = "") -> Iterator[str]:
    """Yield one line for every file of a folder that SHA256SUMS does not list, or lists with another hash.

    `shown` is the name of the zip file the folder was unpacked from.
    """
    names = [name for name in list_files(folder) if name != SUMS]
    try:
        listed = read_sums(folder)
    except ReleaseError as fault:
        yield str(fault).replace(folder.name, shown or folder.name, 1)
        return
    computed = sums(folder, names)
    if (folder / SUMS).read_bytes() == computed.encode():
        return
    actual = {name: digest for digest, _, name in (line.partition("  ") for line in computed.splitlines())}
    for name in sorted({*listed, *actual}):
        if listed.get(name) != actual.get(name):
            why = "is not listed" if name not in listed else "is missing" if name not in actual else "was altered"
            yield f"{shown or folder.name}/{name}: {why} (SHA-256): {_AGAIN}"
    if listed == actual:
        yield f"{shown or folder.name}/{SUMS}: is not written as a release writes it: {_AGAIN}"


def open_archive(path: Path, target: Path, report: Report) -> Opened:
    """Unpack a release's zip file into `target` and verify it; raises CheckError or ReleaseError where it is none."""
    names = extract(path, target)
    require(check_sums(target, shown=path.name))
    if not is_canonical(path, target, names):
        raise CheckError([f"{path.name}: its bytes are not those of a release, though its files are: fetch it again"])
    return open_folder(target, path.name, report)


def open_folder(root: Path, shown: str, report: Report) -> Opened:
    """Verify an unpacked package; raises CheckError with a line for every fault, ReleaseError where it is none."""
    require(check_sums(root, shown=shown))
    names = list_files(root)
    report(f"{shown}: {counted(len(names), 'file')} as listed")
    require(_check_schema(root))
    package = Package(root)
    _require_words(package)
    require(check_names(names, expected_members(package), shown))
    report("frictionless: every table fits its schema")
    found = _CONTENTS.get(key_of_package(package), lambda: _read_content(package))
    report(f"receipts: {counted(found.receipts, 'quote')} checked at their places")
    return Opened(package, shown, len(names), found.counts, found.receipts, found.fingerprint, found.fingerprints)


def key_of_package(package: Package) -> str:
    """Return what stands for every byte of a package whose files are as its SHA256SUMS lists them: that list."""
    return key_of((package.root / SUMS).read_bytes())


def _read_content(package: Package) -> Content:
    counts, receipts = _check_receipts(package)
    return Content(counts, receipts, *fingerprint(package.tables, Untrusted(lambda: package, lambda table: table.path)))


def _require_words(package: Package) -> None:
    """Raise ReleaseError where the descriptor lacks what every release says of itself."""
    said = package.descriptor
    missing = [word for word in ("name", "version", "title", "released", "resources") if not said.get(word)]
    if missing:
        raise ReleaseError(f"datapackage.json: states no {missing[0]}: is no package of a release")


def _check_schema(root: Path) -> Iterator[str]:
    try:
        found = list(check_conformity(root))
    except Exception as fault:  # frictionless meets a descriptor of any shape, and has no error for some
        raise ReleaseError(f"datapackage.json: is no readable descriptor ({tell(fault)}): {_AGAIN}") from None
    for each in found:
        where = "datapackage.json:1" if each.table is None else f"data/{each.table}.csv"
        yield f"{where}: {each.message} [{each.law}]: {_AGAIN}"


def _check_receipts(package: Package) -> tuple[dict[str, int], int]:
    """Count rows and receipts; raises CheckError where a quote is not what its characters read."""
    counts, receipts, failures = {}, 0, []
    try:
        texts = read_texts(package)
    except (OSError, ValueError, KeyError) as fault:
        raise ReleaseError(f"datapackage.json: a text it names cannot be read ({tell(fault)}): {_AGAIN}") from None
    source = Untrusted(lambda: package, lambda table: table.path)
    for table in package.tables:
        anchored = {"report_id", "char_start", "char_end", _quoted(table)} <= set(table.names)
        counts[table.path] = 0
        for row in source.rows(table):
            counts[table.path] += 1
            receipts += anchored
            if anchored and (line := _tell_receipt(table, row, texts)):
                failures.append(line)
    if failures:
        raise CheckError(failures)
    return counts, receipts


def _quoted(table: Table) -> str:
    return "quote" if "quote" in table.names else "text_zh"


def _tell_receipt(table: Table, row: Sequence[Value], texts: dict[str, str]) -> str | None:
    cell = dict(zip(table.names, row, strict=True))
    start, end = cell["char_start"], cell["char_end"]
    text = texts.get(str(cell["report_id"]), "")
    whole = isinstance(start, int) and isinstance(end, int) and text[start:end] == cell[_quoted(table)]
    return None if whole else f"{table.path}: {row[0]}: characters {start}-{end} do not read its quote"
