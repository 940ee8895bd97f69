"""From seeds to published files, in order; read this first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from gongbao.errors import CheckError, PublishError, SeedError, counted
from gongbao.exports.files import write_text
from gongbao.exports.formats import FORMATS, Draft
from gongbao.laws.checks import check, judge
from gongbao.laws.doubts import doubts_of
from gongbao.laws.published import Published
from gongbao.model.rows import Doubt
from gongbao.model.rows import Report as ReportRow
from gongbao.publish import locked, staging
from gongbao.reading.hygiene import inspect, tell_findings
from gongbao.reading.rereading import Rereader
from gongbao.releases import feed, index
from gongbao.releases.history import frozen_metadata, history_rows, withdrawals_of
from gongbao.releases.shelf import Shelf
from gongbao.releases.tombstones import check_tombstones, load_tombstones
from gongbao.resources import LEXICON
from gongbao.seeds.dataset import Dataset, load_dataset
from gongbao.seeds.folders import Seeds, Skip, load_seeds
from gongbao.tables.build import build_tables
from gongbao.tables.carrying import Carrying, carry
from gongbao.tables.curation import Agreement, described_values
from gongbao.tables.mentions import dismissed_mentions
from gongbao.tables.said import said_lines
from gongbao.tables.traced import Tables

Report = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """The tables of a build, the texts they were read from, and the machine's agreement with the curators."""

    published: Published
    agreements: dict[str, Agreement]
    carrying: Carrying

    @cached_property
    def tables(self) -> Tables:
        """The rows by table, with the ids they are published under."""
        return self.carrying.to_released(self.published.tables)

    def check(self, tables: Tables) -> list[str]:
        """Return what the laws say of rows read back from a package, one line a failure."""
        return [failure.line() for failure in check(self.published.with_tables(self.carrying.to_places(tables)))]


def read(
    seeds: Path, *, lexicon: Path = LEXICON, skip: Skip | None = None, report: Report = lambda _line: None
) -> Built:
    """Read the seeds into checked tables, writing nothing; `lexicon` is the folder of the genre's vocabulary.

    A report that cannot be used is told to `skip` and left out, the others stand; without `skip` it raises. Raises a
    GongbaoError in one line (CheckError: one line a failure).
    """
    loaded = load_seeds(seeds, lexicon=lexicon, skip=skip)
    texts = {folder.report_id: folder.text for folder in loaded.reports}
    report(f"seeds: {counted(len(texts), 'report')}, {sum(map(len, texts.values()))} characters")
    for report_id, text in texts.items():
        report(f"{report_id}: source {tell_findings(inspect(text, loaded.lexicon), loaded.lexicon)}")
    built = _judged(loaded, texts, skip)
    report(f"tables: {sum(map(len, built.tables.values()))} rows in {len(built.tables)} tables")
    failures = list(check_tombstones(built.tables, load_tombstones(seeds)))
    if failures:
        raise CheckError(failures)
    report("checks: every law holds")
    return built


def _judged(loaded: Seeds, texts: dict[str, str], skip: Skip | None) -> Built:
    """Build the tables and judge them; what the laws say of machine rows becomes the table of doubts."""
    rereader = Rereader(loaded.lexicon)
    tables, agreements = build_tables(loaded, skip=skip, rereader=rereader)
    if not tables[ReportRow.table]:
        raise SeedError("seeds/reports: no report is left: mend one of those that were left out")
    kept = replace(loaded, reports=[folder for folder in loaded.reports if folder.report_id in agreements])
    carrying = carry(kept.reports, tables)
    tables = carrying.written_to_places(tables)
    rereader = replace(rereader, dismissed=dismissed_mentions(kept), described=described_values(kept))
    published = Published(tables, texts, rereader, carrying.said_to_places(said_lines(kept)))
    faults, doubted = judge(published)
    bad = next((failure for failure in faults if failure.report_id), None)
    if bad and bad.report_id and skip:
        skip(bad.report_id, bad.line())
        others = [folder for folder in loaded.reports if folder.report_id != bad.report_id]
        return _judged(replace(loaded, reports=others), texts, skip)
    if faults:
        raise CheckError([failure.line() for failure in faults])
    tables[Doubt.table] += doubts_of(doubted)
    tables[Doubt.table].sort(key=lambda traced: traced.row.key)
    return Built(published, agreements, carrying)


def build(
    seeds: Path,
    out: Path,
    *,
    lexicon: Path = LEXICON,
    skip: Skip | None = None,
    report: Report = lambda _line: None,
) -> Built:
    """Convert the seeds and swap the finished files into `out`; nothing changes unless all of it succeeds.

    The releases that lie in `out` give the current database its history.
    """
    with locked(out):
        shelf = Shelf(out)
        built = read(seeds, lexicon=lexicon, skip=skip, report=report)
        dataset = load_dataset(seeds)
        history = history_rows(shelf, seeds)
        with staging(out) as folder:
            _bring_texts(built.published.texts, seeds, out, folder)
            draft = Draft(built.tables, folder, dataset, seeds, history, frozen_metadata(shelf))
            for name, write in FORMATS.items():
                write(draft)
                report(f"{name}: written")
            for path, text in render_news(shelf, seeds, dataset).items():
                write_text(folder / path, text)
    report("published: data/, schemas/, datapackage.json, build/gongbao.db")
    return built


def render_news(shelf: Shelf, seeds: Path, dataset: Dataset) -> dict[str, str]:
    """Return what is told of the releases, by file: the index, and the feed once there is a release.

    Both belong to no package: a release does not know what comes after it.
    """
    marks = withdrawals_of(shelf, seeds)
    texts = {index.FILE: index.render_index(shelf, marks, dataset), feed.FILE: feed.render_feed(shelf, marks, dataset)}
    return {path: text for path, text in texts.items() if text is not None}


def _bring_texts(texts: dict[str, str], seeds: Path, out: Path, folder: Path) -> None:
    """Let the frozen texts the descriptor names travel with a package that is built away from its seeds.

    Raises PublishError where another text stands in the place of one.
    """
    for report_id in texts:
        name = f"reports/{report_id}/text.txt"
        source, target = seeds / name, out / "seeds" / name
        if not target.exists():
            (folder / "seeds" / name).parent.mkdir(parents=True)
            shutil.copyfile(source, folder / "seeds" / name)
        elif target.read_bytes() != source.read_bytes():
            raise PublishError(f"seeds/{name}: another text stands in {out.name}: build into a folder of its own")
