"""SUMMARY.md: what a release brings, for people, in both languages; made from its changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongbao.model.codes import CODELISTS
from gongbao.releases.changes import Change, Tally
from gongbao.releases.verdict import Verdict

SHOWN = 60
LONG = 80
_VERDICT, _FINGERPRINT = "## Verdict 版本判定", "Fingerprint 内容指纹"


def summarize(verdict: Verdict, tally: Tally, row_count: int) -> tuple[str, str]:
    """Return one sentence on the release in English and one in Chinese."""
    if verdict.previous is None:
        return f"First release: {row_count:,} rows.", f"首个发布版本，共{row_count}行。"
    parts = [(tally.count("added"), "added", "新增"), (tally.count("removed"), "removed", "删除")]
    parts.append((tally.count("changed"), "changed", "更改"))
    english = ", ".join(f"{number:,} {'row' if number == 1 else 'rows'} {word}" for number, word, _ in parts if number)
    english = english or "only words changed"
    chinese = "，".join(f"{word}{number}行" for number, _, word in parts if number) or "仅文字说明改变"
    return f"Since {verdict.previous}: {english}.", f"较{verdict.previous}：{chinese}。"


def render_summary(
    title: str, verdict: Verdict, tally: Tally, changes: Iterable[Change], notes: Sequence[str], fingerprint: str
) -> str:
    """Return SUMMARY.md: the verdict, the publisher's own words from the changelog, and what changed where."""
    lines = [f"# {title}", "", *notes, ""]
    if verdict.previous is not None:
        lines += [_VERDICT, "", "```text", *verdict.lines(), "```", ""]
        lines += _count_table(tally)
        lines += _kind_table(tally)
        lines += _change_table(changes, tally.cells)
    lines += [f"{_FINGERPRINT}: `{fingerprint}`", ""]
    return "\n".join(lines)


def find_notes(changelog: str, heading: str) -> tuple[str, ...] | None:
    """Return what a changelog's entry says of the data; nothing of an entry without that part, None without an entry.

    >>> find_notes("## 1.0.0 (2026-01-01)\\n\\n### Data\\n\\n- 甲。\\n", "## 1.0.0 (2026-01-01)")
    ('- 甲。',)
    """
    entry = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if entry is None:
        return None
    data = re.search(r"^### Data\n(.*?)(?=^### |\Z)", entry[1], re.MULTILINE | re.DOTALL)
    return tuple(data[1].strip().splitlines()) if data else ()


def read_notes(summary: str, summary_zh: str) -> tuple[str, ...]:
    """Return the publisher's own words from a SUMMARY.md, which stand between its sentences and its tables."""
    words = summary.partition(f"\n{summary_zh}\n")[2]
    notes = re.split(rf"^{_VERDICT}$|^{_FINGERPRINT}", words, maxsplit=1, flags=re.MULTILINE)[0]
    return tuple(notes.strip().splitlines())


def _count_table(tally: Tally) -> list[str]:
    tables = sorted({table for table, _ in tally.rows})
    if not tables:
        return []
    lines = ["## Rows 行", "", "| table 表 | added 新增 | removed 删除 | changed 更改 |", "|---|---|---|---|"]
    for table in tables:
        cells = [str(tally.rows[table, what]) for what in ("added", "removed", "changed")]
        lines.append(f"| {table} | {' | '.join(cells)} |")
    return [*lines, ""]


def _kind_table(tally: Tally) -> list[str]:
    if not tally.kinds:
        return []
    names = {code.code: f"{code.name_en} {code.name_zh}" for code in CODELISTS["change_kind"]}
    lines = ["| kind 类别 | cells 单元格 |", "|---|---|"]
    return [*lines, *(f"| {names[kind]} | {count} |" for kind, count in sorted(tally.kinds.items())), ""]


def _change_table(changes: Iterable[Change], cells: int) -> list[str]:
    rows = [change for change, _ in zip((c for c in changes if c.change == "changed"), range(SHOWN), strict=False)]
    if not rows:
        return []
    lines = [
        "## Cells changed 更改的单元格",
        "",
        "| table 表 | row 行 | column 列 | old 旧 | new 新 |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        words = (row.table_name, row.row_id, row.column_name, _cut(row.old_value), _cut(row.new_value))
        lines.append(f"| {' | '.join(words)} |")
    if len(rows) == SHOWN:
        lines.append(
            f"\nThe first {SHOWN} of {cells} cells; all are in changes.csv. 此处列前{SHOWN}项，全部见changes.csv。"
        )
    return [*lines, ""]


def _cut(value: str) -> str:
    words = value.replace("|", "\\|").replace("\n", " ")
    return words if len(words) <= LONG else words[: LONG - 1] + "…"
