"""One broken rule, told in one line: table, row, place in the seeds, quote, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from gongbao.rows import Row
from gongbao.tables import Traced


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule and the row that breaks it; `line()` is what a person reads."""

    law: str
    table: str
    row_id: str
    place: str
    quote: str
    message: str
    remedy: str

    def line(self) -> str:
        """Return the failure as one line."""
        quoted = f" “{self.quote}”" if self.quote else ""
        return f"{self.place}: {self.table} {self.row_id}{quoted}: {self.message} [{self.law}]: {self.remedy}"


def row_id(row: Row) -> str:
    """Return a row's primary key as one word."""
    return "/".join(str(getattr(row, name)) for name in row.primary_key)


def fail(law: str, traced: Traced, message: str, remedy: str) -> Failure:
    """Describe a failure of one row."""
    row = traced.row
    quote = getattr(row, "quote", None) or getattr(row, "text_zh", None) or ""
    return Failure(law, row.table, row_id(row), traced.place, str(quote)[:60], message, remedy)
