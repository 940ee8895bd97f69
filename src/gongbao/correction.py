"""A source that its publisher corrected: the new text takes the old one's place, and what became of the ids is said.

replace_text   the earlier text is kept, the new one frozen, what lives on is written down
(the curator)  mends the lines whose quotes the new text does not hold, until the build passes
bury_ids       every id of the last release that no row bears any more gets its tombstone
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from gongbao import pipeline
from gongbao.errors import ReleaseError, SeedError, SourceError
from gongbao.exports.files import write_text
from gongbao.model.history import Tombstone
from gongbao.model.row import Row
from gongbao.packages.content import Package, Table
from gongbao.publish import locked, staging
from gongbao.releases.shelf import Shelf
from gongbao.releases.tombstones import SHOWN, load_tombstones
from gongbao.seeds.corrections import EARLIER, CarriedSeed, CorrectionSeed, Lineage, align
from gongbao.seeds.dataset import load_dataset
from gongbao.seeds.files import describe, read_plain
from gongbao.seeds.folders import ReportFolder, load_report
from gongbao.tables.traced import Tables

_ANCHORED = {"report_id", "char_start", "char_end"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a text gave way, in both languages, and the day it did (never the clock's: the publisher names it)."""

    day: str
    zh: str
    en: str


class Lost(NamedTuple):
    """A row of the last release that is no more: its table, id and characters, and the rows that came instead.

    A row that only speaks of other rows, a link or a doubt, has no characters of its own.
    """

    table: str
    key: str
    span: tuple[int, int] | None = None
    fresh: Sequence[Row] = ()


def replace_text(root: Path, report_id: str, source: Path, reason: Reason) -> Lineage:
    """Freeze a corrected text of a report in place of the current one, which is kept; all files change or none.

    Returns the report's lineage. Raises SeedError or SourceError in one line where the new text cannot be used, is the
    old one, or shares nothing with it.
    """
    with locked(root):
        before = load_report(root / "seeds", report_id)
        text = read_plain(source, source.name, SourceError)
        if text == before.text:
            raise SourceError(f"{source.name}: is the text that stands in {before.text_file}: nothing is corrected")
        files = _correct(root / "seeds" / "reports" / report_id, before, text, reason)
        with TemporaryDirectory() as place:
            trial = Path(place) / "reports" / report_id
            shutil.copytree(root / "seeds" / "reports" / report_id, trial)
            for name, content in files.items():
                write_text(trial / name, content)
            lineage = load_report(Path(place), report_id).lineage
        with staging(root) as folder:
            for name, content in files.items():
                write_text(folder / "seeds" / "reports" / report_id / name, content)
    return lineage


def _correct(home: Path, before: ReportFolder, text: str, reason: Reason) -> dict[str, str]:
    """Return the files of a report's folder that a corrected text writes."""
    number = len(before.lineage.texts) + 1
    runs = list(align(before.text, text))
    if not runs:
        raise SourceError(f"{before.text_file}: shares nothing with the new text: add it as a report of its own")
    words = {"text": number, "corrected_on": reason.day, "replaced_sha256": before.seed.item.sha256}
    try:
        correction = CorrectionSeed.model_validate(words | {"reason_zh": reason.zh, "reason_en": reason.en})
    except ValidationError as fault:
        raise SeedError(f"seeds/reports/{before.report_id}/corrections.csv: {describe(fault)}") from None
    carried = [
        CarriedSeed(text=number, old_start=run.old_start, new_start=run.new_start, length=run.length) for run in runs
    ]
    known = (home / "report.yml").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {
        "text.txt": text,
        f"{EARLIER}/{number - 1}.txt": before.text,
        "report.yml": re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", known),
        "corrections.csv": _appended(home / "corrections.csv", [correction]),
        "carried.csv": _appended(home / "carried.csv", carried),
    }


