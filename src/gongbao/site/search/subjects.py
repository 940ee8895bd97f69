"""Subjects: what people type, with the words that mean the same in reports (synonyms.csv), as searches and as tests.

A line of synonyms.csv holds `words` that mean one subject, what a search for it `includes` (kinds of it: a school for
学校, but no other school for a kindergarten), and `traps`, longer words that merely contain one of them. A full-text
index finds candidates; `tells` then looks at the text, since an index knows stems, not words.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from gongbao.errors import SeedError
from gongbao.exports.search import NOTHING, gram_query
from gongbao.resources import SITE, shown

FILE = SITE / "search" / "synonyms.csv"
HEADER = ["words", "includes", "traps"]
OR = re.compile(r"[|｜]")
WIDENED = "~"  # before what is typed into a search box: with all that means the same
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_BETWEEN = r"[\s,\-\u2010-\u2015]+"  # what may part the words of a phrase
_DASHES = re.compile(_BETWEEN)
_LETTERS = re.compile(r"[0-9A-Za-zÀ-ɏ]+")
_LONGEST = 8  # words of the longest phrase that is looked up
_SHORT = 3  # letters up to which a word stands for itself alone: AI is no beginning of “aid”


class Group(NamedTuple):
    """A line of synonyms.csv."""

    words: tuple[str, ...]
    includes: tuple[str, ...]
    traps: tuple[str, ...]


class Wanted(NamedTuple):
    """One thing asked for: what was typed, every word that stands for it, and the words that only seem to."""

    typed: str
    words: tuple[str, ...]
    traps: tuple[str, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """Return the words that were not typed."""
        return tuple(word for word in self.words if key(word) != key(self.typed))


def key(word: str) -> str:
    """Return what two writings of a word share: width, case, dashes, quotation marks and plural aside.

    >>> key("Integrated Circuits"), key("ＣＯＶＩＤ–19"), key("companies")
    ('integrated circuit', 'covid 19', 'company')
    """
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").strip(" 《》“”\"'")
    return " ".join(_singular(part) for part in _DASHES.split(plain) if part)


def _singular(word: str) -> str:
    if not word.isascii() or len(word) <= _SHORT or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


@cache
def groups() -> tuple[Group, ...]:
    """Return the lines of synonyms.csv; raises SeedError, with its line, for one without words or one word twice."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        if next(reader, []) != HEADER:
            raise SeedError(f"{shown(FILE)}:1: the header is not {','.join(HEADER)}: restore it")
        found, seen = [], dict[str, int]()
        for cells in reader:
            group = _read_group(cells, reader.line_num)
            for word in group.words:
                if key(word) in seen:
                    where = f"{shown(FILE)}:{reader.line_num}"
                    raise SeedError(f"{where}: “{word}” stands in line {seen[key(word)]} too: leave one")
                seen[key(word)] = reader.line_num
            found.append(group)
    return tuple(found)


def _read_group(cells: list[str], line: int) -> Group:
    lists = [tuple(word.strip() for word in cell.split(";") if word.strip()) for cell in cells]
    if len(lists) != len(HEADER) or len(lists[0]) < 2:
        raise SeedError(f"{shown(FILE)}:{line}: needs three cells and two words that mean the same: complete the line")
    return Group(*lists)


@cache
def _by_word() -> dict[str, Group]:
    return {key(word): group for group in groups() for word in group.words}


def _widen(word: str, seen: tuple[Group, ...] = ()) -> Iterator[Group]:
    """Yield the group of a word and those of all that it includes; a word without a line is a group by itself."""
    group = _by_word().get(key(word), Group((word,), (), ()))
    if group in seen:
        return
    yield group
    for kind in group.includes:
        yield from _widen(kind, (*seen, group))


@lru_cache(maxsize=256)
def parse(words: str, widened: bool = True) -> tuple[tuple[Wanted, ...], ...]:
    """Return what words ask for: alternatives (parted by |) of things that must all be told (parted by spaces)."""
    asked = [tuple(_things(part.split(), widened)) for part in OR.split(unicodedata.normalize("NFKC", words))]
    return tuple(things for things in asked if things)


def _things(parts: list[str], widened: bool) -> Iterator[Wanted]:
    at = 0
    while at < len(parts):
        size = next((n for n in range(min(_LONGEST, len(parts) - at), 0, -1) if _is_known(parts[at : at + n])), 1)
        typed = " ".join(parts[at : at + size])
        if _LETTERS.search(typed) or _HAN.search(typed):
            yield _want(typed) if widened else Wanted(typed, (typed,))
        at += size


