"""The dataset's history as rows: every release, every change, every tombstone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gongbao.exports.datasette_metadata import FROZEN, thaw
from gongbao.model.history import CellChange, Release, Tombstone
from gongbao.model.row import Row
from gongbao.releases.changes import Change, read_changes
from gongbao.releases.manifest import FILE, Manifest, read_manifest
from gongbao.releases.shelf import Shelf
from gongbao.releases.tombstones import load_tombstones
from gongbao.seeds.withdrawals import Withdrawal, check_withdrawals, load_withdrawals

History = Mapping[type[Row], Sequence[Row]]
"""The rows of `releases`, `changes` and `tombstones`."""


def history_rows(shelf: Shelf, seeds: Path) -> dict[type[Row], Sequence[Row]]:
    """Return the history of the current database: every release, what each changed, every tombstone."""
    marks = withdrawals_of(shelf, seeds)
    releases = [
        _release(manifest, position, marks.get(manifest.version))
        for position, manifest in enumerate(shelf.manifests, 1)
    ]
    changes = [change for version in shelf.versions for change in _changes(version, shelf.changes(version))]
    stones = [line.item for line in load_tombstones(seeds)] if (seeds / "tombstones.csv").exists() else []
    return {Release: releases, CellChange: changes, Tombstone: stones}


def history_of_release(shelf: Path, manifest: Manifest, changes: Path, seeds: Path) -> History | None:
    """Return the history that the database of a release holds: all up to itself, nothing of what came after.

    Cells that were added are left out: they stand in the rows themselves, and changes.csv lists them.

    `shelf` is the folder the earlier releases lie in, `changes` the folder of the release's own record, `seeds` that
    of the package. None where an earlier release does not lie there.
    """
    past: list[Manifest] = []
    before = manifest.previous
    while before is not None:
        if not (shelf / before / FILE).is_file():
            return None
        past.insert(0, read_manifest(shelf / before))
        before = past[0].previous
    every = [*past, manifest]
    folders = [*(shelf / each.version for each in past), changes]
    return {
        Release: [_release(each, position, None) for position, each in enumerate(every, 1)],
        CellChange: [
            change
            for each, folder in zip(every, folders, strict=True)
            for change in _changes(each.version, read_changes(folder))
            if change.change != "added"
        ],
        Tombstone: [line.item for line in load_tombstones(seeds)],
    }


def _release(manifest: Manifest, position: int, mark: Withdrawal | None) -> Release:
    return Release(
        version=manifest.version,
        position=position,
        version_level=manifest.level,
        previous_version=manifest.previous,
        released_on=manifest.released,
        database_name=manifest.database,
        table_count=len(manifest.fingerprints),
        row_count=manifest.row_count,
        change_count=manifest.change_count,
        fingerprint=manifest.fingerprint,
        summary_en=manifest.summary_en,
        summary_zh=manifest.summary_zh,
        **_marked(mark),
    )


def _changes(version: str, changes: Iterable[Change]) -> Iterator[CellChange]:
    for number, change in enumerate(changes, 1):
        yield CellChange(
            change_id=f"{version}-{number}",
            version=version,
            table_name=change.table_name,
            row_id=change.row_id,
            change=change.change,
            column_name=change.column_name,
            old_value=change.old_value or None,
            new_value=change.new_value or None,
            change_kind=change.change_kind,
        )


def withdrawals_of(shelf: Shelf, seeds: Path) -> dict[str, Withdrawal]:
    """Return the marks of the releases that were withdrawn, by version; raises SeedError for a faulty one."""
    marks = load_withdrawals(seeds)
    check_withdrawals(marks, {manifest.version: manifest.released for manifest in shelf.manifests})
    return marks


def _marked(mark: Withdrawal | None) -> dict[str, Any]:
    if mark is None:
        return {}
    return {
        "withdrawn_on": mark.withdrawn_on,
        "replacement_version": mark.replacement_version,
        "withdrawal_reason_zh": mark.reason_zh,
        "withdrawal_reason_en": mark.reason_en,
    }


def frozen_metadata(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return what Datasette tells of every release's database, as it was when it was released."""
    found: dict[str, dict[str, object]] = {}
    for manifest in shelf.manifests:
        text = shelf.file(manifest.version, FROZEN).read_text(encoding="utf-8")
        found[manifest.database] = thaw(json.loads(text), manifest.database)
    return found


def frozen_queries(shelf: Shelf, version: str) -> set[str]:
    """Return the names of the saved queries a release holds; raises ReleaseError for an unknown release."""
    content = json.loads(shelf.file(version, FROZEN).read_text(encoding="utf-8"))
    return set(thaw(content, shelf.find(version).database)["queries"])
