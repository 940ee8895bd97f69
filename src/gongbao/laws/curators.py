"""The law of the curator's word: what a person wrote of a row stands in the published row, and the row stands."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.cells import to_cell
from gongbao.model.rows import TABLES, Row
from gongbao.tables.said import Said
from gongbao.tables.traced import Traced

_MODELS = {model.table: model for model in TABLES}
_REMEDY = "restore the row (rebuild), or correct the line of the seeds"


def check_curators_word(published: Published) -> Iterator[Failure]:
    """Every curated line has its row, and the row says what the line says: statuses, themes, links, ids and prose."""
    rows: dict[tuple[str, ...], dict[tuple[str, ...], list[Traced[Row]]]] = {}
    for said in published.said:
        columns = (said.table, *said.found_by)
        if columns not in rows:
            rows[columns] = _by_cells(published, _MODELS[said.table], tuple(said.found_by))
        standing = rows[columns].get(tuple(said.found_by.values()), [])
        if not standing:
            message = "is written in the seeds and stands in no row"
            yield Failure("curated", said.table, said.quote[:60], said.place, "", message, _REMEDY, said.report_id)
        elif all(_different(said, traced.row) for traced in standing):
            column = _different(said, standing[0].row)[0]
            cell = to_cell(getattr(standing[0].row, column)) or "nothing"
            message = f"{column} is {cell}; its curator wrote {said.cells[column] or 'nothing'}"
            yield fail("curated", standing[0], message, _REMEDY)


def _by_cells(
    published: Published, model: type[Row], columns: tuple[str, ...]
) -> dict[tuple[str, ...], list[Traced[Row]]]:
    """The rows of a table by the cells of these columns."""
    found: dict[tuple[str, ...], list[Traced[Row]]] = {}
    for traced, row in published.rows(model):
        found.setdefault(tuple(to_cell(getattr(row, name)) for name in columns), []).append(traced)
    return found


def _different(said: Said, row: Row) -> list[str]:
    """The columns in which a row is not what the line says."""
    return [name for name, cell in said.cells.items() if to_cell(getattr(row, name)) != cell]
