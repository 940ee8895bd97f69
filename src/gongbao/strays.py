"""Files that editors and systems leave behind: no part of any dataset, passed over wherever folders are read."""

from __future__ import annotations

from fnmatch import fnmatchcase

PATTERNS = (
    ".DS_Store",
    "._*",
    "Thumbs.db",
    "desktop.ini",
    ".directory",
    ".ipynb_checkpoints",
    "__pycache__",
    ".gitkeep",
    ".~lock.*",
    "~$*",
    ".#*",
    "*~",
    "*.swp",
    "*.swo",
)


def is_stray(name: str) -> bool:
    """Tell whether a file or folder of this name is one a system or an editor left.

    >>> is_stray(".DS_Store"), is_stray("observations.csv~"), is_stray("erratas.csv")
    (True, True, False)
    """
    return any(fnmatchcase(name, pattern) for pattern in PATTERNS)
