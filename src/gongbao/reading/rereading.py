"""The engine once more: a frozen text read again by the very rules that read it first, each reading made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from gongbao.reading.candidates import Candidate, find_candidates
from gongbao.reading.context import Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.reader import read_text
from gongbao.reading.text import Span

_KEPT: Final = 64

Dismissal = tuple[Span, str, str]
Question = tuple[str, Subject, tuple[Span, ...], tuple[Dismissal, ...]]


@dataclass(frozen=True, slots=True)
class Rereader:
    """Reads texts again with a lexicon, and knows where a curator spoke, by report.

    `dismissed` are the names a curator says are no mentions, `described` the values a curator describes.
    """

    lexicon: Lexicon
    dismissed: Mapping[str, Iterable[Span]] = field(default_factory=dict)
    described: Mapping[str, Iterable[Span]] = field(default_factory=dict)
    _read: dict[Question, tuple[TextReading, list[Candidate]]] = field(default_factory=dict, repr=False, compare=False)

    def read(
        self, text: str, subject: Subject, counted: Iterable[Span], dismissed: Iterable[Dismissal]
    ) -> tuple[TextReading, list[Candidate]]:
        """Return the reading of a text and its candidates; `counted` and `dismissed` are as in `read_text`."""
        question = (text, subject, tuple(counted), tuple(dismissed))
        if question not in self._read:
            if len(self._read) >= _KEPT:
                self._read.pop(next(iter(self._read)))
            reading = read_text(text, subject, self.lexicon, counted=question[2], dismissed=question[3])
            self._read[question] = (reading, find_candidates(reading, self.lexicon))
        return self._read[question]
