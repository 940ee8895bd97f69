"""How to cite what a page shows: a box on every page, and /-/cite, which gives the citation as a file.

The version cited is that of the database a page belongs to: `gongbao-1-0-0` is release 1.0.0, `gongbao` the current
data. Permalinks begin with the address the reader used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode

from gongbao.citing.citations import STYLES, Edition, Subject, cite, reads_history, release_database, row_subject
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.withdrawals import Withdrawal

DATABASE = "gongbao"
SHOWN = {"gbt7714": "GB/T 7714", "apa": "APA", "chicago": "Chicago"}
FILES = {
    "bibtex": ("bib", "BibTeX"),
    "ris": ("ris", "RIS"),
    "csl-json": ("json", "CSL-JSON"),
    "csl-json-zh": ("json", "CSL-JSON 中文"),
}
_MODELS = {model.table: model for model in (*TABLES, *HISTORY)}
_BOTH = re.compile(r"(?P<en>.*?)(?: ·)? (?P<zh>[\u4e00-\u9fff].*)")  # titles are English, then Chinese


@hookimpl
def extra_template_vars(datasette: Any, request: Any, view_name: str) -> Callable[[], Any]:
    """Give templates `citations`: the texts for the page, and the addresses of the files."""

    async def gather() -> dict[str, Any]:
        if request is None or view_name not in ("index", "database", "table", "row", "query"):
            return {}
        parts = {
            name: value if name == "pks" else tilde_decode(value) for name, value in request.url_vars.items() if value
        }
        return {"citations": await describe(datasette, request, parts)}

    return gather


async def describe(datasette: Any, request: Any, parts: dict[str, str]) -> dict[str, Any] | None:
    """Return texts and file addresses for a page; nothing where its database is not of this dataset."""
    database = parts.get("database", DATABASE)
    queries = (datasette.metadata("databases") or {}).get(database, {}).get("queries", {})
    name = parts.get("table") or parts.get("query")
    query = name if name in queries else None
    words = {"database": database, "table": None if query else name, "query": query, "row": parts.get("pks")}
    found = await find(datasette, words)
    if found is None:
        return None
    edition, subject = replace(found[0], base=base_of(datasette, request)), ask(datasette, request, words, found[1])
    given = urlencode([*((key, value) for key, value in words.items() if value), *subject.arguments], safe=",")
    return {
        "texts": [(label, render(edition, subject, style)) for style, label in SHOWN.items()],
        "files": [(label, datasette.urls.path(f"/-/cite?{given}&style={key}")) for key, (_, label) in FILES.items()],
    }


def ask(datasette: Any, request: Any, words: dict[str, str | None], subject: Subject) -> Subject:
    """Return a query with the parameters it was asked with; anything else as it is."""
    if not subject.query:
        return subject
    sql = datasette.metadata("databases")[words["database"]]["queries"][subject.query]["sql"]
    given = ((name, request.args.get(name)) for name in sorted(set(re.findall(r":(\w+)", sql))))
    return replace(subject, arguments=tuple((name, value) for name, value in given if value))


def base_of(datasette: Any, request: Any) -> str:
    """Return the address of this server as the reader sees it."""
    return str(datasette.absolute_url(request, datasette.urls.instance())).rstrip("/")


@lru_cache(maxsize=512)
def render(edition: Edition, subject: Subject, style: str) -> str:
    """Return one citation; setting one takes the processor some milliseconds."""
    return cite(edition.dataset, subject, style=style, base=edition.base, withdrawn=edition.withdrawn)


async def find(datasette: Any, words: dict[str, str | None]) -> tuple[Edition, Subject] | None:
    """Return the dataset in the version of a database, and what is cited of it; nothing where nothing is."""
    database = str(words["database"])
    edition = await find_version(datasette, database)
    if edition is None:
        return None
    subject = await find_subject(datasette, words)
    return (edition, replace(subject, current=not kept(datasette, edition.dataset, subject))) if subject else None


async def find_subject(datasette: Any, words: dict[str, str | None]) -> Subject | None:
    """Return what the words name; nothing where they name nothing, or two things at once."""
    database, table, row, query = (words.get(name) for name in ("database", "table", "row", "query"))
    described = datasette.metadata("databases")[database]
    if query:
        found = {} if table or row else described["queries"].get(query, {})
        names = halves(found.get("title", query))
        past = reads_history(found.get("sql", ""))
        return Subject(query=query, name_en=names[0], name_zh=names[1], current=past) if found else None
    if not table:
        return None if row else Subject()
    if row:
        return await find_row(datasette, str(database), table, row) if table in described["tables"] else None
    shown = described["tables"].get(table, {}).get("title")  # the search index has none
    names = halves(shown or table)
    return Subject(table=table, name_en=names[0], name_zh=names[1], current=reads_history(table)) if shown else None


def kept(datasette: Any, dataset: Dataset, subject: Subject) -> bool:
    """Return whether the release that is cited holds the subject; before it is cut, whether it will."""
    release = (datasette.metadata("databases") or {}).get(release_database(dataset))
    if release is None or subject.scope == "dataset":
        return not subject.current
    return subject.query in release["queries"] if subject.query else subject.table in release["tables"]


def halves(title: str) -> tuple[str, str]:
    """Return a title's English and Chinese; a title in one language stands for both."""
    both = _BOTH.fullmatch(title)
    return (both["en"], both["zh"]) if both else (title, title)


