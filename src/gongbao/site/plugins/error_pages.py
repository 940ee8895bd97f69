"""Faults as pages: the status, what happened in the reader's language, and the ways on. JSON stays as Datasette has it,
and who asked for another kind of file, a program most likely, is told in a line of text.

Datasette answers a few questions that are wrong with “500”, as if the server had failed; whoever asked wrongly is told
so (400). What Datasette says of a fault is English and stands below as it is; `faults.csv` says the same in words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

from gongbao.resources import SITE
from gongbao.site.wording.languages import pick, t

DATABASE = "gongbao"
LATER = (429, 503)
# files that programs ask for: a page in their place is no answer to them
FILES = frozenset((".csv", ".tsv", ".xlsx", ".jsonl", ".parquet", ".ttl", ".jsonld", ".bib", ".ris", ".zip", ".sqlite"))
FAULTS = SITE / "wording" / "faults.csv"
_TAG = re.compile(r"<[^>]*>")
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Fault(NamedTuple):
    """A kind of fault: what Datasette says of it, as a pattern, and what a visitor is told."""

    pattern: re.Pattern[str]
    english: str
    chinese: str


@cache
def faults() -> tuple[Fault, ...]:
    """Return the kinds of faults in the order they are tried."""
    with FAULTS.open(encoding="utf-8", newline="") as handle:
        lines = csv.DictReader(handle, strict=True)
        return tuple(Fault(re.compile(line["pattern"]), line["english"], line["chinese"]) for line in lines)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates what a fault of SQL is in the reader's language; nothing where it is of no known kind."""
    env.globals["fault_told"] = lambda message: explained(message)["explanation"]


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Put the page of this site in the place of Datasette's own, the last one; JSON gets the right status."""
    if isinstance(exception, DatasetteError) and exception.status == 500:
        exception.status = 400
    kind = Path(request.scope.get("asked_path", request.path)).suffix
    if kind == ".json":
        exception.args = tuple(part.unescape() if isinstance(part, Markup) else part for part in exception.args)
    outcome = yield
    answers = outcome.get_result()
    drawn = answers[-1] if request.path.endswith(".json") else draw(datasette, request, exception, answers[-1], kind)
    outcome.force_result([*answers[:-1], with_headers(drawn, getattr(exception, "headers", {}))])


def with_headers(draw: Callable[[], Any], headers: dict[str, str]) -> Callable[[], Any]:
    """Return what answers as before, with the headers that a fault asks for."""

    async def answer() -> Response:
        response: Response = await draw()
        response.headers |= headers
        return response

    return answer if headers else draw


def draw(
    datasette: Any, request: Any, exception: Exception, stock: Callable[[], Any], kind: str = ""
) -> Callable[[], Any]:
    """Return what answers with the page of a fault; a fault of the server itself is first logged by Datasette.

    `kind` is the ending of the file asked for: some are told in text, or in JSON.
    """

    async def answer() -> Response:
        status, message = told_by(exception)
        if status == 500:
            await stock()
        if kind in FILES or kind == ".json":
            return plainly(status, message, kind)
        context = {
            "status": status,
            "headline": headline(status),
            "words": " ".join(_WORDS.findall(request.path)[-1:]) if status == 404 else "",
            "ways": ways(datasette),
            **explained(message, telling=status != 404),
        }
        page = await datasette.render_template("error.html", context, request=request)
        return Response.html(page, status=status)

    return answer


def plainly(status: int, message: Any, kind: str) -> Response:
    """Return what a program is told of a fault: an object of JSON as Datasette writes it, or a line of text."""
    told = explained(message, telling=status != 404)
    words = [Markup(part).unescape() if isinstance(part, Markup) else str(part) for part in told.values() if part]
    fault = " ".join(words) or Markup(headline(status)).unescape()
    if kind == ".json":
        return Response.json({"ok": False, "error": fault, "status": status, "title": None}, status=status)
    return Response.text(f"{fault}\n", status=status)


def told_by(exception: Exception) -> tuple[int, Any]:
    """Return the status of a fault and what is said of it; of a fault of the server nothing is told outside."""
    if isinstance(exception, Base400):
        return exception.status, exception.args[0] if exception.args else ""
    if isinstance(exception, DatasetteError):
        message = exception.message
        return exception.status, _TAG.sub(" ", message).strip() if exception.message_is_html else message
    return 500, ""


def explained(message: Any, *, telling: bool = True) -> dict[str, Any]:
    """Return the explanation of a message, and the message itself where it is not the site's own.

    Where that is not `telling` the explanation stands alone: it says the same.
    """
    if isinstance(message, Markup):
        return {"explanation": message, "detail": ""}
    for fault in faults():
        if found := fault.pattern.search(str(message)):
            places = found.groupdict()
            return {
                "explanation": Markup.escape(pick(fault.english, fault.chinese)).format(**places),
                "detail": message if telling else "",
            }
    return {"explanation": "", "detail": "" if str(message) in ("404", "None") else message}


def headline(status: int) -> Markup:
    """Return what a status means to a visitor."""
    if status == 404:
        return t("There is no such page")
    if status == 403:
        return t("This page is closed")
    if status in LATER:
        return t("The question cannot be answered just now")
    return t("The question cannot be answered as asked") if status < 500 else t("The server made a mistake")


def ways(datasette: Any) -> list[dict[str, Any]]:
    """Return where a visitor may go on."""
    places = [("/", t("Home")), ("/reports", t("Read")), (f"/{DATABASE}", t("Tables")), ("/about", t("About"))]
    return [{"href": datasette.urls.path(path), "label": label} for path, label in places]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Close the pages that help to write Datasette itself; they are no part of this site."""
    return [(r"^/-/(patterns|messages|allow-debug|permissions|logout|auth-token)$", closed)]


def closed() -> None:
    """Raise NotFound."""
    raise NotFound(t("This page of Datasette is not part of the site."))
