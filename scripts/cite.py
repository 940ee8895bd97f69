"""Say how to cite the dataset, a table, a row or a saved query: GB/T 7714, APA, Chicago, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from gongbao import citations, doors
from gongbao.content import Package
from gongbao.dataset import load_dataset


def main() -> int:
    """Parse the options and print the citations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--row", help="a row's id, such as bda-2021-o347")
    parser.add_argument("--table", help="a table (with --row: the one it stands in)")
    parser.add_argument("--query", help="a saved query, by its name in site/queries")
    parser.add_argument("--style", default="all", help=f"all, or one of {', '.join(citations.STYLES)}")
    parser.add_argument("--base", help="address of a server of the dataset, for absolute permalinks")
    parser.add_argument("--package", type=Path, default=doors.ROOT, help="folder with datapackage.json")
    parser.add_argument("--seeds", type=Path, default=doors.ROOT / "seeds", help="folder of the seeds")
    options = parser.parse_args()
    dataset = load_dataset(options.seeds)
    subject = citations.Subject()
    if options.query:
        subject = citations.find_query(options.query, doors.ROOT / "site" / "queries")
    elif options.row:
        subject = citations.find_row(Package(options.package), options.row, table=options.table)
    elif options.table:
        subject = citations.find_table(options.table)
    styles = citations.STYLES if options.style == "all" else [options.style]
    base = options.base.rstrip("/") if options.base else None
    texts = [(style, citations.cite(dataset, subject, style=style, base=base)) for style in styles]
    print("\n\n".join(text if len(texts) == 1 else f"# {style}\n{text}" for style, text in texts))
    return 0


if __name__ == "__main__":
    doors.run(main)
