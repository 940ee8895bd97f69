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

FOLDER = "parquet"
BATCH = 16_384
_TYPES: dict[str, Any] = {
    "string": arrow.string(),
    "integer": arrow.int64(),
    "number": arrow.float64(),
    "date": arrow.date32(),
    "list": arrow.list_(arrow.string()),
}


def write(package: Content, folder: Path) -> None:
    """Write every table into `folder`/parquet; rows are streamed, the same rows give the same bytes."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for table in package.tables:
        schema = _schema(table)
        with parquet.ParquetWriter(
            target / f"{table.name}.parquet", schema, compression="zstd", version="2.6", store_schema=False
        ) as writer:
            for rows in _batches(package.rows(table)):
                columns = zip(*rows, strict=True)
                arrays = [
                    arrow.array([_plain(v) for v in column], field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_batch(arrow.record_batch(arrays, schema=schema))


def _batches(rows: Iterator[list[Value]]) -> Iterator[tuple[list[Value], ...]]:
    while batch := tuple(islice(rows, BATCH)):
        yield batch


def _schema(table: Table) -> Any:
    metadata = {
        "title_en": table.title("en"),
        "title_zh": table.title("zh"),
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
    }
    return arrow.field(field.name, _TYPES[field.type], metadata=metadata)


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
