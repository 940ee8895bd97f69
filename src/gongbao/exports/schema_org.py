"""metadata/schema-org.jsonld: a schema.org Dataset, as search engines for data read it."""

from __future__ import annotations

from typing import Any

from gongbao.exports.distributions import (
    Described,
    Distribution,
    both,
    describe_package,
    media_object,
    places_covered,
    publication,
    table_rows,
    tagged,
    years_covered,
)
from gongbao.exports.files import Description
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return the description with the files of the package; what has no value yet (DOI, address, day) is absent."""
    return describe_files(describe_package(package), dataset)


def describe_files(described: Described, dataset: Dataset) -> dict[str, Any]:
    """Return the dataset with the described files as its distributions."""
    package = described.package
    first, last = years_covered(package)
    words: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": both(dataset.title_en, dataset.title_zh),
        "description": both(dataset.description_en.strip(), dataset.description_zh.strip()),
        "version": dataset.version,
        "license": {"@id": dataset.licences[0].path},
        "creator": [{"@type": "Organization", "name": person.title} for person in dataset.contributors],
        "publisher": {"@type": "Organization", "name": dataset.publisher, **_contact(dataset)},
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
        "distribution": [_download(file) for file in described.files],
    }
    words |= publication(dataset)
    if dataset.homepage:
        words["url"] = {"@id": dataset.homepage}
    return words


def _contact(dataset: Dataset) -> dict[str, Any]:
    if not dataset.contact:
        return {}
    way = {"email": dataset.contact} if "@" in dataset.contact else {"url": {"@id": dataset.contact}}
    return {"contactPoint": {"@type": "ContactPoint", **way}}


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


def _download(file: Distribution) -> dict[str, Any]:
    words = media_object(file)
    return {
        "@type": "DataDownload",
        "name": both(file.title_en, file.title_zh),
        "description": both(file.about_en, file.about_zh),
        "encodingFormat": words["encodingFormat"],
        "contentUrl": {"@id": words["contentUrl"]},
        "contentSize": words["contentSize"],
        "sha256": words["sha256"],
    }


DESCRIPTION = Description("metadata/schema-org.jsonld", describe)
