"""Serve build/gongbao.db with Datasette on this computer: pages, search, SQL, downloads."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors
from gongbao.publish import heal
from gongbao.serving import server
from gongbao.serving.place import read_place


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, help="folder that holds build/gongbao.db (default: the dataset's)")
    parser.add_argument("--host", default=server.HOST, help="address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, default=server.PORT, help="port to listen on (default %(default)s)")
    parser.add_argument(
        "--base-url",
        default="/",
        help="path below which visitors find the site (/data/gongbao/), or the whole address, where a proxy knows it",
    )
    parser.add_argument("--log", action="store_true", help="write a line for every answer, without visitors' addresses")
    parser.add_argument("--probe", action="store_true", help="only tell whether the port is free")
    options = parser.parse_args(words)
    if options.probe:
        server.require_free(options.host, options.port)
        return 0
    place = read_place(options.base_url)
    package = options.package or doors.require_root(root)
    heal(package)
    server.serve(package.resolve(), host=options.host, port=options.port, place=place, log=options.log)
    return 0
