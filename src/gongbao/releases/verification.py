"""Is this release what it says? Every list, number and format recomputed, and held against what git and a key know."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gongbao.errors import GitError, ReleaseError, counted
from gongbao.exports import sqlite_database
from gongbao.exports.release_readme import FILE as README
from gongbao.exports.release_readme import News
from gongbao.releases import listing
from gongbao.releases.database import check_schema, read_views, views_of
from gongbao.releases.formats import compare_format, formats_of
from gongbao.releases.history import history_of_release
from gongbao.releases.manifest import FILE, SUMS, Manifest, hash_file, list_files, read_manifest
from gongbao.releases.package_verification import Opened, Report, check_sums, open_archive, open_folder, require
from gongbao.releases.remaking import dataset_of, remade_files, remade_members
from gongbao.releases.repository import MADE, VIEWS, Tree, committed, compare_files, read_released_tree, read_tree
from gongbao.releases.signature import check_signature
from gongbao.releases.succession import SUMMARY, Succession
from gongbao.releases.summary import find_notes, read_notes

_AGAIN = "fetch the release again"


@dataclass(frozen=True, slots=True)
class Against:
    """What a release is held against beside itself.

    `shelf` is the folder that other releases lie in (None: the one around it), `roots` are clones of the project,
    `key` is the publisher's public key or its file.
    """

    shelf: Path | None = None
    roots: tuple[Path, ...] = ()
    key: Path | str | None = None


@dataclass(slots=True)
class Findings:
    """What was proved of a release, and what could not be, each in a few words."""

    report: Report
    proved: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)

    def prove(self, what: str) -> None:
        """Note what was found right."""
        self.proved.append(what)
        self.report(f"proved: {what}")

    def leave(self, what: str, why: str) -> None:
        """Note what could not be looked at, and why."""
        self.unproved.append(f"{what} ({why})")
        self.report(f"not compared: {what}: {why}")


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at and found right."""

    name: str
    version: str
    files: int
    rows: int
    receipts: int
    fingerprint: str
    proved: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    def line(self) -> str:
        """Return the finding as one line."""
        left = f"; not compared 未比对: {', '.join(self.unproved)}" if self.unproved else ""
        return (
            f"{self.name} {self.version}: this is release {self.version}, unaltered 此为未经改动的{self.version}版本: "
            f"{counted(self.files, 'file')}, {counted(self.rows, 'row')}, {counted(self.receipts, 'receipt')}, "
            f"fingerprint {self.fingerprint}; "
            f"proved 已证: {', '.join(self.proved)}{left}"
        )


def verify(path: Path, against: Against | None = None, *, report: Report = lambda _line: None) -> Verified:
    """Verify a release's folder, its zip file, or the folder its zip file was unpacked into.

    Raises CheckError with one line for every fault, ReleaseError where the files cannot be read at all.
    """
    if not path.exists():
        raise ReleaseError(f"{path}: there is no such folder or file: give a release's folder, zip file or version")
    found, path = Findings(report), path.resolve()
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "package"
        if path.is_file():
            opened = open_archive(path, target, report)
            return _verify_package_alone(opened, path.parent, against or Against(), found)
        if not (path / FILE).is_file() and (path / "datapackage.json").is_file() and (path / SUMS).is_file():
            opened = open_folder(path, path.name, report)
            return _verify_package_alone(opened, path, against or Against(), found)
        return _verify_folder(path, target, against or Against(), found)


def _verified(opened: Opened, files: int, found: Findings) -> Verified:
    version, proved, unproved = opened.package.version, tuple(found.proved), tuple(found.unproved)
    return Verified(opened.name, version, files, opened.rows, opened.receipts, opened.fingerprint, proved, unproved)


def _verify_package_alone(opened: Opened, home: Path, against: Against, found: Findings) -> Verified:
    """Hold a package without its manifest against its tag or the commit that added it: nothing else knows it."""
    found.prove(f"every file as {SUMS} lists it, schemas, receipts")
    released = _released_tree(home, opened.package.version, against, found)
    if released:
        tree, named = released
        names = committed(list_files(opened.package.root))
        require(compare_files(tree, opened.package.root, names, opened.shown))
        require(_check_made(tree, opened))
        found.prove(named)
    found.leave("changes, other formats, requests, signature", "the release's folder has them")
    return _verified(opened, opened.files, found)


