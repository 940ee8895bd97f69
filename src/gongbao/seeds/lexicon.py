"""Reads the tables of the lexicon into the engine's Lexicon; a broken pattern is told with its line."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from gongbao.errors import LexiconError, SeedError, shorten
from gongbao.model.codes import codes_of
from gongbao.model.rows import Unit
from gongbao.reading.events import Events
from gongbao.reading.lexicon import (
    WEIGHED,
    Cue,
    Evidence,
    Lexicon,
    SentenceRule,
    SourceDamage,
    StageVerb,
    StageWord,
    StatusVerb,
    Trap,
    UnitHint,
)
from gongbao.reading.units import Unit as UnitForms
from gongbao.reading.units import Units
from gongbao.reading.words import (
    ANY,
    KINDS,
    NATURES,
    STANCES,
    ClauseWords,
    Meaning,
    Meanings,
    Noun,
    Verb,
    Verbs,
    Words,
)
from gongbao.resources import LEXICON, shown
from gongbao.seeds.files import Model, Sourced, read_plain, read_table, refuse_twins
from gongbao.seeds.lexicon_lines import (
    ClauseWordLine,
    CueLine,
    EventVerbLine,
    EvidenceLine,
    Line,
    MeaningLine,
    NameWordLine,
    NatureNounLine,
    NounLine,
    PromisingVerbLine,
    SentenceRuleLine,
    SourceDamageLine,
    StageVerbLine,
    StageWordLine,
    StatusVerbLine,
    TrapLine,
    UnitHintLine,
    VerbLine,
    WordLine,
)

TABLES = tuple(
    f"{name}.csv"
    for name in (
        *("units", "unit_hints", "qualifiers", "qualifier_traps", "verbs", "nature_nouns", "meanings", "bases"),
        *("statuses", "section_parts", "name_traps", "sentence_rules", "creating_verbs", "subject_words"),
        *("status_verbs", "policy_nouns", "project_nouns", "promising_verbs", "source_damages"),
        *("stage_verbs", "stage_words", "name_words", "clause_words", "event_verbs", "evidence"),
    )
)
# What the code column of a table of cues may hold.
_CODES: dict[str, tuple[str, ...]] = {
    "bases": codes_of("basis"),
    "statuses": codes_of("status"),
    "section_parts": codes_of("part"),
    "qualifier_traps": ("no-qualifier",),
    "subject_words": ("start", "end"),
}
_WHOLE = re.compile("-?[0-9]{1,4}")
_TYPES = {"policy": codes_of("policy_type"), "project": codes_of("project_type")}
_STATUSES = {"policy": codes_of("policy_status"), "project": codes_of("project_status")}


def load_units(folder: Path = LEXICON) -> list[Sourced[Unit]]:
    """Read the units with the forms they take in prose; they are published as a table, too."""
    units = _read(folder, "units", Unit)
    refuse_twins(units, "unit_id")
    _refuse_same(((form.lower(),), unit) for unit in units for form in unit.item.aliases_zh)
    return units


def load_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Read the genre's vocabulary; every pattern is compiled here, once a process as long as no byte changes.

    Raises SeedError, with file and line, for a broken pattern, and for a table that is missing or empty.
    """
    return _compiled(folder, tuple(_bytes(folder / name) for name in TABLES))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None  # whoever reads it as a table says why


