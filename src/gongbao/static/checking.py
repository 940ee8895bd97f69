"""Every link of the static edition followed: in pages, in the files of their scripts, to files and places in pages."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from gongbao.site.tables.table_state import operators
from gongbao.static.places import FOLDERS
from gongbao.static.rewriting import LINKING

_ASKED = frozenset({"_sort", "_sort_desc", "_search"})
_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)=(?:\"([^\"]*)\"|([^\s\"'=<>`]+))")
_CODE = ("", "module", "text/javascript")


class Leads(NamedTuple):
    """A link: the file it stands in and how it is written."""

    file: str
    link: str


class Seen(NamedTuple):
    """What some files hold: faults, and links to places within pages, which take reading those."""

    faults: list[str]
    fragments: set[tuple[str, str, str]]


class _Page:
    """What a page, written by this edition, says in its tags; a full parser takes eight times as long."""

    def __init__(self, page: str) -> None:
        self.links: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.code = 0
        for tag, attributes in _TAG.findall(page):
            given = {name: unescape(quoted or bare) for name, quoted, bare in _ATTRIBUTE.findall(attributes)}
            self.links += [(name, given[name]) for name in LINKING if name in given]
            if given.get("id"):
                self.ids.add(given["id"])
            handled = any(name.startswith("on") for name in given)
            self.code += handled or (tag == "script" and "src" not in given and given.get("type", "") in _CODE)


def files_of(folder: Path) -> frozenset[str]:
    """Return all files of an edition by their names."""
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def look(folder: Path, files: frozenset[str], some: Iterable[str]) -> Seen:
    """Return what is wrong with some files of an edition."""
    faults: list[str] = []
    fragments: set[tuple[str, str, str]] = set()
    folders = {posixpath.dirname(file) for file in files}
    for file in some:
        text = (folder / file).read_text(encoding="utf-8")
        for home, page in _pages_in(file, text):
            seen = _Page(page)
            if seen.code:
                faults.append(f"{file}: holds code of its own, which its policy forbids")
            if "//localhost" in page:
                faults.append(f"{file}: names a server that is none")
            for name, link in seen.links:
                fault, place = _follow(home, name, link, files, folders)
                faults += [f"{file}: {name}={link!r}: {fault}"] if fault else []
                fragments |= {(file, *place)} if place else set()
    return Seen(faults, fragments)


def _pages_in(file: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the pages, and parts of pages, in a file, each with the page that it is shown in."""
    if file.endswith(".html"):
        yield file, text
        return
    found = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    if file.endswith(".rows.js"):
        yield f"{file.removesuffix('.rows.js')}.html", "".join(cell for cells in found["cells"] for cell in cells)
    elif file.endswith(".cards.js"):
        yield f"{file.removesuffix('.cards.js')}.html", "".join(found["entries"])
    else:
        yield from ((f"{folder}/search.html", _links_of(found)) for folder in FOLDERS.values())


def _links_of(found: dict[str, Any]) -> str:
    links = [row[1] for row in found["rows"]]
    links += [f"reports/{row[4][0]}.html#{row[5]}" for row in found["rows"] if row[5]]
    return "".join(f'<a href="{link}"></a>' for link in links)


def _follow(
    home: str, name: str, link: str, files: frozenset[str], folders: set[str]
) -> tuple[str, tuple[str, str] | None]:
    """Return what is wrong with a link, and the place in a page that it leads to, if any."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        outside = parts.scheme in ("http", "https", "mailto", "data") and name == "href"
        return ("" if outside else "leads out of the edition"), None
    if parts.path.startswith("/"):
        return "leads to the root of a host", None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(home), unquote(parts.path))) if parts.path else home
    if name == "data-rows":
        return ("" if target in folders else "is no folder"), None
    if target not in files:
        return "leads nowhere", None
    wrong = parts.query and f"{target.removesuffix('.html')}.rows.js" in files and not _is_asked(parts.query)
    return ("asks what no script answers" if wrong else ""), (
        target,
        unquote(parts.fragment),
    ) if parts.fragment else None


def _is_asked(query: str) -> bool:
    """Tell whether the script of a table understands a question, so far as words go."""
    known = operators()
    names = (name for name, _ in parse_qsl(query, keep_blank_values=True))
    return all(
        name in _ASKED or (not name.startswith("_") and name.partition("__")[2] in {"", *known}) for name in names
    )


def places_missing(folder: Path, fragments: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the links to places in pages that those pages do not have."""
    wanted: dict[str, set[tuple[str, str]]] = {}
    for file, target, place in fragments:
        wanted.setdefault(target, set()).add((place, file))
    for target, places in sorted(wanted.items()):
        ids = _Page((folder / target).read_text(encoding="utf-8")).ids if target.endswith(".html") else set()
        yield from (
            f"{file}: #{place}: {target} has no such place" for place, file in sorted(places) if place not in ids
        )


def twins(files: Iterable[str]) -> Iterator[str]:
    """Yield the files whose names differ by case alone, which some file systems hold for one."""
    known: dict[str, str] = {}
    for file in sorted(files):
        other = known.setdefault(file.lower(), file)
        if other != file:
            yield f"{file}: differs from {other} by case alone"
