"""Comparing and releasing long tables: time and memory by size, beside csv-diff and daff on the same files.

    python bench/release.py [rows …]        (default 250000 500000 1000000)

Each measurement is a process of its own; memory is its peak resident size. The table grows to the given number of
rows, the rest of the package is the real one; the new package has 1% of the rows changed, 0.5% added, 0.5% removed.
csv-diff and daff get the two CSV files; what takes longer than LIMIT seconds is stopped and told.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (250_000, 500_000, 1_000_000)
LIMIT = 240
TABLE = "term_mentions"


def make_package(folder: Path, rows: int, *, altered: bool) -> None:
    """Copy the real package and lengthen one of its tables; `altered` gives the package that is compared with it."""
    folder.mkdir()
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "seeds").mkdir()
    shutil.copytree(ROOT / "seeds" / "reports", folder / "seeds" / "reports")
    shutil.copyfile(ROOT / "datapackage.json", folder / "datapackage.json")
    path = folder / "data" / f"{TABLE}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        header, *real = csv.reader(handle)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        for number in range(rows):
            row = [f"bda-2021-t{number}-{number + 2}", *real[number % len(real)][1:]]
            if altered and number % 200 == 7:
                continue
            if altered and number % 100 == 50:
                row[-1] = "rule:other"
            writer.writerow(row)
            if altered and number % 200 == 99:
                writer.writerow([f"bda-2021-t{rows + number}-{rows + number + 2}", *row[1:]])


def run_diff(old: Path, new: Path, out: Path) -> str:
    """Compare with this project's engine, writing changes.csv and changes.json."""
    from gongbao.packages.content import Package
    from gongbao.releases.changes import write_changes

    tally = write_changes(Package(old), Package(new), out)
    return f"{tally.count('changed')} changed, {tally.count('added')} added, {tally.count('removed')} removed"


def run_release(_old: Path, new: Path, out: Path) -> str:
    """Write zip, all formats and the fingerprint of the new package."""
    from gongbao.exports.release_formats import RELEASE_FORMATS
    from gongbao.packages.content import Package, fingerprint
    from gongbao.releases.contents import pack
    from gongbao.releases.manifest import describe_files, list_files
    from gongbao.seeds.dataset import load_dataset

    package, dataset = Package(new), load_dataset(ROOT / "seeds")
    pack(new, out / "package.zip")
    for write in RELEASE_FORMATS.values():
        write(package, out, dataset)
    fingerprint(package.tables, package)
    return f"{sum(entry.bytes for entry in describe_files(out, list_files(out), {})) / 1e6:.0f} MB"


def run_csv_diff(old: Path, new: Path, _out: Path) -> str:
    """Compare with csv-diff, as its documentation has it."""
    from csv_diff import compare, load_csv

    with (old / "data" / f"{TABLE}.csv").open() as left, (new / "data" / f"{TABLE}.csv").open() as right:
        found = compare(load_csv(left, key="mention_id"), load_csv(right, key="mention_id"))
    return f"{len(found['changed'])} changed, {len(found['added'])} added, {len(found['removed'])} removed"


def run_daff(old: Path, new: Path, _out: Path) -> str:
    """Compare with daff, told the key column."""
    import daff

    tables = []
    for folder in (old, new):
        with (folder / "data" / f"{TABLE}.csv").open(newline="") as handle:
            tables.append(daff.PythonTableView(list(csv.reader(handle))))
    flags = daff.CompareFlags()
    flags.addPrimaryKey("mention_id")
    alignment = daff.Coopy.compareTables(tables[0], tables[1], flags).align()
    result: list[list[str]] = []
    daff.TableDiff(alignment, flags).hilite(daff.PythonTableView(result))
    marks = [row[0] for row in result]
    return f"{marks.count('->')} changed, {marks.count('+++')} added, {marks.count('---')} removed"


RUNS: dict[str, Callable[[Path, Path, Path], str]] = {
    "diff": run_diff,
    "csv-diff": run_csv_diff,
    "daff": run_daff,
    "release": run_release,
}


def measure(name: str, folder: Path) -> tuple[float, float, str] | None:
    """Run one measurement in a process of its own; return seconds, peak megabytes and what it found."""
    command = [sys.executable, __file__, "--run", name, str(folder)]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    if result.returncode:
        sys.exit(result.stderr)
    seconds, megabytes, words = result.stdout.strip().split("\t")
    return float(seconds), float(megabytes), words


def run_one(name: str, folder: Path) -> None:
    """Do one measurement and print it: seconds, peak megabytes, what was found."""
    out = folder / f"out-{name}"
    out.mkdir()
    begun = time.perf_counter()
    words = RUNS[name](folder / "old", folder / "new", out)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.2f}\t{peak:.0f}\t{words}")


def main(sizes: list[int]) -> None:
    """Measure all sizes and print a table, with each time as a ratio to the first size and to this engine's diff."""
    first: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            for name, altered in (("old", False), ("new", True)):
                make_package(Path(place) / name, size, altered=altered)
            ours = 0.0
            for name in RUNS:
                found = measure(name, Path(place))
                if found is None:
                    print(f"{size:>9,} rows  {name:9} stopped after {LIMIT} s")
                    continue
                seconds, megabytes, words = found
                ours = ours or seconds
                growth = seconds / first.setdefault(name, seconds)
                print(
                    f"{size:>9,} rows  {name:9}{seconds:7.2f} s  {megabytes:6.0f} MB  "
                    f"{seconds / ours:5.1f} x diff  {growth:4.1f} x smallest  {words}",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_one(sys.argv[2], Path(sys.argv[3]))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("rows", nargs="*", type=int, default=SIZES)
        main(list(parser.parse_args().rows))
