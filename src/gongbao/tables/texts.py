"""Columns of the report, its sections, numerals and errata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gongbao.errors import CoverageError
from gongbao.model.cells import plain
from gongbao.model.ids import point_id
from gongbao.reading.ledger import Entry
from gongbao.reading.mapping import TextReading
from gongbao.reading.text import Span, show
from gongbao.seeds.folders import Registry, ReportFolder
from gongbao.seeds.models import ErratumSeed, ExternalFactSeed, TermUsageSeed
from gongbao.tables.curation import anchor
from gongbao.tables.receipts import Values, receipt


def report_columns(folder: ReportFolder) -> Values:
    """Return the columns of the reports table."""
    values = folder.seed.item.model_dump()
    return values | {"report_id": folder.report_id, "characters": len(folder.text)}, folder.seed.place


def usage_columns(folder: ReportFolder) -> Iterator[Values]:
    """Yield how a report uses each term."""
    for line in folder.lines(TermUsageSeed):
        yield line.item.model_dump() | {"report_id": folder.report_id}, line.place


def fact_columns(registry: Registry) -> Iterator[Values]:
    """Yield what public pages say of rows, each fact named by its table, row and kind."""
    for line in registry.lines(ExternalFactSeed):
        item = line.item
        key = f"{item.table_name}-{item.row_id}-{item.fact_kind}"
        yield item.model_dump() | {"external_fact_id": key}, line.place


def numeral_columns(folder: ReportFolder, reading: TextReading, statuses: dict[str, str]) -> Iterator[Values]:
    """Yield one row a numeral; a quantity takes its role from the observation it serves.

    `statuses` gives the status of the observation a numeral id serves. Raises CoverageError for a numeral of a
    curated report without a role.
    """
    for span, read in read_numerals(folder.report_id, reading, statuses):
        if read["role"] == "unresolved" and folder.curated:
            raise CoverageError(_tell_unresolved(folder, reading, span))
        value = read["value"]
        values = receipt(folder, reading, span) | read | {"value": None if value is None else plain(value)}
        yield values, folder.line_of(span.start)


def read_numerals(
    report_id: str, reading: TextReading, statuses: Mapping[str, str]
) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Yield every numeral of a text with what the reading says of it, by column.

    `statuses` gives the status of the observation a numeral id serves.
    """
    ranges = [(p.quantity.span, p.quantity.numeral.span) for p in reading.proposals if p.quantity.upper is not None]
    for entry in reading.entries:
        span = entry.numeral.span
        owner = next((first for whole, first in ranges if whole.covers(span)), span)
        role = _role(entry, statuses.get(point_id("numerals", report_id, owner.start)))
        yield (
            span,
            {
                "numeral_id": point_id("numerals", report_id, span.start),
                "value": entry.numeral.value,
                "form": entry.numeral.form,
                "role": role,
                "reason": entry.reason or ("not_reviewed" if role == "unresolved" else None),
                "origin": entry.origin,
            },
        )


def _role(entry: Entry, status: str | None) -> str:
    if entry.role != "quantity":
        return entry.role
    if status is None:
        return "unresolved"
    return "target" if status == "target" else "observation"


def _tell_unresolved(folder: ReportFolder, reading: TextReading, span: Span) -> str:
    count = sum(entry.role == "unresolved" for entry in reading.entries)
    return (
        f"{folder.line_of(span.start)}: numeral “{span.of(folder.text)}” (characters {span.start}-{span.end}) in "
        f"{show(folder.text, span)} has no role ({max(1, count)} open): describe it in observations.csv, "
        "dismiss it in numerals.csv, or add its shape to src/gongbao/lexicon/name_traps.csv"
    )


def section_columns(
    folder: ReportFolder, reading: TextReading, translations: dict[int, str | None]
) -> Iterator[Values]:
    """Yield the heading tree; `translations` gives a sentence's English by its first character."""
    for span, read in read_headings(folder.report_id, reading, translations):
        yield receipt(folder, reading, span) | read, folder.line_of(span.start)


def read_headings(
    report_id: str, reading: TextReading, translations: Mapping[int, str | None]
) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Yield every heading of a text with what the reading says of its section, by column."""
    for section in reading.sections:
        span = section.heading
        parent = reading.sections[section.parent].heading.start if section.parent is not None else None
        yield (
            span,
            {
                "section_id": point_id("sections", report_id, span.start),
                "extent_end": section.extent.end,
                "parent_id": None if parent is None else point_id("sections", report_id, parent),
                "level": section.rank,
                "part": section.part,
                "heading_zh": section.title(reading.text).rstrip("。") or span.of(reading.text),
                "heading_en": _heading_en(translations.get(span.start)),
            },
        )


def _heading_en(translation: str | None) -> str | None:
    """The heading in English is its sentence's translation without the number (“I.”, “(1)”) and the full stop.

    >>> _heading_en("1. Industry."), _heading_en("2021 Annual Work Report")
    ('Industry', '2021 Annual Work Report')
    """
    if translation is None:
        return None
    head, _, rest = translation.partition(" ")
    marked = head.strip("().").isdigit() and not head.isdigit()  # a bare number is a year
    numbered = marked or (head.endswith(".") and set(head[:-1]) <= set("IVX") and head != ".")
    return (rest if numbered and rest else translation).rstrip(".")


def erratum_columns(folder: ReportFolder, reading: TextReading) -> Iterator[Values]:
    """Yield the damaged spots of the source."""
    for line in folder.lines(ErratumSeed):
        span = anchor(folder, line)
        values = line.item.model_dump(exclude={"prefix", "suffix", "quote"}) | receipt(folder, reading, span)
        yield values | {"erratum_id": point_id("errata", folder.report_id, span.start)}, line.place
