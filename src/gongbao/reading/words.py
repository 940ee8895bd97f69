"""Tables of words looked up at an end of a phrase, longest word first, and the decision table of measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

ANY: Final = "*"
_LESSENING: Final = ("压减", "压缩", "精简", "削减", "核减", "节约", "节省", "减少", "降低", "减轻")
KINDS: Final = ("change", "rate", "reach", "hold", "be", "have", "share", "rank", "new", "do")
CLAUSE_ROLES: Final = ("states", "leans_on", "removes", "stock", "size", "praises", "goes_on", "cares_for", "nominal")
STANCES: Final = ("state", "total", "named")  # what a clause says of things, whatever its verb
NATURES: Final = ("level", "flow", "index")
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


class Words(Generic[Entry]):
    """Words and what is known of each, looked up at an end of a phrase, the longest first.

    >>> words = Words({"增长": "grow", "长": "long"})
    >>> words.ending("收入增长"), words.leading("长江")
    ('grow', 'long')
    """

    def __init__(self, by_word: Mapping[str, Entry]) -> None:
        """Find the lengths of the words that begin and that end with a character, the longest first."""
        self.by_word = dict(by_word)
        self.lengths_by_first = _lengths(by_word, 0)
        self.lengths_by_last = _lengths(by_word, -1)

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
    """Words that tell what a clause does with what it counts, by role (see CLAUSE_ROLES).

    `stating` finds those that say something of what is there, wherever they stand, `going_on` those that say of things
    how they get on: they are there.
    """

    def __init__(self, by_role: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(by_role)
        self.stating = any_word(by_role.get("states", ()))
        self.going_on = any_word(by_role.get("goes_on", ()))

    def __bool__(self) -> bool:
        """Tell whether every role has words."""
        return all(self.get(role) for role in CLAUSE_ROLES)


class Verbs(Words[Verb]):
    """The verbs of the genre.

    `changes` are the words of change, rates among them, `changing` looks up those of more than one character. What
    finds words wherever they stand: `doing` the verbs of doing and making, `lessening` those of change that something
    does to what is made less (压减, 节约), `becoming` those that say what becomes of their subject.
    """

    def __init__(self, by_word: Mapping[str, Verb]) -> None:
        super().__init__(by_word)
        verbs = by_word.values()
        self.changes = tuple(verb for verb in verbs if verb.kind in ("change", "rate"))
        self.changing = Words({verb.word: verb for verb in self.changes if len(verb.word) > 1})
        self.doing = any_word(verb.word for verb in verbs if verb.kind in ("do", "new") and len(verb.word) > 1)
        self.lessening = any_word(verb.word for verb in self.changes if verb.word in _LESSENING)
        words = [verb.word for verb in verbs if verb.of_subject]
        self.becoming = any_word([*words, *(word.replace("实现", "实现了", 1) for word in words)])


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
