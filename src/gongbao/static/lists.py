"""All rows of a table for the script of its page: the stored values to filter and sort by, the cells to show."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from gongbao.errors import StaticError
from gongbao.static.asking import Site
from gongbao.static.places import FOLDERS
from gongbao.static.rewriting import rewrite
from gongbao.static.scripts import script

_BODY = re.compile(r'<tbody role="rowgroup">(.*?)</tbody>', re.DOTALL)
_ROW = re.compile(r'<tr role="row">(.*?)</tr>', re.DOTALL)
_CELL = re.compile(r'<td role="cell"[^>]*>(.*?)</td>', re.DOTALL)
_NEXT = re.compile(r'<a class="button" href="([^"]+)" rel="next">')


async def rows_of(site: Site, address: str) -> dict[str, str]:
    """Return the file of all rows of a table, by language; `address` is that of the table."""
    columns, values = await stored(site, address)
    return {tongue: script("gongbaoRows", await _listed(site, address, tongue, columns, values)) for tongue in FOLDERS}


async def stored(site: Site, address: str) -> tuple[list[str], list[list[Any]]]:
    """Return the columns of a table and its rows as they are stored, in the order of its pages."""
    columns: list[str] = []
    rows: list[list[Any]] = []
    after: dict[str, str] = {}
    while True:
        asked = urlencode({"_shape": "arrays", "_size": "max", **after})
        found = await site.json(f"{address}.json?{asked}")
        columns, rows = found["columns"], rows + found["rows"]
        if not found.get("next"):
            return columns, rows
        after = {"_next": found["next"]}


async def _listed(site: Site, address: str, tongue: str, columns: list[str], values: list[list[Any]]) -> dict[str, Any]:
    file = f"{FOLDERS[tongue]}{address}.html"
    cells: list[list[str]] = []
    following: str | None = address
    while following:
        page, _ = await site.page(following, tongue)
        body = _BODY.search(page)
        if body:
            part = rewrite(body[1], file, tongue, site.places).page
            cells += [[cell.strip() for cell in _CELL.findall(row)] for row in _ROW.findall(part)]
        onward = _NEXT.search(page)
        following = _local(onward[1]) if onward else None
    if len(cells) != len(values):
        raise StaticError(f"{address}: {len(cells)} rows on its pages, {len(values)} in its data: mend the template")
    return {"columns": columns, "rows": values, "cells": cells}


def _local(link: str) -> str:
    parts = urlsplit(link.replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}"
