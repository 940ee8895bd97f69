"""How well texts are read: writes the tables of docs/quality.md between its marks.

python bench/quality.py [FOLDER]        FOLDER holds the foreign texts that tests/reference/index.csv names; without it
                                        only the tables of cases are written anew
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongbao.seeds.lexicon import load_lexicon  # noqa: E402
from support.quality import bare_lines, case_lines, coverage_lines, pattern_lines, reference_lines  # noqa: E402

PAGE = ROOT / "docs" / "quality.md"


def write(page: str, name: str, lines: Iterable[str]) -> str:
    """Return the page with the lines between the marks of this name."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    block = f"{begin}\n\n{chr(10).join(lines)}\n\n{end}"
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _match: block, page, flags=re.DOTALL)


def folder_of(name: str) -> Path:
    """Return a folder that is there, as an argument names it."""
    if not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name} is no folder: name the one that holds the texts")
    return Path(name)


def main(texts: Path | None) -> None:
    """Write every table whose texts are at hand."""
    lexicon, page = load_lexicon(), PAGE.read_text(encoding="utf-8")
    page = write(page, "cases", case_lines(lexicon))
    page = write(page, "patterns", pattern_lines(lexicon))
    if texts is not None:
        page = write(page, "references", reference_lines(texts, lexicon))
        page = write(page, "bare", bare_lines(texts, lexicon))
        page = write(page, "numerals", coverage_lines(texts, lexicon))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=folder_of)
    main(parser.parse_args().folder)
