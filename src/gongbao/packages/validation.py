"""Runs frictionless over a published package and tells its errors in this project's words."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import frictionless
from pydantic import ValidationError

from gongbao.errors import CheckError
from gongbao.laws.failures import Failure
from gongbao.model.cells import parse_cells
from gongbao.model.rows import TABLES, Row
from gongbao.seeds.files import describe
from gongbao.tables.traced import Tables, Traced

GOLDEN = (
    "datapackage.json", "docs/organizations.svg", "docs/data-dictionary.md", "CITATION.cff", ".zenodo.json",
    "metadata/datacite.json", "metadata/schema-org.jsonld", "metadata/dcat-ap.jsonld", "metadata/croissant.json",
)  # fmt: skip


def check_package(root: Path, *, origins: dict[tuple[str, str], str] | None = None) -> Iterator[str]:
    """Yield one line for every error frictionless finds in `root`/datapackage.json.

    `origins` gives the place in the seeds of a row, by table and id (see `origins_of`).
    """
    report = frictionless.validate(str(root / "datapackage.json"), type="package")
    for error in report.errors:
        yield f"datapackage.json:1: {error.message} [frictionless {error.type}]: rebuild the package (make build)"
    for task in report.tasks:
        lines = _read_cells(root, task.name)
        for error in task.errors:
            where = _locate(task.name, getattr(error, "row_number", None), lines, origins or {})
            field = getattr(error, "field_name", None)
            column = f"column {field}: " if field else ""
            remedy = "correct the seeds and build again"
            yield f"{where}: {column}{error.message} [frictionless {error.type}]: {remedy}"


def _read_cells(root: Path, table: str) -> list[dict[str, str]]:
    path = root / "data" / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _locate(table: str, number: int | None, lines: list[dict[str, str]], origins: dict[tuple[str, str], str]) -> str:
    """Name a row by its place in the seeds, its id and its quote; frictionless counts the header as row 1."""
    model = next((model for model in TABLES if model.table == table), None)
    if model is None or number is None or not 0 <= number - 2 < len(lines):
        return f"data/{table}.csv:{number or 1}"
    cells = lines[number - 2]
    key = "/".join(cells.get(name) or "" for name in model.primary_key)
    quote = f" “{cells['quote'][:60]}”" if cells.get("quote") else ""
    return f"{origins.get((table, key), f'data/{table}.csv:{number}')}: {table} {key}{quote}"


def read_package(root: Path, *, origins: dict[tuple[str, str], str]) -> Tables:
    """Read the published CSV files back into row models.

    `origins` gives the place in the seeds of a row, by table and id; a row it does not know is placed at its
    line of the CSV file. Raises CheckError with one line for every cell a model refuses.
    """
    tables: Tables = {}
    failures: list[str] = []
    for model in TABLES:
        tables[model.table] = list(_read_rows(root, model, origins, failures))
    if failures:
        raise CheckError(failures)
    return tables


def _read_rows(
    root: Path, model: type[Row], origins: dict[tuple[str, str], str], failures: list[str]
) -> Iterator[Traced[Row]]:
    path = root / "data" / f"{model.table}.csv"
    if not path.exists():
        failures.append(f"data/{model.table}.csv:1: the file is missing: rebuild the package (make build)")
        return
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != list(model.columns):
            failures.append(
                f"data/{model.table}.csv:1: its header is not {', '.join(model.columns)}: rebuild the package"
            )
            return
        for cells in reader:
            place = f"data/{model.table}.csv:{reader.line_num}"
            key = "/".join(cells[name] or "" for name in model.primary_key)
            origin = origins.get((model.table, key), place)
            try:
                row = model.model_validate(parse_cells(cells, model))
            except ValidationError as fault:
                quote = (cells.get("quote") or "")[:60]
                remedy = "correct the seeds and build again"
                failures.append(Failure("row", model.table, key, origin, quote, describe(fault), remedy).line())
                continue
            yield Traced(row, origins.get((model.table, row.key), place))


def origins_of(tables: Tables) -> dict[tuple[str, str], str]:
    """Return where in the seeds every row comes from."""
    return {(name, traced.row.key): traced.place for name, rows in tables.items() for traced in rows}


def golden_files() -> list[str]:
    """Return the paths of the generated files that are committed: what the seeds give, byte for byte."""
    tables = [path for m in TABLES for path in (f"data/{m.table}.csv", f"schemas/{m.table}.json")]
    return [*tables, *GOLDEN]


def differences(root: Path, fresh: Path) -> Iterator[str]:
    """Yield one line for every published file that a build of today's seeds would write otherwise."""
    for name in golden_files():
        published, rebuilt = root / name, fresh / name
        if not published.exists() or published.read_bytes() != rebuilt.read_bytes():
            yield f"{name}:1: is not what the seeds give [deterministic]: run make build and review the difference"
