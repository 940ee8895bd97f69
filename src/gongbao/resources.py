"""Where the files that travel with the code lie: the lexicon, the citation styles, the site; one home, no copy.

They stand inside the package because the code cannot run without them: the engine reads nothing without its lexicon,
Datasette shows nothing without the site. An installed wheel and a clone find them by the same path.
"""

from __future__ import annotations

from pathlib import Path

_HOME = Path(__file__).resolve().parent

LEXICON = _HOME / "lexicon"
STYLES = _HOME / "citing" / "styles"
SITE = _HOME / "site"
SHOWN = "src/gongbao"  # how messages name the folder: as it stands in a clone


def shown(path: Path) -> str:
    """Name a file as messages do: inside the package by its place in a clone, elsewhere by its own path.

    >>> shown(LEXICON / "units.csv")
    'src/gongbao/lexicon/units.csv'
    """
    return f"{SHOWN}/{path.relative_to(_HOME).as_posix()}" if path.is_relative_to(_HOME) else path.as_posix()
