"""The ledger of undertakings: words that might name a project, policy or promise, found by rules of the genre."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.text import Sentence, Span, split_clauses

_TITLE: Final = re.compile(r"《[^》\n]+》")
_QUOTED: Final = re.compile(
    r"“[^”\n]{1,20}(?:条|计划|行动|工程|机制|试点|改革|办法|方案|规划)”"
    r"|“[^”\n]{1,20}”(?:[^，,。；;“”、\n]{0,4}?)(?:条|计划|行动|工程|机制|试点|改革|规划|模式|政策)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words to be covered by a row or dismissed; `kind` says which rule found them."""

    span: Span
    kind: str
    sentence: Sentence


def find_candidates(reading: TextReading, lexicon: Lexicon) -> list[Candidate]:
    """Return every candidate of a text in order: titles, quoted names, status verbs, sentences of the plan."""
    verbs = re.compile("|".join(sorted((re.escape(verb.word) for verb in lexicon.status_verbs), key=len, reverse=True)))
    found: list[Candidate] = []
    for sentence in reading.sentences:
        section = reading.sections[reading.section_of(sentence)]
        core = sentence.core
        found += [
            Candidate(Span(*m.span()), "title", sentence) for m in _TITLE.finditer(reading.text, core.start, core.end)
        ]
        found += [Candidate(s, "quoted_name", sentence) for s in _quoted(reading.text, core) if not _inside(s, found)]
        found += [Candidate(s, "status_verb", sentence) for s in _status_clauses(reading.text, core, verbs)]
        if section.part == "plan" and section.heading != core:
            found.append(Candidate(core, "plan_sentence", sentence))
    first = {candidate.span: candidate for candidate in reversed(found)}
    return [first[span] for span in sorted(first)]


def _quoted(text: str, core: Span) -> list[Span]:
    return [Span(*match.span()) for match in _QUOTED.finditer(text, core.start, core.end)]


def _inside(span: Span, found: list[Candidate]) -> bool:
    return any(candidate.kind == "title" and candidate.span.covers(span) for candidate in found)


def _status_clauses(text: str, core: Span, verbs: re.Pattern[str]) -> list[Span]:
    return [clause for clause in split_clauses(text, core) if verbs.search(text, clause.start, clause.end)]


def is_covered(candidate: Candidate, undertaken: list[Span], promised: list[Span]) -> bool:
    """Tell whether a row covers a candidate: any undertaking that shares a character, for a plan sentence a promise."""
    rows = promised if candidate.kind == "plan_sentence" else [*undertaken, *promised]
    return any(candidate.span.overlaps(span) for span in rows)
