"""The dataset's history as rows: every release, every change, every tombstone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gongbao.exports.datasette_metadata import FROZEN
from gongbao.model.history import CellChange, Release, Tombstone
from gongbao.model.row import Row
from gongbao.releases.shelf import Shelf
from gongbao.releases.tombstones import load_tombstones
from gongbao.seeds.withdrawals import Withdrawal, check_withdrawals, load_withdrawals


def history_rows(shelf: Shelf, seeds: Path) -> dict[type[Row], Sequence[Row]]:
    """Return the rows of `releases`, `changes` and `tombstones`."""
    marks = withdrawals_of(shelf, seeds)
    releases = [
        Release(
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
            **_marked(marks.get(manifest.version)),
        )
        for position, manifest in enumerate(shelf.manifests, 1)
    ]
    changes = [
        CellChange(
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
        for version in shelf.versions
        for number, change in enumerate(shelf.changes(version), 1)
    ]
    stones = [line.item for line in load_tombstones(seeds)] if (seeds / "tombstones.csv").exists() else []
    return {Release: releases, CellChange: changes, Tombstone: stones}


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
        found[manifest.database] = json.loads(text)
    return found


def frozen_queries(shelf: Shelf, version: str) -> set[str]:
    """Return the names of the saved queries a release holds; raises ReleaseError for an unknown release."""
    content = json.loads(shelf.file(version, FROZEN).read_text(encoding="utf-8"))
    return set(content["queries"])
