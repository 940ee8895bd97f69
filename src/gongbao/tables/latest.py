"""The latest status of every project and policy, out of what the reports say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gongbao.model.row import Row
from gongbao.model.rows import Policy, PolicyMention, Project, ProjectMention, Report
from gongbao.tables.traced import Tables, Traced, rows_of

LATEST: tuple[tuple[type[Project | Policy], type[ProjectMention | PolicyMention], str], ...] = (
    (Project, ProjectMention, "project"),
    (Policy, PolicyMention, "policy"),
)


def latest_columns(
    kind: str, mentions: Iterable[Any], year_of: Callable[[str], int]
) -> dict[str, dict[str, str | None]]:
    """Return the columns of the latest status by the id of the project or policy (`kind`).

    The newest report counts; in it what is reported goes before what is planned, and of that what stands last in the
    text. `year_of` gives the year a report covers.
    """
    newest: dict[str, Any] = {}
    for mention in mentions:
        entity = getattr(mention, f"{kind}_id")
        if entity not in newest or _rank(mention, year_of) > _rank(newest[entity], year_of):
            newest[entity] = mention
    return {
        entity: {
            f"latest_{kind}_status": getattr(mention, f"{kind}_status"),
            "latest_report_id": mention.report_id,
        }
        for entity, mention in newest.items()
    }


def _rank(mention: Any, year_of: Callable[[str], int]) -> tuple[int, str, bool, int, int]:
    reported = mention.timeframe == "reported"
    return (year_of(mention.report_id), mention.report_id, reported, mention.char_start, -mention.char_end)


def nothing_latest(kind: str) -> dict[str, str | None]:
    """Return the columns of what no report mentions."""
    return {f"latest_{kind}_status": None, "latest_report_id": None}


def fill_latest(tables: Tables) -> None:
    """Write the latest status into the rows of projects and policies."""
    years = {traced.row.report_id: traced.row.year_covered for traced in rows_of(tables, Report)}
    for model, mention, kind in LATEST:
        known = latest_columns(kind, (traced.row for traced in rows_of(tables, mention)), years.__getitem__)
        rows: list[Traced[Row]] = []
        for traced in rows_of(tables, model):
            columns = known.get(traced.row.key, nothing_latest(kind))
            rows.append(Traced(traced.row.model_copy(update=columns), traced.place))
        tables[model.table] = rows
