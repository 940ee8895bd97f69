"""The columns of the dataset's history: releases, changes, tombstones."""

from __future__ import annotations

from gongbao.model.column import code_column, count_column, day_column, text_column, text_pair

VERSION = r"^\d+\.\d+\.\d+$"

Version = text_column(
    "Version", "版本", "the release's version number", "发布版本号", pattern=VERSION
)  # fmt: skip
Previous = text_column("Previous version", "前一版本", "the release before it", "前一发布版本", pattern=VERSION)
Position = count_column("Position", "次序", "releases counted from 1, the oldest", "发布次序，最早为1", least=1)
Level = code_column(
    "version_level", "Level", "版本级别", "which part of the version number went up", "版本号的哪一部分递增"
)
ReleasedOn = day_column("Released on", "发布日期", "the day of the release", "发布之日")
Count = count_column("Rows", "行数", "rows of all tables", "全部数据表的行数")
Tables = count_column("Tables", "表数", "number of tables", "数据表数量")
Changes = count_column(
    "Changes", "更改数", "cells added, removed or changed since the release before", "较前一版本增删改的单元格数"
)
Fingerprint = text_column(
    "Fingerprint", "内容指纹", "SHA-256 of the content, the same in every format", "内容的SHA-256，各格式相同",
    pattern="^[0-9a-f]{64}$",
)  # fmt: skip
Database = text_column(
    "Database", "数据库", "the database that serves this release", "提供该版本的数据库", pattern=r"^[a-z0-9-]+$"
)
WithdrawnOn = day_column(
    "Withdrawn on", "撤回日期", "the day the publisher took the release back; empty where it stands",
    "发布者撤回该版本之日；未撤回则为空",
)  # fmt: skip
ReplacementVersion = text_column(
    "Replacement", "替代版本", "the release to use instead of a withdrawn one", "应改用的版本", pattern=VERSION
)
WithdrawalReasonZh, WithdrawalReasonEn = text_pair(
    "Reason for withdrawal", "撤回理由",
    ("why the release was withdrawn, in Chinese", "撤回该版本的理由（中文）"),
    ("why the release was withdrawn, in English", "撤回该版本的理由（英文）"),
)  # fmt: skip
SummaryEn = text_column("Summary", "英文摘要", "what the release brings, in English", "该版本内容的英文说明")
SummaryZh = text_column("Summary in Chinese", "摘要", "what the release brings, in Chinese", "该版本内容的中文说明")
ChangeId = text_column(
    "Change", "更改编号", "the release and the change's number in it", "版本号与其中的序号",
    pattern=r"^\d+\.\d+\.\d+-\d+$",
)  # fmt: skip
TableName = text_column("Table", "表名", "the table concerned", "所涉的表", pattern="^[a-z_]+$")
RowId = text_column(
    "Row", "行编号", "the row's primary key, parts joined by /; * for a whole column", "行的主键，多列以/连接；*指整列"
)
ColumnName = text_column("Column", "列名", "the column concerned", "所涉的列", pattern="^[a-z0-9_]+$")
Change = code_column("change", "Change", "更改", "what happened to the cell", "单元格的变化")
Kind = code_column("change_kind", "Kind of change", "更改类别", "why it changed", "变化的缘由")
Old = text_column("Old value", "旧值", "the cell before, as the CSV file writes it", "更改前的值（CSV写法）")
New = text_column("New value", "新值", "the cell after, as the CSV file writes it", "更改后的值（CSV写法）")
Event = code_column("tombstone_event", "Event", "事件", "what happened to the id or column", "编号或列的变化")
Replacement = text_column("Replaced by", "替代", "the id that takes its place", "替代该编号者")
ReasonEn = text_column("Reason", "英文理由", "why, in English", "理由（英文）")
ReasonZh = text_column("Reason in Chinese", "理由", "why, in Chinese", "理由（中文）")
