"""The machine's whole reading of one text: sentences, sections, numerals with roles, values with meaning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gongbao.reading.concepts import Carried
from gongbao.reading.hygiene import Damage, inspect
from gongbao.reading.ledger import Entry, assign_roles
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import fold, lex
from gongbao.reading.observations import Proposal, Subject, propose
from gongbao.reading.sections import Section, read_sections
from gongbao.reading.state import read_scopes
from gongbao.reading.text import Sentence, Span, split_sentences


@dataclass(frozen=True, slots=True)
class TextReading:
    """What the rules read in a text, before any curator."""

    text: str
    sentences: list[Sentence]
    sections: list[Section]
    entries: list[Entry]
    proposals: list[Proposal]
    damage: Damage

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence whose span holds the character at `position`."""
        return self.sentences[bisect_right(self.sentences, position, key=lambda s: s.span.start) - 1]

    def section_of(self, sentence: Sentence) -> int:
        """Return the index of the section a sentence lies in."""
        return max(0, bisect_right(self.sections, sentence.core.start, key=lambda s: s.extent.start) - 1)


def read_text(
    text: str,
    subject: Subject,
    lexicon: Lexicon,
    *,
    counted: Iterable[Span] = (),
    dismissed: Iterable[tuple[Span, str, str]] = (),
) -> TextReading:
    """Read a text by rule.

    `counted` are spans a curator says hold a value whatever the traps say; `dismissed` are numerals with the
    role and reason a curator gives them.
    """
    folded = fold(text)
    sentences = split_sentences(text)
    sections = read_sections(text, sentences, lexicon, year_planned=subject.year_planned)
    damage = Damage(inspect(text, lexicon))
    entries = _spoil(assign_roles(folded, lex(folded, lexicon.units), lexicon), damage)
    entries = _overrule(entries, list(counted), list(dismissed))
    reading = TextReading(text, sentences, sections, entries, [], damage)
    starts = [entry.numeral.span.start for entry in entries]
    scopes = read_scopes(folded, sentences, sections, subject.year_covered, subject.year_planned)
    carried, paragraph = Carried([]), 0
    for sentence, scope in zip(sentences, scopes, strict=True):
        if sentence.paragraph != paragraph:
            carried, paragraph = Carried([]), sentence.paragraph
        inside = entries[bisect_right(starts, sentence.core.start - 1) : bisect_right(starts, sentence.core.end - 1)]
        part = sections[reading.section_of(sentence)].part if sections else "front"
        reading.proposals.extend(propose(folded, sentence, inside, subject, lexicon, part=part, scope=scope, carried=carried))
    return reading


def _spoil(entries: list[Entry], damage: Damage) -> list[Entry]:
    """Leave a numeral that a spoiled spot touches unresolved: what it says is not sure."""
    if not damage:
        return entries
    return [
        Entry(entry.numeral, "unresolved", "source_damage", "rule:source-damage")
        if damage.touches(entry.numeral.span)
        else entry
        for entry in entries
    ]


def _overrule(entries: list[Entry], counted: list[Span], dismissed: list[tuple[Span, str, str]]) -> list[Entry]:
    roles = {span: (role, reason) for span, role, reason in dismissed}
    ruled = []
    for entry in entries:
        if entry.numeral.span in roles:
            role, reason = roles[entry.numeral.span]
            entry = replace(entry, role=role, reason=reason, origin="curated:numerals")
        elif entry.role not in ("quantity", "period") and any(span.covers(entry.numeral.span) for span in counted):
            entry = replace(entry, role="quantity", reason="", origin="curated:observations")
        ruled.append(entry)
    return ruled
