"""The tool `get_row`: one row of any table and release, with its sentence, history, doubts and citation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from datasette.utils import escape_sqlite
from pydantic import Field

from gongbao.assist.answers import (
    STYLE,
    Answer,
    Doubt,
    Meaning,
    Part,
    Receipt,
    Report,
    both,
    doubts_of,
    flat,
    is_machine,
    pointed,
    receipt_of,
    reports_of,
    source_of,
    spoken,
)
from gongbao.assist.arguments import LONGEST, Arguments
from gongbao.assist.choices import CURRENT, From, Like, near_to, versions_of
from gongbao.assist.library import Build, Refusal, Row
from gongbao.site.rows.row_context import Context, context_of, mention_of
from gongbao.site.rows.row_history import QUERY
from gongbao.site.wording import labels
from gongbao.site.wording.names import DATABASE
from gongbao.site.wording.titles import title_of

NEAR, COMPARED = 3, 4000
STEPS = 20  # newest changes that are told
LONG = 4000  # characters of a cell


class RowArguments(Arguments):
    """Which row, of which release, cited how."""

    id: Annotated[
        str,
        Like(("observations", "projects", "codes")),
        Field(
            min_length=1,
            max_length=LONGEST,
            description="The row’s id, as answers and tables have it; the parts of a compound key joined by /.",
        ),
    ]
    table: Annotated[
        str | None,
        From("tables"),
        Field(
            description="The table it stands in; needed only where several have a row of that id.",
            examples=["observations"],
        ),
    ] = None
    version: Annotated[
        str, From("versions"), Field(description="A release, for what it said then; `current` are the newest data.")
    ] = CURRENT
    style: Annotated[str, From("styles"), Field(description="Format of the citation.", examples=["gbt7714"])] = STYLE


class Sentence(Part):
    """The sentence a row stands in, with the quote between what is before and behind it; its translation."""

    sentence_id: str
    text_zh: str
    text_en: str | None
    before: str
    quote: str
    after: str
    sentence_before_zh: str | None
    sentence_after_zh: str | None


class Step(Part):
    """One thing a release did to the row: to a column, or to the row as a whole where none is named."""

    version: str
    released_on: str | None
    change: str
    column: str | None
    old: str | None
    new: str | None
    kind: str | None
    reason_en: str | None
    reason_zh: str | None


class RowAnswer(Answer):
    """A row with all that is needed to check and cite it."""

    table: str
    id: str
    title_zh: str
    title_en: str
    row: dict[str, str | int | float | None] = Field(description="Every column of the row, as the table has it.")
    receipt: Receipt | None = Field(description="Where it stands; of a registry’s row where it is mentioned.")
    mention_id: str | None = Field(
        description="The mention that the receipt is of, where the row is one of a registry."
    )
    sentence: Sentence | None
    codes: list[Meaning] = Field(description="What the codes in the row mean.")
    doubts: list[Doubt]
    read_by_machine: bool
    history: list[Step] = Field(description="What releases did to it, the newest first.")
    held_by: list[str] = Field(description="Versions that have a row of this id.")
    reports: list[Report]

    def lines(self) -> Iterable[str]:
        """Return the row with its sentence and history."""
        yield f"{self.table}/{self.id}: {both(self.title_en, self.title_zh)}{spoken(self.doubts, self.read_by_machine)}"
        yield "; ".join(f"{name} = {flat(value)}" for name, value in self.row.items() if value is not None)
        if self.sentence:
            said = self.sentence
            marked = f"{said.before}【{said.quote}】{said.after}" if said.quote else said.text_zh
            yield f"Sentence {said.sentence_id}: {flat(marked)}"
            yield f"In English: {flat(said.text_en or 'not translated')}"
        if self.receipt:
            yield f"Receipt{f' (of its mention {self.mention_id})' if self.mention_id else ''}{pointed(self.receipt)}"
        for step in self.history:
            old, new = (value or "(empty)" for value in (step.old, step.new))
            changed = f" {step.column}: {flat(old)} → {flat(new)}" if step.column else ""
            reason = f" ({flat(step.reason_en)})" if step.reason_en else ""
            yield f"{step.version} {step.change}{changed}{reason}"
        yield f"Held by: {', '.join(self.held_by)}"


class Place(NamedTuple):
    """A row where it was found."""

    database: str
    table: str
    key: tuple[str, ...]
    row: Row


async def get_row(build: Build, asked: RowArguments) -> RowAnswer:
    """Return one row with what belongs to it; raises Refusal, with near ids or what became of it, where it is not."""
    versions = await versions_of(build)
    place = await find_row(build, asked, versions[asked.version])
    database, table, row = place.database, place.table, place.row
    cited = await mention_of(build.datasette, database, table, row)
    shown = dict(cited[1]) if cited and receipt_of(row) is None else row
    quote = "text_zh" if table == "sentences" else "quote"
    title = await title_of(build.datasette, database, table, row)
    doubts = await doubts_of(build, table, ["/".join(place.key)], database)
    context = await context_of(build.datasette, database, table, shown)
    return RowAnswer(
        source=await source_of(build, table, place.key, database=database, style=asked.style),
        table=table,
        id="/".join(place.key),
        title_en=title.english,
        title_zh=title.chinese,
        row={name: _shorten(value) for name, value in row.items()},
        receipt=receipt_of(shown, quote),
        mention_id=str(next(iter(shown.values()))) if shown is not row else None,
        sentence=_sentence(shown, context) if context else None,
        codes=codes_in(table, row),
        doubts=doubts.get("/".join(place.key), []),
        read_by_machine=await is_machine(build, row, database),
        history=await history_of(build, table, "/".join(place.key)),
        held_by=[version for version, name in versions.items() if await _read(build, name, table, place.key)],
        reports=await reports_of(build, [shown]),
    )


async def find_row(build: Build, asked: RowArguments, database: str) -> Place:
    """Return the one row with an id; raises Refusal where there is none, or where several tables have one."""
    found = []
    for table in [asked.table] if asked.table else labels.MODELS:
        for key in keys_of(table, asked.id):
            row = await _read(build, database, table, key)
            found += [Place(database, table, key, row)] if row else []
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal(f"{asked.id}: stands in several tables: give table: {', '.join(place.table for place in found)}")
    raise Refusal(await missing(build, asked, database))


def keys_of(table: str, row_id: str) -> list[tuple[str, ...]]:
    """Return the keys an id can be of a table; the parts of a compound key are parted by a slash."""
    size = len(labels.MODELS[table].primary_key)
    parts = (row_id,) if size == 1 else tuple(row_id.split("/", size - 1))
    return [parts] if len(parts) == size else []


async def _read(build: Build, database: str, table: str, key: tuple[str, ...]) -> Row | None:
    names = labels.MODELS[table].primary_key
    if not await build.has(database, table, *names):
        return None
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in names)
    rows = await build.rows(f"select * from {escape_sqlite(table)} where {where}", key, database)
    return rows[0] if rows else None


async def missing(build: Build, asked: RowArguments, database: str) -> str:
    """Return what is said of a row that is not there: what became of it, who still holds it, or which ids are near."""
    words = f"{asked.id}: there is no such row in {asked.table or 'any table'} ({asked.version})"
    held = []
    for version, name in (await versions_of(build)).items():
        for table in [asked.table] if asked.table else labels.MODELS:
            if any([await _read(build, name, table, key) for key in keys_of(table, asked.id)]):
                held.append(f"{version} (table {table})")
    stones = await build.rows(
        "select * from tombstones where row_id = ? and tombstone_event = 'removed' and ? in ('', table_name)",
        [asked.id, asked.table or ""],
    )
    for stone in stones:
        instead = f", in its place stands {stone['replaced_by']}" if stone["replaced_by"] else ""
        why = str(stone["reason_en"]).rstrip(".")
        words += f". It was removed from {stone['table_name']} in {stone['version']}: {why}{instead}"
    if held:
        return f"{words}. It is held by {', '.join(held)}: give that version"
    near = [name for table in [asked.table] if table for name in await ids_like(build, database, table, asked.id)]
    near = near or [n for table in ("observations", "projects", "policies", "commitments") if not asked.table
                    for n in await ids_like(build, database, table, asked.id, 2)]  # fmt: skip
    hint = f" Near it: {'; '.join(near)}." if near else ""
    return f"{words}.{hint} The tool search finds ids by words and numbers"


async def ids_like(build: Build, database: str, table: str, row_id: str, most: int = NEAR) -> list[str]:
    """Return ids of a table that look like one, with its table."""
    names = labels.MODELS[table].primary_key
    if not await build.has(database, table, *names):
        return []
    columns = " || '/' || ".join(escape_sqlite(name) for name in names)
    rows = await build.rows(f"select {columns} as id from {escape_sqlite(table)} limit {COMPARED}", (), database)
    return [f"{table}/{near}" for near in near_to({str(row["id"]): ("", "") for row in rows}, row_id, most)]


def _shorten(value: Any) -> Any:
    return f"{value[: LONG - 1]}…" if isinstance(value, str) and len(value) > LONG else value


def _sentence(row: Row, context: Context) -> Sentence:
    """Return a sentence in its pieces; without a quote all of it stands before."""
    return Sentence(
        sentence_id=row["sentence_id"],
        text_zh=f"{context.before}{context.quote}{context.after}",
        text_en=context.english or None,
        before=context.before,
        quote=context.quote,
        after=context.after,
        sentence_before_zh=context.previous.text if context.previous else None,
        sentence_after_zh=context.following.text if context.following else None,
    )


def codes_in(table: str, row: Row) -> list[Meaning]:
    """Return what the codes of a row mean."""
    found = ((column, labels.code_of(column, value, table)) for column, value in row.items() if value is not None)
    return [
        Meaning(column=column, code=code.code, name_zh=code.name_zh, name_en=code.name_en, means=code.description_en)
        for column, code in found
        if code
    ]


async def history_of(build: Build, table: str, row_id: str) -> list[Step]:
    """Return what releases did to a row, the newest first, as the site's saved query has it."""
    queries = build.datasette.metadata("databases").get(DATABASE, {}).get("queries", {})
    if QUERY not in queries:
        return []
    lines = await build.rows(queries[QUERY]["sql"], {"row_id": row_id, "table_name": table})
    return [
        Step(
            **{name: line[name] for name in ("version", "released_on", "change", "reason_en", "reason_zh")},
            column=line["column_name"],
            old=_shorten(line["old_value"]),
            new=_shorten(line["new_value"]),
            kind=line["change_kind"],
        )
        for line in lines[:STEPS]
    ]
