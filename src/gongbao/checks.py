"""The laws across rows: keys, receipts, coverage, bilingual columns; each yields the failing rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gongbao.errors import CheckError
from gongbao.failures import Failure, fail, row_id
from gongbao.measure_checks import MEASURE_LAWS
from gongbao.numerals import HAN
from gongbao.rows import (
    TABLES,
    Commitment,
    Numeral,
    Observation,
    PolicyMention,
    ProjectMention,
    Report,
    Row,
    Section,
    Sentence,
    Unit,
)
from gongbao.tables import Tables, Traced
from gongbao.undertaking_checks import UNDERTAKING_LAWS
from gongbao.units import Unit as UnitForms
from gongbao.units import Units

_DIGIT = re.compile(f"[0-9０-９{HAN}]")


@dataclass(frozen=True)
class Published:
    """What the laws look at: the rows and the frozen texts by report."""

    tables: Tables
    texts: dict[str, str]

    @cached_property
    def units(self) -> Units:
        """The published units, for reading quotes again."""
        rows = [traced.row for traced in self.tables["units"]]
        return Units.of(UnitForms(r.unit_id, r.dimension, r.aliases_zh) for r in rows if isinstance(r, Unit))

    def rows(self, model: type[Row]) -> Iterator[tuple[Traced, Row]]:
        """Yield a table's rows with their trace."""
        for traced in self.tables[model.table]:
            yield traced, traced.row


Law = Callable[[Published], Iterator[Failure]]


def check(published: Published) -> list[Failure]:
    """Run every law and return all failures."""
    return [failure for law in LAWS for failure in law(published)]


def require(published: Published) -> None:
    """Raise CheckError with one line for every failure."""
    failures = check(published)
    if failures:
        raise CheckError([failure.line() for failure in failures])


def check_primary_keys(published: Published) -> Iterator[Failure]:
    """No two rows of a table share their primary key."""
    for model in TABLES:
        yield from _twins(published, model, model.primary_key, "primary key")


def check_unique_keys(published: Published) -> Iterator[Failure]:
    """No two rows share a declared set of columns (frictionless ignores uniqueKeys)."""
    for model in TABLES:
        for key in model.unique_keys:
            yield from _twins(published, model, key, "unique key")


def _twins(published: Published, model: type[Row], key: tuple[str, ...], law: str) -> Iterator[Failure]:
    seen: dict[tuple[object, ...], Traced] = {}
    for traced, row in published.rows(model):
        values = tuple(getattr(row, name) for name in key)
        if values in seen and None not in values:
            message = f"has the same {', '.join(key)} as {row_id(seen[values].row)} ({seen[values].place})"
            yield fail(law, traced, message, "change or remove one of the two")
        seen.setdefault(values, traced)


def check_foreign_keys(published: Published) -> Iterator[Failure]:
    """Every reference meets a row."""
    known = {model.table: {getattr(row, model.primary_key[0]) for _, row in published.rows(model)} for model in TABLES}
    for model in TABLES:
        for column, table in model.foreign_keys.items():
            for traced, row in published.rows(model):
                value = getattr(row, column)
                if value is not None and value not in known[table]:
                    yield fail(
                        "foreign key",
                        traced,
                        f"{column} “{value}” is not in {table}",
                        f"add it to {table} or correct it",
                    )


def check_receipts(published: Published) -> Iterator[Failure]:
    """text[char_start:char_end] is the quote, and it lies inside its sentence."""
    sentences = {row_id(row): row for _, row in published.rows(Sentence)}
    for model in TABLES:
        if "char_start" not in model.model_fields:
            continue
        column = "quote" if "quote" in model.model_fields else "text_zh"
        for traced, row in published.rows(model):
            start, end = getattr(row, "char_start"), getattr(row, "char_end")  # noqa: B009
            text = published.texts.get(getattr(row, "report_id"), "")  # noqa: B009
            if start >= end or text[start:end] != getattr(row, column):
                message = f"characters {start}-{end} of the text read “{text[start:end][:30]}”"
                yield fail("receipt", traced, message, "rebuild; offsets are never typed by hand")
                continue
            sentence = sentences.get(getattr(row, "sentence_id", ""))
            inside = isinstance(sentence, Sentence) and sentence.char_start <= start and end <= sentence.char_end
            if sentence is not None and not inside:
                yield fail("receipt", traced, "lies outside its sentence", "rebuild; offsets are never typed by hand")


