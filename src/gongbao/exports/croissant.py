"""metadata/croissant.json: the tables as Croissant record sets, which machine-learning tools load directly.

Foreign keys are left to datapackage.json: the reference loader joins along Croissant's `references` and refuses
tables that refer to each other in a circle, as these do.
"""

from __future__ import annotations

from typing import Any

from gongbao.citing.citations import Subject, cite
from gongbao.exports.distributions import Distribution, list_distributions, media_object, publication
from gongbao.exports.files import Description
from gongbao.packages.content import Field, Package, Table
from gongbao.seeds.dataset import Dataset

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date", "list": "sc:Text"}
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "equivalentProperty": "cr:equivalentProperty",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return the description; files are named relative to it while the dataset has no address of its own."""
    files = {file.path: file for file in list_distributions(package)}
    words: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": dataset.name,
        "alternateName": [dataset.title_en, dataset.title_zh],
        "description": f"{dataset.description_en.strip()} {dataset.description_zh.strip()}",
        "conformsTo": CONFORMS_TO,
        "version": dataset.version,
        "license": dataset.licences[0].path,
        "creator": [{"@type": "sc:Organization", "name": person.title} for person in dataset.contributors],
        "publisher": {"@type": "sc:Organization", "name": dataset.publisher},
        "inLanguage": ["zh", "en"],
        "keywords": [*dataset.keywords_en, *dataset.keywords_zh],
        "citeAs": cite(dataset, Subject(), style="bibtex"),
        "isLiveDataset": False,
        "distribution": [_file(file, dataset) for file in files.values()],
        "recordSet": [_record_set(table, files[table.path].name) for table in package.tables],
    }
    words |= publication(dataset)
    if dataset.homepage:
        words["url"] = dataset.homepage
    return words


def _file(file: Distribution, dataset: Dataset) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"file-{file.name}",
        "name": f"file-{file.name}",
        "description": f"{file.title_en} {file.title_zh}",
        **media_object(file, dataset),
    }


def _record_set(table: Table, file: str) -> dict[str, Any]:
    words = table.schema["descriptions"]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{words['en']} {words['zh']}",
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": [_field(table, field, file) for field in table.fields],
    }


def _field(table: Table, field: Field, file: str) -> dict[str, Any]:
    words = field.descriptor["descriptions"]
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": f"{words['en']} {words['zh']}",
        "dataType": _TYPES[field.type],
        "source": {"fileObject": {"@id": f"file-{file}"}, "extract": {"column": field.name}},
    }


DESCRIPTION = Description("metadata/croissant.json", describe)
