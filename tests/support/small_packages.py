"""Small Data Packages for tests of comparison and version rules: written, altered, written again."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path
from typing import Any

Model = dict[str, Any]


def field(name: str, kind: str = "string", **constraints: Any) -> Model:
    words = {"title": name, "titles": {"en": name, "zh": name}, "description": name}
    return {"name": name, "type": kind, **words, "descriptions": {"en": name, "zh": name}, "constraints": constraints}


def example() -> Model:
    """Two tables, the second referring to the first, as plain Python to be altered."""
    return {
        "name": "example",
        "version": "1.0.0",
        "title": "Example",
        "description": "An example.",
        "licenses": [{"name": "CC-BY-4.0"}],
        "tables": {
            "units": {
                "path": "data/units.csv",
                "fields": [field("unit_id", required=True), field("name_zh"), field("symbol")],
                "key": ["unit_id"],
                "references": {},
                "rows": [["dose", "剂", ""], ["entity", "家", ""], ["percent", "百分比", "%"]],
            },
            "values": {
                "path": "data/values.csv",
                "fields": [
                    field("value_id", required=True),
                    field("unit_id"),
                    field("value", "number", minimum=0, maximum=100),
                    field("status", enum=["actual", "target"]),
                ],
                "key": ["value_id"],
                "references": {"unit_id": "units"},
                "rows": [["v1", "dose", "17", "actual"], ["v2", "entity", "41", "actual"], ["v3", "percent", "20", ""]],
            },
        },
    }  # fmt: skip


def write(model: Model, folder: Path) -> Path:
    """Write a model as a Data Package."""
    resources = []
    for name, table in model["tables"].items():
        (folder / "schemas").mkdir(parents=True, exist_ok=True)
        path = folder / table["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow([f["name"] for f in table["fields"]])
            writer.writerows(table["rows"])
        title = table.get("title", name)
        schema = {
            "title": title, "titles": {"en": title, "zh": title}, "descriptions": {"en": name, "zh": name},
            "fields": table["fields"], "primaryKey": table["key"],
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": target, "fields": ["x"]}}
                for column, target in table["references"].items()
            ],
        }  # fmt: skip
        (folder / f"schemas/{name}.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
        resources.append({"name": name, "path": table["path"], "schema": f"schemas/{name}.json"})
    head = {key: value for key, value in model.items() if key != "tables"}
    head |= {"titles": {"en": head["title"], "zh": head["title"]}, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    return folder


def altered(model: Model) -> Model:
    """Return a copy that may be altered."""
    return copy.deepcopy(model)
