"""The console command `gongbao`: one verb a module of this room."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from gongbao import doors
from gongbao.version import __version__

VERBS = {
    "examine": "what spoils a text, before it is frozen",
    "build": "convert the seeds into tables, schemas, descriptor and database",
    "validate": "frictionless, pydantic and the project's laws on the published package",
    "serve": "Datasette over the current data and all releases, on this computer",
    "pages": "the site as files, for any web host or none",
    "assist": "answers for language models over the Model Context Protocol (standard input and output)",
    "release": "decide the next version by what changed, and write it",
    "verify": "is a release unaltered",
    "correct": "put a corrected text of a report in place of the current one",
    "cite": "how to cite the dataset, a table, a row or a saved query",
}
USAGE = "\n".join([
    "usage: gongbao VERB [options]     (gongbao VERB --help lists them)",
    "",
    *(f"  {verb:10}{words}" for verb, words in VERBS.items()),
    "",
    "The dataset is the one of the folder you stand in, or of the nearest one above. --version tells this program's.",
])  # fmt: skip


def main() -> None:
    """Run the verb the command line names."""
    doors.run(_dispatch, root=doors.find_root(Path.cwd()), words=sys.argv[1:])


def _dispatch(root: Path | None, words: Sequence[str] | None) -> int:
    verb, *rest = words or ["--help"]
    if verb == "--version":
        print(f"gongbao {__version__}")
        return 0
    if verb not in VERBS:
        helping = verb in ("-h", "--help")
        print(USAGE if helping else f"error: {verb}: there is no such verb: gongbao --help lists them",
              file=sys.stdout if helping else sys.stderr)  # fmt: skip
        return 0 if helping else 2
    sys.argv[0] = f"gongbao {verb}"
    status: int = import_module(f"gongbao.commands.{verb}").main(root, rest)
    return status
