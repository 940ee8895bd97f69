"""The laws of choices: what a curator says of a value stands in the words at it; nobody's word alone makes a unit."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.ids import point_id
from gongbao.model.rows import Observation
from gongbao.reading.context import Proposal
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import fold
from gongbao.reading.text import Span, split_clauses
from gongbao.reading.values import settle
from gongbao.tables.traced import Traced

_DEFAULTS = {"rank": "rank-place", "ratio": "one", "other": "one", "share": "one"}
_AFTER = 8  # characters behind a value in which a noun of change may stand (20%的增速)


def _values(published: Published) -> Iterator[tuple[Traced[Observation], Proposal, str]]:
    """Yield every value with the machine's proposal at its place and the folded text."""
    folded = {name: fold(reading.text) for name, (reading, _) in published.readings.items()}
    proposals = {
        point_id("observations", name, proposal.quantity.numeral.span.start) + proposal.part: (proposal, folded[name])
        for name, (reading, _) in published.readings.items()
        for proposal in reading.proposals
    }
    for traced, row in published.rows(Observation):
        if row.observation_id in proposals:
            proposal, text = proposals[row.observation_id]
            yield traced, proposal, text


def check_unit_written(published: Published) -> Iterator[Failure]:
    """A unit is the one written at the number, or one that the words around a bare number name (50亿剂 is no bed)."""
    lexicon = published.rereader.lexicon
    for traced, proposal, text in _values(published):
        allowed = _units_written(text, traced.row, proposal, lexicon)
        if traced.row.unit_id not in allowed:
            message = (
                f"unit {traced.row.unit_id} is not written at the number, which allows {', '.join(sorted(allowed))}"
            )
            yield fail("unit", traced, message, "correct unit_id, or teach units.csv or unit_hints.csv the words")


def _units_written(text: str, row: Observation, proposal: Proposal, lexicon: Lexicon) -> set[str]:
    quantity = proposal.quantity
    allowed = {settle(proposal).unit_id}
    written = lexicon.units.at(quantity.unit_text, 0) if quantity.unit_text else None
    if row.measure == "rank":
        allowed.add("rank-place")
    if written or quantity.unit_id:
        return allowed | ({written[1]} if written else set())
    clause = _clause(text, proposal)
    hints = (hint for hint in lexicon.unit_hints if not hint.found and quantity.value >= hint.least)
    named = {
        hint.unit_id
        for hint in hints
        if any(hint.before.search(clause[:i]) and hint.after.search(clause[i:]) for i in range(len(clause) + 1))
    }
    return allowed | named | {_DEFAULTS.get(row.measure, "count")}


def _clause(text: str, proposal: Proposal) -> str:
    inside = proposal.quantity.numeral.span.start
    clauses = split_clauses(text, proposal.sentence.core)
    return next((clause.of(text) for clause in clauses if clause.start <= inside < clause.end), "")


def check_qualifier_written(published: Published) -> Iterator[Failure]:
    """A qualifier is what the words at the number say (超17亿剂 is more); where none stands, the value is exact."""
    lexicon = published.rereader.lexicon
    for traced, proposal, text in _values(published):
        allowed = _qualifiers_written(text, traced.row, proposal, lexicon)
        if traced.row.qualifier not in allowed:
            message = f"is called {traced.row.qualifier}; its words say {' or '.join(sorted(allowed))}"
            yield fail("qualifier", traced, message, "empty the cell, or quote the word that says so")


def _qualifiers_written(text: str, row: Observation, proposal: Proposal, lexicon: Lexicon) -> set[str]:
    """What the machine reads at the number, and what words of the quote before and behind it would say."""
    number = proposal.quantity.numeral.span
    before, after = text[row.char_start : number.start], text[number.end : row.char_end]
    said = {code for word, code in lexicon.before.by_word.items() if word in before}
    return (
        said | {code for word, code in lexicon.after.by_word.items() if word in after} | {proposal.quantity.qualifier}
    )


def check_direction_written(published: Published) -> Iterator[Failure]:
    """A value goes up or down only where a word of change says so before it, or behind it, in its clause."""
    lexicon = published.rereader.lexicon
    for traced, proposal, text in _values(published):
        allowed = {settle(proposal).direction} | _directions_written(text, proposal, lexicon)
        if traced.row.direction not in allowed:
            message = f"direction {traced.row.direction}; the words at the value say {' or '.join(sorted(allowed))}"
            yield fail("growth", traced, message, "correct the direction")


def _directions_written(text: str, proposal: Proposal, lexicon: Lexicon) -> set[str]:
    span = proposal.quantity.span
    clauses = split_clauses(text, proposal.sentence.core)
    start = next((c.start for c in clauses if c.covers(Span(span.start, span.start + 1))), span.start)
    words = text[start : span.start] + "|" + text[span.end : span.end + _AFTER]
    return {change.direction for change in lexicon.changes if change.word in words}