@lru_cache(maxsize=2)
def _compiled(folder: Path, _read_anew: tuple[bytes | None, ...]) -> Lexicon:
    """Return the vocabulary of a folder; a fault is never kept."""
    units = [unit.item for unit in load_units(folder)]
    qualifiers = [row.item for row in _read(folder, "qualifiers", WordLine)]
    nouns = {kind: _nouns(folder, kind) for kind in _TYPES}
    return Lexicon(
        units=Units.of(UnitForms(u.unit_id, u.dimension, u.aliases_zh) for u in units),
        unit_hints=_unit_hints(folder, {unit.unit_id for unit in units}),
        before=Words({q.word: q.qualifier for q in qualifiers if q.position == "before" and q.qualifier}),
        after=Words({q.word: q.qualifier for q in qualifiers if q.position == "after" and q.qualifier}),
        qualifier_traps=_patterns(folder, "qualifier_traps"),
        verbs=_verbs(folder),
        clause_words=_clause_words(folder),
        natures=_natures(folder),
        meanings=_meanings(folder, units),
        bases=_cues(folder, "bases"),
        statuses=_cues(folder, "statuses"),
        parts=_cues(folder, "section_parts"),
        traps=_traps(folder),
        sentences=tuple(
            SentenceRule(_compile(row, row.item.pattern), row.item.decision, row.item.reason, row.item.part or "")
            for row in _read(folder, "sentence_rules", SentenceRuleLine)
        ),
        creating=_words(folder, "creating_verbs"),
        subject_words=_patterns(folder, "subject_words"),
        status_verbs=_status_verbs(folder),
        policy_nouns={noun.word: noun.kind for noun in nouns["policy"]},
        project_nouns={noun.word: noun.kind for noun in nouns["project"]},
        lone_names=_that_need("nothing", nouns),
        led_names=_that_need("verb", nouns),
        counted_names=_that_need("count", nouns),
        promising=Words({row.item.word: row.item.role for row in _read(folder, "promising_verbs", PromisingVerbLine)}),
        stages=_stages(folder),
        stage_words=_stage_words(folder),
        name_words=_name_words(folder),
        evidence=_evidence(folder),
        events=Events({row.item.word: row.item.name_en for row in _read(folder, "event_verbs", EventVerbLine)}),
        damages=tuple(
            SourceDamage(
                d.kind, _compile(row, d.pattern, re.MULTILINE), d.spoils, d.name_en, d.name_zh, d.effect_en, d.effect_zh
            )
            for row in _read(folder, "source_damages", SourceDamageLine)
            for d in (row.item,)
        ),
    )


def _status_verbs(folder: Path) -> tuple[StatusVerb, ...]:
    rows = _read(folder, "status_verbs", StatusVerbLine)
    for row in rows:
        _require(row, "status", row.item.status, _STATUSES[row.item.kind])
    return tuple(
        sorted((StatusVerb(r.item.word, r.item.kind, r.item.status) for r in rows), key=lambda v: -len(v.word))
    )


def _stages(folder: Path) -> dict[str, StageVerb]:
    rows = _read(folder, "stage_verbs", StageVerbLine)
    for row in rows:
        verb = row.item
        for name in ("project", "project_planned"):
            _require(row, name, getattr(verb, name), _STATUSES["project"])
        for name in ("policy", "policy_planned"):
            _require(row, name, getattr(verb, name), _STATUSES["policy"])
    return {row.item.word: StageVerb(**row.item.model_dump()) for row in rows}


def _stage_words(folder: Path) -> dict[str, StageWord]:
    rows = _read(folder, "stage_words", StageWordLine)
    for row in rows:
        for kind, known in _STATUSES.items():
            _require(row, kind, getattr(row.item, kind), known)
    return {row.item.word: StageWord(row.item.word, row.item.project, row.item.policy) for row in rows}


def _that_need(what: str, nouns: dict[str, list[NounLine]]) -> frozenset[str]:
    return frozenset(noun.word for lines in nouns.values() for noun in lines if noun.needs == what)


def _name_words(folder: Path) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for row in _read(folder, "name_words", NameWordLine):
        words.setdefault(row.item.role, set()).add(row.item.word)
    return {role: frozenset(each) for role, each in words.items()}


def _evidence(folder: Path) -> dict[str, Evidence]:
    """Read the weights: some twenty thousand lines, so strictly only where one of them is odd, to tell which."""
    try:
        return _plain_evidence(folder / "evidence.csv")
    except (ValueError, KeyError, csv.Error):
        found: dict[str, Evidence] = {kind: {} for kind in WEIGHED}
        for row in _read(folder, "evidence", EvidenceLine):
            found[row.item.kind][row.item.trait] = row.item.weight
        missing = [kind for kind, weights in found.items() if not weights]
        if missing:
            fault = f"{shown(folder / 'evidence.csv')}:1: holds no weight for a {missing[0]}"
            raise LexiconError(f"{fault}: put the lines back (git checkout)") from None
        return found


def _plain_evidence(path: Path) -> dict[str, Evidence]:
    """Read the weights of a table with nothing odd in it. Raises ValueError, KeyError or csv.Error where there is."""
    found: dict[str, Evidence] = {kind: {} for kind in WEIGHED}
    lines = csv.reader(io.StringIO(read_plain(path, shown(path), SeedError), newline=""), strict=True)
    if next(lines, []) != list(EvidenceLine.model_fields):
        raise ValueError("another header")
    for kind, trait, weight in lines:
        if not trait.isprintable() or trait in found[kind] or not trait or not _WHOLE.fullmatch(weight):
            raise ValueError("a trait that is none or stands twice, or no weight")
        found[kind][trait] = int(weight)
    if not all(found.values()):
        raise ValueError("a kind without weights")
    return found


