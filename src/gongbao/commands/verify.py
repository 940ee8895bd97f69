"""Verify a release: hashes, schema, receipts, and the same content in every format."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors
from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import verify


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and verify."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", help="a version (1.0.0), a release's folder, or its zip file")
    options = parser.parse_args(words)
    path, version = Path(options.release), options.release.removeprefix("v")
    if not path.exists() and version.count(".") == 2 and "/" not in version:
        path = Shelf(doors.require_root(root)).path(version)
    print(verify(path, report=doors.progress()).line())
    return 0