def _is_known(parts: list[str]) -> bool:
    return key(" ".join(parts)) in _by_word()


def _want(typed: str) -> Wanted:
    found = tuple(_widen(typed))
    words = dict.fromkeys([typed, *(word for group in found for word in group.words)])
    return Wanted(typed, tuple(words), tuple(trap for group in found for trap in group.traps))


def subject_query(words: object) -> str:
    """Write what a person types as an FTS5 query for an index in pieces, with all that means the same.

    >>> subject_query("robots")
    '(("robots" OR "机器人" OR "robot" OR "robotics"))'
    """
    return _subject_query(_text(words))


@lru_cache(maxsize=256)
def _subject_query(words: str) -> str:
    alternatives = [" AND ".join(_any_of(wanted.words) for wanted in things) for things in parse(words)]
    return " OR ".join(f"({asked})" for asked in alternatives) or NOTHING


def _any_of(words: Iterable[str]) -> str:
    return f"({' OR '.join(_phrase(word) for word in words)})"


def _phrase(word: str) -> str:
    """Write one word or phrase as FTS5 has it: words of letters stand in a row, pieces of Chinese together."""
    if _HAN.search(word):
        pieces = gram_query(word).split()
        return pieces[0] if len(pieces) == 1 else f"({' AND '.join(pieces)})"
    return f'"{" ".join(_LETTERS.findall(word))}"'


def tells(words: object, *texts: object, traps: tuple[str, ...] = ()) -> bool:
    """Return whether texts say what words ask for; a word of letters is a whole word, singular or plural.

    `traps` are longer words, beside those of synonyms.csv, in which the words stand without being said.

    >>> tells("chips", "举办集成电路产业活动"), tells("AI", "Aid stations"), tells("民生", "人民生活")
    (True, False, False)
    """
    text = "\n".join(str(part) for part in texts if part)
    return any(all(_finds(wanted, text, traps) for wanted in things) for things in parse(_text(words)))


def _finds(wanted: Wanted, text: str, more: tuple[str, ...]) -> bool:
    traps = wanted.traps + more
    read = pattern_of(traps, whole=True).sub("\n", text) if traps else text
    return bool(pattern_of(wanted.words, whole=len(wanted.words) > 1).search(read))


@lru_cache(maxsize=512)
def pattern_of(words: tuple[str, ...], whole: bool = False) -> re.Pattern[str]:
    """Return the pattern that finds words in texts; `whole` words of letters as they are, or in the plural."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_pattern(word, whole) for word in ordered), re.IGNORECASE)


def _pattern(word: str, whole: bool) -> str:
    """Return the pattern of a word; one that has no line in synonyms.csv may go on (robot, robotic), if it is long."""
    if _HAN.search(word):
        return re.escape(word)
    parts = [re.escape(part).replace("'", "['’]") for part in _DASHES.split(word) if part]
    last = _singular(parts[-1])
    free = not whole and len(last) > _SHORT
    ending = r"[a-z]{0,6}" if free else "(?:s|es)?"
    stem = last[:-1] if free and last[-1] in "ey" else f"{last[:-1]}(?:y|ies)" if last.endswith("y") else last
    body = _BETWEEN.join([*parts[:-1], stem])
    return rf"(?<![0-9A-Za-z]){body}{ending}(?![0-9A-Za-z])"


def is_named(asked: object, *names: object) -> bool:
    """Return whether one of some names, or of lists of names parted by semicolons, is the one asked for.

    >>> is_named("京东", "京东集团", "京东;JD"), is_named("京东", "京东方")
    (True, False)
    """
    wanted = _asked_name(_text(asked))
    return bool(wanted) and any(wanted == name_of(part) for name in names if name for part in str(name).split(";"))


@lru_cache(maxsize=256)
def _asked_name(text: str) -> str:
    return name_of(text)


def name_of(text: str) -> str:
    """Return what two writings of a name share: width, case, dashes and quotation marks aside."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _DASHES.sub(" ", plain).strip(' “”"')


def is_called(words: object, *names: object) -> bool:
    """Return whether a name is, as a whole, what the words ask for or means the same."""
    known = {key(str(name)) for name in names if name}
    return any(len(things) == 1 and known & {key(word) for word in things[0].words} for things in parse(_text(words)))


def _text(words: object) -> str:
    return "" if words is None else str(words).removeprefix(WIDENED)
