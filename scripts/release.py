"""Release the current data: decide the version by what changed, write releases/<version>/, refuse anything unsafe."""

from __future__ import annotations

import argparse
from pathlib import Path

from gongbao import doors, release


def main() -> int:
    """Parse the options and release, or only say what the release would be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=doors.ROOT, help="the repository (default: this one)")
    parser.add_argument("--dry-run", action="store_true", help="say which version the changes call for, and why")
    options = parser.parse_args()
    root = options.root.resolve()
    try:
        clean = release.require_clean(root, report=doors.progress())
        compared = release.compare(release.build_anew(clean))
        print("\n".join(compared.verdict.lines()))
        if options.dry_run:
            return 0
        folder = release.publish(release.stage(release.announce(release.settle(compared))))
    finally:
        release.clear(root)
    version = folder.name
    print(f"released {version} 已发布: {folder.relative_to(root)}")
    print(f"now: git add {folder.relative_to(root)} && git commit -m 'Release {version}' && git tag v{version}")
    return 0


if __name__ == "__main__":
    doors.run(main)
