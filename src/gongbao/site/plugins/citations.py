"""How to cite what a page shows: a box on every page, and /-/cite, which gives all formats, or one as a file.

Citations are set when somebody asks for them, not with every page. Permalinks begin with the address the reader used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode

from gongbao.citing.citations import STYLES, Edition, Subject, reads_history
from gongbao.site.addresses import citing_base
from gongbao.site.citing import WORDS, Pairs, Words, arguments_of, find, is_citable, render, words_of
from gongbao.site.wording.languages import t
from gongbao.site.wording.names import DATABASE

LABELS = {"gbt7714": "GB/T 7714", "apa": "APA", "chicago": "Chicago"}
FILES = {
    "bibtex": ("bib", "BibTeX"),
    "ris": ("ris", "RIS"),
    "csl-json": ("json", "CSL-JSON"),
    "csl-json-zh": ("json", "CSL-JSON 中文"),
}
PAGES = ("index", "database", "table", "row", "query")


@hookimpl
def extra_template_vars(datasette: Any, request: Any, view_name: str) -> dict[str, Any]:
    """Give templates `citations`: the address of all citations of the page, and those of the files."""
    if request is None or view_name not in PAGES:
        return {}
    parts = {name: value if name == "pks" else tilde_decode(value) for name, value in request.url_vars.items() if value}
    return {"citations": describe(datasette, words_of(datasette, parts), pairs_of(request))}


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates `citations_of`, for pages that are no table, row or query but show one, and `citations_set`, for
    pages that hold the citations themselves."""

    def citations_of(database: str, table: str | None = None, row: str | None = None) -> dict[str, Any] | None:
        return describe(datasette, {"database": database, "table": table, "row": row, "query": None}, ())

    async def citations_set(described: dict[str, Any]) -> dict[str, Any] | None:
        words = described["words"]
        if words["row"] and reads_history(
            words["table"]
        ):  # one line of thousands about the releases: its table is cited
            words = {**words, "row": None}
        found = await find(datasette, words, described["pairs"])
        return set_all(replace(found[0], base=citing_base(datasette, None)), found[1], "") if found else None

    env.globals |= {"citations_of": citations_of, "citations_set": citations_set}


def pairs_of(request: Any) -> Pairs:
    """Return the arguments of a request in their order; those that say what is cited aside."""
    return tuple(parse_qsl(request.query_string, keep_blank_values=True))


def describe(datasette: Any, words: Words, pairs: Pairs) -> dict[str, Any] | None:
    """Return where the citations of a page are found; None where its database is not of this dataset."""
    if not is_citable(datasette, words):
        return None
    named = [(key, value) for key, value in words.items() if value]
    arguments = [pair for pair in arguments_of(datasette, words, pairs) if pair[0] not in (*WORDS, "style")]
    asked = urlencode([*named, *arguments], safe=",")
    url = datasette.urls.path(f"/-/cite?{asked}")
    files = [(label, f"{url}&style={key}") for key, (_, label) in FILES.items()]
    return {"url": url, "files": files, "words": words, "pairs": pairs}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add /-/cite?database=…&table=…&row=…&query=…&style=…; filters and parameters follow as addresses have them."""
    return [(r"^/-/cite$", answer)]


async def answer(datasette: Any, request: Any) -> Response:
    """Return the page of all citations, or one as a file; 404 where the words name nothing."""
    style = request.args.get("style")
    words: Words = {name: request.args.get(name) for name in WORDS}
    words["database"] = words["database"] or DATABASE
    pairs = tuple(pair for pair in pairs_of(request) if pair[0] not in (*WORDS, "style"))
    found = await find(datasette, words, pairs) if style is None or style in STYLES else None
    if found is None:
        raise NotFound(t("There is nothing to cite by this address: copy it from a page of the site."))
    edition, subject = replace(found[0], base=citing_base(datasette, request)), found[1]
    if style is None:
        return await show(datasette, request, edition, subject, describe(datasette, words, pairs))
    return give(edition, subject, style)


async def show(datasette: Any, request: Any, edition: Edition, subject: Subject, described: Any) -> Response:
    """Return the page of all citations of a subject."""
    context = {"cited": set_all(edition, subject, described["url"])}
    return Response.html(await datasette.render_template("cite.html", context, request=request))


def set_all(edition: Edition, subject: Subject, url: str) -> dict[str, Any]:
    """Return the citations of a subject in all formats, each file with its address."""
    return {
        "texts": [(label, render(edition, subject, style)) for style, label in LABELS.items()],
        "files": [
            (label, render(edition, subject, style), f"{url}&style={style}") for style, (_, label) in FILES.items()
        ],
        "subject": subject,
        "version": edition.dataset.version,
    }


def give(edition: Edition, subject: Subject, style: str) -> Response:
    """Return one citation as a file with a name of its own."""
    dataset = edition.dataset
    ending = FILES.get(style, ("txt", ""))[0]
    name = f"{dataset.name}-{dataset.version}-{subject.row_id or subject.query or subject.table or 'dataset'}"
    name = "".join(character if character.isalnum() or character in "._-" else "-" for character in name)
    return Response(
        render(edition, subject, style) + "\n",
        content_type="application/json; charset=utf-8" if ending == "json" else "text/plain; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.{ending}"'},
    )
