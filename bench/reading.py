"""Speed of the reading and its stages in characters per second, beside other tools on the same texts in the same run.

python bench/reading.py [FOLDER]        FOLDER holds further texts; the report of this package is always read

Where `make compiled` has made build/compiled, that reading is measured as well. Other tools (jieba, jionlp,
chinese2digits, recognizers-text-suite) are measured where they are installed, on as many characters of the texts
as they read in a while; none is needed.
"""

from __future__ import annotations

import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gongbao.reading import reader
from gongbao.reading.context import Subject
from gongbao.reading.folding import make_reading_text
from gongbao.reading.ledger import assign_roles
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import fold, lex
from gongbao.reading.proposals import propose_promises, propose_undertakings
from gongbao.reading.reader import read_text
from gongbao.reading.text import split_sentences
from gongbao.seeds.lexicon import load_lexicon

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
COPIES = 10
SAMPLE = 20_000
SUBJECT = Subject(2021, 2022, "bda")
COMPILED = "--compiled"  # what a process is called with that measures this reading alone
BARE = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿]+")
HOSTILE = [
    "1",
    "1,",
    "一",
    "1 ",
    "1.",
    "分别增长1%、",
    "从1提高到2，",
    "增长1%和",
    "《",
    "1年",
    "-1",
    "1:",
    "其中1家，",
    "\n",
    "增\n长1%",
]
NAMES = ["“", "——", "增强“", "加快建设", "、行动", "，实施", "2025年底前", "（", "[1]", "建成机场、", "实施“行动”、"]
PLAN = "二、工作安排\n"  # names and promises are read there as well


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of several runs."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield the other tools that are installed: what each does with a text."""
    for name, load in (
        ("jieba, words with their class", _jieba),
        ("chinese2digits, numbers only", _chinese2digits),
        ("JioNLP, money", _jionlp),
        ("Recognizers-Text, numbers", _recognizers),
    ):
        try:
            yield name, load()
        except ImportError:
            print(f"{name:32} not installed")


def _jieba() -> Callable[[str], object]:
    import jieba
    from jieba import posseg

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return lambda text: list(posseg.cut(text))


def _chinese2digits() -> Callable[[str], object]:
    import chinese2digits

    return lambda text: [chinese2digits.takeNumberFromString(line) for line in text.split("\n") if line.strip()]


def _jionlp() -> Callable[[str], object]:
    import jionlp

    return lambda text: [jionlp.ner.extract_money(line) for line in text.split("\n") if line.strip()]


def _recognizers() -> Callable[[str], object]:
    from recognizers_number import Culture, NumberRecognizer

    model = NumberRecognizer(Culture.Chinese).get_number_model()
    return lambda text: [model.parse(line) for line in text.split("\n") if line.strip()]


def tell(name: str, each: float, baseline: float) -> None:
    """Print a line: characters per second, and how many times a bare scan of the same texts takes."""
    print(f"{name:32} {1 / each:14,.0f} {each / baseline:14.1f}", flush=True)


def undertaking(texts: list[str], subject: Subject, lexicon: Lexicon) -> Callable[[], object]:
    """Return what proposes the projects, policies and promises of texts that were read before."""
    readings = [read_text(text, subject, lexicon) for text in texts]

    def work() -> None:
        for reading in readings:
            propose_promises(reading, lexicon, propose_undertakings(reading, lexicon))

    return work


def stages(text: str, subject: Subject, lexicon: Lexicon) -> None:
    """Measure every stage on one report, and the whole reading on it, on ten copies, and on hostile text."""
    folded = fold(text)
    numerals = lex(folded, lexicon.units)
    long = text + text.partition("\n")[2] * (COPIES - 1)
    baseline = seconds(lambda: BARE.findall(text)) / len(text)
    tell("bare digit scan", baseline, baseline)
    works: list[tuple[str, Callable[[], object], int]] = [
        ("reading text", lambda: make_reading_text(text, lexicon), len(text)),
        ("sentences", lambda: split_sentences(text), len(text)),
        ("numerals", lambda: lex(folded, lexicon.units), len(text)),
        ("roles", lambda: assign_roles(folded, numerals, lexicon), len(text)),
        ("whole reading", lambda: read_text(text, subject, lexicon), len(text)),
        ("projects, policies, promises", undertaking([text], subject, lexicon), len(text)),
        (f"whole reading x{COPIES}", lambda: read_text(long, subject, lexicon), len(long)),
    ]
    for name, work, size in works:
        tell(name, seconds(work) / size, baseline)


