"""Which requests have an answer worth keeping, and what tells one from another.

An address is kept by what it says, its language and the host it was asked of (links name it). One with a parameter that
the page does not read is answered anew every time: whoever makes up addresses finds no room in memory.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

_FILE = Path(__file__).with_name("parameters.csv")
_NAMED = re.compile(r":(\w+)")
SQL, LANGUAGE = "sql", "lang"
PRIVATE = (b"authorization", b"range")
PERSONAL = re.compile(rb"\bds_(?:actor|messages)=")


class Key(NamedTuple):
    """What an answer is kept by."""

    scheme: str
    host: bytes
    path: bytes
    query: bytes
    language: str


class Rule(NamedTuple):
    """The parameters that pages of a kind read: an address is matched by a pattern, its parameters by another.

    Pages whose second pattern is empty are never kept.
    """

    path: re.Pattern[str]
    parameters: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """Return parameters.csv in its order, the first pattern that fits an address counts."""
    with _FILE.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Rule(re.compile(line["path"]), re.compile(line["parameters"]))
            for line in csv.DictReader(handle, strict=True)
        )


def key_of(scope: Any, language: str, headers: dict[bytes, bytes]) -> Key | None:
    """Return what the answer to a request is kept by; None where it is for one visitor alone, or not for reading."""
    if scope["method"] not in ("GET", "HEAD") or any(name in headers for name in PRIVATE):
        return None
    if PERSONAL.search(headers.get(b"cookie", b"")):
        return None
    raw = scope.get("raw_path") or scope["path"].encode()
    return Key(scope.get("scheme", "http"), headers.get(b"host", b""), raw, scope["query_string"], language)


def is_known(scope: Any) -> bool:
    """Tell whether the answers of a page are kept, and it reads all parameters of an address.

    >>> [is_known({"path": "/", "query_string": query}) for query in (b"", b"lang=zh", b"utm_source=x")]
    [True, True, False]
    >>> [is_known({"path": "/gongbao.json", "query_string": b"sql=select :a&" + more}) for more in (b"a=1", b"b=1")]
    [True, False]
    """
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    rule = next((rule for rule in rules() if rule.path.fullmatch(path)), None)
    if rule is None or not rule.parameters.pattern:
        return False
    pairs = parse_qsl(query, keep_blank_values=True)
    own = {LANGUAGE, *(name for key, value in pairs if key == SQL for name in _NAMED.findall(value))}
    return all(name in own or rule.parameters.fullmatch(name) for name, _ in pairs)
