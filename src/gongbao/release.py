"""Making a release, step by step: each step takes what the step before it returned, so that none can be left out.

    Clean -> Built -> Compared -> Decided -> Announced -> Staged -> published folder

The repository is not touched until the last step, which renames one finished folder into `releases/`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongbao import pipeline
from gongbao.citing.citations import release_database
from gongbao.errors import CheckError, GitError, ReleaseError, counted
from gongbao.exports import datasette_metadata, release_metadata, release_readme
from gongbao.exports.files import write_text
from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.exports.sqlite_database import add_history, release_file
from gongbao.laws import checks
from gongbao.packages import validation
from gongbao.packages.content import Package, fingerprint
from gongbao.publish import undisturbed
from gongbao.releases.changes import Tally, read_changes, write_changes
from gongbao.releases.contents import assemble, pack
from gongbao.releases.crosswalk import write_crosswalk
from gongbao.releases.history import history_of_release
from gongbao.releases.listing import count_table_files
from gongbao.releases.manifest import (
    FILE,
    FORMAT,
    Manifest,
    Source,
    describe_files,
    hash_seeds,
    list_files,
    list_tools,
    write_sums,
)
from gongbao.releases.repository import run_git
from gongbao.releases.schema_differences import compare_schemas
from gongbao.releases.shelf import FOLDER, Shelf, removed_ids
from gongbao.releases.summary import find_notes, render_summary, summarize
from gongbao.releases.tombstones import broken_tombstones, load_tombstones, missing_columns, missing_tombstones
from gongbao.releases.verdict import Verdict, decide, weigh
from gongbao.releases.verification import Against
from gongbao.resources import hash_code
from gongbao.seeds.dataset import Dataset, load_dataset
from gongbao.serving import databases, recordings
from gongbao.serving.proof import prove

Report = Callable[[str], None]
STAGING = ".gongbao-release"


def _quiet(_line: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A repository without uncommitted changes, and the folder the release is prepared in."""

    root: Path
    commit: str
    dataset: Dataset
    shelf: Shelf
    work: Path
    report: Report


@dataclass(frozen=True, slots=True)
class Built:
    """A fresh build, valid and equal to the committed files, and the package as its zip file will hold it."""

    clean: Clean
    build: Path
    package: Path


@dataclass(frozen=True, slots=True)
class Compared:
    """The build compared with the last release: changes.csv and changes.json lie in `changes`.

    `unburied` are the faults of tombstones: what was removed must say why before anything is released.
    """

    built: Built
    changes: Path
    tally: Tally
    verdict: Verdict
    unburied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """The version in seeds/dataset.yml is the one the changes call for."""

    compared: Compared


@dataclass(frozen=True, slots=True)
class Announced:
    """The changelog has an entry for the version, with the reasons of its data changes."""

    compared: Compared
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """The finished, verified release in a folder that is not yet in place."""

    folder: Path
    root: Path
    version: str


def require_clean(root: Path, *, report: Report = _quiet) -> Clean:
    """Open a repository for release; raises ReleaseError where anything is not committed."""
    lines = _git(root, "status", "--porcelain").splitlines()
    if lines:
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        raise ReleaseError(f"{lines[0][3:]}{more}: not committed: commit or remove it, then release")
    commit = _git(root, "rev-parse", "HEAD").strip()
    report(f"repository: clean at {commit[:12]}")
    work = root / STAGING
    clear(root)
    return Clean(root, commit, load_dataset(root / "seeds"), Shelf(root), work, report)


def _git(root: Path, *words: str) -> str:
    try:
        return run_git(root, *words).decode("utf-8", "replace")
    except GitError as fault:
        remedy = "install it to release" if fault.missing else "release from a clone of the project with a commit"
        raise ReleaseError(f"{root.name}: {fault}: {remedy}") from None


def build_anew(clean: Clean) -> Built:
    """Build from the seeds and validate: the laws, frictionless, and equality with the committed files.

    Raises CheckError with one line for every failure.
    """
    build, package = clean.work / "build", clean.work / "package"
    built = pipeline.build(clean.root / "seeds", build, report=clean.report)
    failures = list(validation.differences(clean.root, build))
    if failures:
        raise CheckError(failures)
    assemble(build, clean.root, package, clean.dataset)
    origins = validation.origins_of(built.tables)
    failures += validation.check_package(package, origins=origins)
    tables, unread = validation.read_package(package, origins=origins)
    failures += unread
    failures += built.check(tables)
    if failures:
        raise CheckError(failures)
    clean.report(f"validated: frictionless, pydantic and {len(checks.LAWS)} laws")
    return Built(clean, build, package)


