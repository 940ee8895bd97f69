"""The public face: read a report's values out of its text, load the rows of a published package."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gongbao.errors import ReleaseError
from gongbao.packages.content import Package, Table, row_type
from gongbao.reading.context import Proposal, Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.reader import read_text
from gongbao.reading.values import settle
from gongbao.releases.archive import extract
from gongbao.releases.manifest import FILE as MANIFEST
from gongbao.releases.manifest import read_manifest
from gongbao.releases.shelf import Shelf
from gongbao.seeds.lexicon import load_lexicon


@dataclass(frozen=True, slots=True)
class ReportValue:
    """One value of one concept as the machine reads it; the fields are columns of the table `observations`.

    `quote` stands at the code points `char_start` to `char_end` of the text. `value` is exact, its magnitude applied
    (17亿 is 1700000000); percentages are as written (5.2% is 5.2). A range has `value_min` and `value_max` instead.
    `concept_zh` is the phrase the value is said of, None where none was found. `period_start` is None for a total
    whose beginning the text does not state. The codes (unit, measure, qualifier, direction, basis, status) are those
    of the code lists and of the units table.
    """

    quote: str
    char_start: int
    char_end: int
    concept_zh: str | None
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    unit_id: str
    unit_text: str | None
    measure: str
    qualifier: str
    direction: str
    basis: str | None
    period_start: date | None
    period_end: date
    status: str


def read_report(text: str, year_covered: int, *, year_planned: int | None = None) -> tuple[ReportValue, ...]:
    """Read the values of a government work report, in the order of the text, by the rules of the genre alone.

    `text` is the report as plain text; line breaks part its paragraphs. `year_covered` is the year it looks back on,
    `year_planned` the year it plans for (default: the year after). Numbers that are no values (dates, names, slogans)
    are left out. Raises LexiconError where the engine's vocabulary is missing or empty.

    >>> text = "2021年工作报告\\n一、工作回顾\\n全年新增国家高新技术企业89家、累计达1717家，预计工业总产值同比增长20%。"
    >>> for value in read_report(text, 2021):
    ...     print(value.quote, value.concept_zh, value.value, value.measure, value.status)
    89家 新增国家高新技术企业 89 flow actual
    1717家 国家高新技术企业 1717 level actual
    20% 工业总产值 20 growth_rate estimated
    >>> text[value.char_start : value.char_end] == value.quote
    True
    """
    lexicon = _lexicon()
    subject = Subject(year_covered, year_planned or year_covered + 1, "")
    return tuple(_value(text, proposal) for proposal in read_text(text, subject, lexicon).proposals)


@cache
def _lexicon() -> Lexicon:
    return load_lexicon()


def _value(text: str, proposal: Proposal) -> ReportValue:
    quantity, settled = proposal.quantity, settle(proposal)
    single = quantity.upper is None
    return ReportValue(
        quote=quantity.span.of(text),
        char_start=quantity.span.start,
        char_end=quantity.span.end,
        concept_zh=proposal.concept.phrase or None,
        value=quantity.value if single else None,
        value_min=None if single else quantity.value,
        value_max=quantity.upper,
        unit_id=settled.unit_id,
        unit_text=quantity.unit_text or None,
        measure=settled.measure,
        qualifier=quantity.qualifier,
        direction=settled.direction,
        basis=settled.basis,
        period_start=proposal.period.start,
        period_end=proposal.period.end,
        status=proposal.status,
    )


def load(table: str, source: str | PathLike[str] = ".", *, version: str | None = None) -> list[Any]:
    """Return the rows of one table of a published package, as named tuples typed by the package's own schema.

    `source` is a folder with datapackage.json, a release's folder, or its zip file; with `version`, a folder that holds
    `releases/`, of which that version is read. Numbers are exact (Decimal), dates are dates, a cell of several values
    is a tuple, an empty cell is None. Raises ReleaseError, in one line, where there is no such source or table, or
    where a cell is not what the schema says.

        rows = gongbao.load("observations", "gongbao-1.0.1.zip")
        rows[0].quote, rows[0].value, rows[0].period_end
    """
    with open_package(Path(source), version=version) as package:
        found = _find_table(package, table)
        make = row_type(found)
        return [make(*row) for row in package.rows(found)]


def _find_table(package: Package, name: str) -> Table:
    tables = {table.name: table for table in package.tables}
    if name not in tables:
        near = difflib.get_close_matches(name, tables, 1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(tables)}"
        raise ReleaseError(f"{name}: there is no such table in version {package.version}: {hint}")
    return tables[name]


@contextmanager
def open_package(source: Path, *, version: str | None = None) -> Iterator[Package]:
    """Yield the package a folder, a zip file, a release's folder or a version names, for as long as the block lasts.

    Raises ReleaseError, in one line, where there is none.
    """
    if version is not None:
        with Shelf(source).open(version) as package:
            yield package
    elif source.is_dir() and (source / "datapackage.json").is_file():
        yield Package(source)
    else:
        with TemporaryDirectory() as place:
            extract(_find_archive(source), Path(place) / "package")
            yield Package(Path(place) / "package")


def _find_archive(source: Path) -> Path:
    if source.is_file():
        return source
    if (source / MANIFEST).is_file():
        return source / read_manifest(source).archive
    raise ReleaseError(
        f"{source}: holds neither datapackage.json nor {MANIFEST}: name the folder of a package or release, or its zip"
    )
