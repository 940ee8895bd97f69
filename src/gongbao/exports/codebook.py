"""codebook.csv: every column of every table and every code it may hold, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

TABLE = "codebook"
TITLES = {
    "codebook_id": ("Entry", "条目", "the column as table.column, or one of its codes as table.column=code",
                    "列写作 表.列，代码写作 表.列=代码"),
    "table_name": ("Table", "表名", "the table the column stands in", "该列所在的表"),
    "column_name": ("Column", "列名", "name of the column", "列的名称"),
    "position": ("Position", "次序", "place of the column in its table, from 1", "该列在表中的次序，从1起"),
    "code": ("Code", "代码", "the code, empty where the row describes the column itself", "代码；描述列本身的行为空"),
    "title_en": ("Title", "标题", "title of the column, or name of the code", "列的标题或代码的名称"),
    "title_zh": ("Title (Chinese)", "中文标题", "the same in Chinese", "列的标题或代码名称的中文"),
    "description_en": ("Description", "说明", "what the column holds, or when the code applies",
                       "列的内容或代码的适用情形"),
    "description_zh": ("Description (Chinese)", "中文说明", "the same in Chinese", "列的内容或代码适用情形的中文说明"),
    "type": ("Type", "类型", "type of the column by Table Schema", "列的类型（Table Schema）"),
    "required": ("Required", "必填", "yes where the column is never empty", "该列不可为空时为yes"),
    "unit": ("Unit", "单位", "unit of the column's numbers, where it has one", "该列数字的单位（如有）"),
    "refers_to": ("Refers to", "引用", "the table whose rows the column names", "该列所引用的表"),
}  # fmt: skip
COLUMNS = tuple(TITLES)
SCHEMA: dict[str, Any] = {
    "title": "Codebook",
    "titles": {"en": "Codebook", "zh": "编码簿"},
    "description": "Every column of every table, and every code it may hold.",
    "descriptions": {
        "en": "Every column of every table, and every code it may hold.",
        "zh": "各表的每一列及其每个代码。",
    },
    "fields": [
        {
            "name": name,
            "type": "integer" if name == "position" else "string",
            "title": title_en,
            "titles": {"en": title_en, "zh": title_zh},
            "description": about_en,
            "descriptions": {"en": about_en, "zh": about_zh},
        }
        for name, (title_en, title_zh, about_en, about_zh) in TITLES.items()
    ],
    "missingValues": [""],
    "primaryKey": ["codebook_id"],
}


def rows(schemas: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[list[str]]:
    """Yield the codebook of tables, by their names and Table Schemas: a row a column, its codes behind it."""
    for table, schema in schemas:
        targets = {key["fields"][0]: key["reference"]["resource"] or table for key in schema.get("foreignKeys", ())}
        for position, field in enumerate(schema["fields"], 1):
            yield from _column(table, position, field, targets)


def _column(table: str, position: int, field: Mapping[str, Any], targets: Mapping[str, str]) -> Iterator[list[str]]:
    name = field["name"]
    required = "yes" if field.get("constraints", {}).get("required") else ""
    about = field["descriptions"]
    yield [
        f"{table}.{name}", table, name, str(position), "", field["titles"]["en"], field["titles"]["zh"],
        about["en"], about["zh"], field["type"], required, field.get("unit", ""), targets.get(name, ""),
    ]  # fmt: skip
    for code in field.get("categories", ()):
        value, labels, about = code["value"], code["labels"], code["descriptions"]
        words = [value, labels["en"], labels["zh"], about["en"], about["zh"]]
        yield [f"{table}.{name}={value}", table, name, str(position), *words, "", "", "", ""]
