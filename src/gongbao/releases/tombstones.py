"""seeds/tombstones.csv: ids that were removed, and ids or columns that no longer mean what they meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from gongbao.model.history import Tombstone
from gongbao.packages.content import Package
from gongbao.seeds.files import Sourced, read_table
from gongbao.tables.traced import Tables

SHOWN = "seeds/tombstones.csv"


def load_tombstones(seeds: Path) -> list[Sourced[Tombstone]]:
    """Read the tombstones; raises SeedError with file and line for a faulty one."""
    return read_table(seeds / "tombstones.csv", SHOWN, Tombstone)


def is_of_column(stone: Tombstone) -> bool:
    """Tell whether a tombstone is a column's, not a row's: its id is `*:` and the column's name."""
    return stone.column_name is not None and stone.row_id == f"*:{stone.column_name}"


def missing_columns(old: Package, new: Package, tombstones: list[Sourced[Tombstone]], version: str) -> Iterator[str]:
    """Yield one line for every column a release drops from a table that stays without saying why."""
    told = {(s.item.table_name, s.item.column_name) for s in tombstones if is_of_column(s.item)}
    present = {table.name: set(table.names) for table in new.tables}
    for table in old.tables:
        for name in table.names:
            gone = table.name in present and name not in present[table.name]
            if gone and (table.name, name) not in told:
                where = f"{SHOWN}:1: column {name} of {table.name} is removed in {version} without a tombstone"
                yield f"{where}: add a line with the id *:{name}, the column and the reason"


def check_tombstones(tables: Tables, tombstones: list[Sourced[Tombstone]]) -> Iterator[str]:
    """Yield one line for every id that was given away again, and for every tombstone that names nothing.

    `tables` are the current rows. A column that went has the id `*:` and its name.
    """
    ids = {name: {traced.row.key: traced.place for traced in rows} for name, rows in tables.items()}
    columns = {name: type(rows[0].row).columns for name, rows in tables.items() if rows}
    for line in tombstones:
        stone = line.item
        present = ids.get(stone.table_name, {}).get(stone.row_id)
        if stone.tombstone_event == "removed" and present:
            yield (
                f"{present}: {stone.table_name} {stone.row_id} was removed in {stone.version} ({line.place}): "
                "an id is never given to anything else: choose another id"
            )
        if stone.tombstone_event == "redefined" and not stone.row_id.startswith("*") and not present:
            yield f"{line.place}: {stone.table_name} {stone.row_id} is not in the tables: call it removed"
        there = stone.column_name in columns.get(stone.table_name, ())
        if is_of_column(stone) and stone.tombstone_event == "removed":
            if there:
                yield f"{line.place}: {stone.table_name} has a column {stone.column_name}: call it redefined"
        elif stone.column_name and not there:
            yield f"{line.place}: {stone.table_name} has no column {stone.column_name}: correct it"


def missing_tombstones(
    removed: Mapping[str, set[str]], tombstones: list[Sourced[Tombstone]], version: str
) -> Iterator[str]:
    """Yield one line for every id a release removes without saying why, and for every tombstone of no removal.

    A line with the id * stands for all rows of a table that goes as a whole.
    """
    graves = _graves(tombstones)
    for table, keys in sorted(removed.items()):
        for key in sorted(keys):
            buried = _buried_in(graves, table, key)
            if buried is None:
                yield f"{SHOWN}:1: {table} {key} is removed in {version} without a tombstone: add its line and reason"
            elif buried.item.version != version:
                said = f"{table} {key} is removed in {version}, its tombstone says {buried.item.version}"
                yield f"{buried.place}: {said}: correct the version"
    for line in tombstones:
        stone = line.item
        due = stone.tombstone_event == "removed" and stone.version == version and not is_of_column(stone)
        gone = removed.get(stone.table_name, set())
        if due and stone.row_id not in gone and not (stone.row_id == "*" and gone):
            yield f"{line.place}: {stone.table_name} {stone.row_id} is not removed in {version}: drop the line"


def broken_tombstones(
    buried: Mapping[tuple[str, str], str], added: Mapping[str, set[str]], tombstones: list[Sourced[Tombstone]]
) -> Iterator[str]:
    """Yield one line for every id a past release removed that comes back, or whose tombstone is gone.

    `buried` are the ids removed so far with the version, `added` those the next release adds.
    """
    graves = _graves(tombstones)
    for (table, key), version in sorted(buried.items()):
        if key in added.get(table, ()):
            yield f"{table} {key} was removed in {version}: an id is never given to anything else: choose another id"
        elif not _is_buried_in(graves, table, key, version):
            yield f"{SHOWN}:1: the tombstone of {table} {key}, removed in {version}, is gone: put it back"


Graves = dict[tuple[str, str], Sourced[Tombstone]]


def _is_buried_in(graves: Graves, table: str, key: str, version: str) -> bool:
    stone = _buried_in(graves, table, key)
    return stone is not None and stone.item.version == version


def _graves(tombstones: list[Sourced[Tombstone]]) -> Graves:
    removals = (line for line in tombstones if line.item.tombstone_event == "removed")
    return {(line.item.table_name, line.item.row_id): line for line in removals}


def _buried_in(graves: Graves, table: str, key: str) -> Sourced[Tombstone] | None:
    return graves.get((table, key), graves.get((table, "*")))
