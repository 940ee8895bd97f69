"""Serve build/gongbao.db with Datasette on this computer: pages, search, SQL, downloads."""

from __future__ import annotations

import argparse
from pathlib import Path

from gongbao import doors, serving


def main() -> int:
    """Parse the options and serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, default=doors.ROOT, help="folder that holds build/gongbao.db")
    parser.add_argument("--host", default=serving.HOST, help="address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, default=serving.PORT, help=f"port to listen on (default {serving.PORT})")
    parser.add_argument("--probe", action="store_true", help="only tell whether the port is free")
    options = parser.parse_args()
    if options.probe:
        serving.require_free(options.host, options.port)
        return 0
    serving.serve(options.package.resolve(), host=options.host, port=options.port)
    return 0


if __name__ == "__main__":
    doors.run(main)
