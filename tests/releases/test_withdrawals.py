"""A bad release: marked with day and reason, never touched; everything that names it says so."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongbao.releases.manifest import hash_file, list_files
from gongbao.seeds.withdrawals import load_withdrawals
from gongbao.serving import databases as serving
from support.commands import run_here
from support.rehearsal import commit, script

HEADER = "version,withdrawn_on,replacement_version,reason_zh,reason_en\n"
MARK = "1.1.0,2026-12-05,2.0.0,一个术语解释有误。,The explanation of a term is wrong.\n"
Get = Callable[[str], Any]


def mark(root: Path, *lines: str) -> None:
    (root / "seeds/withdrawn.csv").write_text(HEADER + "".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def withdrawn(rehearsed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rehearsed repository, its release 1.1.0 withdrawn, built anew."""
    root = Path(shutil.copytree(rehearsed, tmp_path_factory.mktemp("withdrawn") / "main"))
    mark(root, MARK)
    built = script("build.py", "--seeds", root / "seeds", "--out", root)
    assert built.returncode == 0, built.stderr
    return root


@pytest.fixture(scope="module")
def get(withdrawn: Path) -> Get:
    app = serving.make_app(withdrawn)
    return lambda path: asyncio.run(app.client.get(path))


def test_nothing_of_the_release_changes_and_verify_warns(withdrawn: Path, rehearsed: Path) -> None:
    for name in list_files(rehearsed / "releases"):
        assert hash_file(withdrawn / "releases" / name) == hash_file(rehearsed / "releases" / name), name
    commit(withdrawn, "withdraw 1.1.0")
    for release in ("releases/1.1.0", "releases/1.1.0/gongbao-1.1.0.zip"):
        result = run_here("verify.py", withdrawn / release, root=withdrawn)
        assert result.returncode == 0, result.stderr
        assert "this is release 1.1.0, unaltered" in result.stdout
        assert result.stderr.startswith("warning: Release 1.1.0 was withdrawn on 2026-12-05: The explanation of a term")
        assert "1.1.0版已于2026-12-05撤回：一个术语解释有误。请改用2.0.0版。" in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert run_here("verify.py", withdrawn / "releases/1.0.1", root=withdrawn).stderr == ""


def test_site_shows_the_mark_on_every_page_of_the_release_and_where_it_is_offered(get: Get) -> None:
    pages = {f"/gongbao-1-1-0{page}": "/gongbao-2-0-0" for page in ("", "/themes", "/terms/two-zones", "/growth_rates")}
    for page, instead in {**pages, "/downloads/1.1.0": "/downloads/2.0.0"}.items():
        english, chinese = get(page).text, get(f"{page}?lang=zh").text
        assert "Release 1.1.0 was withdrawn on 2026-12-05." in english, page
        assert "The explanation of a term is wrong." in english, page
        assert "1.1.0版已于2026-12-05撤回。" in chinese, page
        assert "一个术语解释有误。" in chinese, page
        assert f'href="{instead}"' in english, page
    assert "withdrawn on 2026-12-05" in get("/downloads").text
    for page in ("/gongbao-1-0-1/themes", "/gongbao/themes", "/downloads/1.0.1"):
        assert "withdrawn" not in get(page).text, page


def test_history_and_citations_bear_the_mark(get: Get) -> None:
    (row,) = get("/gongbao/releases.json?version=1.1.0&_shape=array").json()
    assert (row["withdrawn_on"], row["replacement_version"]) == ("2026-12-05", "2.0.0")
    assert row["withdrawal_reason_en"] == "The explanation of a term is wrong."
    (item,) = get("/-/cite?database=gongbao-1-1-0&style=csl-json").json()
    assert item["status"] == "withdrawn"
    assert "withdrawn on 2026-12-05" in item["note"]
    assert "status" not in get("/-/cite?database=gongbao-1-0-1&style=csl-json").json()[0]


