""".huggingface.yaml: the tables by name, for `datasets.load_dataset` on the folder the file lies in.

The library reads this file beside README.md as it reads the front matter of one, so the README stays as people read it.
Without it, it takes all files of a folder for one table and fails on their different columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from gongbao.exports.files import write_text
from gongbao.exports.flat_tables import WithFlat
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

FILE = ".huggingface.yaml"


def describe(package: Package, dataset: Dataset) -> str:
    """Return the file of a package: its CSV files, an empty cell being the only one that is missing."""
    rules = {"keep_default_na": False, "na_values": [""]}
    return _render({table.name: {"data_files": table.path, **rules} for table in package.tables}, dataset)


def write_for_release(package: Package, folder: Path, *, dataset: Dataset) -> None:
    """Write the file of a release's folder: its Parquet files, the flat tables first."""
    names = [table.name for table in WithFlat(package, folder).tables]
    text = _render({name: {"data_files": f"parquet/{name}.parquet"} for name in names}, dataset)
    write_text(folder / FILE, text)


def _render(files: Mapping[str, dict[str, Any]], dataset: Dataset) -> str:
    """Write the card, one table a line; the first is what a reader gets who names none."""
    configs: list[dict[str, Any]] = [{"config_name": name, **words} for name, words in files.items()]
    configs[0]["default"] = True
    words = {
        "pretty_name": f"{dataset.title_en} {dataset.title_zh}",
        "license": dataset.licences[0].name.lower(),
        "language": ["zh", "en"],
        "tags": [*dataset.keywords_en, *dataset.keywords_zh],
        "configs": configs,
    }
    return yaml.safe_dump(words, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)
