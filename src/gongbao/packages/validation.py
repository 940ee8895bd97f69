"""A published package held against frictionless, the row classes and a fresh build, told in this project's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gongbao.errors import PackageError, shorten
from gongbao.laws.failures import Failure
from gongbao.model.cells import parse_cells
from gongbao.model.row import Row
from gongbao.model.rows import TABLES
from gongbao.packages.conformity import check_conformity
from gongbao.packages.csv_lines import RESTORE, read_lines
from gongbao.seeds.files import describe
from gongbao.tables.traced import Tables, Traced

GOLDEN = (
    "datapackage.json", "docs/organizations.svg", "docs/data-dictionary.md", "CITATION.cff", ".zenodo.json",
    "metadata/datacite.json", "metadata/schema-org.jsonld", "metadata/dcat-ap.jsonld", "metadata/croissant.json",
)  # fmt: skip
FLAT = ("observations_flat", "projects_flat", "promises_flat", "codebook")  # made of the tables, described in flat/
_MODELS = {model.table: model for model in TABLES}
_CORRECT = "correct the seeds and build again"


@dataclass(frozen=True, slots=True)
class Origins:
    """Where in the seeds every row of a fresh build comes from, and its cells.

    A published row leads there as long as it is what the seeds give; a row that was altered leads to itself.
    """

    rows: dict[tuple[str, str], tuple[str, list[str]]]

    def place(self, table: str, line: int, cells: list[str], key: str) -> str:
        """Return the place to open for a published row."""
        place, fresh = self.rows.get((table, key), ("", []))
        return place if place and fresh == cells else f"data/{table}.csv:{line}"


def origins_of(tables: Tables) -> Origins:
    """Return where in the seeds every row of these tables comes from."""
    rows = {(name, each.row.key): (each.place, each.row.cells()) for name, lines in tables.items() for each in lines}
    return Origins(rows)


NOWHERE = Origins({})


def check_package(root: Path, *, origins: Origins = NOWHERE) -> Iterator[str]:
    """Yield one line for everything in which the files do not fit `root`/datapackage.json and its schemas.

    Of a table that ends in a line that is no row each line behind would be told; `read_package` tells that one.
    """
    try:
        found = list(check_conformity(root))
    except (OSError, ValueError) as error:
        yield f"datapackage.json:1: cannot be validated ({shorten(error, 120)}): rebuild the package (make build)"
        return
    read = {fault.table: _read_cells(root, fault.table) for fault in found if fault.table}
    for fault in found:
        words = f"{shorten(fault.message, 300)} [{fault.law}]"
        if fault.table is None:
            yield f"datapackage.json:1: {words}: rebuild the package (make build)"
            continue
        lines, whole = read[fault.table]
        if whole:
            where, remedy = _locate(fault.table, fault.row, lines, origins)
            yield f"{where}: {f'column {fault.column}: ' if fault.column else ''}{words}: {remedy}"


def _read_cells(root: Path, name: str) -> tuple[list[tuple[int, list[str]]], bool]:
    """The lines of a table as far as they can be read, and whether those are all; of other resources none."""
    found: list[tuple[int, list[str]]] = []
    if name not in _MODELS:
        return found, True
    try:
        found.extend(read_lines(root / "data" / f"{name}.csv", name))
    except PackageError:
        return found, False
    return found, True


def _locate(table: str, number: int | None, lines: list[tuple[int, list[str]]], origins: Origins) -> tuple[str, str]:
    """Name a row by its place, id and quote, with what to do; frictionless counts the header as row 1."""
    model = _MODELS.get(table)
    if model is None:
        return f"{table}:1", RESTORE
    if number is None or not 1 <= number - 1 < len(lines) or list(model.columns) != lines[0][1]:
        return f"data/{table}.csv:{number or 1}", RESTORE
    line, cells = lines[number - 1]
    named = dict(zip(model.columns, cells, strict=True))
    key = "/".join(named[name] for name in model.primary_key)
    place = origins.place(table, line, cells, key)
    quote = f" “{shorten(named['quote'])}”" if named.get("quote") else ""
    return f"{place}: {table} {shorten(key)}{quote}", RESTORE if place.startswith("data/") else _CORRECT


def read_package(root: Path, *, origins: Origins) -> tuple[Tables, list[str]]:
    """Read the published CSV files back into row models.

    Returns the rows that could be read, and one line for every file, line or cell that could not.
    """
    tables: Tables = {}
    failures: list[str] = []
    for model in TABLES:
        tables[model.table] = []
        try:
            tables[model.table].extend(_read_rows(root, model, origins, failures))
        except PackageError as fault:
            failures.append(str(fault))
    return tables, failures


def _read_rows(root: Path, model: type[Row], origins: Origins, failures: list[str]) -> Iterator[Traced[Row]]:
    shown = f"data/{model.table}.csv"
    lines = read_lines(root / shown, shown)
    _, header = next(lines, (1, []))
    if header != list(model.columns):
        raise PackageError(f"{shown}:1: its header is not {', '.join(model.columns)}: {RESTORE}")
    for line, cells in lines:
        named = dict(zip(header, cells, strict=True))
        key = "/".join(named[name] for name in model.primary_key)
        place = origins.place(model.table, line, cells, key)
        try:
            yield Traced(model.model_validate(parse_cells(named, model)), place)
        except ValidationError as fault:
            remedy = RESTORE if place.startswith("data/") else _CORRECT
            quote = named.get("quote", "")
            failures.append(Failure("row", model.table, key, place, quote, describe(fault), remedy).line())


def golden_files() -> list[str]:
    """Return the paths of the generated files that are committed: what the seeds give, byte for byte."""
    tables = [path for m in TABLES for path in (f"data/{m.table}.csv", f"schemas/{m.table}.json")]
    flat = [f"flat/{name}" for name in ("datapackage.json", *(f"{table}.csv" for table in FLAT))]
    return [*tables, *flat, *GOLDEN]


def differences(root: Path, fresh: Path) -> Iterator[str]:
    """Yield one line for every published file that a build of today's seeds would write otherwise."""
    for name in golden_files():
        published, rebuilt = root / name, fresh / name
        if not published.is_file() or published.read_bytes() != rebuilt.read_bytes():
            yield f"{name}:1: is not what the seeds give [deterministic]: run make build and review the difference"
