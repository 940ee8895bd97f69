"""The reading compiled to C reads every text of the tests as the same modules do in Python."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.installations import copy_sources
from support.paths import ROOT, SEEDS
from support.shared import make_once

pytestmark = pytest.mark.slow
TELL = """
import json, sys
from gongbao.reading import reader
from gongbao.reading.context import Subject
from gongbao.reading.proposals import propose_promises, propose_undertakings
from gongbao.seeds.lexicon import load_lexicon
print(reader.__file__)
lexicon, subject = load_lexicon(), Subject(2021, 2022, "here")
for text in json.load(sys.stdin):
    reading = reader.read_text(text, subject, lexicon)
    undertaken = propose_undertakings(reading, lexicon)
    promised = propose_promises(reading, lexicon, undertaken)
    told = (reading.sentences, reading.sections, reading.entries, reading.proposals, reading.furniture)
    print(json.dumps([repr(told), repr(reading.damage.findings), repr(undertaken), repr(promised)]))
"""
ODD = (
    "",
    "\n",
    "1",
    "\U0001f600",
    "一" * 40,
    "1," * 40,
    "《" * 9,
    "\ud83d增长5%",
    "Ｉ１．５％İ",
    "新增\u200b3家\x00，\r\n占5成。",
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, its reading compiled as fast as can be, not as well."""
    if shutil.which("cc") is None:
        pytest.skip("this machine has no C compiler: the compiled reading is not compared")

    def make(folder: Path) -> None:
        copy_sources(folder)
        command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "GONGBAO_COMPILE": "0"}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]

    return make_once(tmp_path_factory, "compiled", make) / "src"


def texts_of_cases() -> list[str]:
    """Every text of the case tables, the report of the package, and some that are no text."""
    found = dict.fromkeys(ODD)
    for path in sorted((ROOT / "tests/cases").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found |= dict.fromkeys(row["text"] for row in csv.DictReader(file) if row.get("text"))
    reports = sorted((SEEDS / "reports").glob("*/text.txt"))
    return [*found, *(path.read_text(encoding="utf-8") for path in reports)]


def tell(home: Path, texts: list[str]) -> list[str]:
    """What the package in a folder reads in texts, a line each, after a line with the file of its reader."""
    done = subprocess.run(
        [sys.executable, "-c", TELL], input=json.dumps(texts), env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_compiled_it_reads_the_same(compiled: Path) -> None:
    texts = texts_of_cases()
    (file, *found), (plain, *expected) = tell(compiled, texts), tell(ROOT / "src", texts)
    assert (Path(file).suffix, Path(plain).suffix) == (".so", ".py"), "the one is compiled, the other not"
    assert len(expected) == len(texts) > 1_000
    assert [text for text, one, other in zip(texts, found, expected, strict=True) if one != other] == []
