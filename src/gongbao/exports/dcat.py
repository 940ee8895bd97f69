"""metadata/dcat-ap.jsonld: the dataset in DCAT-AP 3, as European and national data portals harvest it."""

from __future__ import annotations

from typing import Any

from gongbao.exports.data_package import PROFILE
from gongbao.exports.distributions import (
    LANGUAGES,
    Described,
    Distribution,
    both,
    describe_package,
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
    "dcatap": "http://data.europa.eu/r5r/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return the dataset with the files of its package as JSON-LD; addresses are relative to the description."""
    return describe_files(describe_package(package), dataset)


def describe_files(described: Described, dataset: Dataset) -> dict[str, Any]:
    """Return the dataset with the described files as its distributions."""
    package = described.package
    first, last = years_covered(package)
    words: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": dataset.homepage or described.address,
        "@type": "dcat:Dataset",
        "dct:title": both(dataset.title_en, dataset.title_zh),
        "dct:description": both(dataset.description_en.strip(), dataset.description_zh.strip()),
        "dct:identifier": dataset.doi or dataset.name,
        "dcat:version": dataset.version,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": dataset.publisher},
        "dct:creator": [{"@type": "foaf:Agent", "foaf:name": person.title} for person in dataset.contributors],
        "dcat:keyword": [*tagged(dataset.keywords_en, "en"), *tagged(dataset.keywords_zh, "zh")],
        "dcat:theme": _concept(f"{AUTHORITY}/data-theme/GOVE", "Government and public sector", "政府与公共部门"),
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
        "dcat:distribution": [_distribution(file, dataset) for file in described.files],
    }
    if dataset.released:
        words["dct:issued"] = _day(dataset.released.isoformat())
    if dataset.homepage:
        words["dcat:landingPage"] = {"@id": dataset.homepage, "@type": "foaf:Document"}
    if dataset.contact:
        words["dcat:contactPoint"] = _contact(dataset.publisher, dataset.contact)
    return words


def _contact(name: str, contact: str) -> dict[str, Any]:
    way = {"vcard:hasEmail": f"mailto:{contact}"} if "@" in contact else {"vcard:hasURL": contact}
    return {
        "@type": ["vcard:Organization", "vcard:Kind"],
        "vcard:fn": name,
        **{term: {"@id": iri} for term, iri in way.items()},
    }


def _concept(address: str, english: str, chinese: str) -> dict[str, Any]:
    return {"@id": address, "@type": "skos:Concept", "skos:prefLabel": both(english, chinese)}


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "dct:Location", "skos:prefLabel": both(row["name_en"], row["name_zh"])}


def _provenance(row: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "dct:ProvenanceStatement", "skos:prefLabel": both(row["provenance_en"], row["provenance_zh"])}


def _distribution(file: Distribution, dataset: Dataset) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": both(file.title_en, file.title_zh),
        "dct:description": both(file.about_en, file.about_zh),
        "dcat:accessURL": {"@id": file.url, "@type": "rdfs:Resource"},
        "dcat:downloadURL": {"@id": file.url},
        **_kind(file),
        "dcatap:availability": _concept(f"{AUTHORITY}/planned-availability/STABLE", "stable", "长期提供"),
        "dct:license": {"@id": dataset.licences[0].path, "@type": "dct:LicenseDocument"},
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _kind(file: Distribution) -> dict[str, Any]:
    """Return the format by name, and by IANA's address where its media type is registered."""
    words: dict[str, Any] = {"dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": file.format}}
    if file.registered:
        words["dcat:mediaType"] = {"@id": f"{IANA}/{file.media_type}", "@type": "dct:MediaType"}
    return words


DESCRIPTION = Description("metadata/dcat-ap.jsonld", describe)
