"""Speed of the reading stages in characters per second, beside a bare scan for digits in the same run."""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gongbao.reading.ledger import assign_roles
from gongbao.reading.numerals import fold, lex
from gongbao.reading.observations import Subject
from gongbao.reading.reader import read_text
from gongbao.reading.text import split_sentences
from gongbao.seeds.lexicon import load_lexicon

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
COPIES = 10


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of several runs."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> int:
    """Measure every stage on the report, and the whole reading on ten copies of its body."""
    lexicon = load_lexicon()
    text = (ROOT / "seeds/reports/bda-2021/text.txt").read_text(encoding="utf-8")
    subject = Subject(2021, 2022, "bda")
    folded = fold(text)
    numerals = lex(folded, lexicon.units)
    long = text + text.partition("\n")[2] * (COPIES - 1)
    baseline = seconds(lambda: re.findall(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿]+", text)) / len(text)
    stages: list[tuple[str, Callable[[], object], int]] = [
        ("sentences", lambda: split_sentences(text), len(text)),
        ("numerals", lambda: lex(folded, lexicon.units), len(text)),
        ("roles", lambda: assign_roles(folded, numerals, lexicon), len(text)),
        ("whole reading", lambda: read_text(text, subject, lexicon), len(text)),
        (f"whole reading x{COPIES}", lambda: read_text(long, subject, lexicon), len(long)),
    ]
    print(f"{'stage':20} {'characters/s':>14} {'x a bare digit scan':>20}")
    print(f"{'bare digit scan':20} {1 / baseline:14,.0f} {1:20.1f}")
    for name, work, size in stages:
        each = seconds(work) / size
        print(f"{name:20} {1 / each:14,.0f} {each / baseline:20.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
