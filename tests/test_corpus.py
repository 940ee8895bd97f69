"""The same code on two dozen other reports: every one becomes tables that break no law."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.model.rows import Numeral, Observation
from support.paths import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample corpus is not on this machine")


def add_reports(seeds: Path) -> list[str]:
    """Drop every text of the corpus into a folder with a report.yml, as a publisher without a curator would."""
    model = (seeds / "reports" / "bda-2021" / "report.yml").read_text(encoding="utf-8")
    names = []
    for line in csv.DictReader((CORPUS / "index.csv").open(encoding="utf-8")):
        name = line["file"].removesuffix(".txt")
        raw = (CORPUS / line["file"]).read_bytes()
        year = int(line["year"])
        covered = year if "communique" in name else year - 1
        content = model.replace("review: curated", "review: auto")
        content = content.replace("year_covered: 2021", f"year_covered: {covered}")
        content = content.replace("year_planned: 2022", f"year_planned: {covered + 1}")
        content = re.sub(r"sha256: \w+", f"sha256: {hashlib.sha256(raw).hexdigest()}", content)
        home = seeds / "reports" / name
        home.mkdir()
        (home / "text.txt").write_bytes(raw)
        (home / "report.yml").write_text(content, encoding="utf-8")
        names.append(name)
    return names


@pytest.mark.slow
def test_every_report_of_the_corpus_yields_lawful_tables(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = add_reports(seeds)
    built = pipeline.read(seeds)
    numerals = [t.row for t in built.tables["numerals"] if isinstance(t.row, Numeral)]
    values = [t.row for t in built.tables["observations"] if isinstance(t.row, Observation)]
    for name in names:
        mine = [row for row in numerals if row.report_id == name]
        open_ones = [row for row in mine if row.role == "unresolved"]
        assert len(mine) > 100, name
        assert len(open_ones) < len(mine) / 5, name
        assert sum(row.report_id == name for row in values) > 40, name
    with capsys.disabled():
        unresolved = sum(row.role == "unresolved" for row in numerals)
        print(
            f"\ncorpus: {len(names)} reports, {len(numerals)} numerals, {unresolved} unresolved, {len(values)} values"
        )
