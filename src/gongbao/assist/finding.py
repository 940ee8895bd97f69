"""The tool `search`: one question asked of all tables, as the site's search asks it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from gongbao.assist.answers import (
    Answer,
    Part,
    Receipt,
    Report,
    both,
    is_machine,
    pointed,
    receipt_of,
    reports_of,
    source_of,
    spoken,
)
from gongbao.assist.arguments import LONGEST, Arguments, ReportId
from gongbao.assist.choices import From, names_from, near_to
from gongbao.assist.library import Build, Refusal, Row
from gongbao.assist.listing import MOST, page_of
from gongbao.model.rows import TABLES
from gongbao.site.search.searching import KINDS, Found, Group, Question, search
from gongbao.site.search.subjects import WIDENED
from gongbao.site.wording.names import DATABASE, REGISTRIES

KEYS = {model.table: model.primary_key for model in TABLES}
LABEL = 240  # characters of a label; the receipt has the quote in full
NEAR = 6


class SearchArguments(Arguments):
    """What is searched for, and where."""

    words: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="Words (all must occur; | parts alternatives) or an amount in any writing, in Chinese or English.",
        examples=["疫苗", "talent", "养老|elderly care", "50亿元", "1.7 billion doses", "90%"],
    )
    kind: Annotated[
        str | None,
        From("kinds"),
        Field(
            description="Search one table alone, in pages; leave it out to see what there is in all.",
            examples=["sentences"],
        ),
    ] = None
    exact: bool = Field(False, description="true: the very words alone; false: words that mean the same, too.")
    report_id: ReportId = None
    place: Annotated[str | None, From("places"), Field(description="Reports of one place, by its id or name.")] = None
    year: int | None = Field(None, ge=1900, le=2200, description="Reports that cover this year.", examples=[2021])
    limit: int = Field(5, ge=1, le=50, description="Hits of each table, 1 to 50.")
    cursor: str | None = Field(None, max_length=200, description="With `kind`: `next_cursor` of the answer before.")


class Hit(Part):
    """A row that was found."""

    id: str
    label_zh: str | None
    label_en: str | None
    receipt: Receipt | None = Field(
        description="Where it stands; null for a row of a registry, which mentions lead to."
    )
    read_by_machine: bool


class FoundIn(Part):
    """What was found in one table."""

    table: str
    by: str = Field(description="words, or amount: a value of the size that was typed, however it is written.")
    count: int | None = Field(description="Rows found; null where there was no time to count.")
    hits: list[Hit]


class Amount(Part):
    """An amount as it was understood."""

    value: float | int
    unit_id: str | None


class SearchAnswer(Answer):
    """What was found, table by table."""

    words: str
    synonyms: dict[str, list[str]] = Field(description="What was searched for beside each of the words.")
    amounts: list[Amount]
    searched: list[str] = Field(description="The tables that were searched.")
    complete: bool = Field(description="false: time ran out before all tables were searched.")
    groups: list[FoundIn]
    near: list[str] = Field(description="Where nothing was found: names that look like the words.")
    next_cursor: str | None
    reports: list[Report]

    def lines(self) -> Iterable[str]:
        """Return every hit in a line, below its table."""
        for typed, added in self.synonyms.items():
            yield f"“{typed}” also as {', '.join(added)}"
        if not self.complete:
            yield "Time ran out before all tables were searched: ask for one `kind`."
        if not self.groups:
            near = f" Names that look like it: {'; '.join(self.near)}." if self.near else ""
            yield f"Nothing found for “{self.words}” in {', '.join(self.searched)}.{near}"
        for group in self.groups:
            count = "uncounted" if group.count is None else group.count
            yield f"{group.table} (by {group.by}; {len(group.hits)} of {count}):"
            for hit in group.hits:
                said = both(hit.label_en, hit.label_zh)
                yield f"- {hit.id}: {said}{pointed(hit.receipt)}{spoken([], hit.read_by_machine)}"
        if self.next_cursor:
            yield f"More with cursor={self.next_cursor}."


async def find(build: Build, asked: SearchArguments) -> SearchAnswer:
    """Return what the site's search finds, with receipts."""
    if asked.cursor and not asked.kind:
        raise Refusal("cursor: only the search of one table goes on in pages: give `kind`, too")
    within = {"report_id": asked.report_id or "", "place_id": asked.place or "", "kind": asked.kind or ""}
    question = Question(
        asked.words.lstrip(WIDENED), exact=asked.exact, year=str(asked.year) if asked.year else "", **within
    )
    found = await search(build.datasette.get_database(DATABASE), question)
    limit = asked.limit
    while True:
        answer = await answer_of(build, asked, found, limit)
        if limit == 1 or len(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False)) <= MOST:
            return answer
        limit //= 2


async def answer_of(build: Build, asked: SearchArguments, found: Found, limit: int) -> SearchAnswer:
    """Return what was found with so many hits a table."""
    question, following, groups, rows = found.question, None, [], list[Row]()
    for group in found.groups:
        hits = group.hits[:limit]
        if asked.kind:
            page = await page_of(build, asked.kind, group.arguments, limit, asked.cursor)
            hits, following = page.rows, page.following
        rows += hits
        groups.append(await group_of(build, group, hits))
    return SearchAnswer(
        source=await source_of(build),
        words=question.words,
        synonyms={wanted.typed: list(wanted.added) for wanted in question.wanted if wanted.added},
        amounts=[Amount(value=float(amount.value), unit_id=amount.unit_id) for amount in found.amounts],
        searched=[asked.kind] if asked.kind else list(KINDS),
        complete=not found.late,
        groups=groups,
        near=[] if groups else await names_like(build, question.words),
        next_cursor=following,
        reports=await reports_of(build, rows),
    )


async def group_of(build: Build, group: Group, rows: list[Row]) -> FoundIn:
    """Return the hits of a table."""
    place = group.place
    quote = "text_zh" if place.table == "sentences" else "quote"
    hits = [
        Hit(
            id="/".join(str(row[name]) for name in KEYS[place.table]),
            label_zh=cut(row.get(place.label_zh)) if place.label_zh != quote else None,
            label_en=cut(row.get(place.label_en)),
            receipt=receipt_of(row, quote),
            read_by_machine=await is_machine(build, row),
        )
        for row in rows
    ]
    return FoundIn(table=place.table, by="amount" if group.by_amount else "words", count=group.count, hits=hits)


def cut(text: str | None) -> str | None:
    """Return a label that is not too long."""
    return text if text is None or len(text) <= LABEL else f"{text[: LABEL - 1]}…"


async def names_like(build: Build, words: str) -> list[str]:
    """Return named rows whose names look like what was typed."""
    known = {
        f"{table}/{row_id}": names for table in REGISTRIES for row_id, names in (await names_from(build, table)).items()
    }
    return near_to(known, words, NEAR)
