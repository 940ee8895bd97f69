"""sitemap.xml: every page in both languages, in files of bounded size (sitemaps.org; hreflang as Google has it)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from datasette.utils import escape_sqlite, tilde_encode

from gongbao.site.files.published import releases
from gongbao.site.pages.documents import there
from gongbao.site.pages.editorial import chosen
from gongbao.site.pages.facts import facts_of
from gongbao.site.wording.labels import MODELS, is_known
from gongbao.site.wording.languages import OFFERED
from gongbao.site.wording.names import DATABASE

SIZE = 5000
"""Pages in one file: of 50,000 that the protocol allows, since each is named three times more by its languages."""
MORE_TABLES = ("organizations", "terms", "places")
_SITES = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def listed_tables(rows: dict[str, int]) -> list[str]:
    """Return the tables whose rows are listed one by one: those to start with, and what is named in reports."""
    return [table for table in (*chosen("table"), *MORE_TABLES) if rows.get(table) and table in MODELS]


async def index_of(datasette: Any, base: str) -> str:
    """Return the list of the lists."""
    rows = (await facts_of(datasette)).rows
    files = ["sitemap-pages.xml"]
    files += [
        f"sitemap-{table}-{number}.xml"
        for table in listed_tables(rows)
        for number in range(1, -(-rows[table] // SIZE) + 1)
    ]
    lines = "".join(f"<sitemap><loc>{escape_xml(f'{base}/{file}')}</loc></sitemap>\n" for file in files)
    return f'{_HEAD}<sitemapindex xmlns="{_SITES}">\n{lines}</sitemapindex>\n'


async def pages_of(datasette: Any, base: str) -> str:
    """Return the pages that are no rows: of the site, reports, tables, questions, releases."""
    described = datasette.metadata("databases")[DATABASE]
    held = datasette.get_database(DATABASE)
    reports = [row[0] for row in (await held.execute(f"select report_id from reports limit {SIZE}")).rows]
    names = [*filter(is_known, described["tables"]), *described.get("queries", {})]
    paths = ["/", "/reports", f"/{DATABASE}", "/charts", "/downloads", "/search", "/about"]
    paths += [f"/about/{document.slug}" for document in there(datasette)]
    paths += [f"/reports/{tilde_encode(report)}" for report in reports]
    paths += [f"/{DATABASE}/{tilde_encode(name)}" for name in names]
    for release in await releases(datasette):
        paths += [f"/downloads/{release.version}", f"/{release.row['database_name']}"]
    return _listed(base, paths)


async def rows_of(datasette: Any, base: str, table: str, number: int) -> str | None:
    """Return the pages of the rows of a table, the `number`th file of them; None where there is none."""
    rows = (await facts_of(datasette)).rows
    if table not in listed_tables(rows) or not 1 <= number <= -(-rows[table] // SIZE):
        return None
    keys: Sequence[str] = MODELS[table].primary_key
    columns = ", ".join(map(escape_sqlite, keys))
    sql = f"select {columns} from {escape_sqlite(table)} order by {columns} limit {SIZE} offset {(number - 1) * SIZE}"
    held = datasette.get_database(DATABASE)
    found = await held.execute_fn(lambda connection: connection.execute(sql).fetchall())
    paths = [f"/{DATABASE}/{table}/{','.join(tilde_encode(str(part)) for part in row)}" for row in found]
    return _listed(base, paths)


def _listed(base: str, paths: Iterable[str]) -> str:
    entries = "".join(_entry(f"{base}{path}") for path in paths)
    return f'{_HEAD}<urlset xmlns="{_SITES}" xmlns:xhtml="{_XHTML}">\n{entries}</urlset>\n'


def _entry(address: str) -> str:
    """Return one page with its addresses in every language, and the one that chooses by itself."""
    tongues = [(code, f"{address}?lang={code}") for code in OFFERED]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(href)}/>'
        for code, href in [*tongues, ("x-default", address)]
    )
    return "".join(f"<url><loc>{escape_xml(href)}</loc>{links}</url>\n" for _, href in tongues)
