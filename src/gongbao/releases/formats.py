"""The formats of a release read back: each must hold the package's own content, table by table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongbao.exports import json_lines, parquet, sqlite_database, stata, web_annotations, workbook
from gongbao.packages.content import Package, Rows, Table, fingerprint
from gongbao.packages.remembering import Remembered, key_of
from gongbao.packages.untrusted import Untrusted
from gongbao.releases.manifest import Manifest, hash_file
from gongbao.releases.package_verification import Opened

_AGAIN = "fetch the release again"
_FINGERPRINTS: Remembered[dict[str, str]] = Remembered()


@dataclass(frozen=True, slots=True)
class Format:
    """One format of a release's folder: its files, and the reader of their rows."""

    name: str
    files: Sequence[Path]
    source: Untrusted


def formats_of(folder: Path, manifest: Manifest, package: Package) -> Iterator[Format]:
    """Yield the formats that a release of this manifest holds."""
    database, book = f"{manifest.database}.db", f"{manifest.name}-{manifest.version}.xlsx"

    def of_files(name: str, pattern: str, open_rows: Callable[[], Rows]) -> Format:
        paths = {table.name: pattern.format(table.name) for table in package.tables}
        source = Untrusted(open_rows, lambda table: f"{folder.name}/{paths[table.name]}")
        return Format(name, [folder / path for path in dict.fromkeys(paths.values())], source)

    if manifest.format_version is not None:
        yield of_files("Stata", f"{stata.FOLDER}/{{}}.dta", lambda: stata.Reader(folder))
    yield of_files("SQLite", database, lambda: sqlite_database.Reader(folder / database))
    yield of_files("Parquet", f"{parquet.FOLDER}/{{}}.parquet", lambda: parquet.Reader(folder))
    yield of_files("JSON Lines", f"{json_lines.FOLDER}/{{}}.jsonl", lambda: json_lines.Reader(folder))
    yield of_files("Web Annotations", web_annotations.FILE, lambda: web_annotations.Reader(folder))
    yield of_files("XLSX", book, lambda: workbook.Reader(folder / book))


def compare_format(format_: Format, opened: Opened) -> Iterator[str]:
    """Yield a line where a format does not hold the package's content."""
    each = _fingerprints(format_, opened.package.tables)
    for table in opened.package.tables:
        if each[table.name] != opened.fingerprints[table.name]:
            where = format_.source.shown(table)
            yield f"{where}: the content of {format_.name}, table {table.name}, is not the release's: {_AGAIN}"
            return  # one damaged file may hold them all


def _fingerprints(format_: Format, tables: Sequence[Table]) -> dict[str, str]:
    """Return the fingerprint of each table; the same files are read by the same schemas once a process."""

    def read() -> dict[str, str]:
        try:
            return fingerprint(tables, format_.source)[1]
        finally:
            format_.source.close()

    if not all(path.is_file() for path in format_.files):
        return read()
    schemas = [json.dumps([table.name, table.schema]) for table in tables]
    return _FINGERPRINTS.get(key_of(format_.name, *schemas, *map(hash_file, format_.files)), read)
