"""Validate the published package: frictionless, pydantic on every row, the project's laws, and the seeds."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from gongbao import checks, doors, packages, pipeline
from gongbao.dataset import load_dataset
from gongbao.errors import CheckError
from gongbao.releases.shelf import Shelf, check_version


def main() -> int:
    """Parse the options and validate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, default=doors.ROOT / "seeds", help="folder of the seeds")
    parser.add_argument("--package", type=Path, default=doors.ROOT, help="folder with datapackage.json")
    options = parser.parse_args()
    report = doors.progress()
    with tempfile.TemporaryDirectory() as folder:
        built = pipeline.build(options.seeds, Path(folder), report=report)
        failures = list(packages.differences(options.package, Path(folder)))
    failures += check_version(Shelf(options.package), options.package, load_dataset(options.seeds).version)
    origins = packages.origins_of(built.tables)
    failures.extend(packages.check_package(options.package, origins=origins))
    report("frictionless: done")
    tables = packages.read_package(options.package, origins=origins)
    published = checks.Published(tables, built.published.texts)
    failures.extend(failure.line() for failure in checks.check(published))
    if failures:
        raise CheckError(failures)
    rows = sum(map(len, tables.values()))
    print(f"valid: {rows} rows in {len(tables)} tables pass frictionless, pydantic and {len(checks.LAWS)} laws")
    return 0


if __name__ == "__main__":
    doors.run(main)
