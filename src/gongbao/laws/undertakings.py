"""The laws of undertakings: receipts of status, promises in the plan part, mentions that do not overlap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.row import Receipt
from gongbao.model.rows import (
    Commitment,
    OrganizationMention,
    PlaceMention,
    PolicyMention,
    ProjectMention,
    Section,
    Sentence,
    TermMention,
)
from gongbao.tables.traced import Traced

_UNDERTAKINGS: tuple[type[ProjectMention | PolicyMention], ...] = (ProjectMention, PolicyMention)
_ENTITIES: tuple[type[Receipt], ...] = (OrganizationMention, PlaceMention, TermMention)


def _parts(published: Published) -> dict[str, str]:
    """The part of the report every sentence lies in, by sentence id."""
    parts = {row.section_id: row.part for _, row in published.rows(Section)}
    return {row.sentence_id: parts.get(row.section_id, "") for _, row in published.rows(Sentence)}


def check_status_quotes(published: Published) -> Iterator[Failure]:
    """The words that state a status stand in the sentence of the mention."""
    texts = {row.sentence_id: row.text_zh for _, row in published.rows(Sentence)}
    for model in _UNDERTAKINGS:
        for traced, row in published.rows(model):
            if row.status_quote not in texts.get(row.sentence_id, ""):
                message = f"“{row.status_quote}” does not stand in its sentence"
                yield fail("status", traced, message, "copy the words of that sentence into status_quote")


def check_timeframes(published: Published) -> Iterator[Failure]:
    """What stands in the plan part is planned, everything else is reported."""
    parts = _parts(published)
    for model in _UNDERTAKINGS:
        for traced, row in published.rows(model):
            if (row.timeframe == "planned") != (parts.get(row.sentence_id) == "plan"):
                yield fail("timeframe", traced, f"is called {row.timeframe} against its part of the report", "rebuild")


def check_commitments(published: Published) -> Iterator[Failure]:
    """A promise stands in the plan part; its verb and object stand in its quote."""
    parts = _parts(published)
    for traced, row in published.rows(Commitment):
        if parts.get(row.sentence_id) != "plan":
            yield fail("commitment", traced, "stands outside the plan part", "remove it or correct its quote")
        if row.verb_zh not in row.quote or row.object_zh not in row.quote:
            yield fail("commitment", traced, "its verb or object is not in its quote", "copy both from the quote")


def check_mentions_apart(published: Published) -> Iterator[Failure]:
    """Mentions of organizations, places and terms never overlap."""
    taken: dict[str, list[tuple[int, int, Traced[Receipt]]]] = {}
    for model in _ENTITIES:
        for traced, row in published.rows(model):
            taken.setdefault(row.report_id, []).append((row.char_start, row.char_end, traced))
    for spans in taken.values():
        spans.sort(key=lambda item: item[:2])
        for (_, end, _), (start, _, traced) in pairwise(spans):
            if start < end:
                message = "overlaps the mention before it"
                yield fail("mentions apart", traced, message, "dismiss one in entity_mentions.csv")
