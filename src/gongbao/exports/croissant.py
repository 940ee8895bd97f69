"""metadata/croissant.json: the tables as Croissant record sets, which machine-learning tools load directly.

A table's foreign keys are its `references`, but those of a table that others refer to stand in datapackage.json alone:
the reference loader joins along references, and where they go on from table to table or in a circle it loses rows.
"""

from __future__ import annotations

from typing import Any

from gongbao.citing.citations import Subject, cite
from gongbao.exports.distributions import Described, Distribution, describe_package, media_object, publication
from gongbao.exports.files import Description
from gongbao.packages.content import Field, Package, Table
from gongbao.seeds.dataset import Dataset

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date", "list": "sc:Text"}
_LOADERS = {"application/vnd.apache.parquet": "application/x-parquet", "application/x-ndjson": "application/jsonlines"}
"""Media types for which Croissant and its loaders have names of their own."""
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
    """Return the description with the files of the package, which are named relative to it."""
    return describe_files(describe_package(package), dataset)


def describe_files(described: Described, dataset: Dataset) -> dict[str, Any]:
    """Return the dataset with the described files, and a record set a table."""
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
        "distribution": [_file(file) for file in described.files],
        "recordSet": _record_sets(described),
    }
    words |= publication(dataset)
    if dataset.homepage:
        words["url"] = dataset.homepage
    return words


def _file(file: Distribution) -> dict[str, Any]:
    words = media_object(file)
    words["encodingFormat"] = _LOADERS.get(file.media_type, file.media_type)
    return {
        "@type": "cr:FileObject",
        "@id": f"file-{file.name}",
        "name": f"file-{file.name}",
        "description": f"{file.title_en} {file.title_zh}",
        **words,
    }


def _record_sets(described: Described) -> list[dict[str, Any]]:
    tables = described.tables.tables
    referred = {target.partition("/")[0] for table in tables for target in _foreign_keys(table).values()}
    return [
        _record_set(table, described.table_files[table.name], {} if table.name in referred else _foreign_keys(table))
        for table in tables
    ]


def _foreign_keys(table: Table) -> dict[str, str]:
    """Return the field of another table that a column refers to, by column."""
    keys = [(key["fields"][0], key["reference"]) for key in table.schema.get("foreignKeys", ())]
    return {column: f"{to['resource']}/{to['fields'][0]}" for column, to in keys if to["resource"]}


def _record_set(table: Table, file: Distribution, references: dict[str, str]) -> dict[str, Any]:
    words = table.schema["descriptions"]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{words['en']} {words['zh']}",
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": [_field(table, field, file, references.get(field.name)) for field in table.fields],
    }


def _field(table: Table, field: Field, file: Distribution, reference: str | None) -> dict[str, Any]:
    words = field.descriptor["descriptions"]
    source: dict[str, Any] = {"fileObject": {"@id": f"file-{file.name}"}, "extract": {"column": field.name}}
    if field.type == "list" and file.media_type == "text/csv":
        source["transform"] = {"separator": field.descriptor["delimiter"]}
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": f"{words['en']} {words['zh']}",
        "dataType": _TYPES[field.type],
        **({"repeated": True} if field.type == "list" else {}),
        **({"references": {"field": {"@id": reference}}} if reference else {}),
        "source": source,
    }


DESCRIPTION = Description("metadata/croissant.json", describe)