async def find_version(datasette: Any, database: str) -> Edition | None:
    """Return the version that the current data or a release bear, with its mark where it was withdrawn."""
    dataset = Dataset.model_validate(datasette.metadata("gongbao")["dataset"])
    wanted = release_database(dataset) if database == DATABASE else database
    try:
        past = await datasette.get_database(DATABASE).execute(
            "select * from releases where database_name = ?", [wanted]
        )
    except KeyError:
        return None
    row = past.first()
    if row is None:
        return Edition(dataset) if database == DATABASE else None
    changes = {"version": row["version"], "released": row["released_on"]}
    return Edition(Dataset.model_validate(dataset.model_dump() | changes), withdrawn=mark_of(dict(row)))


def mark_of(release: dict[str, Any]) -> Withdrawal | None:
    """Return the mark a row of `releases` bears."""
    if not release["withdrawn_on"]:
        return None
    return Withdrawal.model_validate(
        {
            "version": release["version"],
            "withdrawn_on": release["withdrawn_on"],
            "replacement_version": release["replacement_version"],
            "reason_zh": release["withdrawal_reason_zh"],
            "reason_en": release["withdrawal_reason_en"],
        }
    )


async def find_row(datasette: Any, database: str, table: str, key: str) -> Subject | None:
    """Return a row as a subject, with its quote or name; `key` has its parts joined by commas, as in addresses."""
    model = _MODELS.get(table)
    parts = [tilde_decode(part) for part in key.split(",")]
    if model is None or len(parts) != len(model.primary_key) or any("/" in part for part in parts):
        return None
    where = " and ".join(f"{name} = ?" for name in model.primary_key)
    row = (await datasette.get_database(database).execute(f"select * from {table} where {where}", parts)).first()
    if row is None:
        return None
    return row_subject(table, "/".join(parts), dict(row))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add /-/cite?database=…&table=…&row=…&query=…&style=…"""
    return [(r"^/-/cite$", answer)]


async def answer(datasette: Any, request: Any) -> Response:
    """Return one citation as a file; 404 with one line where the words name nothing."""
    style = request.args.get("style") or "bibtex"
    words = {name: request.args.get(name) for name in ("table", "row", "query")}
    words["database"] = request.args.get("database") or DATABASE
    found = await find(datasette, words) if style in STYLES else None
    if found is None:
        raise NotFound("nothing to cite by these words 无可引用: copy the address from a page of the site")
    edition, subject = replace(found[0], base=base_of(datasette, request)), ask(datasette, request, words, found[1])
    dataset = edition.dataset
    ending = FILES.get(style, ("txt", ""))[0]
    name = f"{dataset.name}-{dataset.version}-{subject.row_id or subject.query or subject.table or 'dataset'}"
    name = "".join(character if character.isalnum() or character in "._-" else "-" for character in name)
    return Response(
        render(edition, subject, style) + "\n",
        content_type="application/json; charset=utf-8" if ending == "json" else "text/plain; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.{ending}"'},
    )
