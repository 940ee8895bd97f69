"""The only reader of the disk: registry, lexicon and reports become frozen models."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from gongbao.errors import SeedError, SourceError, counted, shorten
from gongbao.model.column import SLUG
from gongbao.model.rows import Indicator, Organization, Place, SameAs, Term, Theme, Unit
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.text import split_sentences
from gongbao.resources import LEXICON, shown
from gongbao.seeds import models
from gongbao.seeds.corrections import EARLIER, CarriedSeed, CorrectionSeed, Lineage, read_lineage
from gongbao.seeds.files import LONGEST_CELL, Model, Sourced, read_plain, read_table, refuse_html, refuse_twins
from gongbao.seeds.lexicon import TABLES as TABLES_OF_LEXICON
from gongbao.seeds.lexicon import load_lexicon, load_units
from gongbao.seeds.yaml_files import line_of, read_yaml
from gongbao.strays import is_stray

# The tables of seeds/registry, each with the columns that name its rows (units stand in the lexicon).
REGISTRY: dict[type[BaseModel], tuple[str, tuple[str, ...]]] = {
    Theme: ("themes", ("theme_id",)),
    Place: ("places", ("place_id",)),
    Indicator: ("indicators", ("indicator_id",)),
    Organization: ("organizations", ("organization_id",)),
    Term: ("terms", ("term_id",)),
    models.ProjectSeed: (models.ProjectSeed.file, ("project_id",)),
    models.PolicySeed: (models.PolicySeed.file, ("policy_id",)),
    SameAs: (SameAs.table, SameAs.primary_key),
    models.ExternalFactSeed: (models.ExternalFactSeed.file, ("table_name", "row_id", "fact_kind")),
    models.DoubtSeed: (models.DoubtSeed.file, ("table_name", "row_id", "doubt_kind")),
}
# Tables of the registry that may be absent: they say more of rows that stand in others.
_BESIDE: tuple[type[BaseModel], ...] = (SameAs, models.ExternalFactSeed, models.DoubtSeed)
# The tables a report's folder may hold; an absent one is empty.
REPORT: tuple[type[models.Seed], ...] = (
    models.ObservationSeed,
    models.NumeralSeed,
    models.SentenceSeed,
    models.ErratumSeed,
    models.ProjectMentionSeed,
    models.ProjectOrganizationSeed,
    models.PolicyMentionSeed,
    models.PolicyOrganizationSeed,
    models.CommitmentSeed,
    models.EntityMentionSeed,
    models.CandidateSeed,
    models.TermUsageSeed,
    models.DoubtSeed,
)
_ROOT = ("dataset.yml", "registry", "reports", "tombstones.csv", "withdrawn.csv", "minisign.pub")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
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
    """A report with everything a curator said of it; `text` is frozen, `lineage` says what stood there before it."""

    report_id: str
    seed: Sourced[models.ReportSeed]
    text: str
    text_file: str
    tables: Tables
    lineage: Lineage

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
    _refuse_unknown(folder, _ROOT, "seeds")
    _refuse_unknown(lexicon, TABLES_OF_LEXICON, shown(lexicon))
    units = load_units(lexicon)
    registry = load_registry(folder, units)
    home = folder / "reports"
    names = sorted(path.name for path in home.iterdir() if not is_stray(path.name)) if home.is_dir() else []
    if not names:
        raise SeedError("seeds/reports: there is no report: add a folder with text.txt and report.yml")
    reports = []
    for name in names:
        try:
            report = load_report(folder, name)
            _refuse_unknown_place(report, registry, folder / "reports" / name / "report.yml")
            reports.append(report)
        except (SeedError, SourceError) as fault:
            if skip is None:
                raise
            skip(name, str(fault))
    return Seeds(registry, load_lexicon(lexicon), reports)


def load_registry(folder: Path, units: list[Sourced[Unit]]) -> Registry:
    """Read the registry's tables; `units` are those of the lexicon. An id that stands twice is a SeedError."""
    _refuse_unknown(folder / "registry", [f"{name}.csv" for name, _ in REGISTRY.values()], "seeds/registry")
    tables: dict[type[BaseModel], list[Sourced[Any]]] = {Unit: units}
    for model, (name, key) in REGISTRY.items():
        path, told = folder / "registry" / f"{name}.csv", f"seeds/registry/{name}.csv"
        tables[model] = read_table(path, told, model, optional=model in _BESIDE)
        refuse_twins(tables[model], *key)
        _refuse_own_alias(tables[model])
    _refuse_circles(tables[Place])
    return Registry(tables)


