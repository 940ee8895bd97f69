"""What a server loads before its first answer: nothing that is needed on demand alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ON_DEMAND = {
    "numpy": "no page needs it; Datasette's units take it where it is installed",
    "rich": "the command line of Datasette's HTTP client",
    "xlsxwriter": "a workbook that somebody downloads",
    "openpyxl": "a workbook that is read",
    "markdown_it": "words about the data",
    "gongbao.reading.numerals": "a search for an amount",
    "gongbao.seeds.lexicon": "a search for an amount",
    "frictionless": "validation",
}
_STARTED = """
import asyncio, json, sys
from pathlib import Path
from gongbao.serving.databases import make_app
app = make_app(Path(sys.argv[1]))
answer = asyncio.run(app.client.get("/"))
from datasette.views.base import ureg
print(json.dumps([answer.status_code, type(ureg).__name__, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def started(package: Path) -> tuple[int, str, set[str]]:
    """Return what a process of its own answered for the home page, its registry of units, and all it has loaded."""
    words = [sys.executable, "-c", _STARTED, str(package)]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    status, registry, loaded = json.loads(told)
    return status, registry, set(loaded)


@pytest.mark.parametrize("name", ON_DEMAND)
def test_the_first_answer_waits_for_nothing_that_is_needed_on_demand(
    name: str, started: tuple[int, str, set[str]]
) -> None:
    status, _, loaded = started
    assert status == 200
    assert name not in loaded, ON_DEMAND[name]


def test_units_of_measure_are_read_when_a_table_has_some(started: tuple[int, str, set[str]]) -> None:
    assert started[1] == "LazyRegistry"
