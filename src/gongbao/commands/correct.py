"""Put a corrected text of a report in place of the current one; then write the tombstones of the ids that ended."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gongbao import correction, doors
from gongbao.errors import ReleaseError, counted
from gongbao.publish import heal


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options; with a file replace the text, with --tombstones bury the ids that ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", help="the report, by the name of its folder in seeds/reports")
    parser.add_argument("file", type=Path, nargs="?", help="the corrected text, UTF-8")
    parser.add_argument("--day", help="the day the publisher replaced the text, YYYY-MM-DD")
    parser.add_argument("--reason-zh", help="why, in Chinese")
    parser.add_argument("--reason-en", help="why, in English")
    parser.add_argument("--tombstones", action="store_true", help="bury the ids that ended, once the build passes")
    parser.add_argument("--root", type=Path, help="the repository (default: the dataset's)")
    options = parser.parse_args(words)
    home = options.root or doors.require_root(root)
    heal(home)
    if options.tombstones:
        stones = correction.bury_ids(home, options.report)
        replaced = sum(stone.replaced_by is not None for stone in stones)
        print(f"buried {counted(len(stones), 'id')}, {replaced} with the id that takes its place 已写入终止记录")
        return 0
    if not (options.file and options.day and options.reason_zh and options.reason_en):
        raise ReleaseError("a correction has a text, a day and a reason: give FILE, --day, --reason-zh and --reason-en")
    reason = correction.Reason(options.day, options.reason_zh, options.reason_en)
    lineage = correction.replace_text(home, options.report, options.file, reason)
    kept, size = sum(run.length for run in lineage.runs[-1]), len(lineage.texts[-1])
    print(
        f"{options.report}: text {len(lineage.texts)} is frozen; {kept} of its {size} characters live on 新文本已冻结"
    )
    print("now: make build  # names each curated line whose quote the new text does not hold 请按提示修改整理行")
    print(f"then: scripts/correct.py {options.report} --tombstones  # for the ids that ended 为终止的编号写入记录")
    return 0
