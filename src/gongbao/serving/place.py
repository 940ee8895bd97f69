"""Where visitors find the site: below a path, perhaps behind a proxy that knows the outer address.

Datasette's own links take the path of a request to lie below that of the site, and its router takes off the site's path
once more: below /gongbao/ it would take the database for the site. So links alone know the path here (`Links`), and
the plugin `place` takes it off every request before Datasette sees it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from datasette.url_builder import Urls
from datasette.utils import PrefixedUrlString, path_with_format

from gongbao.errors import ServeError
from gongbao.serving.stock import Datasette

_PLACE = re.compile(r"(?P<origin>https?://[A-Za-z0-9.\[\]:-]+)?(?P<path>(?:/[A-Za-z0-9._~-]+)*)/?")


class Place(NamedTuple):
    """Scheme and host as visitors have them (empty: as each request says), and the path, with a slash at both ends."""

    origin: str = ""
    path: str = "/"


ROOT = Place()


def read_place(text: str) -> Place:
    """Return the place a publisher names; raises ServeError where it is neither a path nor an address.

    >>> read_place("/data/gongbao"), read_place("https://data.example.org")
    (Place(origin='', path='/data/gongbao/'), Place(origin='https://data.example.org', path='/'))
    """
    found = _PLACE.fullmatch(text)
    if not found or not text or "/." in found["path"]:
        raise ServeError(
            f"--base-url {text}: give a path (/data/gongbao/) or an address (https://example.org/gongbao/)"
        )
    return Place(found["origin"] or "", f"{found['path']}/")


class Links(Urls):  # type: ignore[misc]
    """Addresses within the site, each below its path."""

    def path(self, path: str, format: str | None = None) -> PrefixedUrlString:
        """Return the address of a path of the site; one that was made here before stays as it is."""
        if not isinstance(path, PrefixedUrlString):
            path = self.ds.place.path + path.removeprefix("/")
        return PrefixedUrlString(path if format is None else path_with_format(path=path, format=format))


class Placed(Datasette):  # type: ignore[misc]
    """Datasette with links that begin with the path of its place."""

    def __init__(self, *arguments: Any, place: Place = ROOT, **named: Any) -> None:
        self.place = place
        super().__init__(*arguments, **named)

    @property
    def urls(self) -> Links:
        """Return what makes addresses."""
        return Links(self)

    def absolute_url(self, request: Any, path: str) -> str:
        """Return a whole address; Datasette forgets the site's path where a page leads to itself (facets of days)."""
        own = not isinstance(path, PrefixedUrlString) and path.partition("?")[0] == request.path
        return str(super().absolute_url(request, self.urls.path(path) if own else path))
