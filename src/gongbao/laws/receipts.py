"""The laws of receipts: the text is the frozen one, quotes are its characters, ids come from their place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from gongbao.errors import counted
from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.ids import POINTS, SPANS, point_id, span_id
from gongbao.model.row import Receipt
from gongbao.model.rows import TABLES, Observation, Report, Section, Sentence

_REBUILD = "rebuild; offsets are never typed by hand"


def check_texts(published: Published) -> Iterator[Failure]:
    """Every report's text is there, with the stated checksum and length."""
    for traced, row in published.rows(Report):
        text = published.texts.get(row.report_id)
        if text is None or hashlib.sha256(text.encode()).hexdigest() != row.sha256:
            message = "its text does not have the stated SHA-256"
            yield fail("frozen source", traced, message, "restore text.txt, never edit it")
        elif len(text) != row.characters:
            message = f"its text has {counted(len(text), 'character')}, not {row.characters}"
            yield fail("frozen source", traced, message, "rebuild")


def check_receipts(published: Published) -> Iterator[Failure]:
    """text[char_start:char_end] is the quote, and it lies inside its sentence."""
    sentences = {row.sentence_id: row for _, row in published.rows(Sentence)}
    for model in TABLES:
        if not issubclass(model, Receipt | Sentence):
            continue
        for traced, row in published.rows(model):
            text = published.texts.get(row.report_id, "")
            start, end, quote = row.char_start, row.char_end, row.quote if isinstance(row, Receipt) else row.text_zh
            if start >= end or text[start:end] != quote:
                message = f"characters {start}-{end} of the text read “{text[start:end][:30]}”"
                yield fail("receipt", traced, message, _REBUILD)
                continue
            sentence = sentences.get(row.sentence_id)
            if sentence is not None and not (sentence.char_start <= start and end <= sentence.char_end):
                yield fail("receipt", traced, "lies outside its sentence", _REBUILD)


def check_anchored_ids(published: Published) -> Iterator[Failure]:
    """An id drawn from a text is made of the report and the character it starts at."""
    for model in TABLES:
        if model.table not in POINTS or not issubclass(model, Receipt | Sentence):
            continue
        for traced, row in published.rows(model):
            if not _is_named_by_place(row):
                message = "its id is not made from its place in the text"
                yield fail("stable identity", traced, message, "rebuild; ids are never typed")


def _is_named_by_place(row: Receipt | Sentence) -> bool:
    """Tell whether an id is the one of its place; that of an observation is its numeral's, with a letter or without."""
    if not isinstance(row, Observation):
        return bool(row.key == point_id(row.table, row.report_id, row.char_start))
    report_id, _, start = row.numeral_id.rpartition(f"-{POINTS['numerals']}")
    wanted = f"{report_id}-{POINTS['observations']}{start}"
    letter = row.observation_id.removeprefix(wanted)
    return bool(row.observation_id.startswith(wanted) and (not letter or (len(letter) == 1 and letter.islower())))


def check_span_ids(published: Published) -> Iterator[Failure]:
    """The id of a mention is made of the report and the characters it stands at."""
    for model in TABLES:
        if model.table not in SPANS or not issubclass(model, Receipt):
            continue
        for traced, row in published.rows(model):
            if row.key != span_id(model.table, row.report_id, row.char_start, row.char_end):
                message = "its id is not made from its place"
                yield fail("stable identity", traced, message, "rebuild; ids are never typed")


def check_section_tree(published: Published) -> Iterator[Failure]:
    """A section lies below its parent and ends where the next begins."""
    levels = {row.section_id: row.level for _, row in published.rows(Section)}
    for traced, row in published.rows(Section):
        if row.parent_id is not None and levels.get(row.parent_id, -1) >= row.level:
            yield fail("heading tree", traced, "is not deeper than its parent", "rebuild")
        if row.extent_end < row.char_end:
            yield fail("heading tree", traced, "ends before its heading does", "rebuild")
