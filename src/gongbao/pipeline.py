"""From seeds to published files, in order; read this first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongbao.errors import CheckError
from gongbao.exports.formats import FORMATS, Draft
from gongbao.laws.checks import require
from gongbao.laws.published import Published
from gongbao.publish import locked, staging
from gongbao.releases.history import frozen_metadata, history_rows
from gongbao.releases.shelf import Shelf
from gongbao.releases.tombstones import check_tombstones, load_tombstones
from gongbao.resources import LEXICON
from gongbao.seeds.dataset import load_dataset
from gongbao.seeds.folders import load_seeds
from gongbao.tables.build import build_tables
from gongbao.tables.curation import Agreement
from gongbao.tables.traced import Tables

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The tables of a build, the texts they were read from, and the machine's agreement with the curators."""

    published: Published
    agreements: dict[str, Agreement]

    @property
    def tables(self) -> Tables:
        """Return the rows by table."""
        return self.published.tables


def read(seeds: Path, *, lexicon: Path = LEXICON, report: Report = lambda _line: None) -> Built:
    """Read the seeds into checked tables, writing nothing; `lexicon` is the folder of the genre's vocabulary.

    Raises a GongbaoError in one line (CheckError: one line a failure).
    """
    loaded = load_seeds(seeds, lexicon=lexicon)
    texts = {folder.report_id: folder.text for folder in loaded.reports}
    report(f"seeds: {len(loaded.reports)} report(s), {sum(map(len, texts.values()))} characters")
    tables, agreements = build_tables(loaded)
    report(f"tables: {sum(map(len, tables.values()))} rows in {len(tables)} tables")
    built = Built(Published(tables, texts), agreements)
    require(built.published)
    failures = list(check_tombstones(tables, load_tombstones(seeds)))
    if failures:
        raise CheckError(failures)
    report("checks: every law holds")
    return built


def build(seeds: Path, out: Path, *, lexicon: Path = LEXICON, report: Report = lambda _line: None) -> Built:
    """Convert the seeds and swap the finished files into `out`; nothing changes unless all of it succeeds.

    The releases that lie in `out` give the current database its history.
    """
    with locked(out):
        built = read(seeds, lexicon=lexicon, report=report)
        dataset, shelf = load_dataset(seeds), Shelf(out)
        history = history_rows(shelf, seeds)
        with staging(out) as folder:
            draft = Draft(built.tables, folder, dataset, seeds, history, frozen_metadata(shelf))
            for name, write in FORMATS.items():
                write(draft)
                report(f"{name}: written")
    report("published: data/, schemas/, datapackage.json, build/gongbao.db")
    return built
