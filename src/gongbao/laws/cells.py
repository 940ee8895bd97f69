"""The laws of cells: no invisible character, no blank at an end, dates in order, English where signed, and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongbao.errors import shorten
from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.cells import to_cell
from gongbao.model.row import Row, column_of
from gongbao.model.rows import TABLES, CodeRow, Commitment, Doubt, Report

# Drawn from the frozen text, which nobody mends, or made from such words: other laws compare these letter by letter.
_DRAWN = frozenset(
    ("quote", "text_zh", "concept_zh", "unit_text", "heading_zh", "status_quote", "verb_zh", "object_zh")
) | {"statement_zh", "statement_en"}
_ON_WORDS = frozenset(("note_en", "reason_en", "explanation_en", "usage_en"))
_HAN, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]")
_DATED = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")


def check_characters(published: Published) -> Iterator[Failure]:
    """A cell that is not drawn from the text holds visible characters and single blanks, none at its ends."""
    for model in TABLES:
        if model is Doubt:  # its reasons quote what they doubt
            continue
        names = _free_columns(model)
        for traced, row in published.rows(model):
            cells = row.__dict__
            if cells.get("review") == "auto" and model is not Report:
                continue
            for name in names:
                value = cells[name]
                if value is not None and not _is_clean(value):
                    message = f"{name} holds an invisible character, a line break or a blank at an end"
                    yield fail("characters", traced, message, "retype the cell")


@cache
def _free_columns(model: type[Row]) -> tuple[str, ...]:
    """The columns of words that neither a pattern, a code list nor the text itself settles."""
    known = {name: column_of(model, name) for name in model.columns if name not in _DRAWN}
    settled = {name for name, column in known.items() if {"pattern", "enum"} & {rule for rule, _ in column.constraints}}
    return tuple(name for name, column in known.items() if column.type in ("string", "list") and name not in settled)


def _is_clean(value: str | tuple[str, ...]) -> bool:
    if isinstance(value, tuple):
        return all(item.isprintable() and item == item.strip() for item in value)
    return value.isprintable() and value == value.strip()


def check_english(published: Published) -> Iterator[Failure]:
    """What a curator wrote in English is English; words on words (notes, reasons, explanations) quote Chinese ones."""
    full = {*published.curated, None}
    for model in TABLES:
        names = [name for name in model.columns if name.endswith("_en")] if model not in (CodeRow, Doubt) else []
        for traced, row in published.rows(model) if names else ():
            cells = row.__dict__
            if cells.get("report_id") not in full or (cells.get("review") == "auto" and model is not Report):
                continue
            for name in names:
                words = to_cell(cells[name])
                if not _is_english(words, quoting=name in _ON_WORDS):
                    yield fail("bilingual", traced, f"{name} holds Chinese: “{shorten(words)}”", "write it in English")


def _is_english(words: str, *, quoting: bool) -> bool:
    chinese = len(_HAN.findall(words))
    return chinese == 0 or (quoting and chinese < len(_LATIN.findall(words)))


def check_report_dates(published: Published) -> Iterator[Failure]:
    """A report plans for a later year than it covers, and appears no earlier; a number with a day bears that day."""
    for traced, row in published.rows(Report):
        if row.year_planned is not None and row.year_planned <= row.year_covered:
            message = f"plans for {row.year_planned}, which is not after the covered year {row.year_covered}"
            yield fail("dates", traced, message, "correct year_planned or year_covered in report.yml")
        day = _DATED.search(row.document_number or "")
        if row.published_on is None:
            if day:
                yield fail("dates", traced, "has a day in its document number and no published_on", "fill it in")
            continue
        if row.published_on.year < row.year_covered:
            message = f"was published {row.published_on}, before the year it covers ({row.year_covered})"
            yield fail("dates", traced, message, "correct published_on or year_covered in report.yml")
        if day and "-".join(day.groups()) != row.published_on.isoformat():
            message = f"was published {row.published_on}; its document number says {'-'.join(day.groups())}"
            yield fail("dates", traced, message, "correct published_on or document_number in report.yml")


def check_due_dates(published: Published) -> Iterator[Failure]:
    """What is promised falls due in the planned year or later."""
    planned = {row.report_id: row.year_planned for _, row in published.rows(Report)}
    for traced, row in published.rows(Commitment):
        year = planned.get(row.report_id)
        if row.due_on is not None and year is not None and row.due_on.year < year:
            yield fail("dates", traced, f"is due {row.due_on}, before the planned year {year}", "correct due_on")


def check_summaries(published: Published) -> Iterator[Failure]:
    """A promise that a curator signed has its summary in English."""
    for traced, row in published.rows(Commitment):
        if row.review == "curated" and row.summary_en is None:
            yield fail("bilingual", traced, "summary_en is empty", "fill in summary_en in commitments.csv")
