"""Where the static edition has what an address of the site means: as a page, a file, or nowhere.

`site/static_addresses.csv` decides, the first line that fits: a `page` of each language, that of a `row` if there is
one, a file `made` for each language or `shared` by them, a `file` of the package under its own name, or `none`, because
only a server can answer. In an address TABLE stands for the name of a table or view, QUERY for that of a saved query.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from datasette.utils import tilde_encode

from gongbao.errors import StaticError
from gongbao.resources import SITE, shown
from gongbao.site.wording.languages import OFFERED, known

LISTED = SITE / "static_addresses.csv"
DECISIONS = ("page", "row", "made", "shared", "file", "none")
FOLDERS = {code: code.partition("-")[0] for code in OFFERED}
"""The folder of the pages in a language."""
_HERE = "localhost"  # the host that pages call themselves by where nobody serves them
_LONGEST = 120  # bytes of a name of a file, of 255 that file systems allow, so that endings and copies have room


class Rule(NamedTuple):
    """A line of the list: the addresses it is about, what they are here, under which name, what of the query stays."""

    pattern: re.Pattern[str]
    decision: str
    file: str
    keeps: str


class Place(NamedTuple):
    """What an address means: its decision, the file in the edition, what its script is asked, the place in the page.

    `address` is the served one, without its language and without what a script is asked.
    """

    decision: str
    file: str
    question: str
    fragment: str
    address: str


class Places:
    """Finds the places of addresses, where there are certain tables, saved queries and rows (by their addresses)."""

    def __init__(self, tables: Iterable[str], queries: Iterable[str], rows: Iterable[str] = ()) -> None:
        self.rows = frozenset(rows)
        named = {"TABLE": tables, "QUERY": queries}
        self.rules = read_rules({word: _any_of(names) for word, names in named.items()})
        self.find = lru_cache(maxsize=200_000)(self._find)

    def _find(self, link: str, tongue: str) -> Place | None:
        """Return the place of a link on a page in a language; None for an address of the wide world.

        Raises StaticError for an address that no line of the list knows.
        """
        parts = urlsplit(link)
        if parts.scheme and parts.netloc != _HERE:
            return None
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        asked = [pair for pair in pairs if pair[0] != "lang"]
        chosen = next((value for name, value in pairs if name == "lang"), tongue)
        query = urlencode(asked, safe=",")  # one way of writing it, however a link has it
        address = f"{parts.path}?{query}" if query else parts.path
        for rule in self.rules:
            match = rule.pattern.fullmatch(address)
            if match:
                file = _file_of(rule, match, FOLDERS[known(chosen) or tongue], parts.path)
                decision = self._row(parts.path) if rule.decision == "row" else rule.decision
                question, page = (query, parts.path) if rule.keeps else ("", address)
                return Place(decision, file, question, parts.fragment, page)
        raise StaticError(
            f"{link}: no line of {shown(LISTED)} says what this address is in the static edition: add one"
        )

    def _row(self, path: str) -> str:
        """Tell what a row is here: old data may name rows that are no more, and left no stone."""
        return "page" if path in self.rows else "none"


def read_rules(named: dict[str, str]) -> tuple[Rule, ...]:
    """Return the lines of the list; raises StaticError for one that is not in order."""
    with LISTED.open(encoding="utf-8", newline="") as handle:
        found = []
        for number, line in enumerate(csv.DictReader(handle, strict=True), 2):
            if line["decision"] not in DECISIONS:
                raise StaticError(f"{shown(LISTED)}:{number}: decision is none of {', '.join(DECISIONS)}: take one")
            pattern = re.sub("|".join(named), lambda match: named[match.group()], line["address"])
            found.append(Rule(re.compile(pattern), line["decision"], line["file"], line["keeps"]))
    return tuple(found)


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(tilde_encode(name)) for name in sorted(names, key=len, reverse=True)) or r"(?!)"


def _file_of(rule: Rule, match: re.Match[str], folder: str, path: str) -> str:
    if rule.decision == "none":
        return ""
    if rule.decision == "file":
        return rule.file or unquote(path).removeprefix("/")
    name = re.sub(r"\{(\d)\}", lambda place: safe(match[int(place[1])]), rule.file)
    if rule.decision == "shared":
        return name
    return f"{folder}/{name}.html" if rule.decision in ("page", "row") else f"{folder}/{name}"


def safe(part: str) -> str:
    """Return a part of an address as the name of a file, on any system; a long one is cut and told by its hash.

    >>> safe("some-2021-o347"), safe("words=%E8%8A%AF"), len(safe("x" * 500))
    ('some-2021-o347', 'words=~E8~8A~AF', 120)
    """
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_~,=+") else tilde_encode(c) for c in unquote(part))
    if len(kept) <= _LONGEST:
        return kept
    return f"{kept[: _LONGEST - 17]}-{hashlib.sha256(part.encode()).hexdigest()[:16]}"


@lru_cache(maxsize=200_000)
def relative(folder: str, file: str) -> str:
    """Return the way from a folder of the edition to a file of it.

    >>> relative("en/gongbao", "en/reports.html"), relative("en", "static/gongbao.css"), relative("en", "en/a.html")
    ('../reports.html', '../static/gongbao.css', 'a.html')
    """
    here, there = folder.split("/") if folder else [], file.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "/".join([".."] * (len(here) - same) + there[same:])
