"""datapackage.json: the Data Package v2 descriptor of the tables and frozen texts."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from gongbao.exports.files import to_json
from gongbao.exports.table_schemas import describe_table
from gongbao.model.row import Row
from gongbao.model.rows import TABLES, Report
from gongbao.seeds.dataset import Dataset
from gongbao.tables.traced import Tables, rows_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
}
"""How every CSV file of this project is written."""


def write(tables: Tables, folder: Path, *, dataset: Dataset, seeds: Path) -> None:
    """Describe the files that stand in `folder`/data; `seeds` holds the frozen texts."""
    reports = [traced.row for traced in rows_of(tables, Report)]
    content = describe_package(reports, folder, dataset, seeds)
    (folder / "datapackage.json").write_text(to_json(content), encoding="utf-8", newline="\n")


def describe_package(reports: list[Report], folder: Path, dataset: Dataset, seeds: Path) -> dict[str, Any]:
    """Return the descriptor; its date is the day of the release; what there is not yet is absent."""
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": dataset.name,
        "version": dataset.version,
        "title": dataset.title_en,
        "titles": {"en": dataset.title_en, "zh": dataset.title_zh},
        "description": dataset.description_en,
        "descriptions": {"en": dataset.description_en, "zh": dataset.description_zh},
        "keywords": [*dataset.keywords_en, *dataset.keywords_zh],
        "licenses": [
            {
                "name": lic.name,
                "title": lic.title,
                "path": lic.path,
                "covers": {"en": lic.covers_en, "zh": lic.covers_zh},
            }
            for lic in dataset.licences
        ],
        "contributors": [
            {"title": c.title, "titles": {"en": c.title, "zh": c.title_zh}, "roles": list(c.roles)}
            for c in dataset.contributors
        ],
        "sources": [_source(report) for report in reports],
        "resources": [_table(model, folder) for model in TABLES]
        + [_text_resource(report, seeds) for report in reports],
    }
    if dataset.released:
        package |= {"released": dataset.released.isoformat(), "created": moment(dataset.released)}
    known = {"homepage": dataset.homepage, "contact": dataset.contact}
    return package | {name: word for name, word in known.items() if word}


def moment(day: date) -> str:
    """Return a day as standards write a moment: its beginning in UTC.

    >>> moment(date(2026, 11, 24))
    '2026-11-24T00:00:00Z'
    """
    return f"{day.isoformat()}T00:00:00Z"


def _source(report: Report) -> dict[str, Any]:
    source: dict[str, Any] = {
        "title": f"{report.title_zh} ({report.title_en})",
        "rights": {"en": report.rights_en, "zh": report.rights_zh},
        "provenance": {"en": report.provenance_en, "zh": report.provenance_zh},
    }
    if report.document_number:
        source["version"] = report.document_number
    return source


def _table(model: type[Row], folder: Path) -> dict[str, Any]:
    name, raw = model.table, (folder / "data" / f"{model.table}.csv").read_bytes()
    return table_resource(name, f"data/{name}.csv", raw, describe_table(model))


def table_resource(name: str, path: str, raw: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a CSV file as a resource: its path and bytes, how it is written, and the words of its schema."""
    return {
        "name": name,
        "type": "table",
        **{word: schema[word] for word in ("title", "titles", "description", "descriptions")},
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_sum(raw),
        "dialect": DIALECT,
        "schema": f"schemas/{name}.json",
    }


def _text_resource(report: Report, seeds: Path) -> dict[str, Any]:
    path = f"reports/{report.report_id}/text.txt"
    about_en = f"{report.title_en}: the text as it was frozen, whose characters the receipts of all tables count"
    about_zh = f"{report.title_zh}：冻结的原文，各表的原文凭据均以其字符计数"
    return {
        "name": f"text-{report.report_id}",
        "title": f"Frozen text of {report.report_id}",
        "titles": {"en": f"Frozen text of {report.report_id}", "zh": f"{report.report_id}冻结文本"},
        "description": about_en,
        "descriptions": {"en": about_en, "zh": about_zh},
        "path": f"seeds/{path}",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        **_sum((seeds / path).read_bytes()),
    }


def _sum(raw: bytes) -> dict[str, Any]:
    return {"hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "bytes": len(raw)}
