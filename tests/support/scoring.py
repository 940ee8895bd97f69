"""How well the machine's reading meets a reading by hand: values found, and of those found each column."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from gongbao.reading.context import Proposal, Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.reader import read_text
from gongbao.reading.text import Span
from gongbao.reading.values import settle

COLUMNS = ("value", "unit", "measure", "qualifier", "direction", "basis", "period", "status", "concept")
_UNITS = {
    "household": "count",
    "entity": "count",
    "item": "count",
    "kind": "count",
    "set": "count",
    "housing-unit": "count",
    "bed": "count",
}
_SAME = {"": "unstated"}


@dataclass(slots=True)
class Score:
    """Counts of one comparison; `wrong` are lines to look at, by column."""

    cases: int = 0
    held: int = 0
    found: int = 0
    missed: int = 0
    extra: int = 0
    right: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    unsure: int = 0
    unsure_whole: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """The share of the machine's values that a reader found too."""
        return self.found / (self.found + self.extra) if self.found + self.extra else 1.0

    @property
    def recall(self) -> float:
        """The share of the reader's values that the machine found."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.found else 0.0

    def add(self, other: Score) -> None:
        """Add the counts of another comparison."""
        self.found, self.missed, self.extra = (
            self.found + other.found, self.missed + other.missed, self.extra + other.extra,
        )  # fmt: skip
        self.cases, self.held = self.cases + other.cases, self.held + other.held
        self.right.update(other.right)
        self.whole += other.whole
        self.unsure, self.unsure_whole = self.unsure + other.unsure, self.unsure_whole + other.unsure_whole
        for column, lines in other.wrong.items():
            self.wrong.setdefault(column, []).extend(lines)


@dataclass(frozen=True, slots=True)
class Expected:
    """One value as a person read it: its place in the text, and its cells."""

    span: Span
    cells: dict[str, str]


def read_reference(path: Path) -> list[Expected]:
    """Read a reference reading, in the order of the text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [Expected(Span(int(row["start"]), int(row["end"])), row) for row in csv.DictReader(handle)]


def score(
    text: str, expected: Sequence[Expected], subject: Subject, lexicon: Lexicon, start: int = 0, end: int = 0
) -> Score:
    """Compare the machine's values between two characters of a text with those of a reader."""
    proposals = [
        p
        for p in read_text(text, subject, lexicon).proposals
        if start <= p.quantity.numeral.span.start < (end or len(text))
    ]
    result = Score()
    open_ones = list(proposals)
    rows = Counter(each.span for each in expected)
    for each in expected:
        fits = [p for p in open_ones if p.quantity.numeral.span.overlaps(each.span)]
        if not fits:
            result.missed += 1
            result.wrong.setdefault("missed", []).append(_tell(text, each.span, each.cells.get("quote", ""), ""))
            continue
        best = max(fits, key=lambda p: _agreement(p, each))
        open_ones.remove(best)
        one_row = "|" in each.cells.get("place", "") + each.cells["concept"] and rows[each.span] == 1
        if one_row and "quote" in each.cells:  # said of several things, in one row
            open_ones = [p for p in open_ones if p.quantity.numeral.span != best.quantity.numeral.span]
        result.found += 1
        wrong = [c for c in COLUMNS if not agrees(c, best, each)]
        result.right.update(c for c in COLUMNS if c not in wrong)
        result.whole += not wrong
        result.unsure += bool(best.unsure)
        result.unsure_whole += bool(best.unsure) and not wrong
        for column in wrong:
            line = _tell(text, each.span, said(column, best), wanted(column, each.cells))
            result.wrong.setdefault(column, []).append(line)
    result.extra, result.cases = len(open_ones), 1
    result.held = int(not result.missed and not open_ones and result.whole == result.found)
    for p in open_ones:
        result.wrong.setdefault("extra", []).append(_tell(text, p.quantity.numeral.span, p.quantity.span.of(text), ""))
    return result


def _tell(text: str, span: Span, got: str, want: str) -> str:
    around = text[max(0, span.start - 40) : span.start] + "[" + span.of(text) + "]" + text[span.end : span.end + 16]
    return f"{around.replace(chr(10), '⏎')}  got {got}  want {want}"


def _agreement(p: Proposal, each: Expected) -> int:
    return sum(agrees(column, p, each) for column in COLUMNS)


def wanted(column: str, cells: dict[str, str]) -> str:
    """What the reader wrote, of one column."""
    if column == "value":
        return "–".join(v for v in (cells["value"], cells["value_max"]) if v)
    if column == "unit":
        return cells.get("unit") or cells.get("unit_id") or ""
    if column == "period":
        return f"{cells['period_start']}..{cells['period_end']}"
    return cells[column]


