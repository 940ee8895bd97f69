"""What the highlights of a report open, all in one file: every entry once, and the entries of every card."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from datasette.utils import tilde_decode

from gongbao.static.asking import Site
from gongbao.static.places import FOLDERS
from gongbao.static.rewriting import rewrite
from gongbao.static.scripts import script

PLACES = """
select row_id from mentions where report_id = :report
union select sentence_id from sentences where report_id = :report order by 1
"""
_ENTRY = re.compile(r"<section class=\"card-row\".*?</section>\n?", re.DOTALL)


async def cards_of(site: Site, address: str) -> dict[str, str]:
    """Return the file of all cards of a report, by language; `address` is that of the report in the reader."""
    report = tilde_decode(address.rpartition("/")[2])
    found = await site.held.execute_fn(lambda connection: connection.execute(PLACES, {"report": report}).fetchall())
    rows = [str(row[0]) for row in found]
    return {tongue: await _cards(site, address, tongue, rows) for tongue in FOLDERS}


async def _cards(site: Site, address: str, tongue: str, rows: list[str]) -> str:
    entries: dict[str, int] = {}
    cards: dict[str, list[int]] = {}
    file = f"{FOLDERS[tongue]}{address}.html"
    for row in rows:
        page, _ = await site.page(f"{address}/card?{urlencode({'row': row})}", tongue)
        parts = _ENTRY.findall(rewrite(page, file, tongue, site.places).page)
        cards[row] = [entries.setdefault(part, len(entries)) for part in parts]
    return script("gongbaoCards", {"entries": list(entries), "cards": cards})
