"""What becomes of a law that a machine row breaks: it stops no build, it is said in the table of doubts.

So is what the engine itself is not sure of, or a spoiled spot of the source puts in question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongbao.laws.failures import Failure
from gongbao.laws.published import Published
from gongbao.model.codes import CODELISTS
from gongbao.model.rows import Doubt, Report
from gongbao.tables.damages import damage_doubts
from gongbao.tables.doubts import guess_doubts
from gongbao.tables.traced import Traced

_KINDS = {code.code: code for code in CODELISTS["doubt_kind"]}


def doubts_of(failures: Iterable[Failure]) -> list[Traced[Doubt]]:
    """Return the rows of `doubts` for what the laws say of machine rows: one a row and kind, its messages together."""
    found: dict[tuple[str, str, str], list[Failure]] = {}
    for failure in failures:
        found.setdefault((failure.table, failure.row_id, kind_of(failure)), []).append(failure)
    return sorted((_doubt(key, told) for key, told in found.items()), key=lambda traced: traced.row.doubt_id)


def kind_of(failure: Failure) -> str:
    """Return the code of a law's doubt; raises KeyError for a law without one (a test sees to it that all have)."""
    return _KINDS[failure.law.replace(" ", "_")].code


def _doubt(key: tuple[str, str, str], told: list[Failure]) -> Traced[Doubt]:
    table, row_id, kind = key
    code, quote = _KINDS[kind], f"（“{told[0].quote}”）" if told[0].quote else ""
    messages = "; ".join(dict.fromkeys(failure.message for failure in told))
    doubt = Doubt(
        doubt_id=f"{table}-{row_id}-{kind}",
        table_name=table,
        row_id=row_id,
        doubted_by="law",
        doubt_kind=kind,
        reason_zh=f"{code.description_zh}{quote}",
        reason_en=f"{code.description_en}: {messages}",
    )
    return Traced(doubt, told[0].place)


def check_doubts(published: Published, failures: Iterable[Failure]) -> Iterator[Failure]:
    """The doubts are those that laws and engine have: none is missing, none is said without cause.

    `failures` are what the laws say of machine rows.
    """
    wanted = {traced.row.doubt_id: traced for traced in (*doubts_of(failures), *_engine_doubts(published))}
    said = {row.doubt_id for _, row in published.rows(Doubt)}
    for name, traced in wanted.items():
        if name not in said:
            yield _tell(traced, "is not said: " + traced.row.reason_en)
    for line, row in published.rows(Doubt):
        if row.doubted_by != "curator" and row.doubt_id not in wanted:
            yield _tell(line, f"is said though no {row.doubted_by} doubts the row")


def _engine_doubts(published: Published) -> Iterator[Traced[Doubt]]:
    """What the engine is not sure of, and what spoiled spots put in question, as the text says once more."""
    auto = {row.report_id for _, row in published.rows(Report)} - published.curated
    readings = {name: published.readings[name][0] for name in auto & published.texts.keys()}
    yield from guess_doubts(readings, published.tables)
    yield from damage_doubts(readings, published.tables)


def _tell(traced: Traced[Doubt], message: str) -> Failure:
    return Failure("doubts", "doubts", traced.row.doubt_id, traced.place, "", message, "rebuild")
