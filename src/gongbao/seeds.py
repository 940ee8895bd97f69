"""The only reader of the disk: registry, lexicon and reports become frozen models."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from gongbao.column import SLUG
from gongbao.errors import SeedError, SourceError
from gongbao.lexicon import Lexicon
from gongbao.lexicon_seeds import load_lexicon
from gongbao.rows import Indicator, Organization, Place, Term, Theme, Unit
from gongbao.seed_models import (
    CandidateSeed,
    CommitmentSeed,
    EntityMentionSeed,
    ErratumSeed,
    NumeralSeed,
    ObservationSeed,
    PolicyMentionSeed,
    PolicySeed,
    ProjectMentionSeed,
    ProjectOrganizationSeed,
    ProjectSeed,
    ReportSeed,
    SentenceSeed,
)
from gongbao.seedfiles import Model, Sourced, read_plain, read_table, read_yaml, refuse_html


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
    project_mentions: list[Sourced[ProjectMentionSeed]]
    project_organizations: list[Sourced[ProjectOrganizationSeed]]
    policy_mentions: list[Sourced[PolicyMentionSeed]]
    commitments: list[Sourced[CommitmentSeed]]
    entity_mentions: list[Sourced[EntityMentionSeed]]
    candidates: list[Sourced[CandidateSeed]]

    @property
    def curated(self) -> bool:
        """Tell whether a person has decided everything."""
        return bool(self.seed.item.review == "curated")

    def line_of(self, position: int) -> str:
        """Return `file:line` of a character of the text."""
        return f"{self.text_file}:{self.text.count(chr(10), 0, position) + 1}"


@dataclass(frozen=True, slots=True)
class Registry:
    """What lives longer than one report."""

    themes: list[Sourced[Theme]]
    units: list[Sourced[Unit]]
    places: list[Sourced[Place]]
    indicators: list[Sourced[Indicator]]
    organizations: list[Sourced[Organization]]
    terms: list[Sourced[Term]]
    projects: list[Sourced[ProjectSeed]]
    policies: list[Sourced[PolicySeed]]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything a build starts from."""

    registry: Registry
    lexicon: Lexicon
    reports: list[ReportFolder]


def load_seeds(folder: Path) -> Seeds:
    """Read the whole seeds folder.

    Raises SeedError or SourceError, in one line with file, line and remedy.
    """
    registry = load_registry(folder)
    lexicon = load_lexicon(folder, registry.units)
    home = folder / "reports"
    names = sorted(path.name for path in home.iterdir() if path.is_dir()) if home.is_dir() else []
    if not names:
        raise SeedError("seeds/reports: there is no report: add a folder with text.txt and report.yml")
    return Seeds(registry, lexicon, [load_report(folder, name) for name in names])


def load_registry(folder: Path) -> Registry:
    """Read the registry tables; an id that stands twice is a SeedError."""

    def table(name: str, model: type[Model], key: str) -> list[Sourced[Model]]:
        rows = read_table(folder / "registry" / f"{name}.csv", f"seeds/registry/{name}.csv", model)
        _refuse_twins(rows, key)
        return rows

    return Registry(
        themes=table("themes", Theme, "theme_id"),
        units=table("units", Unit, "unit_id"),
        places=table("places", Place, "place_id"),
        indicators=table("indicators", Indicator, "indicator_id"),
        organizations=table("organizations", Organization, "organization_id"),
        terms=table("terms", Term, "term_id"),
        projects=table("projects", ProjectSeed, "project_id"),
        policies=table("policies", PolicySeed, "policy_id"),
    )


def _refuse_twins(rows: list[Sourced[Model]], key: str) -> None:
    first: dict[object, str] = {}
    for row in rows:
        value = getattr(row.item, key)
        if value in first:
            raise SeedError(
                f"{row.place}: {key} “{value}” stands already at {first[value]}: give one of them another id"
            )
        first[value] = row.place


def load_report(folder: Path, report_id: str) -> ReportFolder:
    """Read one report's folder; the text must have the checksum report.yml states (law of the frozen source)."""
    home, shown = folder / "reports" / report_id, f"seeds/reports/{report_id}"
    if not re.fullmatch(SLUG, report_id):
        raise SeedError(f"{shown}: a report's folder is named in lower-case letters, digits and hyphens")
    seed = read_yaml(home / "report.yml", f"{shown}/report.yml", ReportSeed)
    text = _read_text(home / "text.txt", f"{shown}/text.txt", seed)

    def table(name: str, model: type[Model]) -> list[Sourced[Model]]:
        return read_table(home / f"{name}.csv", f"{shown}/{name}.csv", model, optional=True)

    return ReportFolder(
        report_id,
        seed,
        text,
        f"{shown}/text.txt",
        observations=table("observations", ObservationSeed),
        numerals=table("numerals", NumeralSeed),
        sentences=table("sentences", SentenceSeed),
        errata=table("errata", ErratumSeed),
        project_mentions=table("project_mentions", ProjectMentionSeed),
        project_organizations=table("project_organizations", ProjectOrganizationSeed),
        policy_mentions=table("policy_mentions", PolicyMentionSeed),
        commitments=table("commitments", CommitmentSeed),
        entity_mentions=table("entity_mentions", EntityMentionSeed),
        candidates=table("candidates", CandidateSeed),
    )


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