def said(column: str, p: Proposal) -> str:
    """What the machine says, of one column."""
    settled = settle(p)
    if column == "value":
        return "–".join(format(v.normalize(), "f") for v in (p.quantity.value, p.quantity.upper) if v is not None)
    if column == "period":
        return f"{p.period.start or ''}..{p.period.end}"
    answers = {
        "unit": settled.unit_id, "measure": settled.measure, "qualifier": p.quantity.qualifier,
        "direction": settled.direction, "basis": settled.basis or "", "status": p.status, "concept": p.concept.phrase,
    }  # fmt: skip
    return answers[column]


def agrees(column: str, p: Proposal, each: Expected) -> bool:
    """Tell whether machine and reader say the same, of one column."""
    want, got = wanted(column, each.cells), said(column, p)
    if column == "value":
        return _same_value(want, got)
    if column == "unit":
        return got == want or (want.startswith("other:") and want[6:] == p.quantity.unit_text) or _same_unit(want, got)
    if column == "basis":
        return (got or "unstated") == (want or "unstated")
    if column == "concept":
        return names(got, want)
    if column == "period" and each.cells["measure"] in ("share", "rank", "ratio", "other", "index"):
        return (
            got.partition("..")[2] == want.partition("..")[2]
        )  # whether a rate holds at a date or in a year is no fact
    return got == want


def _same_unit(want: str, got: str) -> bool:
    if want in ("percent", "one") and got in ("percent", "one"):
        return True
    plain = {"count", "other"}
    return _UNITS.get(got, got) in plain and (_UNITS.get(want, want) in plain or want.startswith("other:"))


def _same_value(want: str, got: str) -> bool:
    wants = [Decimal(v) for v in want.split("–") if v]
    gots = [Decimal(v) for v in got.split("–")]
    if wants and len(wants) == len(gots):
        return all(
            abs(w - g) <= abs(w) / 1000 or abs(w - g * 100) <= abs(w) / 1000 for w, g in zip(wants, gots, strict=True)
        )
    return False


def names(phrase: str, concept: str) -> bool:
    """Tell whether a phrase holds the head noun of a concept, or of one of several."""
    if not concept:
        return True
    parts = concept.split("|")
    return any(_names(phrase, part) for part in parts)


def _names(phrase: str, concept: str) -> bool:
    head = concept.strip().rstrip("数量的）)")[-2:]
    return (
        concept in phrase
        or (len(phrase) > 1 and phrase in concept and phrase[-2:] == concept[-2:])
        or (bool(head) and head in phrase)
    )


def total(scores: Iterable[Score]) -> Score:
    """Add several comparisons."""
    whole = Score()
    for each in scores:
        whole.add(each)
    return whole


@dataclass(frozen=True, slots=True)
class Case:
    """A text of the case tables with all its values, set into a report about 2025 that plans 2026."""

    pattern: str
    words: str
    text: str
    start: int
    expected: list[Expected]


CASE_SUBJECT = Subject(2025, 2026, "bda")
_HEADS = {
    "review": "政府工作报告\n一、2025年工作回顾\n",
    "plan": "政府工作报告\n一、2025年工作回顾\n过去一年，我们做了工作。\n二、2026年工作安排\n",
}


def read_cases(path: Path) -> list[Case]:
    """Read a case table; the places of its numbers are found in the order of the text."""
    found: dict[tuple[str, str], Case] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            words = row["text"]
            head = _HEADS[row["part"]]
            key = (row["part"], words)
            if key not in found:
                text = head + words.replace("⏎", "\n") + "\n"
                found[key] = Case(row["pattern"], words, text, len(head), [])
            case = found[key]
            number = row["number"].replace("⏎", "\n")
            if number:
                after = case.expected[-1].span if case.expected else Span(case.start, case.start)
                start = case.text.find(number, after.end)
                start = start if start >= 0 else case.text.index(number, after.start)  # one value said of two things
                case.expected.append(Expected(Span(start, start + len(number)), row))
    return list(found.values())


def score_cases(cases: Iterable[Case], lexicon: Lexicon) -> dict[str, Score]:
    """Score every case, summed by pattern."""
    scores: dict[str, Score] = {}
    for case in cases:
        scores.setdefault(case.pattern, Score()).add(score(case.text, case.expected, CASE_SUBJECT, lexicon, case.start))
    return scores
