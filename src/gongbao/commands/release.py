"""Release the current data: decide the version by what changed, write releases/<version>/, refuse anything unsafe."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors
from gongbao import release as steps
from gongbao.publish import locked
from gongbao.releases.documents import stale_versions
from gongbao.releases.shelf import Shelf


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and release, or only say what the release would be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, help="the repository (default: the dataset's)")
    parser.add_argument("--dry-run", action="store_true", help="say which version the changes call for, and why")
    options = parser.parse_args(words)
    home = (options.root or doors.require_root(root)).resolve()
    with locked(home):
        try:
            clean = steps.require_clean(home, report=doors.progress())
            compared = steps.compare(steps.build_anew(clean))
            print("\n".join(compared.verdict.lines()))
            steps.require_buried(compared)
            if options.dry_run:
                return 0
            folder = steps.publish(steps.stage(steps.announce(steps.settle(compared))))
        finally:
            steps.clear(home)
    version = folder.name
    print(f"released {version} 已发布: {folder.relative_to(home)}")
    stale = list(stale_versions(home, Shelf(home).versions))
    if stale:
        print("\n".join(["now bring the documents up to date 请更新文档中的版本号:", *(f"  {line}" for line in stale)]))
    print("now: make build  # index and feed of the releases 更新发布索引与订阅源")
    place = folder.relative_to(home)
    print(f"now: git add {place} metadata && git commit -am 'Release {version}' && git tag v{version}")
    return 0
