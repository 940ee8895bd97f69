"""One broken rule, told in one line: table, row, place in the seeds, quote, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from gongbao.errors import shorten
from gongbao.model.row import Row
from gongbao.tables.traced import Traced


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule and the row that breaks it; `line()` is what a person reads.

    `report_id` and `review` are the row's own, where it has them: they tell whether a curator vouches for it.
    """

    law: str
    table: str
    row_id: str
    place: str
    quote: str
    message: str
    remedy: str
    report_id: str | None = None
    review: str | None = None

    def line(self) -> str:
        """Return the failure as one line."""
        quoted = f" “{shorten(self.quote)}”" if self.quote else ""
        told = f"{self.table} {shorten(self.row_id)}{quoted}: {shorten(self.message, 300)}"
        return f"{self.place}: {told} [{self.law}]: {self.remedy}"


def fail(law: str, traced: Traced[Row], message: str, remedy: str) -> Failure:
    """Describe a failure of one row."""
    row = traced.row
    quote = getattr(row, "quote", None) or getattr(row, "text_zh", None) or ""
    about = {name: getattr(row, name, None) for name in ("report_id", "review")}
    return Failure(law, row.table, row.key, traced.place, str(quote)[:60], message, remedy, **about)
