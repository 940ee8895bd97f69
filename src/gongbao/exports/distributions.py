"""The files of the package and the facts of its reports, as every kind of metadata needs them."""

from __future__ import annotations

from dataclasses import dataclass

from gongbao.packages.content import Package, Table, Value
from gongbao.seeds.dataset import Dataset

LANGUAGES = {"en": "http://publications.europa.eu/resource/authority/language/ENG",
             "zh": "http://publications.europa.eu/resource/authority/language/ZHO"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file: its path in the package, titles, media type, size in bytes and SHA-256."""

    name: str
    path: str
    title_en: str
    title_zh: str
    media_type: str
    bytes: int
    sha256: str

    def url(self, dataset: Dataset, *, base: str = "") -> str:
        """Return the file's address: below the homepage where there is one, else relative to the package."""
        return f"{dataset.homepage}/{self.path}" if dataset.homepage else f"{base}{self.path}"


def list_distributions(package: Package) -> list[Distribution]:
    """Return the files of the package as its descriptor names them."""
    return [
        Distribution(
            resource["name"],
            resource["path"],
            resource["titles"]["en"],
            resource["titles"]["zh"],
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


def media_object(file: Distribution, dataset: Dataset) -> dict[str, str]:
    """Return a file in the words of schema.org, which Croissant shares: address, size, type and hash."""
    return {
        "contentUrl": file.url(dataset, base="../"),
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def publication(dataset: Dataset) -> dict[str, str]:
    """Return day of release and DOI in the words of schema.org, each only where there is one."""
    words = {"datePublished": dataset.released and dataset.released.isoformat()}
    words |= {"identifier": dataset.doi and f"https://doi.org/{dataset.doi}"}
    return {name: value for name, value in words.items() if value}
