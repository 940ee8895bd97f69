"""schemas/*.json: one Table Schema (Data Package v2) per table, made from the row classes.

`fieldsMatch` stays at its default, which is exact: the published profile wants it as an array, its prose as a string.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongbao.exports.files import to_json
from gongbao.model.cells import DELIMITER
from gongbao.model.codes import CODELISTS
from gongbao.model.rows import TABLES, Row, column_of, is_required

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def write(_tables: object, folder: Path) -> None:
    """Write every schema into `folder`/schemas."""
    target = folder / "schemas"
    target.mkdir(parents=True)
    for model in TABLES:
        (target / f"{model.table}.json").write_text(to_json(describe_table(model)), encoding="utf-8", newline="\n")


def describe_table(model: type[Row]) -> dict[str, Any]:
    """Return the Table Schema of one row class."""
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "title": model.caption_en,
        "titles": {"en": model.caption_en, "zh": model.caption_zh},
        "description": model.about_en,
        "descriptions": {"en": model.about_en, "zh": model.about_zh},
        "fields": [describe_field(model, name) for name in model.columns],
        "missingValues": [""],
        "primaryKey": list(model.primary_key),
    }
    if model.unique_keys:
        schema["uniqueKeys"] = [list(key) for key in model.unique_keys]
    if model.foreign_keys:
        schema["foreignKeys"] = [_foreign_key(model, column, table) for column, table in model.foreign_keys.items()]
    return schema


def describe_field(model: type[Row], name: str) -> dict[str, Any]:
    """Return the Table Schema field of one column."""
    column = column_of(model, name)
    field: dict[str, Any] = {
        "name": name,
        "type": column.type,
        "title": column.title_en,
        "titles": {"en": column.title_en, "zh": column.title_zh},
        "description": column.description_en,
        "descriptions": {"en": column.description_en, "zh": column.description_zh},
    }
    if column.type == "list":
        field |= {"delimiter": DELIMITER, "itemType": "string"}
    if column.unit:
        field["unit"] = column.unit
    constraints = {key: list(value) if isinstance(value, tuple) else value for key, value in column.constraints}
    if is_required(model, name):
        constraints = {"required": True, **constraints}
    if (name,) in model.unique_keys or (name,) == model.primary_key:
        constraints["unique"] = True
    if constraints:
        field["constraints"] = constraints
    if column.codelist:
        if column.codelist != name:
            field["codelist"] = column.codelist
        field["categories"] = [
            {
                "value": c.code,
                "label": c.name_en,
                "labels": {"en": c.name_en, "zh": c.name_zh},
                "descriptions": {"en": c.description_en, "zh": c.description_zh},
            }
            for c in CODELISTS[column.codelist]
        ]
    return field


def _foreign_key(model: type[Row], column: str, table: str) -> dict[str, Any]:
    target = next(other for other in TABLES if other.table == table)
    reference = {"resource": "" if target is model else table, "fields": [target.primary_key[0]]}
    return {"fields": [column], "reference": reference}
