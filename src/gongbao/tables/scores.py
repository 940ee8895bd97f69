"""How good the automatic proposals are: precision and recall against the rows a curator wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.proposals import propose_promises, propose_undertakings
from gongbao.reading.text import Span


@dataclass(frozen=True, slots=True)
class Score:
    """Spans proposed and curated, and how many of each share a character with one of the other."""

    kind: str
    proposed: int
    confirmed: int
    curated: int
    found: int

    def line(self) -> str:
        """Say precision and recall in one line."""
        precision = self.confirmed / self.proposed if self.proposed else 0.0
        recall = self.found / self.curated if self.curated else 0.0
        return (
            f"{self.kind}: precision {self.confirmed} of {self.proposed} ({precision:.1%}), "
            f"recall {self.found} of {self.curated} ({recall:.1%})"
        )


def score(kind: str, proposed: list[Span], curated: list[Span]) -> Score:
    """Compare two lists of spans.

    >>> score("project", [Span(0, 5), Span(9, 12)], [Span(3, 8)])
    Score(kind='project', proposed=2, confirmed=1, curated=1, found=1)
    """
    confirmed = sum(any(span.overlaps(other) for other in curated) for span in proposed)
    found = sum(any(span.overlaps(other) for other in proposed) for span in curated)
    return Score(kind, len(proposed), confirmed, len(curated), found)


def score_proposals(reading: TextReading, lexicon: Lexicon, curated: dict[str, list[Span]]) -> Iterator[Score]:
    """Yield a score for projects, policies and commitments; `curated` holds the curator's spans by kind."""
    items = propose_undertakings(reading, lexicon)
    for kind in ("project", "policy"):
        yield score(f"{kind} mentions", [i.span for i in items if i.kind == kind], curated[kind])
    promises = [promise.span for promise in propose_promises(reading, lexicon, items)]
    yield score("commitments", promises, curated["commitment"])