def load_report(folder: Path, report_id: str) -> ReportFolder:
    """Read one report's folder; the text must have the checksum report.yml states (law of the frozen source)."""
    home, name = folder / "reports" / report_id, f"seeds/reports/{report_id}"
    if not re.fullmatch(SLUG, report_id):
        raise SeedError(f"{name}: a report's folder is named in lower-case letters, digits and hyphens")
    if re.search(r"-r\d+$", report_id):
        raise SeedError(f"{name}: a name that ends so is that of a corrected text of another report: choose another")
    tables_of: tuple[type[models.Seed], ...] = (*REPORT, CorrectionSeed, CarriedSeed)
    _refuse_unknown(home, ["text.txt", "report.yml", EARLIER, *(f"{model.file}.csv" for model in tables_of)], name)
    seed = read_yaml(home / "report.yml", f"{name}/report.yml", models.ReportSeed)
    text = _read_text(home / "text.txt", f"{name}/text.txt", seed)
    files = ((model, f"{model.file}.csv") for model in REPORT)
    tables: Tables = {model: read_table(home / file, f"{name}/{file}", model, optional=True) for model, file in files}
    lineage = read_lineage(home, name, text)
    return ReportFolder(report_id, seed, text, f"{name}/text.txt", tables, lineage)


def _refuse_unknown(folder: Path, known: Iterable[str], shown: str) -> None:
    """Refuse a file nobody would read: what it says would be lost in silence. Strays of systems are passed over."""
    names = list(known)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in names and not is_stray(path.name):
            near = difflib.get_close_matches(path.name, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"the files here are {', '.join(sorted(names))}"
            raise SeedError(f"{shown}/{shorten(path.name)}: nothing reads a file of this name: {hint}")


def _refuse_unknown_place(report: ReportFolder, registry: Registry, path: Path) -> None:
    """Refuse a report that is about a place nobody knows: every value of it would be told of none."""
    place, known = report.seed.item.place_id, [line.item.place_id for line in registry.lines(Place)]
    if place not in known:
        near = difflib.get_close_matches(place, known, 1)
        hint = f"did you mean {near[0]}?" if near else "add it to seeds/registry/places.csv or correct the line"
        at = f"{report.seed.file}:{line_of(path, 'place_id')}"
        raise SeedError(f"{at}: place_id “{shorten(place)}” is not in the registry: {hint}")


def _refuse_circles(places: Iterable[Sourced[Any]]) -> None:
    """Refuse a place that lies in itself, be it by way of others."""
    lines = {line.item.place_id: line for line in places}
    for line in lines.values():
        seen, above = [line.item.place_id], line.item.parent_place_id
        while above in lines and above not in seen:
            seen.append(above)
            above = lines[above].item.parent_place_id
        if above == line.item.place_id:
            way = " in ".join([*seen, seen[0]])
            raise SeedError(f"{line.place}: parent_place_id leads back to the place ({way}): name what it lies in")


def _refuse_own_alias(rows: Iterable[Sourced[Any]]) -> None:
    """Refuse a name that stands among the other names of the same thing."""
    for row in rows:
        for language in ("zh", "en"):
            name, others = (getattr(row.item, f"{what}_{language}", ()) for what in ("name", "aliases"))
            if name and name in others:
                raise SeedError(f"{row.place}: aliases_{language} repeats the name “{shorten(name)}”: remove it there")


def _read_text(path: Path, shown: str, seed: Sourced[models.ReportSeed]) -> str:
    text = read_plain(path, shown, SourceError)
    refuse_html(text, shown)
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != seed.item.sha256:
        raise SourceError(
            f"{shown}: is not the text that was frozen (SHA-256 {found[:12]}…, {seed.file} says "
            f"{seed.item.sha256[:12]}…; {counted(len(text), 'character')} now): "
            "restore it (git checkout), never edit it"
        )
    if not text.strip():
        raise SourceError(f"{shown}: holds only white space: put the text back")
    _refuse_unpublishable(text, shown)
    return text


def _refuse_unpublishable(text: str, shown: str) -> None:
    """Refuse what a worksheet cannot hold: it would be lost there in silence."""
    control = _CONTROL.search(text)
    if control:
        line, character = text.count("\n", 0, control.start()) + 1, f"U+{ord(control.group()):04X}"
        raise SourceError(f"{shown}:{line}: holds the control character {character}: take the text from a sound source")
    longest = max(split_sentences(text), key=lambda sentence: sentence.core.end - sentence.core.start)
    length = longest.core.end - longest.core.start
    if length > LONGEST_CELL:
        line = text.count("\n", 0, longest.core.start) + 1
        raise SourceError(
            f"{shown}:{line}: a sentence of {length} characters, a cell {LONGEST_CELL} at most: is it text?"
        )