def _appended(path: Path, items: Sequence[BaseModel]) -> str:
    """Return a table of the seeds with more lines; a table that is not there begins with its header."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    fields = list(type(items[0]).model_fields) if items else []
    if not text:
        writer.writerow(fields)
    writer.writerows([getattr(item, name) for name in fields] for item in items)  # None is an empty cell
    return text + ("" if text.endswith("\n") or not text else "\n") + buffer.getvalue()


def bury_ids(root: Path, report_id: str) -> list[Tombstone]:
    """Write a tombstone for every id of a corrected report that the last release held and no row bears any more.

    Where a new row stands at the same place, the tombstone names it; the reason is that of the correction. Returns the
    tombstones written. Raises ReleaseError where no release holds the text before, or the version is not the next one.
    """
    with locked(root):
        seeds, shelf = root / "seeds", Shelf(root)
        lineage, version = load_report(seeds, report_id).lineage, load_dataset(seeds).version
        if not lineage.reasons:
            raise ReleaseError(f"{report_id}: its text was never corrected: name the file of the new text first")
        if shelf.last is None or version in shelf.versions:
            raise ReleaseError(f"seeds/dataset.yml:1: {version} is released already: set the next version first")
        current = pipeline.read(seeds).tables
        buried = {(line.item.table_name, line.item.row_id) for line in load_tombstones(seeds)}
        with shelf.open(shelf.last.version) as package:
            _require_text(package, report_id, lineage)
            lost = [found for table in package.tables for found in _lost(package, table, report_id, current)]
            gone = {found.key for found in lost}
            lost += [found for table in package.tables for found in _orphaned(package, table, gone, current)]
        reason = lineage.reasons[-1]
        stones = [
            Tombstone(
                table_name=table,
                row_id=key,
                column_name=None,
                tombstone_event="removed",
                version=version,
                replaced_by=_successor(lineage.follow(*span), fresh) if span else None,
                reason_zh=reason.reason_zh,
                reason_en=reason.reason_en,
            )
            for table, key, span, fresh in lost
            if (table, key) not in buried
        ]
        if stones:
            with staging(root) as folder:
                write_text(folder / SHOWN, _appended(seeds / "tombstones.csv", stones))
    return stones


def _require_text(package: Package, report_id: str, lineage: Lineage) -> None:
    """Refuse to bury where the last release was made from another text than the one that gave way."""
    replaced = lineage.reasons[-1].replaced_sha256
    texts = {resource["name"]: resource["hash"] for resource in package.descriptor["resources"]}
    if texts.get(f"text-{report_id}") != f"sha256:{replaced}":
        raise ReleaseError(f"{package.version}: was not made from the text that gave way: its ids are not carried over")


def _lost(package: Package, table: Table, report_id: str, current: Tables) -> Iterator[Lost]:
    """Yield every row of a released table, drawn from the report's text, whose id no row bears any more."""
    if not _ANCHORED.issubset(table.names):
        return
    now = {traced.row.key: traced.row for traced in current.get(table.name, ())}
    old: dict[str, tuple[int, int]] = {}
    for cells in package.cells(table):
        row = dict(zip(table.names, cells, strict=True))
        if row["report_id"] == report_id:
            key = "/".join(row[name] for name in table.primary_key)
            old[key] = int(row["char_start"]), int(row["char_end"])
    fresh = [row for key, row in now.items() if key not in old and getattr(row, "report_id", None) == report_id]
    yield from (Lost(table.name, key, span, fresh) for key, span in old.items() if key not in now)


def _orphaned(package: Package, table: Table, gone: Set[str], current: Tables) -> Iterator[Lost]:
    """Yield every row of a released table without receipts that is no more since a row it names is gone."""
    if _ANCHORED.issubset(table.names):
        return
    now = {traced.row.key for traced in current.get(table.name, ())}
    for cells in package.cells(table):
        row = dict(zip(table.names, cells, strict=True))
        key = "/".join(row[name] for name in table.primary_key)
        if key not in now and gone & {cell for name, cell in row.items() if name.endswith("_id")}:
            yield Lost(table.name, key)


def _successor(place: tuple[int, int], rows: Sequence[Row]) -> str | None:
    """Return the id of the new row that covers most of a place, the first of equals; none where none touches it."""
    best, found = 0, None
    for row in rows:
        start, end = getattr(row, "char_start"), getattr(row, "char_end")  # noqa: B009 - tables of any shape
        shared = min(end, place[1]) - max(start, place[0])
        if shared > best:
            best, found = shared, row.key
    return found
