"""datapackage.json: the Data Package v2 descriptor of the tables and frozen texts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from gongbao.exports.files import to_json
from gongbao.model.rows import TABLES, Report
from gongbao.seeds.dataset import Dataset
from gongbao.tables.traced import Tables, rows_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write(tables: Tables, folder: Path, *, dataset: Dataset, seeds: Path) -> None:
    """Describe the files that stand in `folder`/data; `seeds` holds the frozen texts."""
    reports = [traced.row for traced in rows_of(tables, Report)]
    content = describe_package(reports, folder, dataset, seeds)
    (folder / "datapackage.json").write_text(to_json(content), encoding="utf-8", newline="\n")


def describe_package(reports: list[Report], folder: Path, dataset: Dataset, seeds: Path) -> dict[str, Any]:
    """Return the descriptor; its date is the day the newest report was published."""
    dates = [report.published_on for report in reports if report.published_on]
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
        "resources": [_table_resource(model.table, model.caption_en, model.caption_zh, folder) for model in TABLES]
        + [_text_resource(report, seeds) for report in reports],
    }
    if dataset.released:
        package["released"] = dataset.released.isoformat()
    if dates:
        package["created"] = f"{max(dates).isoformat()}T00:00:00Z"
    return package


def _source(report: Report) -> dict[str, Any]:
    source: dict[str, Any] = {
        "title": f"{report.title_zh} ({report.title_en})",
        "rights": {"en": report.rights_en, "zh": report.rights_zh},
        "provenance": {"en": report.provenance_en, "zh": report.provenance_zh},
    }
    if report.document_number:
        source["version"] = report.document_number
    return source


def _table_resource(name: str, title_en: str, title_zh: str, folder: Path) -> dict[str, Any]:
    raw = (folder / "data" / f"{name}.csv").read_bytes()
    return {
        "name": name,
        "type": "table",
        "title": title_en,
        "titles": {"en": title_en, "zh": title_zh},
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_sum(raw),
        "schema": f"schemas/{name}.json",
    }


def _text_resource(report: Report, seeds: Path) -> dict[str, Any]:
    path = f"reports/{report.report_id}/text.txt"
    return {
        "name": f"text-{report.report_id}",
        "title": f"Frozen text of {report.report_id}",
        "titles": {"en": f"Frozen text of {report.report_id}", "zh": f"{report.report_id}冻结文本"},
        "path": f"seeds/{path}",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        **_sum((seeds / path).read_bytes()),
    }


def _sum(raw: bytes) -> dict[str, Any]:
    return {"hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "bytes": len(raw)}
