"""A whole static edition written twice, by one process and by two: which files differ, which must be none.

python bench/twice.py        (two reports with few rows, as the tests look at; there every tenth page is written again)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongbao.static import checking  # noqa: E402
from gongbao.static.asking import Source  # noqa: E402
from gongbao.static.writing import write  # noqa: E402
from support.few_rows import few_rows  # noqa: E402
from support.reader import build_two_reports  # noqa: E402


def main() -> None:
    """Write the edition twice, and compare every file."""
    with tempfile.TemporaryDirectory() as name:
        several, few, once, again = (Path(name) / part for part in ("several", "few", "once", "again"))
        build_two_reports(several)
        few_rows(several, few)
        write(Source(few), once, processes=1)
        write(Source(few), again, processes=2)
        files = sorted(checking.files_of(once) | checking.files_of(again))
        other = [file for file in files if _bytes(once / file) != _bytes(again / file)]
    print(f"{len(files)} files written twice: {len(files) - len(other)} the same")
    if other:
        raise SystemExit("\n".join(other))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    main()
