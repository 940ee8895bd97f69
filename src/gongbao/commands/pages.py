"""Write the site as files: the static edition, which works from disk with the network off and on any web host."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors
from gongbao.errors import StaticError
from gongbao.publish import locked
from gongbao.site.files.published import readable_size
from gongbao.static.asking import Source
from gongbao.static.folder import sizes
from gongbao.static.writing import write

OUT = "build/site"
ABOUT = """
The folder has all pages in both languages, search, sorting and filters by scripts, charts, and the files to download.
Put it on a host under any path, or open its index.html. What only a server can do (SQL, files of filtered rows, the
pages of earlier releases) is left out.
"""
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/[^\s?#]*)?")


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and write the edition."""
    parser = argparse.ArgumentParser(description=__doc__, epilog=ABOUT)
    parser.add_argument("--package", type=Path, help="folder that holds build/gongbao.db (default: the dataset's)")
    parser.add_argument("--out", type=Path, help=f"folder that is written and replaced as a whole (default: {OUT})")
    parser.add_argument("--address", default="", help="where it will be published (https://…), for search engines")
    parser.add_argument("--without-releases", action="store_true", help="leave the files of the releases out")
    parser.add_argument(
        "--processes", type=int, default=min(os.cpu_count() or 1, 8), help="at once (default: %(default)s)"
    )
    options = parser.parse_args(words)
    address = options.address.rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise StaticError(f"--address {options.address}: is no web address: give one like https://example.org/gongbao/")
    package = (options.package or doors.require_root(root)).resolve()
    out = (options.out or package / OUT).resolve()
    source = Source(package, address, not options.without_releases)
    with locked(package):
        written = write(source, out, processes=max(options.processes, 1), report=doors.progress())
    print(f"written 已生成: {out}")
    print(f"{written.pages} pages in each language, {written.files} files, {readable_size(written.size)}")
    for part, (number, size) in sorted(sizes(out).items(), key=lambda each: -each[1][1])[:5]:
        print(f"  {part}: {number} files, {readable_size(size)}")
    print(f"open 打开: {(out / 'index.html').as_uri()}")
    return 0
