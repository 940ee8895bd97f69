"""Reference readings of slices, read by eye before any rule, and how well the proposals agree with them.

`PYTHONPATH=src:tests python -m support.reference` prints precision and recall for every slice; `--misses` also what was
missed or proposed for nothing. The rules were made with the `tuned` slices; each of the `seen` ones was read by eye to
measure them on text they did not know, and looked at afterwards. A project or policy is found when a proposal of its
kind shares a character with it, a promise when the two share more than half of the shorter.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongbao.reading.context import Subject
from gongbao.reading.lexicon import WEIGHED as KINDS
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.proposals import propose_promises, propose_undertakings
from gongbao.reading.reader import read_text
from gongbao.reading.text import Span
from gongbao.seeds.lexicon import load_lexicon
from support.paths import CASES, CORPUS, TESTS

REFERENCE = TESTS / "reference" / "undertakings"
_HEADINGS = {"review": "一、2021年工作回顾", "plan": "二、2022年工作安排"}


@dataclass(frozen=True, slots=True)
class Read:
    """One undertaking, as somebody or some rule reads it."""

    span: Span
    kind: str
    status: str


@dataclass(slots=True)
class Agreement:
    """What was proposed and read of one kind, and what of each has no partner."""

    proposed: int = 0
    read: int = 0
    spurious: list[Read] = field(default_factory=list)
    missed: list[Read] = field(default_factory=list)
    same_status: int = 0

    @property
    def precision(self) -> float:
        return 1 - len(self.spurious) / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.read if self.read else 1.0

    def add(self, other: Agreement) -> None:
        self.proposed += other.proposed
        self.read += other.read
        self.spurious += other.spurious
        self.missed += other.missed
        self.same_status += other.same_status

    def line(self) -> str:
        found = self.read - len(self.missed)
        return (
            f"P {self.proposed - len(self.spurious)}/{self.proposed} = {self.precision:.3f}  "
            f"R {found}/{self.read} = {self.recall:.3f}  same status {self.same_status}/{found}"
        )


def same(one: Read, other: Read) -> bool:
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    least = 0.0
    if one.kind == "promise":
        least = min(one.span.end - one.span.start, other.span.end - other.span.start) / 2
    return one.kind == other.kind and shared > least


def compare(proposed: list[Read], read: list[Read], kind: str) -> Agreement:
    ours, theirs = [r for r in proposed if r.kind == kind], [r for r in read if r.kind == kind]
    found = Agreement(len(ours), len(theirs))
    found.spurious = [r for r in ours if not any(same(r, other) for other in theirs)]
    for one in theirs:
        partners = [r for r in ours if same(r, one)]
        if not partners:
            found.missed.append(one)
        found.same_status += any(r.status == one.status for r in partners)
    return found


def case_reading(sentence: str, part: str, lexicon: Lexicon) -> TextReading:
    """Read a sentence made up, between others of a paragraph of the review or the plan."""
    text = f"某市2022年政府工作报告\n{_HEADINGS[part]}\n（一）工作\n各项工作有序开展。{sentence}。工作再上台阶。\n"
    return read_text(text, Subject(2021, 2022, "bda"), lexicon)


def cases() -> list[dict[str, str]]:
    """Return the sentences made up, each with one quote and the status it has; `none` for what is no undertaking."""
    return list(csv.DictReader((CASES / "undertakings.csv").open(encoding="utf-8")))


def place_of(case: dict[str, str], reading: TextReading) -> Span:
    """Return where the quote of a case stands in its reading."""
    start = reading.text.index(case["quote"], reading.text.index(case["text"]))
    return Span(start, start + len(case["quote"]))


def slices() -> list[dict[str, str]]:
    return list(csv.DictReader((REFERENCE / "index.csv").open(encoding="utf-8")))


def read_corpus(name: str, lexicon: Lexicon) -> TextReading:
    text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
    year = int(name.rsplit("-", 1)[1])
    return read_text(text, Subject(year - 1, year, "bda"), lexicon)


def by_eye(name: str) -> list[Read]:
    lines = csv.DictReader((REFERENCE / f"{name}.csv").open(encoding="utf-8"))
    return [Read(Span(int(r["start"]), int(r["end"])), r["kind"], r["status"]) for r in lines]


def by_machine(reading: TextReading, lexicon: Lexicon, whole: Span) -> list[Read]:
    """What the machine alone proposes in a stretch."""
    found = [Read(u.span, u.kind, u.status) for u in propose_undertakings(reading, lexicon)]
    found += [Read(p.span, "promise", "") for p in propose_promises(reading, lexicon, [])]
    return [r for r in found if whole.covers(r.span)]


def agreements(name: str, whole: Span, lexicon: Lexicon) -> Iterator[tuple[str, Agreement, TextReading]]:
    reading = read_corpus(name, lexicon)
    proposed, read = by_machine(reading, lexicon, whole), [r for r in by_eye(name) if whole.covers(r.span)]
    for kind in KINDS:
        yield kind, compare(proposed, read, kind), reading


def main() -> None:
    lexicon, chosen = load_lexicon(), [a for a in sys.argv[1:] if not a.startswith("-")]
    for line in slices():
        if chosen and not any(line["text"].startswith(word) or line["use"] == word for word in chosen):
            continue
        whole = Span(int(line["start"]), int(line["end"]))
        for kind, found, reading in agreements(line["text"], whole, lexicon):
            print(f"{line['text']:22}{line['use']:9}{kind:8} {found.line()}")
            if "--misses" in sys.argv:
                print("   missed  ", " | ".join(r.span.of(reading.text) for r in found.missed))
                print("   spurious", " | ".join(r.span.of(reading.text) for r in found.spurious))


if __name__ == "__main__":
    main()
