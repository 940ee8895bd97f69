"""The list of reports: what was drawn from each, filters, and two hundred of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gongbao.site.reader.kinds import highlighted, kinds
from support.asking import Get, asking
from support.reader import ADDED, copy_database


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
    """A database of 200 reports, most of which nothing was drawn from."""
    home = tmp_path_factory.mktemp("many")
    copy_database(several, home)
    with closing(sqlite3.connect(home / "build" / "gongbao.db")) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(reports)")]
        cells = [{"report_id": ":id", "sha256": ":id"}.get(name, name) for name in columns]
        copied = f"INSERT INTO reports SELECT {', '.join(cells)} FROM reports WHERE report_id = 'bda-2021'"
        (there,) = connection.execute("SELECT count(*) FROM reports").fetchone()
        for number in range(there, 200):
            connection.execute(copied, {"id": f"some{number:03}-2021"})
    return home


def test_two_hundred_reports_are_listed_in_pages(many: Path) -> None:
    """A page of the list holds twenty of them, whatever their number; bench/pages.py has what it costs."""
    for ask in asking(many):
        first, last = ask("/reports?lang=en").text, ask("/reports?lang=en&page=10").text
        assert "200 reports" in first
        assert len(set(re.findall(r'scope="row"><a href="/reports/([^"]+)"', first + last))) == 40
        assert ask("/reports?page=11").status_code == 400


def reports_of_home(page: str) -> list[str]:
    section = page.partition('<section aria-labelledby="reports">')[2].partition("</section>")[0]
    return re.findall(r'<li><a href="/reports/([^"]+)">', section)


def test_home_filters_reports_where_there_are_several(get: Get) -> None:
    home = get("/?lang=en").text
    assert reports_of_home(home) == ["bda-2021", ADDED]
    assert '<form class="reports-filter" action="/#reports"' in home
    for name in ("place_id", "year", "review"):
        assert f'<label for="{name}">' in home
    assert reports_of_home(get("/?review=auto").text) == [ADDED]
    assert reports_of_home(get("/?review=curated&year=&place_id=").text) == ["bda-2021"]
    assert reports_of_home(get("/?year=2021").text) == ["bda-2021", ADDED]


def test_figures_of_home_are_of_the_reports_asked_for(get: Get) -> None:
    figures = re.findall(r'<a class="headline" href="/gongbao/observations/([^"]+)">', get("/?review=auto").text)
    assert figures
    assert all(figure.startswith(ADDED) for figure in figures)
    assert not any(f"observations/{figure}" in get("/").text for figure in figures)


def test_home_says_where_no_report_is_as_asked(get: Get, database: sqlite3.Connection) -> None:
    (place,) = database.execute("select place_id from reports where review = 'curated'").fetchone()
    assert place in get("/").text
    wrong = get("/?place_id=atlantis")
    assert wrong.status_code == 400
    assert "atlantis" in wrong.text
    assert get("/?utm_source=x").status_code == 200


def test_home_of_one_report_has_no_filter(served: Path) -> None:
    for ask in asking(served):
        assert "reports-filter" not in ask("/").text
        assert ask("/?place_id=atlantis").status_code == 200
