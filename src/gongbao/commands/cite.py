"""Say how to cite the dataset, a table, a row or a saved query: GB/T 7714, APA, Chicago, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from gongbao import doors
from gongbao.citing import citations
from gongbao.errors import CheckError, ReleaseError
from gongbao.packages.content import Package
from gongbao.publish import heal
from gongbao.releases.history import frozen_queries
from gongbao.releases.shelf import Shelf, check_version
from gongbao.resources import SITE
from gongbao.seeds.dataset import load_dataset
from gongbao.seeds.withdrawals import load_withdrawals


def main(root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and print the citations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--row", help="a row's id, from the first column of its table")
    parser.add_argument("--table", help="a table (with --row: the one it stands in)")
    parser.add_argument("--query", help="a saved query, by its name among the site's queries")
    parser.add_argument("--argument", action="append", default=[], type=lambda a: a.partition("="), help="NAME=VALUE")
    parser.add_argument("--version", help="a release, such as 1.0.0 (default: the current data)")
    parser.add_argument("--style", default="all", help=f"all, or one of {', '.join(citations.STYLES)}")
    parser.add_argument("--base", help="address of a server of the dataset, for absolute permalinks")
    parser.add_argument("--package", type=Path, help="folder with datapackage.json and releases/")
    options = parser.parse_args(words)
    home = doors.require_root(root)
    place = options.package or home
    heal(place)
    dataset, shelf = load_dataset(home / "seeds"), Shelf(place)
    if options.version:
        manifest = shelf.find(options.version)
        dataset = dataset.model_copy(update={"version": manifest.version, "released": manifest.released})
    elif faults := list(check_version(shelf, place, dataset.version)):
        raise CheckError(faults)  # a citation would name a release that holds other rows
    with shelf.open(options.version) if options.version else nullcontext(Package(place)) as package:
        subject = find(options, package, shelf)
    styles = citations.STYLES if options.style == "all" else [options.style]
    base = options.base.rstrip("/") if options.base else None
    mark = load_withdrawals(home / "seeds").get(dataset.version)
    texts = [(style, citations.cite(dataset, subject, style=style, base=base, withdrawn=mark)) for style in styles]
    print("\n\n".join(text if len(texts) == 1 else f"# {style}\n{text}" for style, text in texts))
    if mark:
        doors.warn(mark.words("en"), mark.words("zh"))
    return 0


def find(options: argparse.Namespace, package: Package, shelf: Shelf) -> citations.Subject:
    """Return what the options name."""
    if options.query and (options.table or options.row):
        raise ReleaseError("--query: a query stands in no table: leave out --table and --row")
    if options.query:
        if options.version and options.query not in frozen_queries(shelf, options.version):
            raise ReleaseError(f"{options.query}: release {options.version} has no such query: leave out --version")
        subject = citations.find_query(options.query, SITE / "queries")
        return replace(subject, arguments=tuple((name, value) for name, _, value in options.argument))
    if options.row:
        return citations.find_row(package, options.row, table=options.table)
    return citations.find_table(options.table) if options.table else citations.Subject()
