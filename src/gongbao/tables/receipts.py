"""The columns every row drawn from a text carries."""

from __future__ import annotations

from gongbao.model.ids import point_id
from gongbao.reading.mapping import TextReading
from gongbao.reading.text import Span
from gongbao.seeds.folders import ReportFolder

Values = tuple[dict[str, object], str]
"""A row's columns, and the `file:line` a person would open to change it."""


def receipt(folder: ReportFolder, reading: TextReading, span: Span) -> dict[str, object]:
    """Return the columns every row drawn from a text carries."""
    return {
        "report_id": folder.report_id,
        "sentence_id": point_id("sentences", folder.report_id, reading.sentence_at(span.start).core.start),
        "char_start": span.start,
        "char_end": span.end,
        "quote": span.of(folder.text),
    }
