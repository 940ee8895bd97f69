"""data/*.csv: UTF-8 without BOM, LF line ends, one file a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from gongbao.model.rows import TABLES, Row
from gongbao.tables.traced import Tables


def write(tables: Tables, folder: Path) -> None:
    """Write every table into `folder`/data."""
    target = folder / "data"
    target.mkdir(parents=True)
    for model in TABLES:
        rows = [traced.row for traced in tables[model.table]]
        (target / f"{model.table}.csv").write_bytes(render(model, rows))


def render(model: type[Row], rows: list[Row]) -> bytes:
    """Return one table as the bytes of its CSV file."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(model.columns)
    writer.writerows(row.cells() for row in rows)
    return buffer.getvalue().encode()
