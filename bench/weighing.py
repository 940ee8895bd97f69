"""Learns from readings by eye what traits weigh, and writes the lexicon's evidence.csv.

python bench/weighing.py MARKED CORPUS            learns from all texts and writes the table
python bench/weighing.py MARKED CORPUS --check    leaves a fifth of the texts out at a time, learns from the others,
                                                  reads what was left out, and says how well; writes nothing

MARKED holds the texts of tests/reference/marked (NAME.txt, made of the lines that lines.csv tells, from the source that
index.csv names), CORPUS those of tests/reference/undertakings. They are other people's and no part of this repository.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongbao.reading.context import Subject  # noqa: E402
from gongbao.reading.judging import Judge  # noqa: E402
from gongbao.reading.lexicon import Evidence, Lexicon  # noqa: E402
from gongbao.reading.mapping import TextReading  # noqa: E402
from gongbao.reading.proposals import named_by_rule, weighed_clauses  # noqa: E402
from gongbao.reading.reader import read_text  # noqa: E402
from gongbao.reading.text import Span  # noqa: E402
from gongbao.seeds.lexicon import load_lexicon  # noqa: E402
from support import reference  # noqa: E402
from support.reference import KINDS, Agreement, Read  # noqa: E402

TABLE = ROOT / "src/gongbao/lexicon/evidence.csv"
MARKED = ROOT / "tests/reference/marked"
REPORT = ROOT / "seeds/reports/bda-2021"
TABLES = {"project": "project_mentions", "policy": "policy_mentions", "promise": "commitments"}
LEAST_TEXTS = 3  # a trait seen in fewer texts may be a name of one of them: it is not learned
STRENGTH = {"project": 0.5, "policy": 0.5, "promise": 0.3}  # how much a reading counts against a small weight
LEAST_WEIGHT = 0.15  # what weighs less, in log-odds, is left out
LEAST_ODDS = {"project": -0.1, "policy": 0.0, "promise": 0.0}  # where precision and recall are what is asked
FOLDS = 5
UNTOLD = "rules:?"  # of a text that the rules were made with


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """A text with its marks; `met` tells that the rules for names were not made with it in sight."""

    name: str
    reading: TextReading
    whole: Span
    marks: list[Read]
    met: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The traits of a segment or clause of a text, and whether a reader marked it."""

    text: str
    traits: list[str]
    marked: bool


def marked_texts(folder: Path, lexicon: Lexicon) -> Iterator[Marked]:
    """Read the texts of the index, the slices of the corpus, and the curated report."""
    for row in csv.DictReader((MARKED / "index.csv").open(encoding="utf-8")):
        text = (folder / f"{row['text']}.txt").read_text(encoding="utf-8")
        lines = csv.DictReader((MARKED / f"{row['text']}.csv").open(encoding="utf-8"))
        marks = [Read(Span(int(line["start"]), int(line["end"])), line["kind"], line["status"]) for line in lines]
        reading = read_text(text, Subject(int(row["year_covered"]), int(row["year_planned"]), "here"), lexicon)
        yield Marked(row["text"], reading, Span(0, len(text)), marks, row["use"] == "met")
    for line in reference.slices():
        whole = Span(int(line["start"]), int(line["end"]))
        marks = [mark for mark in reference.by_eye(line["text"]) if whole.covers(mark.span)]
        yield Marked(line["text"], reference.read_corpus(line["text"], lexicon), whole, marks, False)
    text = (REPORT / "text.txt").read_text(encoding="utf-8")
    marks = [mark for kind, table in TABLES.items() for mark in _curated(kind, table)]
    yield Marked(REPORT.name, read_text(text, Subject(2021, 2022, "bda"), lexicon), Span(0, len(text)), marks, False)


def _curated(kind: str, table: str) -> Iterator[Read]:
    for row in csv.DictReader((ROOT / f"data/{table}.csv").open(encoding="utf-8")):
        yield Read(Span(int(row["char_start"]), int(row["char_end"])), kind, "")


