"""Requests that nobody means well: addresses over all routes of the site, with arguments wrong in every way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

LONG = "a" * 20_000
VALUES = (
    "", "nope", "0", "-1", "1e999", "99999999999999999999", "NULL", "%00", "%ff%fe", "%ed%a0%80", "%F0%9F%98%80",
    "..", "..%2f..%2fetc%2fpasswd", "<xss-mark>", '"><img src=x onerror=xss() class=xss-mark>', "{{7*191}}",
    "{%25+raw+%25}", "'", "\\", "%0d%0aX-Bad:+1", "[", "{", "[]", "{}", '["a"]', '{"a":1}', ":a", "*", "a*", '"',
    "a AND", "NEAR(", "(", LONG, "%25" * 50, "javascript:xss()", "%", "%zz", "+", "&", "=", "中文", "１２", "\u202e",
)  # fmt: skip
PATHS = (
    "/", "/gongbao", "/gongbao.json", "/gongbao.csv", "/gongbao.xlsx", "/gongbao.jsonl", "/gongbao/observations",
    "/gongbao/observations.json", "/gongbao/observations.csv", "/gongbao/units.xlsx", "/gongbao/places.jsonl",
    "/gongbao/mentions", "/gongbao/observations_flat", "/gongbao/observations/bda-2021-o347",
    "/gongbao/observations/bda-2021-o347.json", "/gongbao/about_a_subject", "/gongbao/about_a_subject.json",
    "/gongbao-1-0-0", "/gongbao-1-0-0/observations", "/gongbao-2-0-0/projects.json", "/search", "/search.json",
    "/reports", "/reports/bda-2021", "/reports/bda-2021/card", "/charts", "/downloads", "/downloads/2.0.0", "/about",
    "/about/guide", "/-/cite", "/-/health", "/-/versions", "/-/metadata", "/-/metadata.json", "/-/plugins.json",
    "/-/databases.json", "/-/threads.json", "/-/settings.json", "/-/actor.json", "/sitemap.xml", "/robots.txt",
    "/llms.txt", "/datapackage.json", "/data/units.csv",
    "/releases/latest/gongbao.zip", "/static/gongbao.css", "/report/bda-2021", "/latest",
)  # fmt: skip
PARAMETERS = (
    "sql", "_where", "_sort", "_sort_desc", "_next", "_size", "_facet", "_facet_array", "_facet_date", "_facet_size",
    "_through", "_col", "_nocol", "_search", "_search_text_zh", "_searchmode", "_fts_table", "_fts_pk", "_shape",
    "_labels", "_label", "_stream", "_ttl", "_timelimit", "_trace", "_extra", "_json", "_json_infinity", "_nl", "_bom",
    "_dl", "_header", "_columns", "_rows", "_blob_column", "_blob_hash", "lang", "words", "report_id", "kind", "exact",
    "place_id", "year", "review", "row", "text", "kinds", "marks", "format", "table", "database", "pks", "value__gt",
    "value__in", "value__like", "value__glob", "value__date", "value__arraycontains", "place_id__not", "nope",
    "nope__exact", "_filter_column", "_filter_op", "_filter_value", "", "_", "__", "%00", "_shape%00", "style", "query",
)  # fmt: skip
KNOWN = {
    "_shape": ("array", "arrayfirst", "arrays", "object", "objects"),
    "_size": ("max", "0", "2"),
    "_searchmode": ("raw",),
    "_extra": ("count", "suggested_facets"),
    "_trace": ("1",),
    "_sort": ("value", "name_en"),
    "_col": ("quote",),
    "_facet": ("status", "report_id"),
    "_facet_array": ("status",),
    "_facet_date": ("period_end",),
    "sql": ("select 1", "select * from units", "select :a", "explain select 1"),
    "_where": ("1=1", "0"),
    "_json": ("quote",),
    "_fts_table": ("sentences_fts",),
    "_label": ("x",),
} | dict.fromkeys(("_labels", "_nl", "_stream", "_bom", "_dl", "_nofacet", "_nocount", "_json_infinity"), ("on", "1"))
"""Values that a parameter knows, asked for where they may not fit."""
MISSING = (
    "//", "///", "//example.org/", "//example.org/%2e", "/\\example.org/", "/gongbao/nope", "/gongbao/nope.csv",
    "/gongbao/observations.nope", "/gongbao/projects.docx", "/gongbao.nope", "/gongbao.db.json", "/nope.db",
    "/gongbao/observations/nope", "/gongbao/observations/nope.json", "/gongbao/observations/nope.csv",
    "/gongbao/observations/a/b", "/gongbao/codes/status", "/gongbao/codes/a,b,c", "/gongbao/codes/,",
    "/gongbao/codes/~", "/gongbao/codes/~zz", "/gongbao/~00", "/~00", "/%00", "/gongbao/%00",
    "/gongbao/observations/%00", "/%ff", "/gongbao/%ff", "/gongbao/observations/%ff%fe", "/%ed%a0%80", "/..",
    "/../..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/errors.py", "/static/..%2f..%2ferrors.py", "/static/..%5c..%5cerrors.py", "/static/",
    "/static/nope", "/static/%00", "/static//etc/passwd", "/data/..%2f..%2fetc", "/data/../seeds", "/data/",
    "/data/nope.csv", "/releases/9.9.9/x", "/releases/latest/nope", "/releases/latest/../../README.md",
    "/docs/%2e%2e/README.md", "/docs/%252e%252e/README.md", "/seeds/reports/../../pyproject.toml", "/metadata/nope",
    "/-/static-plugins/x/y", "/-/nope",
    "/-/patterns", "/-/allow-debug", "/-/permissions", "/-/messages", "/-/logout", "/-/auth-token",
    "/-/auth-token?token=x", "/_memory", "/:memory:", "/reports/nope", "/reports/%00", "/reports/..",
    "/reports/nope/card", "/reports/bda-2021/card?row=nope", "/downloads/9.9.9", "/downloads/%00", "/about/nope",
    "/about/%00", "/about/../x", "/charts/nope", "/search/nope", "/search.nope", "/sitemap-1.xml",
    "/sitemap-nope.xml", "/report/nope", "/report/%ff", "/" + "a" * 5000, "/gongbao/" + "a" * 5000,
    "/gongbao/observations/" + "a" * 5000, "/" + "/a" * 500, "/gongbao/observations;x", "/gongbao/[x]",
    "/gongbao/<xss-mark>", "/<xss-mark>", "/gongbao/observations/<xss-mark>", "/gongbao/{{7*191}}", "/{{7*191}}",
    "/gongbao~2Fobservations", "/gongbao/sqlite_master", "/gongbao-1-0-0/nope", "/gongbao-9-9-9",
    "/gongbao-9-9-9/observations", "/gongbao-", "/gongbao.json.json", "/gongbao/observations.json.csv", "/nope.json",
    "/nope/nope.json", "/.git/config", "/.env", "/%0d%0aX-Bad:1", "/gongbao/%0d%0aX-Bad:1", "/gongbao/%E4%B8%AD",
)  # fmt: skip
"""Addresses of nothing: each ends, after all redirections, with 404."""
METHODS = ("POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO", "__class__", "data", "get", "a" * 5000)
HEADERS = (
    (b"accept-language", b"zh;q=" + b"9" * 5000),
    (b"accept-language", b"\xff\xfe, *;q=x"),
    (b"accept-language", b"a," * 20_000),
    (b"cookie", b"lang=\xff; ds_actor=x; ds_messages=x; =; ;;;\x01"),
    (b"cookie", b"a=" + b"b" * 100_000),
    (b"host", b"\xff<xss-mark>"),
    (b"host", b""),
    (b"if-none-match", b'"' * 20_000),
    (b"range", b"bytes=" + b"0-1," * 20_000),
    (b"range", b"bytes=-99999999999999999999"),
    (b"accept-encoding", b"gzip;q=1e999, *;q=\xff"),
    (b"authorization", b"Bearer dstok_x"),
    (b"x-forwarded-for", b"," * 20_000),
    (b"content-length", b"-1"),
    (b"content-type", b"\x00"),
)


class Answer(NamedTuple):
    """Status, headers by their lower-case names, body, and how often an answer was begun."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes
    begun: int

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page for people."""
        return self.headers.get(b"content-type", b"").startswith(b"text/html")


def addresses(seed: int, number: int) -> Iterator[str]:
    """Yield addresses with one to three arguments each; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(number):
        count = chance.choice((1, 1, 1, 2, 3))
        names = [chance.choice((chance.choice(PARAMETERS), chance.choice(tuple(KNOWN)))) for _ in range(count)]
        given = "&".join(f"{name}={chance.choice((*KNOWN.get(name, ()), chance.choice(VALUES)))}" for name in names)
        yield f"{chance.choice(PATHS)}?{given}"


async def ask(
    application: Any, target: str, method: str = "GET", headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Answer:
    """Ask an application as a server does, without the mending that clients do."""
    path, _, query = target.partition("?")
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    named = {name for name, _ in headers}
    lines = [*headers, *([] if b"host" in named else [(b"host", b"localhost")])]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "headers": lines,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "root_path": "",
    }  # fmt: skip
    await application(scope, receive, send)
    starts = [message for message in messages if message["type"] == "http.response.start"]
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    told = {name.lower(): value for name, value in starts[0]["headers"]}
    return Answer(starts[0]["status"], told, body, len(starts))
