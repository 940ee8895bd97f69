"""What of a page is neither data nor a translated text: in the pseudo-language every text of the interface stands in
⟦brackets⟧, and data are marked `translate="no"`, so whatever else has letters was forgotten."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template"}
SPOKEN = ("title", "alt", "aria-label", "placeholder", "aria-description", "aria-roledescription", "label")
_TRANSLATED = re.compile(r"⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧")
_LETTER = re.compile(r"[^\W\d_]")


class _Walker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.title = ""

    def shielded(self) -> bool:
        return any(quiet for _, quiet in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        quiet = given.get("translate") == "no" or tag in SILENT
        if not quiet and not self.shielded():
            spoken = [name for name in SPOKEN if given.get(name) and not (tag in ("link", "style") and name == "title")]
            if tag == "input" and given.get("type") in ("submit", "button", "reset"):
                spoken.append("value")
            self.found += [f"<{tag} {name}> {text}" for name in spoken for text in [rest(str(given[name]))] if text]
        if tag not in VOID:
            self.open.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if self.open and self.open[-1][0] == "title" and "svg" not in {name for name, _ in self.open}:
            self.title += text
        elif not self.shielded() and (left := rest(text)):
            self.found.append(f"<{self.open[-1][0] if self.open else ''}> {left}")


def rest(text: str) -> str:
    """Return what is left of a text without its translated parts; nothing where no letter is left."""
    left = _TRANSLATED.sub(" ", text).strip()
    return left if _LETTER.search(left) else ""


def untranslated(page: str) -> list[str]:
    """Return the texts of a page, asked for in the pseudo-language, that are neither data nor translated."""
    walker = _Walker()
    walker.feed(page)
    walker.close()
    return walker.found + ([] if "⟦" in walker.title else [f"<title> {walker.title.strip()}"])
