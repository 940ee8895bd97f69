"""Reads the tables of seeds/lexicon into the engine's Lexicon; a broken pattern is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field

from gongbao import columns as c
from gongbao.errors import SeedError
from gongbao.lexicon import Change, Cue, Lexicon, SentenceRule, StatusVerb, Trap, UnitHint
from gongbao.rows import Unit
from gongbao.seed_models import Seed
from gongbao.seedfiles import Model, Sourced, read_table
from gongbao.units import Unit as UnitForms
from gongbao.units import Units


class _Word(Seed):
    word: str
    position: str = ""
    qualifier: c.Qualifier | None = None


class _Change(Seed):
    word: str
    direction: c.Direction
    kind: str = Field(pattern="^(change|rate)$")


class _Cue(Seed):
    pattern: str
    code: str
    scope: str = ""
    note: str = ""


class _Trap(Seed):
    pattern: str
    role: str = Field(pattern="^(quantity|period|name|vague)$")
    reason: str = ""
    example: str
    source: str


class _StatusVerb(Seed):
    word: str
    kind: str = Field(pattern="^(project|policy)$")
    status: str
    note: str = ""


class _Noun(Seed):
    word: str
    kind: str


class _UnitHint(Seed):
    unit_found: str = ""
    before: str = ""
    after: str = ""
    unit_id: c.UnitId
    qualifier: str = ""
    least: int = 0
    note: str = ""


class _SentenceRule(Seed):
    pattern: str
    decision: c.Decision
    reason: c.Reason
    part: str = ""
    note: str = ""


def load_lexicon(folder: Path, units: list[Sourced[Unit]]) -> Lexicon:
    """Read the genre's vocabulary; every pattern is compiled here, a broken one is a SeedError."""
    forms = (UnitForms(u.item.unit_id, u.item.dimension, u.item.aliases_zh) for u in units)
    qualifiers = [row.item for row in _lexicon(folder, "qualifiers", _Word)]
    changes = (row.item for row in _lexicon(folder, "changes", _Change))
    return Lexicon(
        units=Units.of(forms),
        unit_hints=tuple(
            UnitHint(h.unit_found, re.compile(h.before), re.compile(h.after), h.unit_id, h.qualifier, h.least)
            for h in (row.item for row in _lexicon(folder, "unit_hints", _UnitHint))
        ),
        before={q.word: q.qualifier for q in qualifiers if q.position == "before" and q.qualifier},
        after={q.word: q.qualifier for q in qualifiers if q.position == "after" and q.qualifier},
        qualifier_traps=tuple(cue.pattern for cue in _cues(folder, "qualifier_traps")),
        changes=tuple(Change(ch.word, ch.direction, ch.kind) for ch in changes),
        bases=_cues(folder, "bases"),
        measures=_cues(folder, "measures"),
        dimensions={row.item.pattern: row.item.code for row in _lexicon(folder, "dimensions", _Cue)},
        statuses=_cues(folder, "statuses"),
        periods=_cues(folder, "periods"),
        parts=_cues(folder, "section_parts"),
        traps=tuple(
            Trap(_compile(row, re.IGNORECASE | re.MULTILINE), row.item.role, row.item.reason)
            for row in _lexicon(folder, "name_traps", _Trap)
        ),
        sentences=tuple(
            SentenceRule(_compile(row), row.item.decision, row.item.reason, row.item.part)
            for row in _lexicon(folder, "sentence_rules", _SentenceRule)
        ),
        creating=tuple(row.item.word for row in _lexicon(folder, "creating_verbs", _Word)),
        subject_words=tuple(cue.pattern for cue in _cues(folder, "subject_words")),
        status_verbs=_status_verbs(folder),
        policy_nouns={row.item.word: row.item.kind for row in _lexicon(folder, "policy_nouns", _Noun)},
        project_nouns={row.item.word: row.item.kind for row in _lexicon(folder, "project_nouns", _Noun)},
        promising=tuple(row.item.word for row in _lexicon(folder, "promising_verbs", _Word)),
    )


def _status_verbs(folder: Path) -> tuple[StatusVerb, ...]:
    rows = (row.item for row in _lexicon(folder, "status_verbs", _StatusVerb))
    return tuple(sorted((StatusVerb(r.word, r.kind, r.status) for r in rows), key=lambda v: -len(v.word)))


def _lexicon(folder: Path, name: str, model: type[Model]) -> list[Sourced[Model]]:
    return read_table(folder / "lexicon" / f"{name}.csv", f"seeds/lexicon/{name}.csv", model)


def _cues(folder: Path, name: str) -> tuple[Cue, ...]:
    return tuple(Cue(_compile(row), row.item.code, row.item.scope) for row in _lexicon(folder, name, _Cue))


def _compile(row: Sourced[_Cue] | Sourced[_Trap] | Sourced[_SentenceRule], flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(row.item.pattern, flags)
    except re.error as fault:
        raise SeedError(f"{row.place}: pattern “{row.item.pattern}” is no regular expression ({fault})") from None
