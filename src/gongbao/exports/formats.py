"""The registry of formats: what a build writes, in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongbao.dataset import Dataset
from gongbao.exports import (
    csv_tables,
    data_package,
    datasette_metadata,
    organization_graph,
    sqlite_database,
    table_schemas,
)
from gongbao.tables import Tables

Writer = Callable[[Tables, Path, Dataset, Path], None]

FORMATS: dict[str, Writer] = {
    "CSV": lambda tables, folder, _dataset, _seeds: csv_tables.write(tables, folder),
    "schemas": lambda tables, folder, _dataset, _seeds: table_schemas.write(tables, folder),
    "descriptor": lambda tables, folder, dataset, seeds: data_package.write(
        tables, folder, dataset=dataset, seeds=seeds
    ),
    "SQLite": lambda tables, folder, dataset, _seeds: sqlite_database.write(tables, folder, dataset=dataset),
    "Datasette": lambda tables, folder, dataset, _seeds: datasette_metadata.write(tables, folder, dataset=dataset),
    "graph": lambda tables, folder, _dataset, _seeds: organization_graph.write(tables, folder),
}
OWNED = ("data", "schemas")
