"""A page as the site answers with it, made a page among files: its links relative, its policy in its head.

Everything else stays as it is, byte for byte: the same templates make both editions, and where they differ they say so
themselves (`dataset.static`). A link to what only a server has becomes plain text.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from gongbao.errors import StaticError
from gongbao.static.places import Place, Places, relative

LINKING = ("href", "src", "action", "data-script", "data-rows", "data-copy-link")
"""Attributes that hold an address."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_NOT_IN_A_PAGE = ("frame-ancestors",)  # what a policy may only say in a header
Attributes = Sequence[tuple[str, str | None]]


class Rewritten(NamedTuple):
    """A page among files, and the places its links lead to."""

    page: str
    places: frozenset[Place]


def policy_of(header: str) -> str:
    """Return the policy of a header as a page may state it itself."""
    parts = (part.strip() for part in header.split(";"))
    return "; ".join(part for part in parts if part and part.split()[0] not in _NOT_IN_A_PAGE)


def rewrite(page: str, file: str, tongue: str, places: Places, policy: str = "") -> Rewritten:
    """Return a page, or a part of one, as it stands in a file of the edition."""
    writer = _Writer(file, tongue, places, policy)
    writer.feed(page)
    writer.close()
    return Rewritten("".join(writer.out), frozenset(writer.found))


class _Writer(HTMLParser):
    """Copies what it reads, with the addresses in tags replaced."""

    def __init__(self, file: str, tongue: str, places: Places, policy: str) -> None:
        super().__init__(convert_charrefs=False)
        self.folder, self.tongue, self.places, self.policy = file.rpartition("/")[0], tongue, places, policy
        self.out: list[str] = []
        self.found: set[Place] = set()
        self.links: list[bool] = []  # of every open <a>, whether it is written

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        text = self.get_starttag_text() or ""
        linked = [(name, value) for name, value in attrs if name in LINKING and value]
        if not linked:
            self._write(tag, text, leads=True)
            return
        changed, leads = dict(attrs), True
        for name, value in linked:
            address = self._lead(name, str(value))
            leads = leads and address is not None
            changed[name] = address
        if not leads and tag not in ("a", "link"):
            raise StaticError(f"<{tag}> {linked[0][1]}: only a server answers this: leave it out of the static edition")
        if leads and any(changed[name] != value for name, value in linked):
            text = f"<{tag}{''.join(map(_attribute, changed.items()))}>"
        self._write(tag, text, leads=leads)

    def _write(self, tag: str, text: str, *, leads: bool) -> None:
        if tag == "a":
            self.links.append(leads)
        if leads:
            self.out.append(text)
        if tag == "meta" and self.policy and "charset" in text:
            self.out.append(f'\n<meta http-equiv="Content-Security-Policy" content="{escape(self.policy)}">')
            self.policy = ""

    def _lead(self, name: str, value: str) -> str | None:
        """Return an address as it is in this page; None where it leads nowhere."""
        if value.startswith(("#", "data:", "mailto:")):
            return value
        if name == "data-rows":  # the folder of all tables, to which a table and a row are added
            tables = self.places.find(value.rstrip("/"), self.tongue)
            return f"{relative(self.folder, tables.file).removesuffix('.html')}/" if tables else value
        place = self.places.find(value, self.tongue)
        if place is None:
            return value
        if place.decision == "none":
            return None
        self.found.add(place)
        question = f"?{place.question}" if place.question and name != "action" else ""
        return f"{relative(self.folder, place.file)}{question}{'#' if place.fragment else ''}{place.fragment}"

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "a" or not self.links or self.links.pop():
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _attribute(pair: tuple[str, str | None]) -> str:
    name, value = pair
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
