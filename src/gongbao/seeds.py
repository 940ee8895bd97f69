"""The only reader of the disk: registry, lexicon and reports become frozen models."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from gongbao import columns as c
from gongbao.errors import SeedError, SourceError
from gongbao.lexicon import Change, Cue, Lexicon, SentenceRule, Trap, UnitHint
from gongbao.rows import Indicator, Place, Row, Theme, Unit
from gongbao.seedfiles import Model, Sourced, read_plain, read_table, read_yaml, refuse_html
from gongbao.units import Unit as UnitForms
from gongbao.units import Units


class Seed(BaseModel):
    """Base of everything people write: frozen, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportSeed(Seed):
    """report.yml: what is known of a document beside its text."""

    title_zh: c.TitleZh
    title_en: c.TitleEn
    issuer_zh: c.IssuerZh
    issuer_en: c.IssuerEn
    place_id: c.PlaceId
    year_covered: c.YearCovered
    year_planned: c.YearPlanned | None = None
    published_on: date | None = None
    document_number: str | None = None
    provenance_zh: c.ProvenanceZh
    provenance_en: c.ProvenanceEn
    rights_zh: c.RightsZh
    rights_en: c.RightsEn
    sha256: c.Sha256
    review: c.Review


class Anchored(Seed):
    """A line that points at the text by a quote which must match exactly once."""

    quote: str = Field(min_length=1)
    prefix: str = ""
    suffix: str = ""


class ObservationSeed(Anchored):
    """What a curator says of one value; an empty column accepts the machine's reading."""

    part: str = Field("", pattern=r"^[a-z]?$")
    indicator_id: c.IndicatorId
    unit_id: c.UnitId | None = None
    measure: c.Measure | None = None
    qualifier: c.Qualifier | None = None
    direction: c.Direction | None = None
    basis: c.Basis | None = None
    period_start: str | None = Field(None, pattern=r"^(\d{4}-\d{2}-\d{2}|none)$")
    period_end: date | None = None
    place_id: c.PlaceId | None = None
    status: c.Status | None = None
    note_zh: str | None = None
    note_en: str | None = None


class NumeralSeed(Anchored):
    """A curator's word on a numeral the rules misread; the quote is the numeral itself."""

    role: c.Role
    reason: c.Reason | None = None


class SentenceSeed(Seed):
    """A sentence's translation and, where the rules err, its decision."""

    quote: str = Field(min_length=1)
    text_en: c.TextEn
    decision: c.Decision | None = None
    reason: c.Reason | None = None


class ErratumSeed(Anchored):
    """One damaged spot."""

    erratum_kind: c.ErratumKind
    reading_zh: c.ReadingZh
    confidence: c.Confidence
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn


@dataclass(frozen=True, slots=True)
class ReportFolder:
    """A report with everything a curator said of it; `text` is frozen."""

    report_id: str
    seed: Sourced[ReportSeed]
    text: str
    text_file: str
    observations: list[Sourced[ObservationSeed]]
    numerals: list[Sourced[NumeralSeed]]
    sentences: list[Sourced[SentenceSeed]]
    errata: list[Sourced[ErratumSeed]]


@dataclass(frozen=True, slots=True)
class Registry:
    """What lives longer than one report."""

    themes: list[Sourced[Theme]]
    units: list[Sourced[Unit]]
    places: list[Sourced[Place]]
    indicators: list[Sourced[Indicator]]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything a build starts from."""

    registry: Registry
    lexicon: Lexicon
    reports: list[ReportFolder]


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


def load_seeds(folder: Path) -> Seeds:
    """Read the whole seeds folder.

    Raises SeedError or SourceError, in one line with file, line and remedy.
    """
    registry = load_registry(folder)
    lexicon = load_lexicon(folder, registry.units)
    names = sorted(path.name for path in (folder / "reports").iterdir() if path.is_dir())
    if not names:
        raise SeedError("seeds/reports: there is no report: add a folder with text.txt and report.yml")
    return Seeds(registry, lexicon, [load_report(folder, name) for name in names])


def load_registry(folder: Path) -> Registry:
    """Read the registry tables; an id that stands twice is a SeedError."""

    def table(name: str, model: type[Row]) -> list[Sourced[Row]]:
        rows = read_table(folder / "registry" / f"{name}.csv", f"seeds/registry/{name}.csv", model)
        _refuse_twins(rows, model.primary_key[0])
        return rows

    return Registry(
        table("themes", Theme),  # type: ignore[arg-type]
        table("units", Unit),  # type: ignore[arg-type]
        table("places", Place),  # type: ignore[arg-type]
        table("indicators", Indicator),  # type: ignore[arg-type]
    )


def _refuse_twins(rows: list[Sourced[Row]], key: str) -> None:
    first: dict[object, str] = {}
    for row in rows:
        value = getattr(row.item, key)
        if value in first:
            raise SeedError(
                f"{row.place}: {key} “{value}” stands already at {first[value]}: give one of them another id"
            )
        first[value] = row.place


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
    )


def _lexicon(folder: Path, name: str, model: type[Model]) -> list[Sourced[Model]]:
    return read_table(folder / "lexicon" / f"{name}.csv", f"seeds/lexicon/{name}.csv", model)


def _cues(folder: Path, name: str) -> tuple[Cue, ...]:
    return tuple(Cue(_compile(row), row.item.code, row.item.scope) for row in _lexicon(folder, name, _Cue))


def _compile(row: Sourced[_Cue] | Sourced[_Trap] | Sourced[_SentenceRule], flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(row.item.pattern, flags)
    except re.error as fault:
        raise SeedError(f"{row.place}: pattern “{row.item.pattern}” is no regular expression ({fault})") from None


def load_report(folder: Path, report_id: str) -> ReportFolder:
    """Read one report's folder; the text must have the checksum report.yml states (law of the frozen source)."""
    home, shown = folder / "reports" / report_id, f"seeds/reports/{report_id}"
    if not re.fullmatch(c.SLUG, report_id):
        raise SeedError(f"{shown}: a report's folder is named in lower-case letters, digits and hyphens")
    seed = read_yaml(home / "report.yml", f"{shown}/report.yml", ReportSeed)
    text = _read_text(home / "text.txt", f"{shown}/text.txt", seed)

    def table(name: str, model: type[Model]) -> list[Sourced[Model]]:
        return read_table(home / f"{name}.csv", f"{shown}/{name}.csv", model, optional=True)

    return ReportFolder(
        report_id, seed, text, f"{shown}/text.txt",
        table("observations", ObservationSeed), table("numerals", NumeralSeed),
        table("sentences", SentenceSeed), table("errata", ErratumSeed),
    )  # fmt: skip


def _read_text(path: Path, shown: str, seed: Sourced[ReportSeed]) -> str:
    text = read_plain(path, shown, SourceError)
    refuse_html(text, shown)
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != seed.item.sha256:
        raise SourceError(
            f"{shown}: is not the text that was frozen (SHA-256 {found[:12]}…, {seed.file} says "
            f"{seed.item.sha256[:12]}…; {len(text)} characters now): restore it (git checkout), never edit it"
        )
    if not text.strip():
        raise SourceError(f"{shown}: holds only white space: put the text back")
    return text
