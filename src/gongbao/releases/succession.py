"""What a release says of the release before it: recomputed from both where both are there, else from its record."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongbao.errors import ReleaseError, counted
from gongbao.packages.content import Package
from gongbao.packages.remembering import Remembered, key_of
from gongbao.packages.untrusted import tell
from gongbao.releases import crosswalk
from gongbao.releases.archive import extract
from gongbao.releases.changes import CSV, JSON, Tally, read_changes, tally_changes, write_changes
from gongbao.releases.manifest import FILE, SUMS, Manifest, hash_file, read_manifest
from gongbao.releases.schema_differences import SchemaChange, compare_schemas
from gongbao.releases.summary import render_summary, summarize
from gongbao.releases.tombstones import load_tombstones
from gongbao.releases.verdict import Level, Verdict, decide, order, raise_version, weigh

SUMMARY = "SUMMARY.md"
_AGAIN = "fetch the release again"
_NOTES = "\0notes\0"


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What a comparison of two packages found, and the hashes of the records it writes, by name."""

    tally: Tally
    schema: tuple[SchemaChange, ...]
    files: dict[str, str]


_COMPARISONS: Remembered[_Comparison] = Remembered()


@dataclass(frozen=True, slots=True)
class Succession:
    """A release, its package, and the folder other releases may lie in."""

    folder: Path
    manifest: Manifest
    package: Package
    shelf: Path

    @property
    def _shown(self) -> str:
        return f"{self.folder.name}/{FILE}"

    def earlier(self) -> list[str]:
        """Return the earlier versions that lie beside the release, the oldest first."""
        names = [path.parent.name for path in self.shelf.glob(f"*/{FILE}")]
        numbers = [name for name in names if name.count(".") == 2 and all(p.isdigit() for p in name.split("."))]
        return sorted((n for n in numbers if order(n) < order(self.manifest.version)), key=order)

    def has_previous(self) -> bool:
        """Tell whether the release can be compared: nothing came before it, or what came before lies beside it."""
        return self.manifest.previous is None or self.manifest.previous in self.earlier()

    def recorded(self) -> Iterator[str]:
        """Yield a line for everything in which manifest, record of changes and summary contradict each other."""
        tally = tally_changes(read_changes(self.folder))
        yield from self._check_record(tally)
        yield from self._check_words(tally)
        if self.manifest.format_version is not None:  # the first releases have none
            yield from self._check_crosswalk()

    def compared(self) -> Iterator[str]:
        """Yield a line for everything that a comparison with the release before it contradicts."""
        previous = self.manifest.previous
        fresh = self._compare(previous)
        for name, digest in fresh.files.items():
            if digest != hash_file(self.folder / name):
                since = f"changed since {previous}" if previous else "a first release changes"
                yield f"{self.folder.name}/{name}: is not what {since}: {_AGAIN}"
                return  # what follows is derived from it
        weighed = weigh(fresh.schema, fresh.tally.row_changes(), self._redefined()) if previous else ()
        verdict = decide(previous, weighed)
        yield from self._check_verdict(verdict)
        yield from self._check_summary(verdict, fresh.tally)

    def _compare(self, previous: str | None) -> _Comparison:
        """Compare with the release before; the same two packages are compared once a process."""
        archive = self._find(previous) if previous else None
        own = (self.package.root / SUMS).read_bytes()
        key = key_of(own, hash_file(archive) if archive else "", str(previous))
        return _COMPARISONS.get(key, lambda: _compared(archive, self.package))

    def placed(self) -> Iterator[str]:
        """Yield a line where the release does not follow the one it says, by number, level or day."""
        earlier, previous = self.earlier(), self.manifest.previous
        if earlier and previous != earlier[-1]:
            yield f"{self._shown}: states previous {previous}, the release before it is {earlier[-1]}: {_AGAIN}"
            return
        level, version = self.manifest.level, self.manifest.version
        if previous is None:
            fits = level == "first"
        else:
            steps = {word.word: raise_version(previous, word) for word in Level if word}
            fits = steps.get(level) == version or (level in steps and previous.startswith("0.") and version == "1.0.0")
        if not fits:
            yield f"{self._shown}: states level {level}, which does not lead from {previous} to {version}: {_AGAIN}"
        if previous and previous in earlier:
            day = read_manifest(self.shelf / previous).released
            if self.manifest.released < day:
                yield f"{self._shown}: states the day {self.manifest.released}, before {previous} ({day}): {_AGAIN}"

    def _check_record(self, tally: Tally) -> Iterator[str]:
        """Hold changes.csv, changes.json and the manifest's number of changes against each other."""
        if tally.cells != self.manifest.change_count:
            states = f"states {counted(self.manifest.change_count, 'change')}, {CSV} has {tally.cells}"
            yield f"{self._shown}: {states}: {_AGAIN}"
        try:
            recipe = json.loads((self.folder / JSON).read_text(encoding="utf-8"))
            ends = (recipe["from"], recipe["to"])
            same = [tuple(cells) for cells in recipe["changes"]] == [tuple(c) for c in read_changes(self.folder)]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
            raise ReleaseError(
                f"{self.folder.name}/{JSON}: is no record of changes ({tell(fault)}): {_AGAIN}"
            ) from None
        if ends != (self.manifest.previous, self.manifest.version):
            yield f"{self.folder.name}/{JSON}: leads from {ends[0]} to {ends[1]}, {FILE} says otherwise: {_AGAIN}"
        if not same:
            yield f"{self.folder.name}/{JSON}: its changes are not those of {CSV}: {_AGAIN}"

    def _check_words(self, tally: Tally) -> Iterator[str]:
        """Hold the sentences of the summary against the record of changes."""
        verdict = Verdict(self.manifest.previous, Level.NONE, (), ())
        words = summarize(verdict, tally, self.manifest.row_count)
        if words != (self.manifest.summary_en, self.manifest.summary_zh):
            yield f"{self._shown}: its summary is not what changed (“{words[0]}”): {_AGAIN}"
        head = f"{self.title()}\n\n{words[0]}\n\n{words[1]}\n"
        if not self._read_summary().startswith(head):
            yield f"{self.folder.name}/{SUMMARY}: does not begin with title, day and “{words[0]}”: {_AGAIN}"

    def _check_crosswalk(self) -> Iterator[str]:
        """Make crosswalk.csv again from the record of changes, the tombstones and the schemas."""
        path = self.folder / crosswalk.CSV
        text = crosswalk.render_crosswalk(self.package, self.folder)
        if not path.is_file() or path.read_bytes() != text.encode():
            yield f"{self.folder.name}/{crosswalk.CSV}: is not what changes and tombstones give: {_AGAIN}"

    def title(self) -> str:
        """Return the first line of SUMMARY.md."""
        return f"# {self.package.descriptor['title']} {self.manifest.version} ({self.manifest.released})"

    def _check_verdict(self, verdict: Verdict) -> Iterator[str]:
        level = verdict.level.word if verdict.previous else "first"
        if level != self.manifest.level or self.manifest.version not in verdict.allowed:
            yield f"{self._shown}: states level {self.manifest.level}, the changes call for {level}: {_AGAIN}"

    def _check_summary(self, verdict: Verdict, tally: Tally) -> Iterator[str]:
        """Render SUMMARY.md anew; between its head and its tables stand the publisher's own words."""
        notes = [self.manifest.summary_en, "", self.manifest.summary_zh, "", _NOTES]
        title = self.title().removeprefix("# ")
        changes = read_changes(self.folder)
        text = render_summary(title, verdict, tally, changes, notes, self.manifest.fingerprint)
        head, _, tail = text.partition(_NOTES)
        found = self._read_summary()
        if not (found.startswith(head) and found.endswith(tail)):
            yield f"{self.folder.name}/{SUMMARY}: its verdict or tables are not what the changes give: {_AGAIN}"

    def _read_summary(self) -> str:
        try:
            return (self.folder / SUMMARY).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise ReleaseError(f"{self.folder.name}/{SUMMARY}: cannot be read ({tell(fault)}): {_AGAIN}") from None

    def _find(self, version: str) -> Path:
        """Return an earlier release's zip file; raises ReleaseError where it is not the one its manifest lists."""
        folder = self.shelf / version
        manifest = read_manifest(folder)
        stated = next((entry.sha256 for entry in manifest.files if entry.path == manifest.archive), None)
        path = folder / manifest.archive
        if not path.is_file() or hash_file(path) != stated:
            raise ReleaseError(f"{version}/{manifest.archive}: is not the file that was released: restore it first")
        return path

    def _redefined(self) -> list[str]:
        """Name what the package's tombstones call redefined since the release before it."""
        stones, past = [line.item for line in load_tombstones(self.package.root / "seeds")], set(self.earlier())
        new = [s for s in stones if s.tombstone_event == "redefined" and s.version not in past]
        return [f"{stone.table_name}.{stone.column_name or stone.row_id}" for stone in new]


def _compared(archive: Path | None, package: Package) -> _Comparison:
    with tempfile.TemporaryDirectory() as place:
        fresh, before = Path(place) / "changes", None
        fresh.mkdir()
        if archive:
            extract(archive, Path(place) / "package")
            before = Package(Path(place) / "package")
        tally = write_changes(before, package, fresh)
        schema = tuple(compare_schemas(before, package)) if before else ()
        return _Comparison(tally, schema, {name: hash_file(fresh / name) for name in (CSV, JSON)})
