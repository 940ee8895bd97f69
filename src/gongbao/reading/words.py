"""Tables of words looked up at an end of a phrase, longest word first, and the decision table of measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

ANY = "*"
_LESSENING = ("压减", "压缩", "精简", "削减", "核减", "节约", "节省", "减少", "降低", "减轻")
KINDS = ("change", "rate", "reach", "hold", "be", "have", "share", "rank", "new", "do")
CLAUSE_ROLES = ("states", "leans_on", "removes", "stock", "size", "praises", "goes_on", "cares_for", "nominal")
STANCES = ("state", "total", "named")  # what a clause says of things, whatever its verb
NATURES = ("level", "flow", "index")
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb by what it does to a number: change, reach, hold, be, have, share, rank, new, do, or rate (a noun).

    `of_subject` tells that it says what becomes of its subject (16个项目开工), not what that does to something else.
    """

    word: str
    kind: str
    direction: str
    of_subject: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun by the nature of what it counts: a level, a flow, an index."""

    word: str
    nature: str


@dataclass(frozen=True)
class Words(Generic[Entry]):
    """Words and what is known of each, looked up at an end of a phrase, the longest first.

    >>> words = Words({"增长": "grow", "长": "long"})
    >>> words.ending("收入增长"), words.leading("长江")
    ('grow', 'long')
    """

    by_word: Mapping[str, Entry]
    lengths_by_first: dict[str, list[int]] = field(init=False, repr=False, compare=False)
    lengths_by_last: dict[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the lengths of the words that begin and that end with a character, the longest first."""
        object.__setattr__(self, "lengths_by_first", _lengths(self.by_word, 0))
        object.__setattr__(self, "lengths_by_last", _lengths(self.by_word, -1))

    def __bool__(self) -> bool:
        """Tell whether there is any word."""
        return bool(self.by_word)

    def ending(self, phrase: str) -> Entry | None:
        """Return what is known of the longest word that ends a phrase."""
        for length in self.lengths_by_last.get(phrase[-1:], ()):
            if entry := self.by_word.get(phrase[-length:]):
                return entry
        return None

    def leading(self, phrase: str) -> Entry | None:
        """Return what is known of the longest word that begins a phrase."""
        for length in self.lengths_by_first.get(phrase[:1], ()):
            if entry := self.by_word.get(phrase[:length]):
                return entry
        return None


def _lengths(words: Iterable[str], at: int) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[at], set()).add(len(word))
    return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """Return an expression that finds any of the words, the longest first.

    >>> any_word(["建成", "建", "办"]).pattern
    '办(?:)|建(?:成|)'
    """
    tails: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        tails.setdefault(word[0], []).append(word[1:])
    # Words that share their first character are one branch: Python looks at that character alone to choose.
    return re.compile(
        "|".join(f"{head}(?:{'|'.join(sorted(rest, key=len, reverse=True))})" for head, rest in tails.items())
    )


class ClauseWords(dict[str, tuple[str, ...]]):
    """Words that tell what a clause does with what it counts, by role (see CLAUSE_ROLES)."""

    def __bool__(self) -> bool:
        """Tell whether every role has words."""
        return all(self.get(role) for role in CLAUSE_ROLES)

    @cached_property
    def stating(self) -> re.Pattern[str]:
        """The words that say something of what is there, wherever they stand."""
        return any_word(self["states"])

    @cached_property
    def going_on(self) -> re.Pattern[str]:
        """The words that say of things how they get on: they are there."""
        return any_word(self["goes_on"])


class Verbs(Words[Verb]):
    """The verbs of the genre."""

    @cached_property
    def changes(self) -> tuple[Verb, ...]:
        """The words of change, rates among them."""
        return tuple(verb for verb in self.by_word.values() if verb.kind in ("change", "rate"))

    @cached_property
    def changing(self) -> Words[Verb]:
        """The words of change of more than one character, looked up."""
        return Words({verb.word: verb for verb in self.changes if len(verb.word) > 1})

    @cached_property
    def doing(self) -> re.Pattern[str]:
        """The verbs of doing and making, wherever they stand."""
        words = (verb.word for verb in self.by_word.values() if verb.kind in ("do", "new") and len(verb.word) > 1)
        return any_word(words)

    @cached_property
    def lessening(self) -> re.Pattern[str]:
        """The verbs of change that something does to what is made less (压减, 节约), wherever they stand."""
        return any_word(verb.word for verb in self.changes if verb.word in _LESSENING)

    @cached_property
    def becoming(self) -> re.Pattern[str]:
        """The verbs that say what becomes of their subject, wherever they stand."""
        words = [verb.word for verb in self.by_word.values() if verb.of_subject]
        return any_word([*words, *(word.replace("实现", "实现了", 1) for word in words)])


@dataclass(frozen=True, slots=True)
class Meaning:
    """A line of the decision table; `*` fits anything, `unit` names a unit or the dimension of one."""

    verb: str
    noun: str
    unit: str
    measure: str


@dataclass(frozen=True)
class Meanings:
    """The decision table: class of the verb, nature of the noun, dimension of the unit -> measure."""

    lines: tuple[Meaning, ...]
    _known: dict[tuple[str, str, str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def __bool__(self) -> bool:
        """Tell whether there is any line."""
        return bool(self.lines)

    def measure(self, verb: str, noun: str, unit_id: str, dimension: str) -> str:
        """Return the measure of the first line that fits, `other` where none does."""
        question = (verb, noun, unit_id, dimension)
        if known := self._known.get(question):
            return known
        fits = (
            line.measure
            for line in self.lines
            if line.verb in (ANY, verb) and line.noun in (ANY, noun) and line.unit in (ANY, unit_id, dimension)
        )
        return self._known.setdefault(question, next(fits, "other"))
