"""Where the files that travel with the code lie: the lexicon, the citation styles, the site; one home, no copy.

They stand inside the package because the code cannot run without them: the engine reads nothing without its lexicon,
Datasette shows nothing without the site. An installed wheel and a clone find them by the same path.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

_HOME = Path(__file__).resolve().parent

LEXICON = _HOME / "lexicon"
STYLES = _HOME / "citing" / "styles"
SITE = _HOME / "site"


def shown(path: Path) -> str:
    """Name a file as messages do: in a clone by its place in it, elsewhere (an installed wheel too) by its own path.

    >>> shown(LEXICON / "units.csv")
    'src/gongbao/lexicon/units.csv'
    """
    in_clone = _HOME.parent.name == "src" and path.is_relative_to(_HOME)
    return path.relative_to(_HOME.parents[1]).as_posix() if in_clone else path.as_posix()


@cache
def hash_code() -> str:
    """Return one SHA-256 for all files of the code and what travels with it: the list of their hashes, hashed.

    What Python, compilers and editors leave behind (compiled files, hidden ones) is passed over.
    """
    files = (path for path in sorted(_HOME.rglob("*")) if path.is_file() and not _is_left_behind(path))
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(_HOME).as_posix()}\n" for p in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _is_left_behind(path: Path) -> bool:
    hidden = any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(_HOME).parts)
    return hidden or path.suffix in EXTENSION_SUFFIXES