def compare(built: Built) -> Compared:
    """Compare the build with the last release and weigh what changed."""
    clean, package = built.clean, Package(built.package)
    changes = clean.work / "changes"
    changes.mkdir()
    last = clean.shelf.last
    if last is None:
        return Compared(built, changes, write_changes(None, package, changes), decide(None, ()))
    with clean.shelf.open(last.version) as before:
        tally = write_changes(before, package, changes)
        stones = load_tombstones(clean.root / "seeds")
        failures = list(missing_columns(before, package, stones, clean.dataset.version))
        schema = tuple(compare_schemas(before, package))
    verdict = decide(last.version, weigh(schema, tally.row_changes(), _redefined(clean)))
    clean.report(f"compared with {last.version}: {counted(tally.cells, 'cell')} changed")
    version = verdict.version or clean.dataset.version
    if version not in clean.shelf.versions:  # what was removed in a release is proved against the one before it
        failures += missing_tombstones(tally.removed, stones, version)
    failures += broken_tombstones(removed_ids(clean.shelf), tally.added, stones)
    return Compared(built, changes, tally, verdict, tuple(failures))


def require_buried(compared: Compared) -> None:
    """Raise CheckError, with one line each, for ids removed without a tombstone and tombstones of no removal."""
    if compared.unburied:
        raise CheckError(list(compared.unburied))


def _redefined(clean: Clean) -> list[str]:
    """Name what the tombstones call redefined since the last release."""
    stones = [line.item for line in load_tombstones(clean.root / "seeds")]
    new = [s for s in stones if s.tombstone_event == "redefined" and s.version not in clean.shelf.versions]
    return [f"{stone.table_name}.{stone.column_name or stone.row_id}" for stone in new]


def settle(compared: Compared) -> Decided:
    """Accept the version of seeds/dataset.yml if the changes call for it.

    Raises CheckError for what is removed without a tombstone, ReleaseError with the verdict for any other number,
    for nothing to release, without a day, and for a day before that of the last release.
    """
    require_buried(compared)
    dataset, verdict = compared.built.clean.dataset, compared.verdict
    if verdict.version is None:
        raise ReleaseError(f"seeds/dataset.yml:1: {verdict.lines()[0]}")
    if dataset.version not in verdict.allowed:
        raise ReleaseError(
            f"seeds/dataset.yml:1: version {dataset.version} is not what the changes call for "
            f"({verdict.lines()[0]}): set “version: {verdict.version}” and build again (--dry-run gives the reasons)"
        )
    if dataset.released is None:
        raise ReleaseError("seeds/dataset.yml:1: has no day of release: add “released: YYYY-MM-DD” and build again")
    last = compared.built.clean.shelf.last
    if last is not None and dataset.released < last.released:
        raise ReleaseError(
            f"seeds/dataset.yml:1: released {dataset.released} is before {last.version} ({last.released}): "
            "write the day of this release and build again"
        )
    return Decided(compared)


