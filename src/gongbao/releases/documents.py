"""The documents' words for the newest release: where README and guides name a release as the current one, it is that.

A document names a release so in code (a path, a command, what one prints) and behind the word “version”; elsewhere it
may tell of the past. A block of code that is about the past has the line `<!-- past release -->` above it, a line of
prose bears it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

PAST = "<!-- past release -->"
_KEPT = {"CHANGELOG.md"}  # tells of every release
_FENCE = re.compile(r"^```")
_CODE = re.compile(r"`[^`]+`|\bversions? \d+\.\d+\.\d+|\d+\.\d+\.\d+版")


def list_documents(root: Path) -> list[Path]:
    """Return the documents for people, of the repository and of its folder docs/."""
    return [path for folder in (root, root / "docs") for path in sorted(folder.glob("*.md")) if path.name not in _KEPT]


def stale_versions(root: Path, versions: Sequence[str]) -> Iterator[str]:
    """Yield a line for every place of a document that names an older release as the current one.

    `versions` are the releases, the oldest first.
    """
    *past, newest = versions or ("",)
    if not past:
        return
    numbers = "|".join(re.escape(version).replace(r"\.", "[.-]") for version in past)
    older = re.compile(rf"(?<!\d)(?<!\d[.-])(?:{numbers})(?![\d]|[.-]\d)")
    for path in list_documents(root):
        for number, code in _read_code(path.read_text(encoding="utf-8")):
            found = older.search(code)
            if found:
                shown = path.relative_to(root).as_posix()
                yield f"{shown}:{number}: names {found.group().replace('-', '.')}, the newest release is {newest}"


def _read_code(text: str) -> Iterator[tuple[int, str]]:
    """Yield what a document says in code, line by line, with the line's number."""
    fenced = past = False
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if _FENCE.match(line):
            fenced, past = not fenced, PAST in before
        elif fenced and not past:
            yield number, line
        elif not fenced and PAST not in line:
            yield number, " ".join(match.group() for match in _CODE.finditer(line))
        before = line if line.strip() else before
