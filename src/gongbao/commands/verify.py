"""Verify a release: everything in it recomputed, and compared with git and the publisher's key where they are there."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors
from gongbao.releases.shelf import FOLDER, Shelf
from gongbao.releases.signature import KEY
from gongbao.releases.verification import Against, Verified
from gongbao.seeds.dataset import load_dataset
from gongbao.seeds.withdrawals import load_withdrawals
from gongbao.serving.proof import prove


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and verify."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", help="a version (1.0.0), a release's folder, its zip file, or that unpacked")
    parser.add_argument(
        "--key", help="the publisher's public key (minisign), or its file (default: seeds/minisign.pub)"
    )
    parser.add_argument("--verbose", action="store_true", help="say line by line what was proved and what not")
    options = parser.parse_args(words)
    path, version = Path(options.release), options.release.removeprefix("v")
    if not path.exists() and version.count(".") == 2 and "/" not in version:
        path = find_release(doors.require_root(root), version)
    own = root / "seeds" / KEY if root and (root / "seeds" / KEY).is_file() else None
    against = Against(roots=(root,) if root else (), key=options.key or own)
    found = prove(path, against, report=doors.progress())
    print(found.line())
    if options.verbose:
        print("\n".join([f"  proved 已证: {what}" for what in found.proved]))
        print("\n".join([f"  not compared 未比对: {what}" for what in found.unproved]))
    tell_withdrawal(found, path, root)
    return 0


def tell_withdrawal(found: Verified, path: Path, root: Path | None) -> None:
    """Warn where the seeds of the release's repository, or of the dataset one stands in, mark the release withdrawn.

    The mark lies beside the releases, never in one: an unaltered release may still be a bad one.
    """
    for home in (*path.resolve().parents[:3], root):
        if home and (home / "seeds" / "dataset.yml").is_file() and load_dataset(home / "seeds").name == found.name:
            mark = load_withdrawals(home / "seeds").get(found.version)
            if mark:
                doors.warn(mark.words("en"), mark.words("zh"))
            return


def find_release(root: Path, version: str) -> Path:
    """Return the folder of a version, whatever state the others are in; raises ReleaseError for an unknown one."""
    folder = root / FOLDER / version
    return folder if folder.is_dir() else Shelf(root).path(version)