def growth(subject: Subject, lexicon: Lexicon) -> None:
    """Print the exponent of the time over the length, for hostile pieces repeated to 2,000 and to 16,000 characters."""
    for name, pieces in (("values", HOSTILE), ("projects, policies, promises", (*HOSTILE, *NAMES))):
        worst = 0.0
        for piece in pieces:
            texts = [PLAN + (piece * (size // len(piece) + 1))[:size] for size in (2_000, 16_000)]
            works: list[Callable[[], object]] = (
                [lambda text=text: read_text(text, subject, lexicon) for text in texts]  # type: ignore[misc]
                if name == "values"
                else [undertaking([text], subject, lexicon) for text in texts]
            )
            short, long = (seconds(work, 3) for work in works)
            worst = max(worst, math.log(long / short) / math.log(8))
        print(f"growth on {len(pieces)} hostile pieces, {name}: the worst exponent is {worst:.2f} (1 is linear)")


def several(texts: dict[str, str], subject: Subject, lexicon: Lexicon) -> None:
    """Measure the reading of a folder's texts: all together, and the one with most numerals for its length."""
    size, whole = sum(map(len, texts.values())), list(texts.values())
    baseline = seconds(lambda: [BARE.findall(each) for each in whole]) / size
    tell("bare digit scan", baseline, baseline)
    tell("whole reading", seconds(lambda: [read_text(each, subject, lexicon) for each in whole], 3) / size, baseline)
    tell("projects, policies, promises", seconds(undertaking(whole, subject, lexicon), 3) / size, baseline)
    name, dense = max(texts.items(), key=lambda item: len(re.findall(r"\d+", item[1])) / len(item[1]))
    tell(f"  of {name[:28]}", seconds(lambda: read_text(dense, subject, lexicon), 3) / len(dense), baseline)


def compiled(folder: Path) -> None:
    """Measure the same of the compiled reading, where there is one of this very code, in a process of its own."""
    made = ROOT / "build/compiled"
    own = {path.name: path.read_bytes() for path in (ROOT / "src/gongbao/reading").glob("*.py")}
    if own != {path.name: path.read_bytes() for path in (made / "gongbao/reading").glob("*.py")}:
        print("compiled: build/compiled is missing or of other code (make compiled)")
        return
    print("compiled:", flush=True)
    homes = os.pathsep.join(filter(None, [str(made), os.environ.get("PYTHONPATH")]))
    subprocess.run(
        [sys.executable, __file__, COMPILED, str(folder)], env=os.environ | {"PYTHONPATH": homes}, check=True
    )


def texts_of(folder: Path) -> dict[str, str]:
    """Read the texts of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


def main(folder: Path | None) -> int:
    """Measure the stages on this package's report, then the whole reading on other texts beside other tools."""
    lexicon = load_lexicon()
    text = (ROOT / "seeds/reports/bda-2021/text.txt").read_text(encoding="utf-8")
    print(f"{'':32} {'characters/s':>14} {'x a bare scan':>14}")
    stages(text, SUBJECT, lexicon)
    growth(SUBJECT, lexicon)
    texts = texts_of(folder) if folder else {}
    if folder and texts:
        print(f"{len(texts)} texts of {folder.name}, {sum(map(len, texts.values())):,} characters:")
        several(texts, SUBJECT, lexicon)
        compiled(folder)
    sample = "\n".join(texts.values() or [text])[:SAMPLE]
    baseline = seconds(lambda: BARE.findall(sample)) / len(sample)
    for name, work in peers():
        tell(name, seconds(lambda work=work: work(sample), 1) / len(sample), baseline)  # type: ignore[misc]
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == [COMPILED]:
        assert not reader.__file__.endswith(".py"), "this reading is not compiled"
        several(texts_of(Path(sys.argv[2])), SUBJECT, load_lexicon())
    else:
        sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
