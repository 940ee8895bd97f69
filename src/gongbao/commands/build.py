"""Convert the seeds into data/, schemas/, datapackage.json and build/gongbao.db."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors, pipeline
from gongbao.errors import counted
from gongbao.resources import LEXICON


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, help="folder of the seeds (default: seeds/ of the dataset)")
    parser.add_argument("--out", type=Path, help="folder the files are published in (default: the dataset's)")
    parser.add_argument("--lexicon", type=Path, default=LEXICON, help="folder of another vocabulary of the genre")
    parser.add_argument("--agreement", action="store_true", help="print how often the machine agreed with the curator")
    parser.add_argument("--skip-bad", action="store_true", help="leave out reports that cannot be used, naming each")
    options = parser.parse_args(words)
    seeds = options.seeds or doors.require_root(root) / "seeds"
    out = options.out or doors.require_root(root)
    built = pipeline.build(
        seeds, out, lexicon=options.lexicon, skip=name_skipped if options.skip_bad else None, report=doors.progress()
    )
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in built.tables.items())
    print(f"built {counts}")
    for report_id, agreement in built.agreements.items():
        if options.agreement and agreement.total:
            print(f"{report_id}: machine and curator agree on {counted(agreement.total, 'value')}:")
            print("\n".join(f"  {line}" for line in agreement.lines()))
    return 0


def name_skipped(report_id: str, why: str) -> None:
    """Say on standard error which report is left out, and why."""
    print(f"left out {report_id}: {why}", file=sys.stderr)
