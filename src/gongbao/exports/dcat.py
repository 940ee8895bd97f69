"""metadata/dcat-ap.jsonld: the dataset in DCAT-AP 3, as European and national data portals harvest it."""

from __future__ import annotations

from typing import Any

from gongbao.exports.data_package import PROFILE
from gongbao.exports.distributions import (
    LANGUAGES,
    Distribution,
    both,
    list_distributions,
    places_covered,
    table_rows,
    tagged,
    years_covered,
)
from gongbao.exports.files import Description
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

AUTHORITY = "http://publications.europa.eu/resource/authority"
IANA = "http://www.iana.org/assignments/media-types"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return the dataset as JSON-LD; addresses are relative to the file while the dataset has none of its own."""
    first, last = years_covered(package)
    words: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": dataset.homepage or "../datapackage.json",
        "@type": "dcat:Dataset",
        "dct:title": both(dataset.title_en, dataset.title_zh),
        "dct:description": both(dataset.description_en.strip(), dataset.description_zh.strip()),
        "dct:identifier": dataset.doi or dataset.name,
        "dcat:version": dataset.version,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": dataset.publisher},
        "dct:creator": [{"@type": "foaf:Agent", "foaf:name": person.title} for person in dataset.contributors],
        "dcat:keyword": [*tagged(dataset.keywords_en, "en"), *tagged(dataset.keywords_zh, "zh")],
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/GOVE", "@type": "skos:Concept"},
        "dct:language": [{"@id": iri, "@type": "dct:LinguisticSystem"} for iri in LANGUAGES.values()],
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC", "@type": "dct:RightsStatement"},
        "dct:conformsTo": {"@id": PROFILE, "@type": "dct:Standard"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(f"{first}-01-01"),
            "dcat:endDate": _day(f"{last}-12-31"),
        },
        "dct:spatial": [_place(place) for place in places_covered(package)],
        "dct:provenance": [_provenance(row) for row in table_rows(package, "reports")],
        "dcat:distribution": [_distribution(file, dataset) for file in list_distributions(package)],
    }
    if dataset.released:
        words["dct:issued"] = _day(dataset.released.isoformat())
    if dataset.homepage:
        words["dcat:landingPage"] = {"@id": dataset.homepage, "@type": "foaf:Document"}
    return words


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "dct:Location", "skos:prefLabel": both(row["name_en"], row["name_zh"])}


def _provenance(row: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "dct:ProvenanceStatement", "skos:prefLabel": both(row["provenance_en"], row["provenance_zh"])}


def _distribution(file: Distribution, dataset: Dataset) -> dict[str, Any]:
    address = file.url(dataset, base="../")
    return {
        "@type": "dcat:Distribution",
        "dct:title": both(file.title_en, file.title_zh),
        "dcat:accessURL": {"@id": address, "@type": "http://www.w3.org/2000/01/rdf-schema#Resource"},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{IANA}/{file.media_type}", "@type": "dct:MediaType"},
        "dct:license": {"@id": dataset.licences[0].path, "@type": "dct:LicenseDocument"},
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


DESCRIPTION = Description("metadata/dcat-ap.jsonld", describe)
