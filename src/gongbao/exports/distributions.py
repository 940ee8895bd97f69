"""The files of a package or a release and the facts of its reports, as every kind of metadata needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongbao.exports.flat_tables import WithFlat
from gongbao.exports.release_readme import released_files
from gongbao.packages.content import Content, Package, Table, Value
from gongbao.seeds.dataset import Dataset

LANGUAGES = {"en": "http://publications.europa.eu/resource/authority/language/ENG",
             "zh": "http://publications.europa.eu/resource/authority/language/ZHO"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file: its path in package or release, titles, what it is, format, media type, size in bytes and SHA-256.

    `served` is the address of the folder it is served from, empty where it is not served by itself.
    """

    name: str
    path: str
    title_en: str
    title_zh: str
    about_en: str
    about_zh: str
    format: str
    media_type: str
    bytes: int
    sha256: str
    served: str = ""

    @property
    def url(self) -> str:
        """Return the file's address: where it is served, else relative to a description in the folder metadata/."""
        return f"{self.served or '..'}/{self.path}"

    @property
    def registered(self) -> bool:
        """Tell whether the media type is one of IANA's; those that are not begin with x-."""
        return "/x-" not in self.media_type


@dataclass(frozen=True, slots=True)
class Described:
    """What a description is about: the tables with their words, the files, which file a table is read from.

    `address` is what the dataset is called by where it has no homepage.
    """

    package: Package
    tables: Content
    files: tuple[Distribution, ...]
    table_files: dict[str, Distribution]
    address: str


def describe_package(package: Package) -> Described:
    """Return a package as its descriptor names its files; they lie in it, wherever it is."""
    files = tuple(list_distributions(package))
    by_path = {file.path: file for file in files}
    table_files = {table.name: by_path[table.path] for table in package.tables}
    return Described(package, package, files, table_files, "../datapackage.json")


def describe_release(package: Package, folder: Path, dataset: Dataset) -> Described:
    """Return the files people and programs fetch from a release's folder, which must all lie there."""
    tables = WithFlat(package, folder)
    titles = {table.name: (table.title("en"), table.title("zh")) for table in tables.tables}
    titles |= {r["path"]: (r["titles"]["en"], r["titles"]["zh"]) for r in package.descriptor["resources"]}
    files = tuple(_released(folder, dataset, titles))
    by_path = {file.path: file for file in files}
    table_files = {table.name: by_path[f"parquet/{table.name}.parquet"] for table in tables.tables}
    return Described(package, tables, files, table_files, "../manifest.json")


def _released(folder: Path, dataset: Dataset, titles: dict[str, tuple[str, str]]) -> Iterator[Distribution]:
    served = f"{dataset.homepage}/releases/{dataset.version}" if dataset.homepage else ""
    for kind in released_files(dataset):
        for path in sorted(folder.glob(kind.files)):
            name = path.relative_to(folder).as_posix()
            english, chinese = titles.get(name) or titles.get(path.stem) or (dataset.title_en, dataset.title_zh)
            yield Distribution(
                name.replace("/", "-").replace(".", "-"),
                name,
                f"{english} ({kind.format})",
                f"{chinese}（{kind.format}）",
                kind.what_en,
                kind.what_zh,
                kind.format,
                kind.media_type,
                path.stat().st_size,
                hashlib.sha256(path.read_bytes()).hexdigest(),
                served,
            )


def list_distributions(package: Package) -> list[Distribution]:
    """Return the files of the package as its descriptor names them."""
    return [
        Distribution(
            resource["name"],
            resource["path"],
            resource["titles"]["en"],
            resource["titles"]["zh"],
            resource["descriptions"]["en"],
            resource["descriptions"]["zh"],
            resource["format"].upper(),
            resource["mediatype"],
            resource["bytes"],
            resource["hash"].removeprefix("sha256:"),
        )
        for resource in package.descriptor["resources"]
    ]


def table_rows(package: Package, name: str) -> list[dict[str, Value]]:
    """Return the rows of one table by column."""
    table: Table = next(table for table in package.tables if table.name == name)
    return [dict(zip(table.names, row, strict=True)) for row in package.rows(table)]


def years_covered(package: Package) -> tuple[int, int]:
    """Return the first and last year the reports cover."""
    years = [int(str(row["year_covered"])) for row in table_rows(package, "reports")]
    return min(years), max(years)


def places_covered(package: Package) -> list[dict[str, Value]]:
    """Return the places the reports are about, as rows of `places`."""
    wanted = {row["place_id"] for row in table_rows(package, "reports")}
    return [row for row in table_rows(package, "places") if row["place_id"] in wanted]


def both(english: str, chinese: str) -> list[dict[str, str]]:
    """Return a text in both languages as JSON-LD has it."""
    return [*tagged((english,), "en"), *tagged((chinese,), "zh")]


def tagged(words: tuple[str, ...], language: str) -> list[dict[str, str]]:
    """Return words of one language as JSON-LD has them."""
    return [{"@value": word, "@language": language} for word in words]


def media_object(file: Distribution) -> dict[str, str]:
    """Return a file in the words of schema.org, which Croissant shares: address, size, type and hash."""
    return {
        "contentUrl": file.url,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def publication(dataset: Dataset) -> dict[str, str]:
    """Return day of release and DOI in the words of schema.org, each only where there is one."""
    words = {"datePublished": dataset.released and dataset.released.isoformat()}
    words |= {"identifier": dataset.doi and f"https://doi.org/{dataset.doi}"}
    return {name: value for name, value in words.items() if value}
