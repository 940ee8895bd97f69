"""The whole static edition written twice, by one process and by two: which files differ, which must be none.

python bench/twice.py        (the tests write every tenth page again)
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from gongbao.static import checking
from gongbao.static.asking import Source
from gongbao.static.writing import write

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write the edition of the current data twice, and compare every file."""
    with tempfile.TemporaryDirectory() as name:
        once, again = Path(name) / "once", Path(name) / "again"
        write(Source(ROOT), once, processes=1)
        write(Source(ROOT), again, processes=2)
        files = sorted(checking.files_of(once) | checking.files_of(again))
        other = [file for file in files if _bytes(once / file) != _bytes(again / file)]
    print(f"{len(files)} files written twice: {len(files) - len(other)} the same")
    if other:
        raise SystemExit("\n".join(other))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    main()
