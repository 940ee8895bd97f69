"""Reads the tables of the lexicon into the engine's Lexicon; a broken pattern is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field

from gongbao.errors import LexiconError, SeedError
from gongbao.model import columns as c
from gongbao.model.rows import Unit
from gongbao.reading.lexicon import Change, Cue, Lexicon, SentenceRule, StatusVerb, Trap, UnitHint
from gongbao.reading.units import Unit as UnitForms
from gongbao.reading.units import Units
from gongbao.resources import LEXICON, shown
from gongbao.seeds.files import Model, Sourced, read_table, refuse_twins
from gongbao.seeds.models import Seed


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


def load_units(folder: Path = LEXICON) -> list[Sourced[Unit]]:
    """Read the units with the forms they take in prose; they are published as a table, too."""
    units = _read(folder, "units", Unit)
    refuse_twins(units, "unit_id")
    return units


def load_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Read the genre's vocabulary; every pattern is compiled here.

    Raises SeedError, with file and line, for a broken pattern, and for a table that is missing or empty.
    """
    units = (unit.item for unit in load_units(folder))
    qualifiers = [row.item for row in _read(folder, "qualifiers", _Word)]
    changes = (row.item for row in _read(folder, "changes", _Change))
    return Lexicon(
        units=Units.of(UnitForms(u.unit_id, u.dimension, u.aliases_zh) for u in units),
        unit_hints=tuple(
            UnitHint(h.unit_found, re.compile(h.before), re.compile(h.after), h.unit_id, h.qualifier, h.least)
            for h in (row.item for row in _read(folder, "unit_hints", _UnitHint))
        ),
        before={q.word: q.qualifier for q in qualifiers if q.position == "before" and q.qualifier},
        after={q.word: q.qualifier for q in qualifiers if q.position == "after" and q.qualifier},
        qualifier_traps=_patterns(folder, "qualifier_traps"),
        changes=tuple(Change(ch.word, ch.direction, ch.kind) for ch in changes),
        bases=_cues(folder, "bases"),
        measures=_cues(folder, "measures"),
        dimensions={row.item.pattern: row.item.code for row in _read(folder, "dimensions", _Cue)},
        statuses=_cues(folder, "statuses"),
        periods=_cues(folder, "periods"),
        parts=_cues(folder, "section_parts"),
        traps=tuple(
            Trap(_compile(row, re.IGNORECASE | re.MULTILINE), row.item.role, row.item.reason)
            for row in _read(folder, "name_traps", _Trap)
        ),
        sentences=tuple(
            SentenceRule(_compile(row), row.item.decision, row.item.reason, row.item.part)
            for row in _read(folder, "sentence_rules", _SentenceRule)
        ),
        creating=_words(folder, "creating_verbs"),
        subject_words=_patterns(folder, "subject_words"),
        status_verbs=_status_verbs(folder),
        policy_nouns=_nouns(folder, "policy_nouns"),
        project_nouns=_nouns(folder, "project_nouns"),
        promising=_words(folder, "promising_verbs"),
    )


def _status_verbs(folder: Path) -> tuple[StatusVerb, ...]:
    rows = (row.item for row in _read(folder, "status_verbs", _StatusVerb))
    return tuple(sorted((StatusVerb(r.word, r.kind, r.status) for r in rows), key=lambda v: -len(v.word)))


def _read(folder: Path, name: str, model: type[Model]) -> list[Sourced[Model]]:
    path = folder / f"{name}.csv"
    lines = read_table(path, shown(path), model)
    if not lines:
        raise LexiconError(f"{shown(path)}:1: holds no line: the engine cannot read a text without it, put them back")
    return lines


def _words(folder: Path, name: str) -> tuple[str, ...]:
    return tuple(row.item.word for row in _read(folder, name, _Word))


def _nouns(folder: Path, name: str) -> dict[str, str]:
    return {row.item.word: row.item.kind for row in _read(folder, name, _Noun)}


def _patterns(folder: Path, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(cue.pattern for cue in _cues(folder, name))


def _cues(folder: Path, name: str) -> tuple[Cue, ...]:
    return tuple(Cue(_compile(row), row.item.code, row.item.scope) for row in _read(folder, name, _Cue))


def _compile(row: Sourced[_Cue] | Sourced[_Trap] | Sourced[_SentenceRule], flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(row.item.pattern, flags)
    except re.error as fault:
        raise SeedError(f"{row.place}: pattern “{row.item.pattern}” is no regular expression ({fault})") from None