def _check_made(tree: Tree, opened: Opened) -> Iterator[str]:
    """Hold what was made for the zip file alone against the hashes in the manifest that git holds."""
    told = tree.read(f"releases/{opened.package.version}/{FILE}")
    hashes = {entry["path"]: entry["sha256"] for entry in json.loads(told)["package"]} if told else {}
    for name in MADE:
        path = opened.package.root / name
        if told and path.is_file() and hash_file(path) != hashes.get(name):
            yield f"{opened.shown}/{name}: is not what git holds at {tree.commit[:12]}: {_AGAIN}"


def _verify_folder(folder: Path, target: Path, against: Against, found: Findings) -> Verified:
    require(check_sums(folder))
    manifest = read_manifest(folder)
    require(listing.check_entries(manifest.files, folder, folder.name, beside=(FILE, SUMS)))
    _check_key(folder, manifest, against, found)
    if manifest.archive not in {entry.path for entry in manifest.files}:
        raise ReleaseError(f"{folder.name}/{FILE}: names the zip file {manifest.archive}, which is not there: {_AGAIN}")
    opened = open_archive(folder / manifest.archive, target, found.report)
    require(listing.check_entries(manifest.package, target, manifest.archive))
    require(_check_identity(folder, manifest, opened))
    names = [entry.path for entry in manifest.files]
    require(listing.check_names(names, listing.expected_files(opened.package, manifest.format_version), folder.name))
    require(_check_counts(folder, manifest, opened))
    found.prove("every file in every list, schemas, receipts")
    _check_formats(folder, manifest, opened, found)
    tree = _check_commit(folder, manifest, opened, against, found)
    _check_database(folder, manifest, opened, tree, found)
    _check_succession(Succession(folder, manifest, opened.package, against.shelf or folder.parent), found)
    if manifest.format_version is not None:
        require(_check_readme(folder, manifest, opened))
        require(listing.check_texts(folder, opened.package))
    _make_again(folder, manifest, opened, against, found)
    _check_released(folder, manifest, against, found)
    return _verified(opened, opened.files + len(manifest.files) + 2, found)


def _check_key(folder: Path, manifest: Manifest, against: Against, found: Findings) -> None:
    why = check_signature(folder, manifest.version, against.key)
    if why is None:
        found.prove("the publisher's signature")
    else:
        found.leave("signature", why)


def _check_identity(folder: Path, manifest: Manifest, opened: Opened) -> Iterator[str]:
    said = opened.package.descriptor
    texts = {r["path"]: r["hash"] for r in said["resources"] if r["name"].startswith("text-")}
    version, name = opened.package.version, opened.name
    for what, stated, actual in (
        ("version", manifest.version, version),
        ("name", manifest.name, name),
        ("day", manifest.released.isoformat(), said["released"]),
        ("database", manifest.database, f"{name}-{version}".replace(".", "-")),
        ("archive", manifest.archive, f"{name}-{version}.zip"),
        ("fingerprint", manifest.fingerprint, opened.fingerprint),
        ("fingerprints of tables", manifest.fingerprints, opened.fingerprints),
        ("texts", manifest.source.texts, texts),
        ("rows", manifest.row_count, opened.rows),
    ):
        if stated != actual:
            shown = f" {stated}, the package {actual}" if isinstance(stated, str | int) else ", the package others"
            yield f"{folder.name}/{FILE}: states {what}{shown}: {_AGAIN}"


def _check_readme(folder: Path, manifest: Manifest, opened: Opened) -> Iterator[str]:
    """Hold the README of the folder against the one in the zip file, and against what the release says of itself."""
    inside, text = _read(opened.package.root / README), _read(folder / README)
    news = _news_of(folder, manifest)
    if not inside or not text.startswith(inside):
        yield f"{folder.name}/{README}: does not begin with the one in {manifest.archive}: {_AGAIN}"
    elif any(f"\n{line}\n" not in text for line in (news.summary_en, news.summary_zh, *news.notes)):
        yield f"{folder.name}/{README}: does not say what {SUMMARY} says of the changes: {_AGAIN}"


