"""CITATION.cff: the citation of the dataset for people and platforms (Citation File Format 1.2.0)."""

from __future__ import annotations

import json

from gongbao.exports.files import Description
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset


def describe(_package: Package, dataset: Dataset) -> str:
    """Return the file's text; a JSON string is a YAML string, so that nothing needs escaping by hand."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this dataset, please cite it as below. 使用本数据集时请按以下方式引用。",
        "type: dataset",
        f"title: {_quote(dataset.title_en)}",
        f"abstract: {_quote(f'{dataset.description_en.strip()} {dataset.description_zh.strip()}')}",
        f"version: {dataset.version}",
        *([f"date-released: {_quote(dataset.released.isoformat())}"] if dataset.released else []),
        *([f"doi: {_quote(dataset.doi)}"] if dataset.doi else []),
        *([f"url: {_quote(dataset.homepage)}"] if dataset.homepage else []),
        f"license: {dataset.licences[0].name}",
        "authors:",
        *(f"  - name: {_quote(person.title)}" for person in dataset.contributors),
        "keywords:",
        *(f"  - {_quote(word)}" for word in (*dataset.keywords_en, *dataset.keywords_zh)),
    ]
    return "\n".join(lines) + "\n"


def _quote(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


DESCRIPTION = Description("CITATION.cff", describe)
