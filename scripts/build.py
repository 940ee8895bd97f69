"""Convert the seeds into data/, schemas/, datapackage.json and build/gongbao.db."""

from __future__ import annotations

import argparse
from pathlib import Path

from gongbao import doors, pipeline


def main() -> int:
    """Parse the options and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, default=doors.ROOT / "seeds", help="folder of the seeds")
    parser.add_argument("--out", type=Path, default=doors.ROOT, help="folder the files are published in")
    parser.add_argument("--agreement", action="store_true", help="print how often the machine agreed with the curator")
    options = parser.parse_args()
    built = pipeline.build(options.seeds, options.out, report=doors.progress())
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in built.tables.items())
    print(f"built {counts}")
    for report_id, agreement in built.agreements.items():
        if options.agreement and agreement.total:
            print(f"{report_id}: machine and curator agree on {agreement.total} values:")
            print("\n".join(f"  {line}" for line in agreement.lines()))
    return 0


if __name__ == "__main__":
    doors.run(main)
