"""Validate the published package: frictionless, pydantic on every row, the project's laws, and the seeds."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gongbao import doors, pipeline
from gongbao.errors import CheckError
from gongbao.laws.checks import LAWS
from gongbao.packages import validation
from gongbao.publish import heal
from gongbao.releases.shelf import Shelf, check_version, require_history
from gongbao.seeds.dataset import load_dataset


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and validate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, help="folder of the seeds (default: seeds/ of the dataset)")
    parser.add_argument("--package", type=Path, help="folder with datapackage.json (default: the dataset's)")
    options = parser.parse_args(words)
    seeds = options.seeds or doors.require_root(root) / "seeds"
    package = options.package or doors.require_root(root)
    heal(package)
    report = doors.progress()
    shelf = Shelf(package)
    require_history(shelf)
    with tempfile.TemporaryDirectory() as folder:
        built = pipeline.build(seeds, Path(folder), report=report)
        failures = list(validation.differences(package, Path(folder)))
    failures += check_version(shelf, package, load_dataset(seeds).version)
    failures += stale_news(package, pipeline.render_news(shelf, seeds, load_dataset(seeds)))
    origins = validation.origins_of(built.tables)
    failures.extend(validation.check_package(package, origins=origins))
    report("frictionless: done")
    tables, unread = validation.read_package(package, origins=origins)
    failures += unread
    if unread:
        report("laws: not asked, for rows could not be read")
    else:
        failures += built.check(tables)
    if failures:
        raise CheckError(failures)
    rows = sum(map(len, tables.values()))
    print(f"valid: {rows} rows in {len(tables)} tables pass frictionless, pydantic and {len(LAWS)} laws")
    return 0


def stale_news(package: Path, texts: dict[str, str]) -> list[str]:
    """Return a line for every file about the releases that does not tell of those there are."""
    return [
        f"{name}:1: is not what the releases and seeds/withdrawn.csv give: run make build"
        for name, text in texts.items()
        if not (package / name).is_file() or (package / name).read_bytes() != text.encode()
    ]
