"""The laws of wording: one typography, one English for one Chinese name, other names that are other, verbs of flows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongbao.errors import shorten
from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.cells import to_cell
from gongbao.model.row import Row
from gongbao.model.rows import (
    TABLES,
    Observation,
    Organization,
    Place,
    Policy,
    Project,
    Report,
    Sentence,
    Term,
    Unit,
)

# Drawn from the frozen text letter by letter, or made of it: nobody may mend their marks.
_DRAWN = frozenset(
    (
        *("text_zh", "concept_zh", "heading_zh", "verb_zh", "object_zh", "reading_zh", "event_zh", "aliases_zh"),
        *("statement_zh", "period_label_zh"),
    )
)
_HALF = re.compile('[\u3400-\u9fff”》）][,;:(](?=[\u3400-\u9fff“《（])|[\u3400-\u9fff][(]|"')
_STRAIGHT = re.compile("[\"']")
_NAMED: tuple[type[Project | Policy | Organization | Place | Term], ...] = (Project, Policy, Organization, Place, Term)


def check_typography(published: Published) -> Iterator[Failure]:
    """What a curator wrote has full-width marks in Chinese, and curly quotation marks in both languages."""
    full = {*published.curated, None}
    for model in TABLES:
        chinese, english = _written(model)
        for traced, row in published.rows(model) if chinese or english else ():
            cells = row.__dict__
            if cells.get("report_id") not in full or (cells.get("review") == "auto" and model is not Report):
                continue
            for name in chinese + english:
                words = to_cell(cells[name])
                wrong = (_HALF if name in chinese else _STRAIGHT).search(words)
                if wrong:
                    message = f"{name} holds “{wrong.group()}”: “{shorten(words)}”"
                    yield fail("typography", traced, message, "write full-width marks in Chinese, curly quotes in both")


@cache
def _written(model: type[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of words that people write, in Chinese and in English."""
    if model.table == "doubts":  # laws and engine quote what they doubt
        return (), ()
    words = [name for name in model.columns if name not in _DRAWN]
    return tuple(n for n in words if n.endswith("_zh")), tuple(n for n in words if n.endswith("_en"))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def check_other_names(published: Published) -> Iterator[Failure]:
    """The other English names of a thing are other: none is its name again but for case or marks."""
    for model in _NAMED:
        for traced, row in published.rows(model):
            twin = next((alias for alias in row.aliases_en if _bare(alias) == _bare(row.name_en or "")), None)
            if twin:
                yield fail("wording", traced, f"aliases_en repeats the name: “{twin}”", "remove it there")


def check_one_english(published: Published) -> Iterator[Failure]:
    """What bears one Chinese name in several tables bears one English name."""
    known: dict[str, tuple[str, str]] = {}
    for model in _NAMED:
        for traced, row in published.rows(model):
            if row.name_en is None:
                continue
            key = _bare(row.name_zh)
            said, where = known.setdefault(key, (row.name_en, f"{model.table} {row.key}"))
            if _bare(said) != _bare(row.name_en):
                message = f"“{row.name_zh}” is “{row.name_en}” here and “{said}” in {where}"
                yield fail("wording", traced, message, "give both the same English name")


def check_flows_told(published: Published) -> Iterator[Failure]:
    """The count of what was added or done in a period names the verb, which stands in its sentence: it is no total.

    Of a target nothing has happened yet.
    """
    texts = {row.sentence_id: row.text_zh for _, row in published.rows(Sentence)}
    counted = {row.unit_id for _, row in published.rows(Unit) if row.dimension == "count"}
    for traced, row in published.rows(Observation):
        happened = row.measure == "flow" and row.unit_id in counted and row.status != "target"
        if happened and row.event_zh is None and row.report_id in published.curated:
            remedy = "write event_zh in observations.csv, or add the verb to event_verbs"
            yield fail("wording", traced, "counts what happened and names no verb", remedy)
        if row.event_zh is not None and row.event_zh not in texts.get(row.sentence_id, "").replace("\n", ""):
            message = f"names the verb {row.event_zh}, which its sentence lacks"
            yield fail("wording", traced, message, "copy it from there")
        if row.measure != "flow" and row.event_zh is not None:
            yield fail("wording", traced, f"is no flow and names the verb {row.event_zh}", "empty event_zh")
