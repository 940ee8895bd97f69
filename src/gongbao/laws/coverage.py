"""The laws of coverage: every character, numeral, sentence and candidate of a text is accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.rows import (
    Candidate,
    Commitment,
    Numeral,
    Observation,
    PolicyMention,
    ProjectMention,
    Report,
    Section,
    Sentence,
)
from gongbao.reading.han import HAN
from gongbao.reading.text import UNSEEN

_DIGIT = re.compile(f"[0-9０-９{HAN}]")
_UNITS_WITH_NUMERALS = re.compile("千瓦|千米|千伏|千克|百分点|万分")
_VALUED = ("observation", "target")


def check_tiling(published: Published) -> Iterator[Failure]:
    """Sentences and sections cover the text: what lies between sentences is white space and what nobody sees."""
    for traced, row in published.rows(Report):
        text = published.texts.get(row.report_id, "")
        position = 0
        for _, sentence in published.rows(Sentence, report_id=row.report_id):
            if text[position : sentence.char_start].translate(UNSEEN).strip() or sentence.char_start < position:
                message = f"characters {position}-{sentence.char_start} stand in no sentence"
                yield fail("coverage", traced, message, "rebuild")
            position = sentence.char_end
        if text[position:].translate(UNSEEN).strip():
            yield fail("coverage", traced, f"characters from {position} on stand in no sentence", "rebuild")


def check_numeral_coverage(published: Published) -> Iterator[Failure]:
    """Every digit and Chinese numeral character of a text lies in exactly one numeral, or in its unit."""
    for traced, row in published.rows(Report):
        text = published.texts.get(row.report_id, "")
        taken: set[int] = set()
        for _, numeral in published.rows(Numeral, report_id=row.report_id):
            taken.update(range(numeral.char_start, numeral.char_end))
        for unit in _UNITS_WITH_NUMERALS.finditer(text):
            taken.update(range(*unit.span()))
        for match in _DIGIT.finditer(text):
            if match.start() not in taken:
                message = f"“{match.group()}” at character {match.start()} stands in no numeral"
                yield fail("coverage", traced, message, "teach the lexer its form")


def check_numeral_roles(published: Published) -> Iterator[Failure]:
    """A numeral is a value exactly when an observation uses it; any other has a reason."""
    used: dict[str, set[str]] = {}
    for _, value in published.rows(Observation):
        used.setdefault(value.numeral_id, set()).add("target" if value.status == "target" else "observation")
    ranges = any(value.value is None for _, value in published.rows(Observation))
    for traced, row in published.rows(Numeral):
        for message, remedy in _role_faults(row, used.get(row.numeral_id), ranges=ranges):
            yield fail("role", traced, message, remedy)


def _role_faults(row: Numeral, used_as: set[str] | None, *, ranges: bool) -> Iterator[tuple[str, str]]:
    valued = row.role in _VALUED
    if valued and row.reason is not None:
        yield "has a value and a reason for having none", "drop one"
    if not valued and row.reason is None:
        yield "has neither value nor reason", "describe it in observations.csv or numerals.csv"
    if used_as is not None and row.role not in used_as:
        yield f"is called {row.role} but an observation uses it", "drop the line in numerals.csv"
    if valued and used_as is None and not ranges:
        yield f"is called {row.role} but no observation uses it", "describe it in observations.csv"


def check_sentence_decisions(published: Published) -> Iterator[Failure]:
    """A sentence is called `rows` exactly when rows come from it; headings are sections' headings."""
    models = (Observation, ProjectMention, PolicyMention, Commitment)
    yielding = {row.sentence_id for model in models for _, row in published.rows(model)}
    headings = {row.sentence_id for _, row in published.rows(Section)}
    for traced, row in published.rows(Sentence):
        yields = row.decision == "rows"
        if yields != (row.sentence_id in yielding):
            yield fail("decision", traced, f"is called {row.decision}, which its rows contradict", "rebuild")
        if row.decision == "heading" and row.sentence_id not in headings:
            yield fail("decision", traced, "is called a heading but opens no section", "correct sentences.csv")
        if yields != (row.reason is None):
            message = "needs a reason exactly when no row comes from it"
            yield fail("decision", traced, message, "set reason in sentences.csv")
        if row.report_id in published.curated and row.decision == "unreviewed":
            yield fail("decision", traced, "has no decision", "set one in sentences.csv")


def check_candidates(published: Published) -> Iterator[Failure]:
    """A candidate is covered exactly when a row stands at it; a dismissed one says why."""
    rows: dict[str, list[tuple[int, int, bool]]] = {}
    for model in (ProjectMention, PolicyMention, Commitment):
        for _, row in published.rows(model):
            rows.setdefault(row.sentence_id, []).append((row.char_start, row.char_end, model is Commitment))
    for traced, candidate in published.rows(Candidate):
        covered = candidate.covered_by == "row"
        if _is_covered(candidate, rows.get(candidate.sentence_id, [])) != covered:
            message = f"is called {candidate.covered_by} against the rows at its place"
            yield fail("candidates", traced, message, "rebuild")
        if (candidate.reason is None) != covered:
            yield fail("candidates", traced, "needs a reason exactly when no row covers it", "set it in candidates.csv")
        if candidate.report_id in published.curated and candidate.reason == "not_reviewed":
            yield fail("candidates", traced, "is covered by nothing", "describe it or dismiss it in candidates.csv")


def _is_covered(candidate: Candidate, rows: list[tuple[int, int, bool]]) -> bool:
    """Tell whether a row shares a character with a candidate; a sentence of the plan needs a promise."""
    promise_only = candidate.candidate_kind == "plan_sentence"
    return any(
        start < candidate.char_end and candidate.char_start < end and (promise or not promise_only)
        for start, end, promise in rows
    )
