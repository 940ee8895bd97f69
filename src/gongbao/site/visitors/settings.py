"""How much of visitors' SQL runs, as who serves the site wants it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from gongbao.errors import ServeError

PLUGIN, ENVIRONMENT = "visitors_sql", "GONGBAO_SQL_"


class Settings(NamedTuple):
    """Whole numbers, each by its name in `plugins: visitors_sql` of Datasette's metadata, or as GONGBAO_SQL_… ."""

    workers: int = 3
    """Statements of visitors that run at once; one address has all but one of them at most."""
    waiting: int = 32
    """Statements that wait for a worker; one more is answered 503."""
    per_minute: int = 0
    """Requests with SQL that one address may make a minute, more are answered 429; 0 for as many as it likes."""
    proxies: int = 0
    """Proxies of one's own before the server, whose X-Forwarded-For tells the address of a visitor."""


def read_settings(told: Mapping[str, Any] | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings, those of the environment first; raises ServeError in one line for one that is no number."""
    found: dict[str, int] = {}
    for name in Settings._fields:
        variable = ENVIRONMENT + name.upper()
        value = environment.get(variable) or (told or {}).get(name)
        if value is None:
            continue
        text, least = str(value), 1 if name == "workers" else 0
        if not (text.isascii() and text.isdigit() and least <= int(text[:9])):
            raise ServeError(f"{variable} ({PLUGIN}: {name}): “{text[:40]}” is no whole number from {least}: mend it")
        found[name] = int(text[:9])
    return Settings(**found)
