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


def shown(path: Path) -> str:
    """Name a file as messages do: in a clone by its place in it, elsewhere (an installed wheel too) by its own path.

    >>> shown(LEXICON / "units.csv")
    'src/gongbao/lexicon/units.csv'
    """
    in_clone = _HOME.parent.name == "src" and path.is_relative_to(_HOME)
    return path.relative_to(_HOME.parents[1]).as_posix() if in_clone else path.as_posix()
