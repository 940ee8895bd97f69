"""Changes of every column of every table, at many rows: how many kinds no law sees.

python bench/mutants.py [rows a column]        (default 20; the tests try one)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongbao import pipeline  # noqa: E402
from support.cell_changes import unseen  # noqa: E402


def main(samples: int) -> None:
    """Print the figures, and every kind of change that neither the text nor a curator's word tells."""
    made, found = unseen(pipeline.read(ROOT / "seeds").published, samples)
    print(f"{made} changes at up to {samples} rows a column: {len(found)} kinds are seen by no law over the text")
    for kind in sorted(kind for kind, told in found.items() if not told):
        print(f"  seen by nothing: {' '.join(kind)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="?", type=int, default=20)
    main(parser.parse_args().samples)
