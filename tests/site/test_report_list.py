"""The list of reports: what was drawn from each, filters, and two hundred of them."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gongbao.model.rows import TABLES
from gongbao.site.reader.kinds import highlighted, kinds
from support.asking import Get, asking
from support.reader import ADDED, build_two_reports, copy_database
from support.shared import make_once


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_once(tmp_path_factory, "two_reports", build_two_reports)


@pytest.fixture(scope="module")
def get(several: Path) -> Iterator[Get]:
    yield from asking(several)


@pytest.fixture(scope="module")
def database(several: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(several / "build" / "gongbao.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_all_reports_are_listed_with_their_rows(get: Get, database: sqlite3.Connection) -> None:
    page = get("/reports?lang=en").text
    lines = {
        found[1]: [int(n.replace(",", "")) for n in re.findall(r'<td class="figure">([\d,]+)</td>', found[0])]
        for found in re.finditer(r'<tr><th scope="row"><a href="/reports/([^"]+)">.*?</tr>', page)
    }
    assert set(lines) == {"bda-2021", ADDED}
    for report_id, numbers in lines.items():
        facts = database.execute("SELECT year_covered, characters FROM reports WHERE report_id = ?", [report_id])
        year, characters = facts.fetchone()
        counts = dict(
            database.execute(
                "SELECT kind, count(*) FROM mentions WHERE report_id = ? AND NOT (kind = 'numeral' AND label_zh IN"
                " ('observation', 'target')) GROUP BY kind",
                [report_id],
            ).fetchall()
        )
        sql = "SELECT count(*) FROM sentences WHERE report_id = ?"
        counts["sentence"] = database.execute(sql, [report_id]).fetchone()[0]
        expected = [counts.get(kind.kind, 0) for kind in (*highlighted(), kinds()[-1])]
        assert numbers == [year, characters, *expected]
    assert page.count('class="machine"') == 1


def test_the_list_is_filtered(get: Get) -> None:
    def listed(asked: str) -> set[str]:
        return set(re.findall(r'scope="row"><a href="/reports/([^"]+)"', get(f"/reports?{asked}").text))

    assert listed("review=auto") == {ADDED}
    assert listed("review=curated&place_id=&year=") == {"bda-2021"}
    assert listed("year=2021") == {"bda-2021", ADDED}
    assert listed("place_id=bda&year=2021&page=1") >= {"bda-2021"}


@pytest.fixture(scope="module")
def many(several: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 200 reports: the curated one with all its rows, 200 times."""
    home = tmp_path_factory.mktemp("many")
    copy_database(several, home)
    with closing(sqlite3.connect(home / "build" / "gongbao.db")) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        drawn = [model for model in TABLES if "report_id" in model.columns and model.table != "reports"]
        for model in drawn:
            connection.execute(f"DELETE FROM {model.table} WHERE report_id = ?", [ADDED])
        connection.execute("DELETE FROM reports WHERE report_id = ?", [ADDED])
        shutil.copyfile(home / "build" / "gongbao.db", home / "one.db")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(reports)")]
        cells = [{"report_id": ":id", "sha256": ":id"}.get(name, name) for name in columns]
        copied = f"INSERT INTO reports SELECT {', '.join(cells)} FROM reports WHERE report_id = 'bda-2021'"
        for number in range(1, 200):
            connection.execute(copied, {"id": f"some{number:03}-2021"})
        for model in drawn:
            ids = {*model.primary_key, "sentence_id", "numeral_id", "section_id", "parent_id"} & set(model.columns)
            cells = [
                "r.report_id" if name == "report_id" else f"replace(m.{name}, 'bda-2021', r.report_id)"
                if name in ids else f"m.{name}"
                for name in (row[1] for row in connection.execute(f"PRAGMA table_info({model.table})"))
            ]  # fmt: skip
            connection.execute(
                f"INSERT OR IGNORE INTO {model.table} SELECT {', '.join(cells)} FROM {model.table} m, reports r"
                " WHERE m.report_id = 'bda-2021' AND r.report_id <> 'bda-2021'"
            )
    return home


@pytest.mark.slow
def test_two_hundred_reports_are_listed_in_pages(many: Path) -> None:
    """And a page of the list or the reader takes at most one and a half times what it takes with one report."""
    times: dict[str, dict[str, float]] = {}
    one = many.parent / f"{many.name}-one"
    (one / "build").mkdir(parents=True)
    shutil.copyfile(many / "one.db", one / "build" / "gongbao.db")
    shutil.copyfile(many / "build" / "metadata.json", one / "build" / "metadata.json")
    for name, home in (("one", one), ("many", many)):
        for ask in asking(home):
            times[name] = {path: taken(ask, path) for path in ("/reports", "/reports/bda-2021")}
            if name == "many":
                first, last = ask("/reports?lang=en").text, ask("/reports?lang=en&page=10").text
                assert "200 reports" in first
                assert len(set(re.findall(r'scope="row"><a href="/reports/([^"]+)"', first + last))) == 40
                assert ask("/reports?page=11").status_code == 400
    ratios = {path: times["many"][path] / times["one"][path] for path in times["one"]}
    assert all(ratio <= 1.5 for ratio in ratios.values()), (ratios, times)


def taken(ask: Get, path: str) -> float:
    """Return the processor's time a page takes, once it was asked for before."""
    ask(path)
    spans = []
    for _ in range(40):
        began = time.process_time()
        assert ask(path).status_code == 200
        spans.append(time.process_time() - began)
    return min(spans)
