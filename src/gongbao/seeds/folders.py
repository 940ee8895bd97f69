"""The only reader of the disk: registry, lexicon and reports become frozen models."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from gongbao.errors import SeedError, SourceError
from gongbao.model.column import SLUG
from gongbao.model.rows import Indicator, Organization, Place, Term, Theme, Unit
from gongbao.reading.lexicon import Lexicon
from gongbao.resources import LEXICON
from gongbao.seeds import models
from gongbao.seeds.files import Model, Sourced, read_plain, read_table, read_yaml, refuse_html, refuse_twins
from gongbao.seeds.lexicon import load_lexicon, load_units

# The tables of seeds/registry, each with the column that names its rows (units stand in the lexicon).
REGISTRY: dict[type[BaseModel], tuple[str, str]] = {
    Theme: ("themes", "theme_id"),
    Place: ("places", "place_id"),
    Indicator: ("indicators", "indicator_id"),
    Organization: ("organizations", "organization_id"),
    Term: ("terms", "term_id"),
    models.ProjectSeed: (models.ProjectSeed.file, "project_id"),
    models.PolicySeed: (models.PolicySeed.file, "policy_id"),
}
# The tables a report's folder may hold; an absent one is empty.
REPORT: tuple[type[models.Seed], ...] = (
    models.ObservationSeed,
    models.NumeralSeed,
    models.SentenceSeed,
    models.ErratumSeed,
    models.ProjectMentionSeed,
    models.ProjectOrganizationSeed,
    models.PolicyMentionSeed,
    models.CommitmentSeed,
    models.EntityMentionSeed,
    models.CandidateSeed,
)
Tables = Mapping[type[BaseModel], list[Sourced[Any]]]
Skip = Callable[[str, str], None]  # told the id of a report that is left out, and why in one line


@dataclass(frozen=True, slots=True)
class Registry:
    """What lives longer than one report, table by table."""

    tables: Tables

    def lines(self, model: type[Model]) -> list[Sourced[Model]]:
        """Return the lines of one table."""
        return self.tables[model]


@dataclass(frozen=True, slots=True)
class ReportFolder:
    """A report with everything a curator said of it; `text` is frozen."""

    report_id: str
    seed: Sourced[models.ReportSeed]
    text: str
    text_file: str
    tables: Tables

    def lines(self, model: type[Model]) -> list[Sourced[Model]]:
        """Return the lines of one table."""
        return self.tables[model]

    @property
    def curated(self) -> bool:
        """Tell whether a person has decided everything."""
        return bool(self.seed.item.review == "curated")

    def line_of(self, position: int) -> str:
        """Return `file:line` of a character of the text."""
        return f"{self.text_file}:{self.text.count(chr(10), 0, position) + 1}"


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything a build starts from."""

    registry: Registry
    lexicon: Lexicon
    reports: list[ReportFolder]


def load_seeds(folder: Path, *, lexicon: Path = LEXICON, skip: Skip | None = None) -> Seeds:
    """Read the whole seeds folder; `lexicon` is the folder of the genre's vocabulary.

    A report that cannot be used is told to `skip` and left out; without `skip` it raises. Raises SeedError or
    SourceError, in one line with file, line and remedy.
    """
    units = load_units(lexicon)
    registry = load_registry(folder, units)
    home = folder / "reports"
    names = sorted(path.name for path in home.iterdir() if path.is_dir()) if home.is_dir() else []
    if not names:
        raise SeedError("seeds/reports: there is no report: add a folder with text.txt and report.yml")
    reports = []
    for name in names:
        try:
            reports.append(load_report(folder, name))
        except (SeedError, SourceError) as fault:
            if skip is None:
                raise
            skip(name, str(fault))
    return Seeds(registry, load_lexicon(lexicon), reports)


def load_registry(folder: Path, units: list[Sourced[Unit]]) -> Registry:
    """Read the registry's tables; `units` are those of the lexicon. An id that stands twice is a SeedError."""
    tables: dict[type[BaseModel], list[Sourced[Any]]] = {Unit: units}
    for model, (name, key) in REGISTRY.items():
        tables[model] = read_table(folder / "registry" / f"{name}.csv", f"seeds/registry/{name}.csv", model)
        refuse_twins(tables[model], key)
    return Registry(tables)


def load_report(folder: Path, report_id: str) -> ReportFolder:
    """Read one report's folder; the text must have the checksum report.yml states (law of the frozen source)."""
    home, shown = folder / "reports" / report_id, f"seeds/reports/{report_id}"
    if not re.fullmatch(SLUG, report_id):
        raise SeedError(f"{shown}: a report's folder is named in lower-case letters, digits and hyphens")
    seed = read_yaml(home / "report.yml", f"{shown}/report.yml", models.ReportSeed)
    text = _read_text(home / "text.txt", f"{shown}/text.txt", seed)
    names = ((model, f"{model.file}.csv") for model in REPORT)
    tables: Tables = {model: read_table(home / name, f"{shown}/{name}", model, optional=True) for model, name in names}
    return ReportFolder(report_id, seed, text, f"{shown}/text.txt", tables)


def _read_text(path: Path, shown: str, seed: Sourced[models.ReportSeed]) -> str:
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