def test_script_cites_with_a_warning(withdrawn: Path) -> None:
    result = run_here("cite.py", "--version", "1.1.0", "--style", "apa", root=withdrawn)
    assert result.returncode == 0, result.stderr
    assert "[withdrawn]" in result.stdout
    assert result.stdout.rstrip().endswith("The explanation of a term is wrong. Use 2.0.0 instead.")
    assert result.stderr.startswith("warning: Release 1.1.0 was withdrawn on 2026-12-05")
    assert run_here("cite.py", "--version", "1.0.1", root=withdrawn).stderr == ""


def test_index_and_feed_bear_the_mark(withdrawn: Path) -> None:
    index = json.loads((withdrawn / "metadata/releases.json").read_text(encoding="utf-8"))
    marks = {release["version"]: release["withdrawn"] for release in index["releases"]}
    assert marks.pop("1.1.0") == {
        "on": "2026-12-05",
        "replacement": "2.0.0",
        "reason": {"en": "The explanation of a term is wrong.", "zh": "一个术语解释有误。"},
    }
    assert set(marks.values()) == {None}
    feed = (withdrawn / "metadata/releases.atom").read_text(encoding="utf-8")
    assert feed.count("(withdrawn 已撤回)") == 1
    assert "<updated>2026-12-05T00:00:00Z</updated>" in feed


def test_latest_leads_past_a_withdrawn_release(withdrawn: Path, get: Get, tmp_path: Path) -> None:
    assert get("/latest").headers["location"] == "/gongbao-2-0-0"
    place = get("/latest/terms/two-zones.json?_shape=array").headers["location"]
    assert place == "/gongbao-2-0-0/terms/two-zones.json?_shape=array"
    assert get(place).status_code == 200
    root = Path(shutil.copytree(withdrawn, tmp_path / "main"))
    mark(root, "2.0.0,2026-12-06,,一,a\n")
    assert script("build.py", "--seeds", root / "seeds", "--out", root).returncode == 0
    assert json.loads((root / "metadata/releases.json").read_text(encoding="utf-8"))["latest"] == "1.1.0"
    app = serving.make_app(root)
    assert asyncio.run(app.client.get("/latest/")).headers["location"] == "/gongbao-1-1-0/"


def test_latest_before_a_release_is_one_line(package: Path) -> None:
    answer = asyncio.run(serving.make_app(package).client.get("/latest"))
    assert answer.status_code == 404
    assert "No release stands yet" in answer.text


def test_feed_and_index_are_served(get: Get) -> None:
    feed = get("/metadata/releases.atom")
    assert (feed.status_code, feed.headers["content-type"].partition(";")[0]) == (200, "application/atom+xml")
    assert get("/metadata/releases.json").json()["latest"] == "2.0.0"
    assert 'type="application/atom+xml"' in get("/").text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("9.9.9,2026-12-05,,一,a\n", "there is no release 9.9.9: the releases are 1.0.0, 1.0.1, 1.1.0, 2.0.0"),
        ("1.1.0,2026-12-05,9.9.9,一,a\n", "there is no release 9.9.9"),
        ("1.1.0,2026-12-05,1.1.0,一,a\n", "the release names itself as its replacement"),
        ("1.1.0,2026-12-01,,一,a\n", "1.1.0 is withdrawn before its release (2026-12-02)"),
        ("1.1.0,2026-12-05,,一,\n", "seeds/withdrawn.csv:2: column reason_en is empty"),
        ("1.1.0,soon,,一,a\n", "seeds/withdrawn.csv:2: column withdrawn_on holds “soon”"),
        (f"{MARK}{MARK}", "seeds/withdrawn.csv:3: version “1.1.0” stands already at seeds/withdrawn.csv:2"),
        (f"{MARK}2.0.0,2026-12-06,,一,a\n", "seeds/withdrawn.csv:2: 2.0.0 is withdrawn as well"),
    ],
)
def test_a_faulty_mark_is_one_line(line: str, message: str, rehearsed: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    mark(tmp_path, line)
    shutil.copytree(rehearsed / "seeds", tmp_path / "seeds", dirs_exist_ok=True)
    (tmp_path / "releases").symlink_to(rehearsed / "releases")
    result = script("build.py", "--seeds", tmp_path / "seeds", "--out", tmp_path)
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_no_mark_is_no_file(seeds: Path) -> None:
    assert load_withdrawals(seeds) == {}
