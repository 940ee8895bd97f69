"""What became of every sentence: it yields rows, or it is a heading, narrative, undertaking or declaration."""

from __future__ import annotations

from gongbao.errors import AnchorError, CoverageError, SeedError
from gongbao.model.ids import point_id
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.text import Sentence, Span, resolve
from gongbao.seeds.files import Sourced
from gongbao.seeds.folders import ReportFolder
from gongbao.seeds.models import SentenceSeed


def decide_sentences(
    folder: ReportFolder, reading: TextReading, lexicon: Lexicon, yielding: set[str]
) -> list[tuple[dict[str, object], str]]:
    """Return the columns of every sentence with the place to change it.

    `yielding` are the ids of sentences that other tables draw rows from. Raises CoverageError for a sentence
    of a curated report that no rule knows and no line decides.
    """
    curated = _anchor_sentences(folder, reading)
    headings = {section.heading.start for section in reading.sections}
    rows = []
    for sentence in reading.sentences:
        line = curated.get(sentence.core.start)
        values = _identity(folder, reading, sentence)
        part = reading.sections[reading.section_of(sentence)].part
        words = sentence.core.of(folder.text)
        heading, yields = sentence.core.start in headings, str(values["sentence_id"]) in yielding
        spoiled = not folder.curated and reading.damage.touches(sentence.core)
        decision = _overrule(decide_by_rule(words, part, heading, yields, lexicon, spoiled=spoiled), line)
        if decision is None:
            if folder.curated:
                raise CoverageError(_tell_open(folder, sentence))
            decision = ("unreviewed", "not_reviewed", "rule:none")
        values["decision"], values["reason"], values["origin"] = decision
        values["text_en"] = line.item.text_en if line else None
        rows.append((values, line.place if line else folder.line_of(sentence.core.start)))
    return rows


def _anchor_sentences(folder: ReportFolder, reading: TextReading) -> dict[int, Sourced[SentenceSeed]]:
    cores = {sentence.core for sentence in reading.sentences}
    found: dict[int, Sourced[SentenceSeed]] = {}
    for line in folder.lines(SentenceSeed):
        try:
            span = resolve(folder.text, line.item.quote)
        except AnchorError as fault:
            raise AnchorError(f"{line.place}: {fault}") from None
        if span not in cores:
            raise SeedError(
                f"{line.place}: quote “{line.item.quote[:30]}…” is no whole sentence: quote it from start to stop"
            )
        found[span.start] = line
    if folder.curated and len(found) < len(cores):
        missing = min(core for core in cores if core.start not in found)
        raise CoverageError(
            f"{folder.line_of(missing.start)}: sentence “{missing.of(folder.text)[:30]}…” has no English: "
            "add a line to sentences.csv"
        )
    return found


def _identity(folder: ReportFolder, reading: TextReading, sentence: Sentence) -> dict[str, object]:
    section: Span = reading.sections[reading.section_of(sentence)].heading
    return {
        "sentence_id": point_id("sentences", folder.report_id, sentence.core.start),
        "report_id": folder.report_id,
        "section_id": point_id("sections", folder.report_id, section.start),
        "paragraph": sentence.paragraph,
        "position": sentence.position,
        "char_start": sentence.core.start,
        "char_end": sentence.core.end,
        "text_zh": sentence.core.of(folder.text),
    }


def decide_by_rule(
    words: str, part: str, heading: bool, yields: bool, lexicon: Lexicon, *, spoiled: bool
) -> tuple[str, str | None, str] | None:
    """Return decision, reason and origin of a sentence as the rules have them, None where no rule knows it.

    `yields` says whether other tables draw rows from it, `spoiled` whether a damaged spot of the source touches it:
    then it says nothing for sure.
    """
    if yields:
        return "rows", None, "rule:yields-rows"
    if heading:
        return "heading", "names_section", "rule:heading"
    if spoiled:
        return "unreviewed", "source_damage", "rule:source-damage"
    for rule in lexicon.sentences:
        if rule.part in ("", part) and rule.pattern.search(words):
            return rule.decision, rule.reason, "rule:sentence"
    return None


def _overrule(
    decision: tuple[str, str | None, str] | None, line: Sourced[SentenceSeed] | None
) -> tuple[str, str | None, str] | None:
    if line is None or line.item.decision is None:
        return decision
    if decision and decision[0] == line.item.decision and (line.item.reason in (None, decision[1])):
        raise SeedError(
            f"{line.place}: column decision says “{line.item.decision}”, which the rules say too: empty the cell"
        )
    if (line.item.decision == "rows") != (decision is not None and decision[0] == "rows"):
        raise SeedError(
            f"{line.place}: whether a sentence yields rows follows from the other files: choose another decision"
        )
    return line.item.decision, line.item.reason, "curated:sentences"


def _tell_open(folder: ReportFolder, sentence: Sentence) -> str:
    words = sentence.core.of(folder.text)
    return f"{folder.line_of(sentence.core.start)}: sentence “{words[:40]}” has no decision: set one in sentences.csv"
