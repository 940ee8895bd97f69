"""The registry of formats a release holds beside the package itself; each is made from the package's files alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongbao.exports import (
    flat_tables,
    hugging_face,
    json_lines,
    parquet,
    sqlite_database,
    stata,
    web_annotations,
    workbook,
)
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

RELEASE_FORMATS: dict[str, Callable[[Package, Path, Dataset], None]] = {
    "SQLite": lambda package, folder, dataset: sqlite_database.write(
        package, folder / sqlite_database.release_file(dataset), dataset=dataset
    ),
    "flat": lambda package, folder, dataset: flat_tables.write(
        package, folder, folder / sqlite_database.release_file(dataset), dataset=dataset
    ),
    "Parquet": lambda package, folder, dataset: parquet.write(
        flat_tables.WithFlat(package, folder), folder, dataset=dataset
    ),
    "Stata": lambda package, folder, dataset: stata.write(
        flat_tables.WithFlat(package, folder), folder, dataset=dataset
    ),
    "JSON Lines": lambda package, folder, _dataset: json_lines.write(package, folder),
    "Web Annotations": lambda package, folder, dataset: web_annotations.write(package, folder, dataset=dataset),
    "XLSX": lambda package, folder, dataset: workbook.write(
        flat_tables.WithFlat(package, folder), folder, dataset=dataset
    ),
    "Hugging Face": lambda package, folder, dataset: hugging_face.write_for_release(package, folder, dataset=dataset),
}