def lines_of(text: Marked, kind: str, lexicon: Lexicon) -> Iterator[Line]:
    """Yield the lines of one kind; of a text that the rules know, what they name tells nothing."""
    marks = [mark for mark in text.marks if mark.kind == kind]
    if kind == "promise":
        for clause, _, told in weighed_clauses(text.reading, lexicon):
            if text.whole.overlaps(clause):
                yield Line(
                    text.name, sorted(told.names()), any(reference.same(Read(clause, kind, ""), mark) for mark in marks)
                )
        return
    judge = Judge(text.reading, lexicon)
    for ruled in named_by_rule(text.reading, lexicon):
        if not text.whole.overlaps(ruled.sentence.core):
            continue
        for segment, _, told in judge.segments(ruled):
            if text.whole.overlaps(segment.span):
                names = told.names()
                traits = sorted(names if text.met else {UNTOLD if t.startswith("rules:") else t for t in names})
                yield Line(text.name, traits, any(segment.span.overlaps(mark.span) for mark in marks))


def lines_of_cases(kind: str, lexicon: Lexicon) -> Iterator[Line]:
    """Yield the segment or clause of each case's quote; what a case does not quote is not judged."""
    for case in (case for case in reference.cases() if case["kind"] == kind):
        reading = reference.case_reading(case["text"], case["part"], lexicon)
        text = Marked("cases", reading, reference.place_of(case, reading), [], False)
        yield from (replace(line, marked=case["status"] != "none") for line in lines_of(text, kind, lexicon))


def learn(lines: list[Line], strength: float, least_odds: float) -> Evidence:
    """Fit a logistic regression with small weights, and leave out the smallest."""
    texts = Counter(trait for trait, _ in {(trait, line.text) for line in lines for trait in line.traits})
    known = {trait: n for n, trait in enumerate(sorted(t for t, seen in texts.items() if seen >= LEAST_TEXTS))}
    pairs = [(row, known[t]) for row, line in enumerate(lines) for t in line.traits if t in known]
    rows, columns = np.array(pairs).T
    signs = np.array([1.0 if line.marked else -1.0 for line in lines])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * np.bincount(rows, weights=weights[columns], minlength=len(lines))
        pull = -strength * signs / (1 + np.exp(margins))
        slope = weights + np.bincount(columns, weights=pull[rows], minlength=len(known))
        return strength * np.logaddexp(0, -margins).sum() + weights @ weights / 2, slope

    fitted = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    weights = dict(zip(known, fitted, strict=True))
    weights["all"] -= least_odds
    told = {t: w for t, w in weights.items() if abs(w) >= LEAST_WEIGHT and t.isprintable() and t != UNTOLD}
    return {trait: round(100 * float(weight)) for trait, weight in told.items()}


def learn_all(lines: dict[str, list[Line]], without: frozenset[str] = frozenset()) -> dict[str, Evidence]:
    """Learn the weights of every kind from all texts but some."""
    return {
        kind: learn([line for line in lines[kind] if line.text not in without], STRENGTH[kind], LEAST_ODDS[kind])
        for kind in KINDS
    }


def check(texts: list[Marked], lines: dict[str, list[Line]], lexicon: Lexicon, say: Callable[[str], None]) -> None:
    """Say how well texts are read that nothing was learned from."""
    names = sorted({text.name for text in texts})
    totals = {(kind, met): Agreement() for kind in KINDS for met in (True, False)}
    for fold in range(FOLDS):
        without = frozenset(names[fold::FOLDS])
        judged = replace(lexicon, evidence=learn_all(lines, without))
        for text in texts:
            if text.name in without:
                proposed = reference.by_machine(text.reading, judged, text.whole)
                for kind in KINDS:
                    totals[kind, text.met].add(reference.compare(proposed, text.marks, kind))
    for (kind, met), total in totals.items():
        say(f"{kind:8} {'texts the rules met' if met else 'texts the rules know'}  {total.line()}")


def main() -> None:
    """Learn, and write or check."""
    folder, corpus = (Path(argument) for argument in sys.argv[1:3])
    reference.CORPUS = corpus
    lexicon = load_lexicon()
    texts = list(marked_texts(folder, lexicon))
    lines = {kind: [line for text in texts for line in lines_of(text, kind, lexicon)] for kind in KINDS}
    for kind, known in lines.items():
        known += lines_of_cases(kind, lexicon)
    if "--check" in sys.argv:
        check(texts, lines, lexicon, print)
        return
    learned = learn_all(lines)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "trait", "weight"))
        for kind, weights in learned.items():
            writer.writerows((kind, trait, weight) for trait, weight in sorted(weights.items()))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main()
