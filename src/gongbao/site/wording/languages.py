"""The language of a page: which one a visitor reads, and the words of the interface in it.

A message is written in English where it is used, `t("Search")`, and has its Chinese in `messages/*.csv` (english,
chinese; one file a page, `shared.csv` for what stands on many). Places are named in braces: `t("{n} rows", n=3)`.
The pseudo-language (`qps-ploc`, the customary code) puts every text of the interface into ⟦brackets⟧, so that a text
that nobody translated shows itself; a test reads all pages in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape

from gongbao.errors import SeedError
from gongbao.resources import SITE, shown

ENGLISH, CHINESE, PSEUDO = "en", "zh-Hans", "qps-ploc"
OFFERED = {ENGLISH: "English", CHINESE: "中文"}
MESSAGES = SITE / "messages"
COOKIE = "gongbao_language"
_READ: ContextVar[str] = ContextVar("language", default=ENGLISH)
_HAN = re.compile(r"[\u3400-\u9fff]")
_RANGE = re.compile(r"\s*([A-Za-z*]+(?:-[A-Za-z0-9]+)*)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?")


class Message(NamedTuple):
    """A text of the interface: its Chinese, and where it is written."""

    chinese: str
    where: str


def known(code: str) -> str | None:
    """Return the language of the site that a code names (`zh`, `zh-CN`, `en-GB` …); None where there is none.

    >>> known("zh-CN"), known("EN"), known("fr")
    ('zh-Hans', 'en', None)
    """
    if code.lower() == PSEUDO:
        return PSEUDO
    return {"zh": CHINESE, "en": ENGLISH}.get(code.strip().lower().partition("-")[0])


def negotiate(accepted: str) -> str:
    """Return the language that an Accept-Language header likes best; English where it likes none of ours (RFC 9110).

    >>> negotiate("fr, zh-CN;q=0.8, en;q=0.5"), negotiate("de"), negotiate("zh;q=0")
    ('zh-Hans', 'en', 'en')
    """
    best, language = 0.0, ENGLISH
    for part in accepted.split(","):
        match = _RANGE.fullmatch(part)
        wanted = known(match[1]) if match else None
        if match is None or wanted is None or wanted == PSEUDO:
            continue
        weight = _weight(match[2])
        if weight > best:
            best, language = weight, wanted
    return language


def _weight(text: str | None) -> float:
    try:
        return 1.0 if text is None else min(float(text), 1.0)
    except ValueError:
        return 0.0


def read_in(language: str) -> None:
    """Set the language of the request at hand."""
    _READ.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is said within in a certain language, for texts that are made in both."""
    token = _READ.set(language)
    try:
        yield
    finally:
        _READ.reset(token)


def language() -> str:
    """Return the language of the request at hand, as a code of BCP 47."""
    return _READ.get()


def side() -> str:
    """Return the ending of the columns in the reader's language: `zh` or `en`."""
    return "zh" if language() == CHINESE else "en"


def pick(english: str, chinese: str) -> str:
    """Return a text of the interface that exists in both languages, such as the title of a column."""
    if language() == CHINESE:
        return chinese
    return english if language() == ENGLISH else f"⟦{english}⟧"


def t(english: str, **places: object) -> Markup:
    """Return a message in the reader's language, its places filled; everything is escaped that is not markup already.

    A message without a Chinese text stays English; a test finds it.
    """
    found = catalogue().get(english)
    text = pick(english, found.chinese if found else english)
    return Markup(escape(text)).format(**places) if places else Markup(escape(text))


def data(text: object, lang: str | None = None) -> Markup:
    """Return a text of the dataset, marked as one that is not of the interface and in the language it is written in.

    Without `lang` a text with Chinese characters is Chinese, another says nothing of its language.
    """
    code = lang or (CHINESE if _HAN.search(str(text)) else None)
    tongue = f' lang="{escape(code)}"' if code and code != language() else ""
    return Markup(f'<span translate="no"{tongue}>{escape(text)}</span>')


def said(english: object, chinese: object) -> Markup:
    """Return what a row says in the reader's language, or else in the other, marked as data."""
    first, second = (
        ((chinese, CHINESE), (english, ENGLISH)) if side() == "zh" else ((english, ENGLISH), (chinese, CHINESE))
    )
    text, lang = first if first[0] not in (None, "") else second
    return data(text, lang) if text not in (None, "") else Markup("")


def plain(english: object, chinese: object) -> str:
    """Return what `said` says, unmarked, for places that hold no markup."""
    first, second = (chinese, english) if side() == "zh" else (english, chinese)
    return str(first or second or "")


def count(singular: str, plural: str, n: int) -> Markup:
    """Return a message about `n` things, its English in the right number; `{n}` is written with commas."""
    return t(singular if n == 1 else plural, n=f"{n:,}")


@cache
def catalogue() -> dict[str, Message]:
    """Return all messages by their English.

    Raises SeedError, with file and line, for an empty cell and for a message that has two Chinese texts.
    """
    found: dict[str, Message] = {}
    for path in sorted(MESSAGES.glob("*.csv")):
        for english, message in _read(path):
            if found.get(english, message).chinese != message.chinese:
                raise SeedError(f"{message.where}: “{english}” has another Chinese text in {found[english].where}")
            found.setdefault(english, message)
    return found


def _read(path: Path) -> Iterator[tuple[str, Message]]:
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        for line in reader:
            where = f"{shown(path)}:{reader.line_num}"
            if set(line) != {"english", "chinese"} or not all(line.values()):
                raise SeedError(f"{where}: needs two filled cells (english, chinese): complete the line")
            yield line["english"], Message(line["chinese"], where)
