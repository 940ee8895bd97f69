"""parquet/*.parquet: one typed file a table, columns described in both languages in the file's own metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as arrow
from pyarrow import parquet

from gongbao.packages.content import Content, Field, Table, Value
from gongbao.seeds.dataset import Dataset

FOLDER = "parquet"
BATCH = 16_384
_TYPES: dict[str, Any] = {
    "string": arrow.string(),
    "integer": arrow.int64(),
    "number": arrow.float64(),
    "date": arrow.date32(),
    "list": arrow.list_(arrow.string()),
}


def write(package: Content, folder: Path, *, dataset: Dataset) -> None:
    """Write every table into `folder`/parquet; rows are streamed, the same rows give the same bytes.

    A file says what it is to whoever has only the file: name, version, licence, citation, titles and descriptions in
    both languages. Columns that are never empty are not nullable, codes are dictionaries.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for table in package.tables:
        schema = _schema(table, dataset)
        with parquet.ParquetWriter(
            target / f"{table.name}.parquet", schema, compression="zstd", version="2.6"
        ) as writer:
            for rows in _batches(package.rows(table)):
                columns = zip(*rows, strict=True)
                arrays = [
                    _array(column, field, described)
                    for column, field, described in zip(columns, schema, table.fields, strict=True)
                ]
                writer.write_batch(arrow.record_batch(arrays, schema=schema))


def _batches(rows: Iterator[list[Value]]) -> Iterator[tuple[list[Value], ...]]:
    while batch := tuple(islice(rows, BATCH)):
        yield batch


def _schema(table: Table, dataset: Dataset) -> Any:
    licence = dataset.licences[0]
    metadata = {
        "dataset": dataset.name,
        "version": dataset.version,
        **({"released": dataset.released.isoformat()} if dataset.released else {}),
        "table": table.name,
        "title_en": table.title("en"),
        "title_zh": table.title("zh"),
        "description_en": table.schema["descriptions"]["en"],
        "description_zh": table.schema["descriptions"]["zh"],
        "licence": f"{licence.name} {licence.path}",
        "citation_en": f"{dataset.publisher}. {dataset.title_en}, version {dataset.version}. Table {table.name}.",
        "citation_zh": f"{dataset.publisher}. {dataset.title_zh}，{dataset.version}版。{table.name}表。",
        "primary_key": ",".join(table.primary_key),
    }
    return arrow.schema([_field(field) for field in table.fields], metadata=metadata)


def _field(field: Field) -> Any:
    words = field.descriptor["descriptions"]
    metadata = {
        "title_en": field.title("en"),
        "title_zh": field.title("zh"),
        "description_en": words["en"],
        "description_zh": words["zh"],
        **({"unit": field.descriptor["unit"]} if "unit" in field.descriptor else {}),
    }
    kind = arrow.dictionary(arrow.int16(), arrow.string()) if field.labels else _TYPES[field.type]
    return arrow.field(field.name, kind, nullable=not field.required, metadata=metadata)


def _array(column: Sequence[Value], field: Any, described: Field) -> Any:
    """Return a column of a batch; a coded one names its codes in their published order, whatever rows it has."""
    if not described.labels:
        return arrow.array([_plain(value) for value in column], field.type)
    places = {code: number for number, code in enumerate(described.labels)}
    indices = arrow.array([None if value is None else places[str(value)] for value in column], arrow.int16())
    return arrow.DictionaryArray.from_arrays(indices, list(places))


def _plain(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value


class Reader:
    """Reads the rows of a folder of Parquet files back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        with parquet.ParquetFile(self.folder / f"{table.name}.parquet") as file:
            for batch in file.iter_batches(batch_size=BATCH):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