def _unit_hints(folder: Path, units: set[str]) -> tuple[UnitHint, ...]:
    found = []
    for row in _read(folder, "unit_hints", UnitHintLine):
        hint = row.item
        for name, unit in (("unit_id", hint.unit_id), ("unit_found", hint.unit_found)):
            _require(row, name, unit, (*sorted(units), *([""] if name == "unit_found" else [])))
        before, after = _compile(row, hint.before), _compile(row, hint.after)
        found.append(UnitHint(hint.unit_found, before, after, hint.unit_id, hint.qualifier or "", hint.least))
    return tuple(found)


def _traps(folder: Path) -> tuple[Trap, ...]:
    flags = re.IGNORECASE | re.MULTILINE
    return tuple(
        Trap(_compile(row, t.pattern, flags), t.role, t.reason or "")
        for row in _read(folder, "name_traps", TrapLine)
        for t in (row.item,)
    )


def _verbs(folder: Path) -> Verbs:
    rows = _read(folder, "verbs", VerbLine)
    verbs = (row.item for row in rows)
    return Verbs({v.word: Verb(v.word, v.kind, v.direction, bool(v.of_subject)) for v in verbs})


def _clause_words(folder: Path) -> ClauseWords:
    by_role: dict[str, tuple[str, ...]] = {}
    for row in _read(folder, "clause_words", ClauseWordLine):
        by_role[row.item.role] = (*by_role.get(row.item.role, ()), row.item.word)
    return ClauseWords(by_role)


def _natures(folder: Path) -> Words[Noun]:
    rows = _read(folder, "nature_nouns", NatureNounLine)
    return Words({row.item.word: Noun(row.item.word, row.item.nature) for row in rows})


def _meanings(folder: Path, units: list[Unit]) -> Meanings:
    known = {ANY, *(unit.unit_id for unit in units), *codes_of("dimension")}
    rows = _read(folder, "meanings", MeaningLine)
    for row in rows:
        _require(row, "verb", row.item.verb, (ANY, *KINDS, *STANCES, "none"))
        _require(row, "noun", row.item.noun, (ANY, *NATURES, "none"))
        _require(row, "unit", row.item.unit, sorted(known))
    return Meanings(tuple(Meaning(r.item.verb, r.item.noun, r.item.unit, r.item.measure) for r in rows))


def _require(row: Sourced[Any], column: str, value: str, known: Collection[str]) -> None:
    """Refuse a word that is none of those its column may hold; a near one is named."""
    if value not in known:
        near = difflib.get_close_matches(value, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {shorten(', '.join(known), 200)}"
        raise SeedError(f"{row.place}: column {column} holds “{shorten(value)}”: {hint}")


def _read(folder: Path, name: str, model: type[Model]) -> list[Sourced[Model]]:
    path = folder / f"{name}.csv"
    lines = read_table(path, shown(path), model)
    if not lines:
        raise LexiconError(f"{shown(path)}:1: holds no line: the engine cannot read a text without it, put them back")
    columns = model.told_by if issubclass(model, Line) else ()
    _refuse_same((tuple(getattr(row.item, name) for name in columns), row) for row in lines)
    return lines


def _refuse_same(keyed: Iterable[tuple[tuple[object, ...], Sourced[Any]]]) -> None:
    """Refuse a word that stands twice where the engine would hear one of the two in silence."""
    first: dict[tuple[object, ...], Sourced[Any]] = {}
    for key, row in keyed:
        if key and first.setdefault(key, row) is not row:
            words = " ".join(str(part) for part in key if part)
            raise SeedError(f"{row.place}: “{shorten(words)}” stands already at {first[key].place}: remove one")


def _words(folder: Path, name: str) -> tuple[str, ...]:
    return tuple(row.item.word for row in _read(folder, name, WordLine))


def _nouns(folder: Path, kind: str) -> list[NounLine]:
    rows = _read(folder, f"{kind}_nouns", NounLine)
    for row in rows:
        _require(row, "kind", row.item.kind, _TYPES[kind])
    return [row.item for row in rows]


def _patterns(folder: Path, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(cue.pattern for cue in _cues(folder, name))


def _cues(folder: Path, name: str) -> tuple[Cue, ...]:
    rows = _read(folder, name, CueLine)
    for row in rows:
        _require(row, "code", row.item.code, _CODES[name])
        _require(row, "scope", row.item.scope, ("",))
    return tuple(Cue(_compile(row, row.item.pattern), row.item.code, row.item.scope) for row in rows)


def _compile(row: Sourced[Any], pattern: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError) as fault:
        raise SeedError(f"{row.place}: pattern “{shorten(pattern)}” is no regular expression ({fault})") from None
