"""One flipped byte in every file of a release, at many places: how many are detected, which must be all.

python bench/flips.py [places a file]        (default 3; the tests flip one in each file)
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from gongbao.errors import GongbaoError
from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import verify

ROOT = Path(__file__).resolve().parents[1]


def detected(folder: Path, path: Path, at: int) -> bool:
    """Flip a byte, verify, and put it back."""
    raw = path.read_bytes()
    path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
    try:
        verify(folder)
    except GongbaoError:
        return True
    finally:
        path.write_bytes(raw)
    return False


def main(places: int) -> None:
    """Flip bytes, evenly spread from the first to the last, in every file of the newest release."""
    newest = Shelf(ROOT).versions[-1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(ROOT / "releases" / newest, Path(name) / newest))
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
        flips = [
            (path, (path.stat().st_size - 1) * step // max(1, places - 1)) for path in files for step in range(places)
        ]
        missed = [f"{path.name} at {at}" for path, at in flips if not detected(folder, path, at)]
    print(f"{len(flips)} bytes flipped in {len(files)} files: {len(flips) - len(missed)} detected")
    if missed:
        raise SystemExit("\n".join(missed))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="?", type=int, default=3)
    main(parser.parse_args().places)
