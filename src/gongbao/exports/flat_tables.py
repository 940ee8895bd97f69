"""flat/*.csv: the reading views as files for people who open one file, and the codebook; a Data Package of their own.

A flat table is a view of the database written out: names and labels beside ids, the sentence, and how to cite the row.
Nothing in them is new, so they belong to no release's content: they are made again from the tables.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from gongbao.citing.one_line import cite_row
from gongbao.exports import codebook
from gongbao.exports.data_package import PROFILE, moment, table_resource
from gongbao.exports.datasette_metadata import View, Views
from gongbao.exports.files import to_json, write_text
from gongbao.exports.table_schemas import describe_field
from gongbao.model.rows import TABLES
from gongbao.packages.content import Package, Table, Value, canonical
from gongbao.resources import SITE, shown
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.yaml_files import read_yaml

FOLDER = "flat"
Fields = Mapping[str, dict[str, Any]]
"""The columns of a view as Table Schema fields, by name."""
_COUNTS = ("doubtful", "mentions")  # whole numbers among the columns that only views have
_CITATION = {
    "citation_en": ("Citation", "引用", "how to cite the row, in English", "该行的英文引用格式"),
    "citation_zh": ("Citation (Chinese)", "中文引用", "how to cite the row, in Chinese", "该行的中文引用格式"),
}


class Flat(NamedTuple):
    """A flat table: its view, the column that names its rows, and the order of its rows."""

    view: str
    key: str
    order: str


FLAT = (
    Flat("observations_flat", "observation_id", "report_id, char_start, observation_id"),
    Flat("projects_flat", "project_id", "project_id"),
    Flat("promises_flat", "commitment_id", "report_id, char_start, commitment_id"),
)


def write(package: Package, folder: Path, database: Path, *, dataset: Dataset) -> None:
    """Write `folder`/flat from the views of a database that holds the package; the same rows give the same bytes."""
    home = folder / FOLDER
    described = read_yaml(SITE / "views.yml", shown(SITE / "views.yml"), Views).item.root
    schemas: dict[str, dict[str, Any]] = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for flat in FLAT:
            rows = connection.execute(f"SELECT * FROM {flat.view} ORDER BY {flat.order}")
            names = [cell[0] for cell in rows.description]
            view = described[flat.view]
            own = {name: _field(name, view.columns, flat.key) for name in (*names, *_CITATION)}
            schemas[flat.view] = _schema(flat, list(_labelled(own.values())), view)
            header = [field["name"] for field in schemas[flat.view]["fields"]]
            _write_csv(home / f"{flat.view}.csv", header, _cells(rows, flat, own, dataset))
    schemas[codebook.TABLE] = codebook.SCHEMA
    _write_csv(home / f"{codebook.TABLE}.csv", codebook.COLUMNS, codebook.rows([*package.schemas(), *schemas.items()]))
    for name, schema in schemas.items():
        write_text(home / "schemas" / f"{name}.json", to_json(schema))
    write_text(home / "datapackage.json", to_json(_descriptor(schemas, home, dataset)))


def _cells(rows: Iterable[Sequence[Any]], flat: Flat, fields: Fields, dataset: Dataset) -> Iterator[list[str]]:
    """Yield the cells of a flat table: those of the view, the names of a code behind it, and the citation."""
    names = list(fields)
    key, quote = names.index(flat.key), names.index("quote")
    table = next(model.table for model in TABLES if model.primary_key == (flat.key,))
    labels = [{str(c["value"]): c["labels"] for c in field.get("categories", ())} for field in fields.values()]
    for row in rows:
        own = [canonical(value) or "" for value in row]
        own += cite_row(dataset, table, own[key], own[quote])
        cells: list[str] = []
        for cell, names_of in zip(own, labels, strict=True):
            label = names_of.get(cell, {"en": "", "zh": ""})
            cells += [cell, label["en"], label["zh"]] if names_of else [cell]
        yield cells


def _labelled(fields: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the columns of a flat table: behind a coded one the names of its codes in both languages."""
    for field in fields:
        yield field
        if "categories" in field:
            for language, tongue, tongue_zh in (("en", "English", "英文"), ("zh", "Chinese", "中文")):
                yield _words(
                    f"{field['name']}_{language}",
                    f"{field['titles']['en']} ({tongue})",
                    f"{field['titles']['zh']}（{tongue_zh}）",
                    f"name of the code in {tongue}",
                    f"该代码的{tongue_zh}名称",
                )


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_text(path, buffer.getvalue())


def _schema(flat: Flat, fields: list[dict[str, Any]], view: View) -> dict[str, Any]:
    return {
        "title": view.title_en,
        "titles": {"en": view.title_en, "zh": view.title_zh},
        "description": view.about_en,
        "descriptions": {"en": view.about_en, "zh": view.about_zh},
        "fields": fields,
        "missingValues": [""],
        "primaryKey": [flat.key],
    }


def _field(name: str, own: Mapping[str, tuple[str, str]], key: str) -> dict[str, Any]:
    """Describe a column as the table it comes from does, without what holds there alone: that it is filled, unique."""
    if name in _CITATION:
        return _words(name, *_CITATION[name])
    if name in own:
        about_en, about_zh = own[name]
        return _words(name, about_en[0].upper() + about_en[1:], about_zh, about_en, about_zh)
    field = describe_field(next(model for model in TABLES if name in model.columns), name)
    rules = {rule: what for rule, what in field.pop("constraints", {}).items() if rule not in ("required", "unique")}
    rules |= {"required": True, "unique": True} if name == key else {}
    return field | ({"constraints": rules} if rules else {})


def _words(name: str, title_en: str, title_zh: str, about_en: str, about_zh: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "integer" if name in _COUNTS else "string",
        "title": title_en,
        "titles": {"en": title_en, "zh": title_zh},
        "description": about_en,
        "descriptions": {"en": about_en, "zh": about_zh},
    }


def _descriptor(schemas: Mapping[str, dict[str, Any]], home: Path, dataset: Dataset) -> dict[str, Any]:
    about_en = "What the tables say, one file a question: " + dataset.description_en.strip()
    about_zh = "各表内容，一事一表：" + dataset.description_zh.strip()
    return {
        "$schema": PROFILE,
        "name": f"{dataset.name}-flat",
        "version": dataset.version,
        "title": f"{dataset.title_en}: flat tables",
        "titles": {"en": f"{dataset.title_en}: flat tables", "zh": f"{dataset.title_zh}：平面表"},
        "description": about_en,
        "descriptions": {"en": about_en, "zh": about_zh},
        **({"created": moment(dataset.released)} if dataset.released else {}),
        "licenses": [{"name": each.name, "title": each.title, "path": each.path} for each in dataset.licences],
        "resources": [
            table_resource(name, f"{name}.csv", (home / f"{name}.csv").read_bytes(), schema)
            for name, schema in schemas.items()
        ],
    }


class WithFlat:
    """The tables of a package with its flat tables before them, read as one: for formats that people open."""

    def __init__(self, package: Package, folder: Path) -> None:
        self.package, self.flat = package, Package(folder / FOLDER)
        self.descriptor = package.descriptor
        self.tables: tuple[Table, ...] = (*self.flat.tables, *package.tables)

    def _home(self, table: Table) -> Package:
        return self.flat if table in self.flat.tables else self.package

    def cells(self, table: Table) -> Iterator[list[str]]:
        """Yield the rows of one table as the text of its CSV file."""
        return self._home(table).cells(table)

    def rows(self, table: Table) -> Iterator[list[Value]]:
        """Yield the rows of one table as typed values."""
        return self._home(table).rows(table)