def _news_of(folder: Path, manifest: Manifest) -> News:
    notes = read_notes(_read(folder / SUMMARY), manifest.summary_zh)
    return News(manifest.previous, manifest.summary_en, manifest.summary_zh, notes)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _check_counts(folder: Path, manifest: Manifest, opened: Opened) -> Iterator[str]:
    names = [entry.path for entry in manifest.files]
    rows = listing.count_table_files(names, opened.package, opened.counts)
    yield from listing.check_rows(manifest.package, opened.counts, manifest.archive)
    yield from listing.check_rows(manifest.files, rows, folder.name)


def _check_formats(folder: Path, manifest: Manifest, opened: Opened, found: Findings) -> None:
    for format_ in formats_of(folder, manifest, opened.package):
        require(compare_format(format_, opened))
        found.report(f"{format_.name}: same content")
    found.prove("the same content in every format")


def _check_commit(folder: Path, manifest: Manifest, opened: Opened, against: Against, found: Findings) -> Tree | None:
    """Hold the package against the commit the manifest names; returns its files where git has it."""
    commit = manifest.source.commit
    if commit is None:
        found.leave("commit", f"{FILE} names none")
        return None
    try:
        tree = read_tree((folder, *against.roots), commit)
        seeds = tree.hash_seeds()
    except GitError as fault:
        found.leave(f"commit {commit[:12]}", str(fault))
        return None
    root = opened.package.root
    require(compare_files(tree, root, committed(list_files(root)), manifest.archive))
    if seeds != manifest.source.seeds_sha256:
        raise ReleaseError(f"{folder.name}/{FILE}: states other seeds than commit {commit[:12]} holds: {_AGAIN}")
    notes = find_notes(tree.read("CHANGELOG.md") or "", f"## {manifest.version} ({manifest.released})")
    summary = (folder / SUMMARY).read_text(encoding="utf-8", errors="replace")
    if notes and "\n\n" + "\n".join(notes) + "\n\n" not in summary:
        raise ReleaseError(
            f"{folder.name}/{SUMMARY}: its words are not those of CHANGELOG.md at {commit[:12]}: {_AGAIN}"
        )
    found.prove(f"commit {commit[:12]}")
    return tree


def _check_database(folder: Path, manifest: Manifest, opened: Opened, tree: Tree | None, found: Findings) -> None:
    """Hold the database's schema against the package, its views against the code that made them."""
    path = folder / f"{manifest.database}.db"
    require(check_schema(path, opened.package))
    views, script = read_views(path), tree.read(VIEWS) if tree else None
    if script is not None and views != views_of(script):
        raise ReleaseError(f"{folder.name}/{path.name}: its views are not those of the commit that made it: {_AGAIN}")
    if script is not None or views == views_of(sqlite_database.read_views_script()):
        found.prove("views")
    elif not manifest.made_here:
        found.leave("views", "other code made them, and its commit is not here")


def _check_succession(succession: Succession, found: Findings) -> None:
    require(succession.placed())
    require(succession.recorded())
    previous = succession.manifest.previous
    if succession.has_previous():
        require(succession.compared())
        found.prove(f"changes since {previous}, level, summary" if previous else "the first release")
    else:
        found.leave(f"changes since {previous}", "it does not lie beside")


def _make_again(folder: Path, manifest: Manifest, opened: Opened, against: Against, found: Findings) -> None:
    if not manifest.made_here:
        found.leave("files made again", "other code or tools made them")
        return
    dataset = dataset_of(opened.package)
    require(remade_members(opened.package, dataset, manifest.archive))
    news = _news_of(folder, manifest)
    history = history_of_release(against.shelf or folder.parent, manifest, folder, opened.package.root / "seeds")
    require(remade_files(opened.package, dataset, folder, news, history))
    if history is None:
        found.leave("the database made again", "the releases before it do not lie beside")
    found.prove("every format and description made again")


def _check_released(folder: Path, manifest: Manifest, against: Against, found: Findings) -> None:
    """Hold every file of the folder, the manifest's own words too, against git's record of the release."""
    released = _released_tree(folder, manifest.version, against, found)
    if released:
        tree, named = released
        place = f"releases/{manifest.version}/"
        require(compare_files(tree, folder, list_files(folder), folder.name, under=place))
        found.prove(named)


def _released_tree(home: Path, version: str, against: Against, found: Findings) -> tuple[Tree, str] | None:
    try:
        return read_released_tree((home, *against.roots), version)
    except GitError as fault:
        found.leave(f"tag v{version} or the commit that added it", str(fault))
        return None