def announce(decided: Decided) -> Announced:
    """Find the version's entry in CHANGELOG.md; raises ReleaseError where it or its Data part is not written."""
    clean = decided.compared.built.clean
    heading = f"## {clean.dataset.version} ({clean.dataset.released})"
    text = (clean.root / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = find_notes(text, heading)
    if notes is None:
        raise ReleaseError(f"CHANGELOG.md:1: has no entry “{heading}”: write what changed in the data, and why")
    if not notes:
        raise ReleaseError(f"CHANGELOG.md:1: the entry “{heading}” has no Data part: write what changed, and why")
    return Announced(decided.compared, notes)


def stage(announced: Announced) -> Staged:
    """Write every file of the release into a folder beside its place, and verify it there."""
    built = announced.compared.built
    clean, dataset = built.clean, built.clean.dataset
    folder = clean.work / dataset.version
    folder.mkdir()
    package = Package(built.package)
    pack(built.package, folder / f"{dataset.name}-{dataset.version}.zip")
    for name, write in RELEASE_FORMATS.items():
        write(package, folder, dataset)
        clean.report(f"{name}: written")
    for path in sorted(announced.compared.changes.iterdir()):
        shutil.copyfile(path, folder / path.name)
    manifest = _describe(announced, package)
    history = history_of_release(clean.shelf.folder, manifest, folder, package.root / "seeds")
    add_history(folder / release_file(dataset), history or {})
    write_crosswalk(package, folder)
    _introduce(announced, package, folder)
    _record(built, package, folder)
    for file, content in release_metadata.describe(package, dataset, folder).items():
        write_text(folder / file, content)
    _seal(announced, manifest, package, folder)
    clean.report(f"verified: {prove(folder, Against(shelf=clean.shelf.folder)).fingerprint}")
    return Staged(folder, clean.root, dataset.version)


def _introduce(announced: Announced, package: Package, folder: Path) -> None:
    """Write the README of the folder: that of the package, and what changed."""
    compared, rows = announced.compared, sum(1 for table in package.tables for _ in package.cells(table))
    english, chinese = summarize(compared.verdict, compared.tally, rows)
    news = release_readme.News(compared.verdict.previous, english, chinese, announced.notes)
    inside = (package.root / release_readme.FILE).read_text(encoding="utf-8")
    write_text(folder / release_readme.FILE, inside + release_readme.render_news(news))


def _record(built: Built, package: Package, folder: Path) -> None:
    """Freeze what Datasette tells of the release's database, and the answers it gives."""
    database = folder / release_file(built.clean.dataset)
    metadata = json.loads((built.build / "build" / datasette_metadata.FILE).read_text(encoding="utf-8"))
    frozen = datasette_metadata.freeze(metadata, built.clean.dataset)
    datasette_metadata.write_frozen(frozen, folder)
    app = databases.app_of([database], frozen)
    paths = recordings.list_requests(package, database, frozen["databases"][database.stem]["queries"])
    recordings.write_requests(folder, recordings.record(app, paths))


def _describe(announced: Announced, package: Package) -> Manifest:
    """Return the manifest as far as it is known before the files are: what the release is and follows."""
    compared, clean = announced.compared, announced.compared.built.clean
    dataset, (whole, each) = clean.dataset, fingerprint(package.tables, package)
    counts = _count_rows(package)
    english, chinese = summarize(compared.verdict, compared.tally, sum(counts.values()))
    assert dataset.released is not None
    return Manifest(
        format_version=FORMAT,
        name=dataset.name,
        version=dataset.version,
        released=dataset.released,
        previous=compared.verdict.previous,
        level=compared.verdict.level.word if compared.verdict.previous else "first",
        summary_en=english,
        summary_zh=chinese,
        database=release_database(dataset),
        archive=f"{dataset.name}-{dataset.version}.zip",
        fingerprint=whole,
        fingerprints=each,
        row_count=sum(counts.values()),
        change_count=compared.tally.cells,
        source=_source(clean, package),
        package=describe_files(package.root, list_files(package.root), counts),
        files=(),
    )


def _count_rows(package: Package) -> dict[str, int]:
    return {table.path: sum(1 for _ in package.cells(table)) for table in package.tables}


def _seal(announced: Announced, manifest: Manifest, package: Package, folder: Path) -> None:
    """Write the summary for people, and the lists of every file."""
    compared, dataset = announced.compared, announced.compared.built.clean.dataset
    title = f"{dataset.title_en} {dataset.version} ({dataset.released})"
    notes = [manifest.summary_en, "", manifest.summary_zh, "", *announced.notes]
    changes = read_changes(folder)
    summary = render_summary(title, compared.verdict, compared.tally, changes, notes, manifest.fingerprint)
    write_text(folder / "SUMMARY.md", summary)
    counts = count_table_files(list_files(folder), package, _count_rows(package))
    whole = manifest.model_copy(update={"files": describe_files(folder, list_files(folder), counts)})
    write_text(folder / FILE, whole.to_json())
    write_sums(folder)


def _source(clean: Clean, package: Package) -> Source:
    texts = {r["path"]: r["hash"] for r in package.descriptor["resources"] if r["name"].startswith("text-")}
    return Source(
        texts=texts,
        seeds_sha256=hash_seeds(clean.root / "seeds"),
        commit=clean.commit,
        code_sha256=hash_code(),
        tools=list_tools(),
    )


def publish(staged: Staged) -> Path:
    """Rename the finished folder into place, the one step that changes the repository.

    Raises ReleaseError where the version is already there.
    """
    target = staged.root / FOLDER / staged.version
    if target.exists():
        raise ReleaseError(f"releases/{staged.version}: is there already and never changes: take the next version")
    target.parent.mkdir(exist_ok=True)
    with undisturbed(f"releases/{staged.version} is in place, whole"):
        os.replace(staged.folder, target)
        clear(staged.root)
    return target


def clear(root: Path) -> None:
    """Remove what a release was prepared in; a release that was killed leaves it to the next one."""
    shutil.rmtree(root / STAGING, ignore_errors=True)
