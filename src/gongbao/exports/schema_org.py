"""metadata/schema-org.jsonld: a schema.org Dataset, as search engines for data read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongbao.exports.distributions import (
    Distribution,
    both,
    list_distributions,
    places_covered,
    table_rows,
    tagged,
    write_text,
    years_covered,
)
from gongbao.exports.table_schemas import to_json
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

FILE = "metadata/schema-org.jsonld"


def write(folder: Path, *, dataset: Dataset) -> None:
    """Write `folder`/metadata/schema-org.jsonld about the package in `folder`."""
    write_text(folder / FILE, to_json(describe(Package(folder), dataset)))


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return the description; what has no value yet (DOI, address, day of release) is absent."""
    first, last = years_covered(package)
    words: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": both(dataset.title_en, dataset.title_zh),
        "description": both(dataset.description_en.strip(), dataset.description_zh.strip()),
        "version": dataset.version,
        "license": {"@id": dataset.licences[0].path},
        "creator": [{"@type": "Organization", "name": person.title} for person in dataset.contributors],
        "publisher": {"@type": "Organization", "name": dataset.publisher},
        "inLanguage": ["zh", "en"],
        "isAccessibleForFree": True,
        "keywords": [*tagged(dataset.keywords_en, "en"), *tagged(dataset.keywords_zh, "zh")],
        "temporalCoverage": str(first) if first == last else f"{first}/{last}",
        "spatialCoverage": [
            {"@type": "Place", "name": both(str(place["name_en"]), str(place["name_zh"]))}
            for place in places_covered(package)
        ],
        "isBasedOn": [_report(row) for row in table_rows(package, "reports")],
        "variableMeasured": [_variable(row) for row in table_rows(package, "indicators")],
        "distribution": [_download(file, dataset) for file in list_distributions(package)],
    }
    if dataset.released:
        words["datePublished"] = dataset.released.isoformat()
    if dataset.doi:
        words["identifier"] = f"https://doi.org/{dataset.doi}"
    if dataset.homepage:
        words["url"] = {"@id": dataset.homepage}
    return words


def _report(row: dict[str, Any]) -> dict[str, Any]:
    report = {
        "@type": "Report",
        "name": both(row["title_en"], row["title_zh"]),
        "author": {"@type": "GovernmentOrganization", "name": both(row["issuer_en"], row["issuer_zh"])},
    }
    if row["published_on"]:
        report["datePublished"] = row["published_on"].isoformat()
    if row["document_number"]:
        report["identifier"] = row["document_number"]
    return report


def _variable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "PropertyValue",
        "name": both(row["name_en"], row["name_zh"]),
        "description": both(row["definition_en"], row["definition_zh"]),
    }


def _download(file: Distribution, dataset: Dataset) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": both(file.title_en, file.title_zh),
        "encodingFormat": file.media_type,
        "contentUrl": {"@id": file.url(dataset, base="../")},
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