def check_anchored_ids(published: Published) -> Iterator[Failure]:
    """An id drawn from a text is made of the report and the character it starts at."""
    marks = {"sections": "h", "sentences": "s", "numerals": "n", "errata": "e"}
    for model in TABLES:
        for traced, row in published.rows(model):
            if isinstance(row, Observation):
                wanted = row.numeral_id.replace("-n", "-o")
                good = re.fullmatch(f"{re.escape(wanted)}[a-z]?", row.observation_id)
            elif model.table in marks:
                good = row_id(row) == f"{getattr(row, 'report_id')}-{marks[model.table]}{getattr(row, 'char_start')}"  # type: ignore[assignment]  # noqa: B009
            else:
                continue
            if not good:
                yield fail(
                    "stable identity",
                    traced,
                    "its id is not made from its place in the text",
                    "rebuild; ids are never typed",
                )


def check_texts(published: Published) -> Iterator[Failure]:
    """Every report's text is there, with the stated checksum and length."""
    for traced, row in published.rows(Report):
        assert isinstance(row, Report)
        text = published.texts.get(row.report_id)
        if text is None or hashlib.sha256(text.encode()).hexdigest() != row.sha256:
            yield fail(
                "frozen source", traced, "its text does not have the stated SHA-256", "restore text.txt, never edit it"
            )
        elif len(text) != row.characters:
            yield fail("frozen source", traced, f"its text has {len(text)} characters, not {row.characters}", "rebuild")


def check_tiling(published: Published) -> Iterator[Failure]:
    """Sentences and sections cover the text: what lies between sentences is white space only."""
    for traced, row in published.rows(Report):
        assert isinstance(row, Report)
        text = published.texts.get(row.report_id, "")
        position = 0
        for _, sentence in published.rows(Sentence):
            assert isinstance(sentence, Sentence)
            if sentence.report_id != row.report_id:
                continue
            if text[position : sentence.char_start].strip() or sentence.char_start < position:
                yield fail(
                    "coverage", traced, f"characters {position}-{sentence.char_start} stand in no sentence", "rebuild"
                )
            position = sentence.char_end
        if text[position:].strip():
            yield fail("coverage", traced, f"characters from {position} on stand in no sentence", "rebuild")


def check_numeral_coverage(published: Published) -> Iterator[Failure]:
    """Every digit and Chinese numeral character of a text lies in exactly one numeral, or in its unit."""
    for traced, row in published.rows(Report):
        assert isinstance(row, Report)
        text = published.texts.get(row.report_id, "")
        taken: set[int] = set()
        for _, numeral in published.rows(Numeral):
            assert isinstance(numeral, Numeral)
            if numeral.report_id == row.report_id:
                taken.update(range(numeral.char_start, numeral.char_end))
        units = {
            place for match in re.finditer(r"千瓦|千米|千伏|千克|百分点|万分", text) for place in range(*match.span())
        }
        for match in _DIGIT.finditer(text):
            if match.start() not in taken and match.start() not in units:
                message = f"“{match.group()}” at character {match.start()} stands in no numeral"
                yield fail("coverage", traced, message, "teach the lexer its form")


