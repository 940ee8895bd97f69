"""The laws of undertakings: receipts of status, promises in the plan part, one owner a name, nothing uncovered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from gongbao.failures import Failure, fail
from gongbao.row import Row
from gongbao.rows import (
    Candidate,
    Commitment,
    Organization,
    OrganizationMention,
    PlaceMention,
    Policy,
    PolicyMention,
    Project,
    ProjectMention,
    Report,
    Section,
    Sentence,
    TermMention,
)
from gongbao.tables import Traced

if TYPE_CHECKING:
    from gongbao.checks import Published

SPAN_LETTERS: dict[str, str] = {
    "project_mentions": "p",
    "policy_mentions": "y",
    "commitments": "c",
    "organization_mentions": "g",
    "place_mentions": "l",
    "term_mentions": "t",
    "candidates": "k",
}
_ENTITY_MENTIONS = (OrganizationMention, PlaceMention, TermMention)


def check_span_ids(published: Published) -> Iterator[Failure]:
    """The id of a mention is made of the report and the characters it stands at."""
    for table, letter in SPAN_LETTERS.items():
        for traced in published.tables[table]:
            row = traced.row
            start, end = getattr(row, "char_start"), getattr(row, "char_end")  # noqa: B009
            wanted = f"{getattr(row, 'report_id')}-{letter}{start}-{end}"  # noqa: B009
            if getattr(row, row.primary_key[0]) != wanted:
                yield fail(
                    "stable identity", traced, "its id is not made from its place", "rebuild; ids are never typed"
                )


def _parts(published: Published) -> dict[str, str]:
    """The part of the report every sentence lies in, by sentence id."""
    parts = {row.section_id: row.part for _, row in published.rows(Section) if isinstance(row, Section)}
    sentences = (row for _, row in published.rows(Sentence) if isinstance(row, Sentence))
    return {row.sentence_id: parts.get(row.section_id, "") for row in sentences}


def check_status_quotes(published: Published) -> Iterator[Failure]:
    """The words that state a status stand in the sentence of the mention."""
    texts = {row.sentence_id: row.text_zh for _, row in published.rows(Sentence) if isinstance(row, Sentence)}
    for model in (ProjectMention, PolicyMention):
        for traced, row in published.rows(model):
            assert isinstance(row, ProjectMention | PolicyMention)
            if row.status_quote not in texts.get(row.sentence_id, ""):
                message = f"“{row.status_quote}” does not stand in its sentence"
                yield fail("status", traced, message, "copy the words of that sentence into status_quote")


def check_timeframes(published: Published) -> Iterator[Failure]:
    """What stands in the plan part is planned, everything else is reported."""
    parts = _parts(published)
    for model in (ProjectMention, PolicyMention):
        for traced, row in published.rows(model):
            assert isinstance(row, ProjectMention | PolicyMention)
            if (row.timeframe == "planned") != (parts.get(row.sentence_id) == "plan"):
                yield fail("timeframe", traced, f"is called {row.timeframe} against its part of the report", "rebuild")


def check_commitments(published: Published) -> Iterator[Failure]:
    """A promise stands in the plan part; its verb and object stand in its quote."""
    parts = _parts(published)
    for traced, row in published.rows(Commitment):
        assert isinstance(row, Commitment)
        if parts.get(row.sentence_id) != "plan":
            yield fail("commitment", traced, "stands outside the plan part", "remove it or correct its quote")
        if row.verb_zh not in row.quote or row.object_zh not in row.quote:
            yield fail("commitment", traced, "its verb or object is not in its quote", "copy both from the quote")


def check_mentions_apart(published: Published) -> Iterator[Failure]:
    """Mentions of organizations, places and terms never overlap."""
    taken: dict[str, list[tuple[int, int, Traced]]] = {}
    for model in _ENTITY_MENTIONS:
        for traced, row in published.rows(model):
            span = (getattr(row, "char_start"), getattr(row, "char_end"), traced)  # noqa: B009
            taken.setdefault(getattr(row, "report_id"), []).append(span)  # noqa: B009
    for spans in taken.values():
        spans.sort(key=lambda item: item[:2])
        for (_, end, _), (start, _, traced) in pairwise(spans):
            if start < end:
                yield fail(
                    "mentions apart", traced, "overlaps the mention before it", "dismiss one in entity_mentions.csv"
                )


def check_one_owner(published: Published) -> Iterator[Failure]:
    """No name or alias belongs to two entities of a table: nothing is listed twice under two names."""
    for model in (Project, Policy, Organization):
        owners: dict[str, Traced] = {}
        for traced, row in published.rows(model):
            for name in {getattr(row, "name_zh"), *getattr(row, "aliases_zh")}:  # noqa: B009
                if name in owners and owners[name] is not traced:
                    message = f"“{name}” names {_key(owners[name].row)} as well ({owners[name].place})"
                    yield fail("one owner", traced, message, "make one entity of the two, or give the name to one")
                owners[name] = traced


def _key(row: Row) -> str:
    return str(getattr(row, row.primary_key[0]))


def check_candidates(published: Published) -> Iterator[Failure]:
    """A candidate is covered exactly when a row stands at it; a dismissed one says why."""
    rows: dict[str, list[tuple[int, int, bool]]] = {}
    for model in (ProjectMention, PolicyMention, Commitment):
        for _, row in published.rows(model):
            span = (getattr(row, "char_start"), getattr(row, "char_end"), model is Commitment)  # noqa: B009
            rows.setdefault(getattr(row, "report_id"), []).append(span)  # noqa: B009
    curated = {
        row.report_id for _, row in published.rows(Report) if isinstance(row, Report) and row.review == "curated"
    }
    for traced, row in published.rows(Candidate):
        assert isinstance(row, Candidate)
        promise_only = row.candidate_kind == "plan_sentence"
        covered = any(
            start < row.char_end and row.char_start < end and (promise or not promise_only)
            for start, end, promise in rows.get(row.report_id, [])
        )
        if covered != (row.covered_by == "row"):
            yield fail("candidates", traced, f"is called {row.covered_by} against the rows at its place", "rebuild")
        if (row.reason is None) != (row.covered_by == "row"):
            yield fail("candidates", traced, "needs a reason exactly when no row covers it", "set it in candidates.csv")
        if row.report_id in curated and row.reason == "not_reviewed":
            yield fail("candidates", traced, "is covered by nothing", "describe it or dismiss it in candidates.csv")


UNDERTAKING_LAWS: tuple[Callable[[Published], Iterator[Failure]], ...] = (
    check_span_ids,
    check_status_quotes,
    check_timeframes,
    check_commitments,
    check_mentions_apart,
    check_one_owner,
    check_candidates,
)
