"""The genre's vocabulary as data: what qualifies, what changes, what only looks like a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final

from gongbao.errors import LexiconError
from gongbao.reading.events import Events
from gongbao.reading.units import Units
from gongbao.reading.words import ClauseWords, Meanings, Noun, Verb, Verbs, Words

NAMED: Final = ("project", "policy")  # the kinds of undertaking that have a name
WEIGHED: Final = (*NAMED, "promise")  # what evidence is weighed for
Evidence = dict[str, int]  # what a trait weighs, in hundredths of log-odds


@dataclass(frozen=True, slots=True, eq=False)
class Trap:
    """A shape of words whose numerals have a known role (name, period, vague) or are quantities after all."""

    pattern: re.Pattern[str]
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that settles one reading (`code`); `scope` says which words around a number it looks at."""

    pattern: re.Pattern[str]
    code: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class UnitHint:
    """Words around a number that settle its unit (企业2930户); `found` is the unit written, empty for none."""

    found: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    unit_id: str
    qualifier: str
    least: int


@dataclass(frozen=True, slots=True)
class SentenceRule:
    """A pattern that decides a sentence without rows; `part` limits it to one part of the report."""

    pattern: re.Pattern[str]
    decision: str
    reason: str
    part: str


@dataclass(frozen=True, slots=True)
class StatusVerb:
    """A verb that says how far something is (开工, 出台); `kind` is project or policy."""

    word: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class StageVerb:
    """A verb that says how far a project or policy is, in the review and where it is only planned.

    `takes` says what stands beside it: `subject` (the project before 开工), `event` (what is held, behind 举办),
    `policy` (what is carried out, behind 落实), or nothing.
    """

    word: str
    project: str
    project_planned: str
    policy: str
    policy_planned: str
    takes: str


@dataclass(frozen=True, slots=True)
class StageWord:
    """Words that say how far a project or policy of their clause is (成为, 取得新进展), though they govern no name."""

    word: str
    project: str
    policy: str


@dataclass(frozen=True, slots=True)
class SourceDamage:
    """A kind of spoiled spot: what finds it, what it is called, and what the engine does about it."""

    kind: str
    pattern: re.Pattern[str]
    spoils: str
    name_en: str
    name_zh: str
    effect_en: str
    effect_zh: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Every enumerable fact about the language of the genre; loaded by `seeds`, passed down, never global.

    Raises LexiconError where a table is empty: a text read without its vocabulary would be read wrongly in silence.
    """

    units: Units
    unit_hints: tuple[UnitHint, ...]
    before: Words[str]
    after: Words[str]
    qualifier_traps: tuple[re.Pattern[str], ...]
    verbs: Verbs
    clause_words: ClauseWords
    natures: Words[Noun]
    meanings: Meanings
    bases: tuple[Cue, ...]
    statuses: tuple[Cue, ...]
    parts: tuple[Cue, ...]
    traps: tuple[Trap, ...]
    sentences: tuple[SentenceRule, ...]
    creating: tuple[str, ...]
    subject_words: tuple[re.Pattern[str], ...]
    status_verbs: tuple[StatusVerb, ...]
    policy_nouns: dict[str, str]
    project_nouns: dict[str, str]
    lone_names: frozenset[str]
    led_names: frozenset[str]
    counted_names: frozenset[str]
    promising: Words[str]
    stages: dict[str, StageVerb]
    stage_words: dict[str, StageWord]
    name_words: dict[str, frozenset[str]]
    damages: tuple[SourceDamage, ...]
    events: Events
    evidence: dict[str, Evidence]

    def __post_init__(self) -> None:
        """Refuse an empty table."""
        empty = [each.name for each in fields(self) if not getattr(self, each.name)]
        if empty:
            raise LexiconError(f"the lexicon has no {', '.join(empty)}: load it from the folder the package brings")

    @property
    def changes(self) -> tuple[Verb, ...]:
        """The words of change, rates among them."""
        return self.verbs.changes
