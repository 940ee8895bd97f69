"""How well texts are read, as tables for docs/quality.md: by pattern of the genre, and on readings by hand."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongbao.reading.context import Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.reader import read_text
from gongbao.reading.text import Span
from support.paths import CASES, ROOT
from support.scoring import COLUMNS, Score, read_cases, read_reference, score, score_cases, total

PATTERNS = CASES / "patterns"
TABLES = ("numbers", "concepts", "times", "sealed", "sectors", "sectors-sealed", "met")
# Digits that are no date, ordinal, code or heading by the character beside them: what one writes in five minutes.
_BARE = re.compile(
    r"(?<![\d.A-Za-z第“-])(?!\d{1,2}[.．、](?!\d))\d[\d,]*(?:\.\d+)?(?![\d.]|\s*(?:年|月|日|号|届|期|时|[A-Za-z]))"
)
REFERENCE = ROOT / "tests" / "reference"


@dataclass(frozen=True, slots=True)
class Reference:
    """A text read by hand, or a stretch of one: where it lies, what it is about, and who read it when."""

    file: str
    text: str
    subject: Subject
    start: int
    end: int
    use: str


def references() -> list[Reference]:
    """Return the readings by hand, as their index lists them."""
    with (REFERENCE / "index.csv").open(encoding="utf-8", newline="") as handle:
        return [
            Reference(
                row["file"], row["text"],
                Subject(int(row["year_covered"]), int(row["year_planned"]) if row["year_planned"] else None, "here"),
                int(row["start"]), int(row["end"]), row["use"],
            )
            for row in csv.DictReader(handle)
        ]  # fmt: skip


def score_reference(reference: Reference, texts: Path, lexicon: Lexicon) -> Score:
    """Compare the machine's reading of a text with the reading by hand."""
    text = (texts / reference.text).read_text(encoding="utf-8")
    expected = read_reference(REFERENCE / reference.file)
    return score(text, expected, reference.subject, lexicon, reference.start, reference.end or len(text))


def pattern_lines(lexicon: Lexicon) -> Iterator[str]:
    """The table of patterns: cases, those that hold in every column, values, and the share that is right at once."""
    yield "| table | pattern | cases | hold | values | all right |"
    yield "|---|---|---:|---:|---:|---:|"
    for table in TABLES:
        scores = score_cases(read_cases(PATTERNS / f"{table}.csv"), lexicon)
        for pattern, each in sorted(scores.items()):
            yield f"| {table} | {pattern} | {each.cases} | {each.held} | {each.found + each.missed} | {_share(each)} |"
        whole = total(scores.values())
        yield (
            f"| **{table}** | all | {whole.cases} | {whole.held} | {whole.found + whole.missed} | **{_share(whole)}** |"
        )


def case_lines(lexicon: Lexicon) -> Iterator[str]:
    """The case tables column by column."""
    yield _HEAD
    yield _RULE
    for table in TABLES:
        yield _row(table, total(score_cases(read_cases(PATTERNS / f"{table}.csv"), lexicon).values()))


def reference_lines(texts: Path, lexicon: Lexicon) -> Iterator[str]:
    """The readings by hand column by column, those that were read before the rules met them last."""
    yield _HEAD
    yield _RULE
    for reference in references():
        yield _row(
            f"{reference.file.removesuffix('.csv')} ({reference.use})", score_reference(reference, texts, lexicon)
        )


def bare_lines(texts: Path, lexicon: Lexicon) -> Iterator[str]:
    """The values of the readings by hand as a bare search for digits finds them, beside the engine."""
    yield "| text | precision of the search | recall | F1 | F1 of the engine |"
    yield "|---|---:|---:|---:|---:|"
    for reference in references():
        text = (texts / reference.text).read_text(encoding="utf-8")
        read = read_reference(REFERENCE / reference.file)
        found = [Span(*m.span()) for m in _BARE.finditer(text, reference.start, reference.end or len(text))]
        hit = sum(any(span.overlaps(each.span) for span in found) for each in read)
        right = sum(any(span.overlaps(each.span) for each in read) for span in found)
        precision, recall = right / len(found), hit / len(read)
        bare, own = 2 * precision * recall / (precision + recall), score_reference(reference, texts, lexicon).f1
        name = reference.file.removesuffix(".csv")
        yield f"| {name} | {100 * precision:.1f}% | {100 * recall:.1f}% | {bare:.3f} | {own:.3f} |"


def coverage_lines(texts: Path, lexicon: Lexicon) -> Iterator[str]:
    """What becomes of the numerals of foreign texts: values with and without a doubt, names and times, open ones."""
    roles: dict[str, int] = {}
    for path in sorted(texts.glob("*.txt")):
        reading = read_text(path.read_text(encoding="utf-8"), Subject(2021, 2022, "here"), lexicon)
        for entry in reading.entries:
            inside = any(span.covers(entry.numeral.span) for span in reading.furniture)
            role = "furniture of the page" if inside else entry.role
            if role != "quantity":
                roles[role] = roles.get(role, 0) + 1
        for proposal in reading.proposals:
            name = "value, unsure" if proposal.unsure else "value"
            roles[name] = roles.get(name, 0) + 1
    whole = sum(roles.values())
    yield "| numerals | number | share |"
    yield "|---|---:|---:|"
    for name, count in sorted(roles.items(), key=lambda item: -item[1]):
        yield f"| {name} | {count} | {count / whole:.1%} |"


_HEAD = (
    f"| text | values | precision | recall | F1 | {' | '.join(COLUMNS)} | all right "
    "| all right, of those the engine is sure of | of those it doubts |"
)
_RULE = "|---|" + "---:|" * (len(COLUMNS) + 7)


def _row(name: str, each: Score) -> str:
    columns = " | ".join(_percent(each.right[column], each.found) for column in COLUMNS)
    return (
        f"| {name} | {each.found + each.missed} | {_percent(each.found, each.found + each.extra)} "
        f"| {_percent(each.found, each.found + each.missed)} | {each.f1:.3f} | {columns} | {_share(each)} "
        f"| {_percent(each.whole - each.unsure_whole, each.found - each.unsure)} "
        f"| {_percent(each.unsure_whole, each.unsure)} |"
    )


def _share(each: Score) -> str:
    return _percent(each.whole, each.found + each.missed) if each.found + each.missed else "–"


def _percent(part: int, whole: int) -> str:
    """A share with its 95 per cent interval (Wilson), where there is enough to speak of one."""
    if not whole:
        return "–"
    if whole < 100:
        return f"{part / whole:.0%}"
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%}–{high:.1%})".replace("%–", "–")


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval of a share that a sample of this size leaves open (Wilson's score interval).

    >>> tuple(round(end, 3) for end in wilson(95, 100))
    (0.888, 0.978)
    """
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - reach), min(1.0, middle + reach)
