"""A report as the reader shows it: its facts, its outline, its paragraphs with their highlights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from gongbao.site.current_data import Row, rows_of
from gongbao.site.reader.kinds import Kind, highlighted, kinds
from gongbao.site.reader.reader_text import Mention, Painter
from gongbao.site.wording.languages import CHINESE, language, plain
from gongbao.site.wording.names import DATABASE

REPORT = """
select r.*, p.name_zh as place_zh, p.name_en as place_en
from reports r left join places p using (place_id) where report_id = ?
"""
SENTENCES = "select * from sentences where report_id = ? order by char_start"
SECTIONS = "select * from sections where report_id = ? order by char_start"
MENTIONS = "select kind, row_id, char_start, char_end, sentence_id, label_zh from mentions where report_id = ?"
HIGHEST, LOWEST = 2, 6  # levels of headings below that of the page


class Sentence(NamedTuple):
    """A sentence as it is shown; `tag` is that of a heading, or p."""

    id: str
    old_id: str
    url: str
    tag: str
    title: bool
    chinese: Markup
    english: str | None


class Section:
    """A section in the outline."""

    def __init__(self, row: Row) -> None:
        self.id, self.parent = row["section_id"], row["parent_id"]
        self.name = plain(row["heading_en"], row["heading_zh"])
        self.lang = CHINESE if self.name == row["heading_zh"] and language() != CHINESE else None
        self.level, self.depth = row["level"], 0
        self.inner: list[Section] = []


class Reading(NamedTuple):
    """A whole report; `counts` are the numbers of highlighted rows by kind, `translated` whether any English stands."""

    report: Row
    outline: list[Section]
    paragraphs: list[list[Sentence]]
    counts: list[tuple[Kind, int]]
    translated: bool


async def read_report(datasette: Any, report_id: str, visible: frozenset[str]) -> Reading | None:
    """Return a report with the highlights of the visible kinds as links; None where there is no such report."""
    report = await rows_of(datasette, REPORT, report_id)
    if not report:
        return None
    sentences = await rows_of(datasette, SENTENCES, report_id)
    sections = await rows_of(datasette, SECTIONS, report_id)
    told = await rows_of(datasette, MENTIONS, report_id)
    outline = outline_of(sections)
    mentions = {
        sentence_id: [mention_of(row) for row in group]
        for sentence_id, group in groupby(sorted(told, key=lambda r: str(r["sentence_id"])), lambda r: r["sentence_id"])
    }
    depths = {row["sentence_id"]: section.depth for row, section in zip(sections, _flat(outline), strict=True)}
    paragraphs = list(paint(datasette, sentences, mentions, depths, visible))
    counts = Counter(mention.kind for group in mentions.values() for mention in group if mention.marked)
    offered = [(kind, counts[kind.kind]) for kind in highlighted()]
    translated = any(sentence["text_en"] for sentence in sentences)
    return Reading(report[0], outline, paragraphs, offered, translated)


def mention_of(row: Row) -> Mention:
    """Return a row of the view as a mention."""
    role = row["label_zh"] if row["kind"] == "numeral" else ""
    return Mention(row["kind"], row["row_id"], row["char_start"], row["char_end"], role)


def outline_of(rows: Iterable[Row]) -> list[Section]:
    """Return the sections in one another; no level is left out on the way."""
    known: dict[str, Section] = {}
    roots: list[Section] = []
    for row in rows:
        section = known[row["section_id"]] = Section(row)
        parent = known.get(section.parent or "")
        section.depth = parent.depth + 1 if parent else 0
        (parent.inner if parent else roots).append(section)
    return roots


def _flat(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.inner)


def paint(
    datasette: Any,
    sentences: Iterable[Row],
    mentions: Mapping[str, list[Mention]],
    depths: Mapping[str, int],
    visible: frozenset[str],
) -> Iterator[list[Sentence]]:
    """Return the sentences as they are shown, paragraph by paragraph; `depths` are those of the headings among them."""
    tables = {kind.table: str(datasette.urls.table(DATABASE, kind.table)) for kind in kinds()}
    painter = Painter(tables, visible)
    for _, group in groupby(sentences, key=lambda row: row["paragraph"]):
        yield [
            Sentence(
                row["sentence_id"],
                f"s{row['char_start']}",
                f"{tables['sentences']}/{row['sentence_id']}",
                heading_tag(depths.get(row["sentence_id"])),
                depths.get(row["sentence_id"]) == 0,
                painter.sentence(row["text_zh"], row["char_start"], mentions.get(row["sentence_id"], [])),
                row["text_en"],
            )
            for row in group
        ]


def heading_tag(depth: int | None) -> str:
    """Return the element of a heading by its depth in the outline; p for what is none, and for the text's own title."""
    return "p" if not depth else f"h{min(HIGHEST + depth - 1, LOWEST)}"
