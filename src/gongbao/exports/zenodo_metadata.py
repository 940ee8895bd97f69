""".zenodo.json: what Zenodo takes over when a release is archived there; a DOI is Zenodo's to give, not ours."""

from __future__ import annotations

from html import escape
from typing import Any

from gongbao.exports.distributions import table_rows
from gongbao.exports.files import Description
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset


def describe(package: Package, dataset: Dataset) -> dict[str, Any]:
    """Return Zenodo's deposit metadata; its notes name the sources with their rights."""
    sources = [f"{row['title_zh']} ({row['title_en']}): {row['rights_en']}" for row in table_rows(package, "reports")]
    words: dict[str, Any] = {
        "upload_type": "dataset",
        "title": f"{dataset.title_en} ({dataset.title_zh})",
        "description": "".join(f"<p>{escape(w.strip())}</p>" for w in (dataset.description_en, dataset.description_zh)),
        "creators": [{"name": person.title} for person in dataset.contributors],
        "access_right": "open",
        "license": dataset.licences[0].name.lower(),
        "keywords": [*dataset.keywords_en, *dataset.keywords_zh],
        "language": "zho",
        "version": dataset.version,
        "notes": " ".join(sources),
    }
    if dataset.released:
        words["publication_date"] = dataset.released.isoformat()
    if dataset.homepage:
        related = {"identifier": dataset.homepage, "relation": "isSupplementedBy", "scheme": "url"}
        words["related_identifiers"] = [related]
    return words


DESCRIPTION = Description(".zenodo.json", describe)
