"""What the lines of the lexicon's tables must hold, table by table."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gongbao.model import columns as c
from gongbao.reading.lexicon import WEIGHED
from gongbao.reading.words import CLAUSE_ROLES, KINDS, NATURES
from gongbao.seeds.models import Seed


class Line(Seed):
    """A line of the lexicon; no two of a table share their `told_by`: the engine would hear one of the two."""

    told_by: ClassVar[tuple[str, ...]] = ()


class WordLine(Line):
    """A word, and what it says of a number beside it."""

    told_by = ("word", "position")

    word: str = Field(min_length=1)
    position: str = Field("", pattern="^(before|after|)$")
    qualifier: c.Qualifier | None = None


class VerbLine(Line):
    """A verb and what it does to a number."""

    told_by = ("word",)

    word: str = Field(min_length=1)
    kind: str = Field(pattern=f"^({'|'.join(KINDS)})$")
    direction: c.Direction
    of_subject: str = Field("", pattern="^(yes)?$")
    note: str = ""


class EventVerbLine(Line):
    """A verb that says what happened to what a flow counts, with its English for statements."""

    told_by = ("word",)

    word: str = Field(min_length=1)
    name_en: str = Field(min_length=1)


class ClauseWordLine(Line):
    """A word that tells what a clause does with what it counts."""

    told_by = ("word", "role")

    word: str = Field(min_length=1)
    role: str = Field(pattern=f"^({'|'.join(CLAUSE_ROLES)})$")
    example: str = ""


class NatureNounLine(Line):
    """A noun and the nature of what it counts."""

    told_by = ("word",)

    word: str = Field(min_length=1)
    nature: str = Field(pattern=f"^({'|'.join(NATURES)})$")
    note: str = ""


class MeaningLine(Line):
    """A line of the decision table of measures."""

    told_by = ("verb", "noun", "unit")

    verb: str
    noun: str
    unit: str
    measure: c.Measure
    example: str = Field(min_length=1)
    note: str = ""


class CueLine(Line):
    """A pattern that settles one reading."""

    told_by = ("pattern", "scope")

    pattern: str = Field(min_length=1)
    code: str
    scope: str = ""
    note: str = ""


class TrapLine(Line):
    """A shape of words whose numerals have a known role."""

    told_by = ("pattern",)

    pattern: str = Field(min_length=1)
    role: str = Field(pattern="^(quantity|period|name|vague)$")
    reason: c.Reason | None = None
    example: str
    source: str


class StatusVerbLine(Line):
    """A verb that says how far something is."""

    told_by = ("word", "kind")

    word: str = Field(min_length=1)
    kind: str = Field(pattern="^(project|policy)$")
    status: str
    note: str = ""


class NounLine(Line):
    """A noun that ends the name of a project or policy.

    `needs` tells what makes it one: words before it that tell it from others of its kind (empty), nothing, a count
    (改造老旧小区500个), or a verb that says what becomes of it (verb): a university that opens, not one that is worked
    with. A project's noun then needs the words, too; a policy's (整治) does not.
    """

    told_by = ("word",)

    word: str = Field(min_length=1)
    kind: str
    needs: str = Field("", pattern="^(nothing|verb|count|)$")


class PromisingVerbLine(Line):
    """A verb of the plan part, or a word before it."""

    told_by = ("word",)

    word: str = Field(min_length=1)
    role: str = Field(pattern="^(strong|opening|verb|manner|lean|framing)$")


class StageVerbLine(Line):
    """A verb that says a stage, in the review and in the plan."""

    told_by = ("word",)

    word: str = Field(min_length=1)
    project: str
    project_planned: str
    policy: str
    policy_planned: str
    takes: str = Field("", pattern="^(subject|event|policy|)$")


class StageWordLine(Line):
    """Words that say a stage of what their clause names; `example` shows how."""

    told_by = ("word",)

    word: str = Field(min_length=1)
    project: str
    policy: str
    example: str = ""


class NameWordLine(Line):
    """A word that stands inside a name or bounds it."""

    told_by = ("word", "role")

    word: str = Field(min_length=1)
    role: str = Field(
        pattern="^(inside|before|tail|generic|topic|weak|adverb|facility|no_facility|no_project|suffix|brand|place)$"
    )


class UnitHintLine(Line):
    """Words around a number that settle its unit."""

    told_by = ("unit_found", "before", "after", "least")

    unit_found: str = ""
    before: str = ""
    after: str = ""
    unit_id: c.UnitId
    qualifier: c.Qualifier | None = None
    least: int = Field(0, ge=0)
    note: str = ""


class SourceDamageLine(Line):
    """A kind of spoiled spot."""

    told_by = ("kind",)

    kind: str = Field(pattern="^[a-z_]+$")
    pattern: str = Field(min_length=1)
    spoils: str = Field(pattern="^(word|line)$")
    name_en: str = Field(min_length=1)
    name_zh: str = Field(min_length=1)
    effect_en: str = Field(min_length=1)
    effect_zh: str = Field(min_length=1)


class SentenceRuleLine(Line):
    """A pattern that decides a sentence without rows."""

    told_by = ("pattern", "part")

    pattern: str = Field(min_length=1)
    decision: c.Decision
    reason: c.Reason
    part: c.Part | None = None
    note: str = ""


class EvidenceLine(Line):
    """A trait, and what it weighs for one kind of undertaking, in hundredths of log-odds."""

    told_by = ("kind", "trait")

    kind: str = Field(pattern=f"^({'|'.join(WEIGHED)})$")
    trait: str = Field(min_length=1)
    weight: int
