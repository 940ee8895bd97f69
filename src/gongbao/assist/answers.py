"""What every answer carries: the version of the data and a citation, receipts, doubts, the mark of machine readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from datasette.utils import tilde_encode
from pydantic import BaseModel, ConfigDict, Field

from gongbao.assist.library import Build, Refusal, Row
from gongbao.citing.citations import permalink
from gongbao.errors import shorten
from gongbao.model.codes import CODELISTS
from gongbao.site import citing
from gongbao.site.wording.cells import machine_reports
from gongbao.site.wording.names import DATABASE

STYLE = "apa"
LICENCE = "CC-BY-4.0"
LONGEST = 4000  # characters of a text in a line of an answer
MACHINE = "READ BY MACHINE, checked by nobody"


class Part(BaseModel):
    """Base of everything in an answer."""

    model_config = ConfigDict(frozen=True)


def own(part: type[Part], row: Row) -> Row:
    """Return the columns of a row that a part of an answer bears under their names."""
    return {name: row[name] for name in part.model_fields if name in row}


class Source(Part):
    """The version an answer comes from, and how to cite what it tells."""

    dataset: str
    version: str
    released: str | None = Field(description="Day of the release; null while the data are not released.")
    withdrawn: str | None = Field(description="Why the publisher took this version back; null where they did not.")
    licence: str
    citation: str
    address: str | None = Field(description="Web address of what is cited; null while the publisher has none.")


class Receipt(Part):
    """Where a row stands: text[char_start:char_end] == quote in the frozen text of the report, in code points."""

    report_id: str
    sentence_id: str
    char_start: int
    char_end: int
    quote: str


class Doubt(Part):
    """Why a row is doubtful, and who says so."""

    by: str
    kind: str
    reason_en: str
    reason_zh: str


class Report(Part):
    """A report that rows come from."""

    report_id: str
    title_zh: str
    title_en: str
    year_covered: int
    published_on: str | None
    source_url: str | None
    read_by_machine: bool


class Meaning(Part):
    """What a code in an answer means."""

    column: str
    code: str
    name_zh: str
    name_en: str
    means: str


class Answer(Part):
    """Base of all answers; `text` is what is shown of it to people and to models that read no structure."""

    source: Source

    def lines(self) -> Iterable[str]:
        """Return the answer in lines, without its source."""
        raise NotImplementedError

    def text(self) -> str:
        """Return the answer as text, with its version and citation."""
        mark = f" WITHDRAWN: {self.source.withdrawn}" if self.source.withdrawn else ""
        where = f" {self.source.address}" if self.source.address else ""
        cited = f"Cite (data version {self.source.version}, {self.source.licence}): {self.source.citation}{where}{mark}"
        return "\n".join([*self.lines(), "", cited])


async def source_of(
    build: Build,
    table: str | None = None,
    key: Sequence[str] = (),
    *,
    filters: Sequence[tuple[str, str]] = (),
    database: str = DATABASE,
    style: str = STYLE,
) -> Source:
    """Return version and citation of the dataset, a table with its filters, or a row, in the version of a database.

    Raises Refusal for what cannot be cited.
    """
    row = ",".join(tilde_encode(part) for part in key) or None
    words = {"database": database, "table": table, "row": row, "query": None}
    found = await citing.find(build.datasette, words, tuple(filters))
    if found is None:
        raise Refusal(f"{table or database}: has no citation here: ask for the dataset with describe_dataset")
    edition, subject = found
    dataset = edition.dataset
    return Source(
        dataset=dataset.name,
        version=dataset.version,
        released=str(dataset.released) if dataset.released else None,
        withdrawn=edition.withdrawn.words("en") if edition.withdrawn else None,
        licence=dataset.licences[0].name,
        citation=citing.render(edition, subject, style),
        address=f"{dataset.homepage}{permalink(dataset, subject)}" if dataset.homepage else None,
    )


def receipt_of(row: Row, quote: str = "quote") -> Receipt | None:
    """Return the receipt of a row; None for a row that stands in no text."""
    if row.get("char_start") is None or not row.get(quote):
        return None
    places = {name: row[name] for name in ("report_id", "sentence_id", "char_start", "char_end")}
    return Receipt(**places, quote=row[quote])


async def is_machine(build: Build, row: Row, database: str = DATABASE) -> bool:
    """Tell whether only the machine has read a row: by its own review or by that of its report."""
    if row.get("review"):
        return bool(row["review"] == "auto")
    return row.get("report_id") in await machine_reports(build.datasette, database)


async def doubts_of(build: Build, table: str, ids: Iterable[str], database: str = DATABASE) -> dict[str, list[Doubt]]:
    """Return the doubts about rows of a table, by their ids; none where a release has no table of doubts."""
    wanted = sorted(set(ids))
    if not wanted or not await build.has(database, "doubts", "table_name", "row_id", "doubted_by", "reason_en"):
        return {}
    marks = ", ".join("?" for _ in wanted)
    sql = f"select * from doubts where table_name = ? and row_id in ({marks}) order by doubt_id"
    found: dict[str, list[Doubt]] = {}
    for row in await build.rows(sql, [table, *wanted], database):
        told = Doubt(
            by=row["doubted_by"], kind=row["doubt_kind"], reason_en=row["reason_en"], reason_zh=row["reason_zh"]
        )
        found.setdefault(row["row_id"], []).append(told)
    return found


async def reports_of(build: Build, rows: Iterable[Row]) -> list[Report]:
    """Return the reports that rows come from, the newest first."""
    found = await build.rows_with(
        "reports", "report_id", (row["report_id"] for row in rows if row.get("report_id")), "order by year_covered desc"
    )
    return [report_of(row) for row in found]


def report_of(row: Row) -> Report:
    """Return a report from its row."""
    told = {name: row[name] for name in Report.model_fields if name != "read_by_machine"}
    return Report(**told, read_by_machine=row["review"] == "auto")


def meanings_of(rows: Iterable[Row], columns: Sequence[str]) -> list[Meaning]:
    """Return what the codes in some columns mean; a column is named as its code list, one that is not in the way."""
    held = list(rows)
    found = []
    for column in columns:
        codelist = column.removeprefix("latest_")
        used = {row[column] for row in held}
        codes = (code for code in CODELISTS[codelist] if code.code in used)
        found += [
            Meaning(column=column, code=c.code, name_zh=c.name_zh, name_en=c.name_en, means=c.description_en)
            for c in codes
        ]
    return found


def spoken(doubts: Sequence[Doubt], machine: bool) -> str:
    """Return the marks of a row in a line: its doubts, and that only the machine has read it."""
    marks = [f"DOUBT ({doubt.by}): {flat(doubt.reason_en)}" for doubt in doubts]
    return "".join(f" · {mark}" for mark in [*([MACHINE] if machine else []), *marks])


def pointed(receipt: Receipt | None) -> str:
    """Return a receipt in a line."""
    if receipt is None:
        return ""
    return f" · “{flat(receipt.quote)}” [{receipt.report_id}, characters {receipt.char_start}:{receipt.char_end}]"


def both(english: Any, chinese: Any) -> str:
    """Return what a row says in both languages, English first."""
    return " / ".join(flat(text) for text in (english, chinese) if text)


def flat(text: Any) -> str:
    """Return a text of a report on one line, so that it can begin no line of an answer."""
    return shorten(text, LONGEST)
