"""What the frame of every page needs: the dataset's facts, the ways through the site, where a page stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from datasette import hookimpl
from markupsafe import Markup

from gongbao.site.wording.labels import table_title
from gongbao.site.wording.languages import t

DATABASE = "gongbao"


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Give every template `dataset`: name, version, titles, licences as seeds/dataset.yml has them."""
    return {"dataset": datasette.metadata("gongbao") or {}}


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates the links of the frame."""
    env.globals |= {
        "site_links": lambda request: site_links(datasette, request),
        "crumb_titles": lambda database, table: crumb_titles(datasette, database, table),
        "page_address": lambda request: page_address(datasette, request),
        "report_error_links": lambda subject="": report_error_links(datasette, subject),
    }


def site_links(datasette: Any, request: Any) -> list[dict[str, Any]]:
    """Return the main ways through the site; `here` says whether a page is one of them or lies below one."""
    path = request.path if request else ""
    ways = [
        ("/reports", t("Read")),
        (f"/{DATABASE}", t("Tables")),
        ("/charts", t("Charts")),
        ("/downloads", t("Downloads")),
        ("/about", t("About")),
    ]
    return [
        {"href": datasette.urls.path(way), "label": label, "here": "page" if path == way else below(path, way)}
        for way, label in ways
    ]


def page_address(datasette: Any, request: Any) -> str:
    """Return the whole address of a page, as a sheet of paper must tell it."""
    query = f"?{request.query_string}" if request.query_string else ""
    return str(datasette.absolute_url(request, datasette.urls.path(f"{request.path}{query}")))


def below(path: str, way: str) -> str | None:
    """Return what `aria-current` says of a link whose page holds the page at hand."""
    return "true" if path.startswith(f"{way}/") else None


def crumb_titles(datasette: Any, database: str | None, table: str | None) -> list[dict[str, Any]]:
    """Return database and table of a page by their titles in the reader's language."""
    items = []
    if database:
        items.append({"href": datasette.urls.database(database), "label": database_title(database)})
    if database and table:
        items.append({"href": datasette.urls.table(database, table), "label": table_title(table)})
    return items


def database_title(database: str) -> Markup:
    """Return what a database is called: the tables of today, or a release."""
    if database == DATABASE:
        return t("Tables")
    version = database.removeprefix(f"{DATABASE}-").replace("-", ".")
    return t("Release {version}", version=version)


def report_error_links(datasette: Any, subject: str = "") -> list[dict[str, Any]]:
    """Return the way to report an error in what a page shows; none while seeds/dataset.yml names no contact."""
    contact = ((datasette.metadata("gongbao") or {}).get("dataset") or {}).get("contact")
    if not contact:
        return []
    if not contact.startswith("http"):
        contact = f"mailto:{contact}" + (f"?subject={quote(subject)}" if subject else "")
    elif subject:
        contact = with_subject(contact, subject)
    return [{"href": contact, "label": t("Report an error")}]


def with_subject(page: str, subject: str) -> str:
    """Return the address of a page to write to that is told what is written about, by the name its form has for it.

    >>> with_subject("https://example.org/me/data/issues/new?labels=data", "row-7")
    'https://example.org/me/data/issues/new?labels=data&title=row-7'
    """
    parts = urlsplit(page)
    name = "title" if parts.path.rstrip("/").endswith("/issues/new") else "subject"
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, urlencode({name: subject})]))))
