"""Makes packages that break exactly one declared rule, for the tests of validation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from gongbao.laws.checks import LAWS
from gongbao.laws.published import Published
from gongbao.model.cells import parse_cells
from gongbao.model.rows import TABLES, Row, column_of, is_required
from gongbao.tables.traced import Traced

Cells = dict[str, str]


@dataclass(frozen=True)
class Mutant:
    """One changed row: `rule` is what it breaks, `cells` the row's new cells, `index` its place in the table."""

    rule: str
    model: type[Row]
    index: int
    cells: Cells

    def __str__(self) -> str:
        return f"{self.model.table}[{self.index}] {self.rule}"


def cells_of(row: Row) -> Cells:
    return dict(zip(row.columns, row.cells(), strict=True))


def column_mutants(published: Published) -> Iterator[Mutant]:
    """For every constraint of every column of every table, one row that violates it."""
    for model in TABLES:
        rows = [traced.row for traced in published.tables[model.table]]
        if not rows:
            continue
        cells = cells_of(rows[0])
        for name in model.columns:
            for rule, bad in bad_values(model, name):
                yield Mutant(f"{name} {rule}", model, 0, {**cells, name: bad})
        yield Mutant("unknown column", model, 0, {**cells, "surplus": "x"})


def bad_values(model: type[Row], name: str) -> Iterator[tuple[str, str]]:
    column = column_of(model, name)
    if is_required(model, name):
        yield "required", ""
    if column.type in ("integer", "number", "date"):
        yield "type", "banana"
    if column.type == "integer":
        yield "type", "1.5"
    for rule, limit in column.constraints:
        if rule == "enum":
            yield "enum", "no_such_code"
        elif rule == "pattern":
            yield "pattern", "Ünfit value!"
        elif rule == "minimum":
            yield "minimum", "1850-01-01" if column.type == "date" else str(limit - 1)
        elif rule == "maximum":
            yield "maximum", "2150-01-01" if column.type == "date" else str(limit + 1)


def key_mutants(published: Published) -> Iterator[Mutant]:
    """A duplicate of every declared key, and a dangling value for every foreign key."""
    for model in TABLES:
        rows = [traced.row for traced in published.tables[model.table]]
        for key in (model.primary_key, *model.unique_keys):
            if len(rows) > 1:
                first, second = cells_of(rows[0]), cells_of(rows[1])
                yield Mutant(f"unique {','.join(key)}", model, 1, {**second, **{n: first[n] for n in key}})
        for column in model.foreign_keys:
            index = next((i for i, row in enumerate(rows) if getattr(row, column) is not None), None)
            if index is not None:
                cells = cells_of(rows[index])
                yield Mutant(f"foreign key {column}", model, index, {**cells, column: dangling(cells[column])})


def dangling(value: str) -> str:
    return f"{value}9" if value[-1].isdigit() else f"{value}-gone"


def survives(published: Published, mutant: Mutant) -> bool:
    """Tell whether the mutant passes validation, as `make validate` runs it."""
    try:
        row = mutant.model.model_validate(parse_cells(mutant.cells, mutant.model))
    except ValidationError:
        return False
    broken = replaced(published, mutant.model, mutant.index, row)
    return not any(True for law in LAWS for _ in law(broken))


def replaced(published: Published, model: type[Row], index: int, row: Row | None) -> Published:
    """The same tables with one row changed, or dropped where `row` is None."""
    rows = list(published.tables[model.table])
    rows[index : index + 1] = [] if row is None else [Traced(row, rows[index].place)]
    return published.with_tables({**published.tables, model.table: rows})


def edited(published: Published, model: type[Row], pick: Callable[[Row], bool], **cells: object) -> Published:
    """The same tables with the first row `pick` accepts changed, keys and types unchecked."""
    index = next(i for i, traced in enumerate(published.tables[model.table]) if pick(traced.row))
    row = published.tables[model.table][index].row.model_copy(update=cells)
    return replaced(published, model, index, row)
