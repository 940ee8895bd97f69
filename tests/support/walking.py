"""Every address that an answer holds, and which kind it is: to see that each leads somewhere within the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

OWN = {"href", "src", "action", "formaction", "poster", "data"}
_WHOLE = re.compile(r"https?://[\w.:-]+(?:/[^\s\"'`<>)}\]\\，。；、]*)?")
_LINK = re.compile(r"<([^>]*)>|(?:^|, )([^<>;, ]+);")
_TABLE = re.compile(r"(?<=/)gongbao(?:-[\d-]+)?(?:/[^/.]+){0,2}(?=$|\.)")
_IDS = re.compile(
    r"(?<=/)(?:[a-z]{2,4}-\d{4}[\w-]*|\d+\.\d+\.\d+|(?<=about/)\w+|(?<=schemas/)\w+|(?<=data/)\w+(?=\.csv))"
)


class _Attributes(HTMLParser):
    """Gathers the attributes of a page that are addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what an element says."""
        for name, value in attrs:
            if value and (name in OWN or (name.startswith("data-") and value.startswith(("/", "http")))):
                self.found.append(value)


def addresses_in(answer: Any) -> Iterator[str]:
    """Yield the whole address of every link of an answer: of attributes, headers, and those written out in its text."""
    at, told = str(answer.url), answer.headers
    links = [one or other for one, other in _LINK.findall(told.get("link", ""))]
    if told.get("content-type", "").startswith("text/html"):
        page = _Attributes()
        page.feed(answer.text)
        links += page.found
    for link in (*links, *filter(None, [told.get("location")])):
        if urlsplit(link).scheme in ("", "http", "https"):
            yield urljoin(at, link)
    yield from (found.rstrip(".,;:") for found in _WHOLE.findall(unescape(answer.text)))


def kind_of(address: str) -> str:
    """Return what addresses of a kind have in common: of rows and tables how many parts, else the path without ids."""
    parts = urlsplit(address)
    path = _TABLE.sub(lambda found: "database" + "/part" * found[0].count("/"), parts.path)
    names = {pair.partition("=")[0] for pair in parts.query.split("&")}
    return f"{_IDS.sub('*', path)}?{sorted(name if name[:1] == '_' else 'column' for name in names)}"
