"""Answer language models from the dataset over the Model Context Protocol, every answer with its receipts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from gongbao import doors
from gongbao.errors import ServeError
from gongbao.publish import heal

SDK = "mcp"


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and answer until the assistant closes the connection."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, help="folder that holds build/gongbao.db (default: the dataset's)")
    options = parser.parse_args(words)
    if find_spec(SDK) is None:
        raise ServeError(f"the package {SDK} is missing: install it (pip install 'gongbao[assist]')")
    from gongbao.assist import server

    package = options.package or doors.require_root(root)
    heal(package)
    server.serve(package.resolve())
    return 0
