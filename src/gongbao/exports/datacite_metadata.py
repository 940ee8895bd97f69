"""metadata/datacite.json: DataCite Metadata Schema 4.5, ready for the agency that mints a DOI."""

from __future__ import annotations

from typing import Any

from gongbao.exports.distributions import list_distributions, places_covered, years_covered
from gongbao.exports.files import Description
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return the metadata; the DOI, its address and the year of publication are absent until there are any."""
    licence, files = dataset.licences[0], list_distributions(package)
    first, last = years_covered(package)
    words: dict[str, Any] = {
        **_names(dataset),
        "dates": [
            {
                "date": str(first) if first == last else f"{first}/{last}",
                "dateType": "Other",
                "dateInformation": "the years the reports cover 报告所涵盖的年份",
            }
        ],
        "language": "zh",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Tables 数据表"},
        "sizes": [f"{sum(file.bytes for file in files)} bytes", f"{len(package.tables)} tables"],
        "formats": sorted({file.media_type for file in files}),
        "version": dataset.version,
        "rightsList": [
            {
                "rights": licence.title,
                "rightsUri": licence.path,
                "rightsIdentifier": licence.name,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "geoLocations": [
            {"geoLocationPlace": f"{place['name_en']} {place['name_zh']}"} for place in places_covered(package)
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    if dataset.released:
        words["publicationYear"] = str(dataset.released.year)
        words["dates"].append({"date": dataset.released.isoformat(), "dateType": "Issued"})
    if dataset.doi:
        words["doi"] = dataset.doi
    if dataset.homepage:
        words["url"] = dataset.homepage
    return words


def _names(dataset: Dataset) -> dict[str, Any]:
    """Return people, titles, subjects and descriptions, each with its language."""
    people = [{"name": person.title, "nameType": "Organizational"} for person in dataset.contributors]
    curators = [p for p, c in zip(people, dataset.contributors, strict=True) if "curator" in c.roles]
    abstracts = (("en", dataset.description_en), ("zh", dataset.description_zh))
    return {
        "creators": people,
        "titles": [
            {"title": dataset.title_en, "lang": "en"},
            {"title": dataset.title_zh, "lang": "zh", "titleType": "TranslatedTitle"},
        ],
        "publisher": {"name": dataset.publisher},
        "contributors": [{**person, "contributorType": "DataCurator"} for person in curators],
        "subjects": [
            *({"subject": word, "lang": "en"} for word in dataset.keywords_en),
            *({"subject": word, "lang": "zh"} for word in dataset.keywords_zh),
        ],
        "descriptions": [
            {"description": words.strip(), "descriptionType": "Abstract", "lang": language}
            for language, words in abstracts
        ],
    }


DESCRIPTION = Description("metadata/datacite.json", describe)
