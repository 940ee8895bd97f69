"""Words about the data as pages: which documents there are (documents.csv), where they lie, what their links mean here.

What is true of every dataset that this code makes travels with the code (`documents/<slug>.<language>.md`), as do
introductions for readers of another language; what is said of this dataset lies in its folder and is left out where it
does not.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from gongbao.resources import SITE
from gongbao.site.files.folders import OF_THE_ROOT, file_below, mounts, root_of
from gongbao.site.wording.languages import CHINESE, ENGLISH, language, plain

if TYPE_CHECKING:
    from gongbao.site.pages.markdown import Rendered

FOLDER = SITE / "documents"
_LISTED = SITE / "pages" / "documents.csv"


class Document(NamedTuple):
    """A document: the end of its address, its path in the dataset's folder (empty: it travels with the code).

    `language` is set where the document is in one language only.
    """

    slug: str
    path: str
    language: str
    title_en: str
    title_zh: str
    about_en: str
    about_zh: str

    @property
    def title(self) -> str:
        """Return the title in the reader's language."""
        return plain(self.title_en, self.title_zh)

    @property
    def about(self) -> str:
        """Return what the document says, in the reader's language."""
        return plain(self.about_en, self.about_zh)


class Shown(NamedTuple):
    """A document as it is shown: the text, its language, and what introduces it to readers of another."""

    document: Document
    text: Rendered
    language: str
    introduction: Rendered | None
    source: str | None


@cache
def documents() -> tuple[Document, ...]:
    """Return all documents in their order."""
    with _LISTED.open(encoding="utf-8", newline="") as handle:
        return tuple(Document(**line) for line in csv.DictReader(handle, strict=True))


def file_of(datasette: Any, document: Document) -> Path | None:
    """Return where a document lies; None where this dataset has none."""
    if not document.path:
        return own(document.slug, language()) or own(document.slug, ENGLISH)
    root = root_of(datasette)
    return file_below(root, document.path) if root else None


def own(slug: str, tongue: str) -> Path | None:
    """Return what travels with the code about a document, in a language."""
    return file_below(FOLDER, f"{slug}.{tongue}.md")


def there(datasette: Any) -> list[Document]:
    """Return the documents that this dataset has."""
    return [document for document in documents() if file_of(datasette, document)]


def show(datasette: Any, slug: str) -> Shown | None:
    """Return a document by the end of its address; None where there is none."""
    document = next((each for each in there(datasette) if each.slug == slug), None)
    path = file_of(datasette, document) if document else None
    if document is None or path is None:
        return None
    tongue = CHINESE if not document.path and path.name.endswith(f".{CHINESE}.md") else ENGLISH
    introduction = own(slug, language()) if document.path else None
    return Shown(
        document,
        read(datasette, path, document.path, tongue),
        tongue,
        read(datasette, introduction, "", language()) if introduction else None,
        served(datasette, document.path),
    )


def read(datasette: Any, path: Path, place: str, tongue: str) -> Rendered:
    """Return a document as HTML; one that did not change is not read again."""
    known = _Places(str(datasette.urls.path("")), place, tuple(sorted(mounts(datasette))))
    return _rendered(path, path.stat().st_mtime_ns, known, tongue)


class _Places(NamedTuple):
    """What links mean: the site's base, the document's place in the dataset, the folders that are served."""

    base: str
    place: str
    folders: tuple[str, ...]

    def resolve(self, link: str) -> str | None:
        """Return the address of a link of the document; None where it leads nowhere here."""
        if link.startswith(("#", "https://", "http://", "mailto:")):
            return link
        base = self.base.rstrip("/")
        if link.startswith("/"):
            return f"{base}{link}"
        path, _, anchor = link.partition("#")
        target = _normal(PurePosixPath(self.place).parent / path)
        after = f"#{anchor}" if anchor else ""
        page = next((each.slug for each in documents() if each.path == target), None)
        if page:
            return f"{base}/about/{page}{after}"
        if target == "releases":
            return f"{base}/downloads"
        is_served = target in OF_THE_ROOT or any(target.startswith(f"{folder}/") for folder in self.folders)
        return f"{base}/{target}{after}" if is_served else None


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


@lru_cache(maxsize=32)
def _rendered(path: Path, _changed: int, places: _Places, tongue: str) -> Rendered:
    from gongbao.site.pages.markdown import render  # here: a server starts without it

    return render(path.read_text(encoding="utf-8"), places.resolve, tongue)


def served(datasette: Any, place: str) -> str | None:
    """Return the address of a document as it lies; None where it is not served."""
    is_there = place and (place in OF_THE_ROOT or place.partition("/")[0] in mounts(datasette))
    return str(datasette.urls.path(f"/{place}")) if is_there else None
