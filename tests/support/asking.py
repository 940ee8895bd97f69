"""Asking the site: every request goes through the whole application, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gongbao.serving import databases as serving
from gongbao.serving.place import ROOT, Place

Get = Callable[..., Any]
"""A path, and headers by name with underscores for hyphens, to the answer."""


def asking(root: Path, place: Place = ROOT) -> Iterator[Get]:
    """Yield, once, what asks the site of a package for a path; the site stays up until the iterator goes on."""
    app = serving.make_app(root, place=place)
    with asyncio.Runner() as runner:
        runner.run(app.invoke_startup())
        yield lambda path, **headers: runner.run(
            app.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        )
