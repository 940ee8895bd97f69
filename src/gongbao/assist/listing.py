"""Lists in pages: the rows of a table or reading view under filters, asked of the site as its pages ask.

The filters stand in the citation, so that its address leads to the very rows that were counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import Field

from gongbao.assist.answers import Answer, Meaning, Report, flat, source_of
from gongbao.assist.library import Build, Refusal, Row
from gongbao.errors import counted
from gongbao.site.search.subjects import WIDENED
from gongbao.site.wording.names import DATABASE

_PARTED = "~"
MOST = 40_000  # characters of an answer's data
Filters = list[tuple[str, str]]


class Page(NamedTuple):
    """Some rows of a list, how many there are, and where the next ones begin."""

    rows: list[Row]
    total: int
    following: str | None


class Listed(Answer):
    """Base of answers that give a list in pages."""

    total: int = Field(description="Rows that fit the question, on all pages.")
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page; null on the last one.")
    searched: str = Field(description="What was searched, as filters of a table of the site.")
    hints: list[str] = Field(description="Where nothing fits: how many rows each filter leaves, and leaves out.")
    reports: list[Report]
    codes: list[Meaning] = Field(description="What the codes in the rows mean.")

    def frame(self, told: Sequence[str]) -> list[str]:
        """Return lines of rows with how many there are, and how to go on."""
        if not self.total:
            return [f"Nothing fits: searched {self.searched}.", *self.hints]
        more = f"; more with cursor={self.next_cursor}" if self.next_cursor else ""
        reports = [
            f"{report.report_id}: {flat(report.title_en)}, {report.year_covered}"
            f"{' (read by machine)' if report.read_by_machine else ''}"
            for report in self.reports
        ]
        return [f"{len(told)} of {self.total} found ({self.searched}){more}:", *told, "", f"From {'; '.join(reports)}."]


def asking(given: Mapping[str, str | None], words: str | None, more: Filters | None = None) -> Filters:
    """Return the filters of what is given, then `more`, then the one for words, with all that means the same."""
    filters = [(name, value) for name, value in given.items() if value]
    searched = [("_search", f"{WIDENED}{words.lstrip(WIDENED)}")] if words else []
    return [*filters, *(more or []), *searched]


async def page_of(build: Build, table: str, filters: Filters, limit: int, cursor: str | None) -> Page:
    """Return a page of a table; raises Refusal where the site cannot answer."""
    mark = mark_of(build, table, filters)
    head, _, place = (cursor or "").partition(_PARTED)
    if cursor and (head != mark or not place):
        raise Refusal(
            "cursor: is of another question: give `next_cursor` of the answer before, the rest as it was then"
        )
    asked = [*filters, ("_size", str(limit)), ("_shape", "objects"), ("_nofacet", "1")]
    asked += [("_next", place)] if cursor else []
    answer = await build.ask(f"/{DATABASE}/{table}.json", asked)
    if answer.status != 200:
        raise Refusal(f"{table}: {answer.fault}")
    found = answer.body
    following = f"{mark}{_PARTED}{found['next']}" if found.get("next") else None
    return Page(found["rows"], int(found["filtered_table_rows_count"]), following)


def mark_of(build: Build, table: str, filters: Filters) -> str:
    """Return what tells the pages of one question, asked of one build, from those of others."""
    asked = repr((build.datasette.get_database(DATABASE).hash, table, filters))
    return hashlib.sha256(asked.encode()).hexdigest()[:8]


AnyListed = TypeVar("AnyListed", bound=Listed)
Fill = Callable[[Page, dict[str, Any]], Awaitable[AnyListed]]


async def listed(
    build: Build, table: str, filters: Filters, limit: int, cursor: str | None, fill: Fill[AnyListed]
) -> AnyListed:
    """Return an answer over a page: of so many rows that it stays within its bound.

    `fill` makes it of the page and of what every list has beside its rows, reports and codes.
    """
    source = await source_of(build, table, filters=filters)
    while True:
        page = await page_of(build, table, filters, limit, cursor)
        frame = {
            "source": source,
            "total": page.total,
            "next_cursor": page.following,
            "searched": say(table, filters),
            "hints": [] if page.total else await hints_of(build, table, filters),
        }
        answer = await fill(page, frame)
        if limit == 1 or len(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False)) <= MOST:
            return answer
        limit //= 2


def say(table: str, filters: Filters) -> str:
    """Return a list's table and filters, as the site's addresses have them."""
    asked = " and ".join(f"{name}={value}" for name, value in filters)
    return f"{table} where {asked}" if asked else table


async def hints_of(build: Build, table: str, filters: Filters) -> list[str]:
    """Return how many rows each one of the filters leaves by itself, and how many there are without it."""
    hints = []
    for chosen in filters if len(filters) > 1 else ():
        rest = [pair for pair in filters if pair is not chosen]
        without = (await page_of(build, table, rest, 1, None)).total
        alone = (await page_of(build, table, [chosen], 1, None)).total
        hints.append(f"{chosen[0]}={chosen[1]}: {counted(alone, 'row')} by itself; the other filters leave {without}.")
    whole = (await page_of(build, table, [], 1, None)).total
    return [*hints, f"The whole of {table} has {whole} rows; the tool search finds words and numbers in all tables."]
