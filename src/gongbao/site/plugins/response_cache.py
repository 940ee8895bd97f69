"""Whole answers are kept in memory: what is served cannot change, so an answer that was made stays right.

Kept by address, language and host; a new build is another application with a memory of its own. Every answer bears an
entity tag, so that a browser asks whether it has the newest, and is packed for clients that can unpack. Several that
ask for the same at once wait for one answer. How many bytes are kept is `plugins: response_cache: bytes` of Datasette's
metadata; 0 keeps none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from gongbao.site.answers.keeping import Keeping
from gongbao.site.answers.kept import MOST, Shelf
from gongbao.site.answers.packing import Packing


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Stand outside of everything but the choice of language, which a kept answer depends on."""
    most = (datasette.plugin_config("response_cache") or {}).get("bytes", MOST)
    shelf = Shelf(most)
    return lambda app: Keeping(Packing(app, shelf), shelf)
