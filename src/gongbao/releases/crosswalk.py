"""crosswalk.csv: how a program that knows the release before finds its ids, codes and columns in this one.

It holds, with the reason, every id, code and column that went or means something else (the release's tombstones), and
every code or reference of a row that is another one now. All of it follows from the record of changes, the package's
tombstones and its schemas, so that anybody can make it again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gongbao.model.codes import CODELISTS
from gongbao.model.history import Tombstone
from gongbao.packages.content import Package
from gongbao.releases.changes import Change, read_changes
from gongbao.releases.tombstones import is_of_column, load_tombstones

CSV = "crosswalk.csv"
_KINDS = {code.code: code for code in CODELISTS["change_kind"]}


class Step(NamedTuple):
    """One step from the release before to this one.

    With a `row_id` and no column: an id. With a column and no row: a column. With both: the cell of one row. Of the
    table `codes` the id is `codelist/code`. `new_value` is empty where nothing takes the place of the old.
    """

    table_name: str
    row_id: str
    column_name: str
    old_value: str
    new_value: str
    reason_zh: str
    reason_en: str


def write_crosswalk(package: Package, folder: Path) -> None:
    """Write `folder`/crosswalk.csv from `folder`/changes.csv and the package."""
    (folder / CSV).write_text(render_crosswalk(package, folder), encoding="utf-8", newline="\n")


def render_crosswalk(package: Package, folder: Path) -> str:
    """Return the text of crosswalk.csv; a first release has its header only."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(Step._fields)
    writer.writerows(list_steps(package, read_changes(folder)))
    return buffer.getvalue()


def list_steps(package: Package, changes: Iterator[Change]) -> Iterator[Step]:
    """Yield every step: what went or was redefined first, then the codes and references of rows that stay."""
    stones = [line.item for line in load_tombstones(package.root / "seeds")]
    current = [stone for stone in stones if stone.version == package.version]
    yield from (_buried(stone) for stone in current)
    followed = {table.name: _followed(table.schema) for table in package.tables}
    why = {(stone.table_name, stone.row_id): stone for stone in current}
    for change in changes:
        codelist = followed.get(change.table_name, {}).get(change.column_name)
        if change.change == "changed" and codelist is not None and change.change_kind != "schema" and change.old_value:
            stone = why.get(("codes", f"{codelist}/{change.old_value}")) or why.get((codelist, change.old_value))
            yield _moved(change, stone)


def _buried(stone: Tombstone) -> Step:
    row_id = "" if is_of_column(stone) else stone.row_id
    old = stone.column_name or stone.row_id
    new = stone.replaced_by or (old if stone.tombstone_event == "redefined" else "")
    return Step(stone.table_name, row_id, stone.column_name or "", old, new, stone.reason_zh, stone.reason_en)


def _followed(schema: Mapping[str, object]) -> dict[str, str]:
    """Return the columns of codes and references of a table, each with its code list or the table it refers to."""
    fields: list[Mapping[str, object]] = schema["fields"]  # type: ignore[assignment]
    found = {str(field["name"]): str(field.get("codelist", field["name"])) for field in fields if "categories" in field}
    keys: list[Mapping[str, Mapping[str, str] | list[str]]] = schema.get("foreignKeys", [])  # type: ignore[assignment]
    for key in keys:
        found[key["fields"][0]] = key["reference"]["resource"]  # type: ignore[index,call-overload]
    return found


def _moved(change: Change, stone: Tombstone | None) -> Step:
    kind = _KINDS[change.change_kind]
    reason = (stone.reason_zh, stone.reason_en) if stone else (kind.description_zh, kind.description_en)
    return Step(change.table_name, change.row_id, change.column_name, change.old_value, change.new_value, *reason)
