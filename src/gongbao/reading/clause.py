"""What is found in a clause and what is known of it so far, while it is read for projects and policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from gongbao.reading.lexicon import StageVerb
from gongbao.reading.text import Span

# verbs that stand behind a name as nouns, too: 东方航天港建设
ALSO_NOUNS: Final = ("建设", "改造", "提升", "升级", "培育", "实施", "创建", "探索", "推广", "优化", "深化", "运行")


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A proposed project or policy: `span` names it, `status_span` holds the words that state its status.

    `origin` tells what named it: a rule for names, or the evidence alone. `shared` is the noun that a member of a list
    has with the last one and does not say itself: 垃圾焚烧厂 for 石桥 in 石桥、马站垃圾焚烧厂.
    """

    kind: str
    span: Span
    type: str
    status: str
    status_span: Span
    formal_title: str | None = None
    origin: str = "rule:undertaking"
    shared: str = ""


@dataclass(slots=True)
class Clause:
    """What is known of a clause so far.

    The phrase under way begins at `start`; `items` are the phrases before it in a list, `loose` those that no noun of
    the list made names, though a verb behind all of it may; `lead` is the verb that governs them; `begins` says that a
    verb may still stand here, not only a word of a name.
    """

    begin: int
    start: int
    begins: bool = True
    joint: int = -1
    stop: int = -1
    paused: int = -1
    behind_of: int = -1
    etc: bool = False
    vague: bool = False
    lead: Span | None = None
    partner: bool = False
    items: list[Span] = field(default_factory=list)
    loose: list[Span] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    named: set[tuple[str, Span]] = field(default_factory=set)


def status_of(kind: str, stage: StageVerb | None, *, planned: bool, sort: str = "") -> str:
    """Return the status a stage says; what a review names without a verb is there already, an event was held."""
    if stage is None:
        if sort == "event" and not planned:
            return "held"
        return ("planned" if planned else "in_operation") if kind == "project" else "implementing"
    return str(getattr(stage, f"{kind}_planned" if planned else kind))
