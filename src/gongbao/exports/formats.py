"""The registry of formats: what a build writes, in order; CSV comes first and all others are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongbao.exports import (
    citation_file,
    croissant,
    csv_tables,
    data_dictionary,
    data_package,
    datacite_metadata,
    datasette_metadata,
    dcat,
    flat_tables,
    organization_graph,
    schema_org,
    sqlite_database,
    table_schemas,
    zenodo_metadata,
)
from gongbao.model.rows import Row
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset
from gongbao.tables.traced import Tables


@dataclass(frozen=True)
class Draft:
    """A build under way: its rows, the folder it writes to, the seeds, and the dataset's history."""

    tables: Tables
    folder: Path
    dataset: Dataset
    seeds: Path
    history: Mapping[type[Row], Sequence[Row]] = field(default_factory=dict)
    frozen: Mapping[str, dict[str, object]] = field(default_factory=dict)

    @property
    def package(self) -> Package:
        """The package as its CSV files and descriptor stand in the folder, once they are written."""
        return Package(self.folder)


FORMATS: dict[str, Callable[[Draft], None]] = {
    "CSV": lambda d: csv_tables.write(d.tables, d.folder),
    "schemas": lambda d: table_schemas.write(d.tables, d.folder),
    "descriptor": lambda d: data_package.write(d.tables, d.folder, dataset=d.dataset, seeds=d.seeds),
    "SQLite": lambda d: sqlite_database.write(
        d.package, d.folder / "build" / sqlite_database.FILE, dataset=d.dataset, history=d.history
    ),
    "flat": lambda d: flat_tables.write(
        d.package, d.folder, d.folder / "build" / sqlite_database.FILE, dataset=d.dataset
    ),
    "Datasette": lambda d: datasette_metadata.write(d.tables, d.folder, dataset=d.dataset, frozen=d.frozen),
    "CITATION.cff": lambda d: citation_file.DESCRIPTION.write(d.folder, dataset=d.dataset),
    "Zenodo": lambda d: zenodo_metadata.DESCRIPTION.write(d.folder, dataset=d.dataset),
    "DataCite": lambda d: datacite_metadata.DESCRIPTION.write(d.folder, dataset=d.dataset),
    "schema.org": lambda d: schema_org.DESCRIPTION.write(d.folder, dataset=d.dataset),
    "DCAT-AP": lambda d: dcat.DESCRIPTION.write(d.folder, dataset=d.dataset),
    "Croissant": lambda d: croissant.DESCRIPTION.write(d.folder, dataset=d.dataset),
    "dictionary": lambda d: data_dictionary.write(d.folder),
    "graph": lambda d: organization_graph.write(d.tables, d.folder),
}
