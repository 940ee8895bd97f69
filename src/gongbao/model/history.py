"""Rows of the dataset's own history: releases, what changed between them, and ids that ended.

They stand in the current database beside the tables of the package; the files of a release carry the same facts.
"""

from __future__ import annotations

from typing import ClassVar

from gongbao.model import history_columns as c
from gongbao.model.row import Row


class Release(Row):
    """A published version of the dataset."""

    table = "releases"
    caption_en, caption_zh = "Releases", "发布版本"
    about_en, about_zh = (
        "Every published version, each served beside the current data; a withdrawn one bears its day and reason.",
        "历次发布版本，均与当前数据并存可查；已撤回者注明日期与理由。",
    )
    primary_key = ("version",)
    label = "version"

    version: c.Version
    position: c.Position
    version_level: c.Level
    previous_version: c.Previous | None
    released_on: c.ReleasedOn
    database_name: c.Database
    table_count: c.Tables
    row_count: c.Count
    change_count: c.Changes
    fingerprint: c.Fingerprint
    summary_en: c.SummaryEn
    summary_zh: c.SummaryZh
    withdrawn_on: c.WithdrawnOn | None = None
    replacement_version: c.ReplacementVersion | None = None
    withdrawal_reason_zh: c.WithdrawalReasonZh | None = None
    withdrawal_reason_en: c.WithdrawalReasonEn | None = None


class CellChange(Row):
    """One cell that a release added, removed or changed."""

    table = "changes"
    caption_en, caption_zh = "Changes", "更改记录"
    about_en = "Every cell that a release added, removed or changed since the release before."
    about_zh = "各版本较前一版本增加、删除或更改的每个单元格。"
    primary_key = ("change_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"version": "releases"}

    change_id: c.ChangeId
    version: c.Version
    table_name: c.TableName
    row_id: c.RowId
    change: c.Change
    column_name: c.ColumnName
    old_value: c.Old | None
    new_value: c.New | None
    change_kind: c.Kind


class Tombstone(Row):
    """An id that ended, or that no longer means what it meant."""

    table = "tombstones"
    caption_en, caption_zh = "Tombstones", "已终止的编号"
    about_en = "Ids that were removed or redefined, with the reason; none is ever given to something else."
    about_zh = "已撤销或重新定义的编号及理由；编号永不另作他用。"
    primary_key = ("table_name", "row_id", "tombstone_event", "version")
    foreign_keys: ClassVar[dict[str, str]] = {}

    table_name: c.TableName
    row_id: c.RowId
    column_name: c.ColumnName | None
    tombstone_event: c.Event
    version: c.Version
    replaced_by: c.Replacement | None
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn


HISTORY: tuple[type[Row], ...] = (Release, CellChange, Tombstone)