def check_numeral_roles(published: Published) -> Iterator[Failure]:
    """A numeral is a value exactly when an observation uses it; any other has a reason."""
    used: dict[str, set[str]] = {}
    for _, row in published.rows(Observation):
        assert isinstance(row, Observation)
        used.setdefault(row.numeral_id, set()).add("target" if row.status == "target" else "observation")
    ranges = {
        row.numeral_id for _, row in published.rows(Observation) if isinstance(row, Observation) and row.value is None
    }
    for traced, row in published.rows(Numeral):
        assert isinstance(row, Numeral)
        valued = row.role in ("observation", "target")
        if valued and row.reason is not None:
            yield fail("role", traced, "has a value and a reason for having none", "drop one")
        if not valued and row.reason is None:
            yield fail(
                "role", traced, "has neither value nor reason", "describe it in observations.csv or numerals.csv"
            )
        if row.numeral_id in used and row.role not in used[row.numeral_id]:
            yield fail(
                "role", traced, f"is called {row.role} but an observation uses it", "drop the line in numerals.csv"
            )
        if valued and row.numeral_id not in used and not ranges:
            yield fail(
                "role", traced, f"is called {row.role} but no observation uses it", "describe it in observations.csv"
            )


def check_sentence_decisions(published: Published) -> Iterator[Failure]:
    """A sentence is called `rows` exactly when rows come from it; headings are sections' headings."""
    models = (Observation, ProjectMention, PolicyMention, Commitment)
    yielding = {str(getattr(row, "sentence_id")) for model in models for _, row in published.rows(model)}  # noqa: B009
    headings = {row.sentence_id for _, row in published.rows(Section) if isinstance(row, Section)}
    curated = {
        row.report_id for _, row in published.rows(Report) if isinstance(row, Report) and row.review == "curated"
    }
    for traced, row in published.rows(Sentence):
        assert isinstance(row, Sentence)
        if (row.decision == "rows") != (row.sentence_id in yielding):
            yield fail("decision", traced, f"is called {row.decision}, which its rows contradict", "rebuild")
        if row.decision == "heading" and row.sentence_id not in headings:
            yield fail("decision", traced, "is called a heading but opens no section", "correct sentences.csv")
        if (row.decision == "rows") != (row.reason is None):
            yield fail(
                "decision", traced, "needs a reason exactly when no row comes from it", "set reason in sentences.csv"
            )
        if row.report_id in curated and row.decision == "unreviewed":
            yield fail("decision", traced, "has no decision", "set one in sentences.csv")


def check_bilingual(published: Published) -> Iterator[Failure]:
    """What exists in one language exists in the other; curated reports lack no English."""
    curated = {
        row.report_id for _, row in published.rows(Report) if isinstance(row, Report) and row.review == "curated"
    }
    for model in TABLES:
        pairs = [
            (n, n[:-3] + "_en")
            for n in model.model_fields
            if n.endswith("_zh") and n[:-3] + "_en" in model.model_fields
        ]
        for traced, row in published.rows(model):
            if getattr(row, "report_id", None) not in (curated | {None}) or getattr(row, "review", "") == "auto":
                continue
            for zh, en in pairs:
                left, right = getattr(row, zh), getattr(row, en)
                if not isinstance(left, tuple) and (left is None) != (right is None):
                    missing = zh if left is None else en
                    yield fail("bilingual", traced, f"{missing} is empty", f"fill in {missing}")


def check_section_tree(published: Published) -> Iterator[Failure]:
    """A section lies below its parent and ends where the next begins."""
    levels = {row.section_id: row.level for _, row in published.rows(Section) if isinstance(row, Section)}
    for traced, row in published.rows(Section):
        assert isinstance(row, Section)
        if row.parent_id is not None and levels.get(row.parent_id, -1) >= row.level:
            yield fail("heading tree", traced, "is not deeper than its parent", "rebuild")
        if row.extent_end < row.char_end:
            yield fail("heading tree", traced, "ends before its heading does", "rebuild")


LAWS: tuple[Law, ...] = (
    check_primary_keys,
    check_unique_keys,
    check_foreign_keys,
    check_texts,
    check_receipts,
    check_anchored_ids,
    check_tiling,
    check_numeral_coverage,
    check_numeral_roles,
    check_sentence_decisions,
    check_bilingual,
    check_section_tree,
    *MEASURE_LAWS,
    *UNDERTAKING_LAWS,
)
