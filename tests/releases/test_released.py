"""What a release is: complete, alike in every format, alive beside later ones, and any altered byte of it is seen."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from gongbao.errors import GongbaoError
from gongbao.exports import json_lines, parquet, sqlite_database, web_annotations, workbook
from gongbao.packages.content import Package, fingerprint
from gongbao.releases.contents import pack
from gongbao.releases.manifest import read_manifest
from gongbao.releases.replay import apply_changes
from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import verify
from gongbao.serving import databases as serving
from gongbao.serving import recordings
from support import rehearsal
from support.commands import run_here
from support.paths import ROOT
from support.rehearsal import git, script

VERSIONS = ("1.0.0", "1.0.1", "1.1.0", "2.0.0")


# --- what a release is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_release_is_verified_by_folder_and_by_zip(version: str, rehearsed: Path) -> None:
    folder = rehearsed / "releases" / version
    line = verify(folder).line()
    assert f"this is release {version}, unaltered" in line
    assert verify(folder / f"gongbao-{version}.zip").fingerprint == read_manifest(folder).fingerprint


@pytest.mark.parametrize(("old", "new"), [("1.0.0", "1.0.1"), ("1.0.1", "1.1.0"), ("1.1.0", "2.0.0")])
def test_old_release_and_its_changes_give_the_new_one(old: str, new: str, rehearsed: Path, tmp_path: Path) -> None:
    shelf = Shelf(rehearsed)
    with shelf.open(old) as before:
        apply_changes(before.root, shelf.path(new), tmp_path / "made")
    pack(tmp_path / "made", tmp_path / "made.zip")
    assert (tmp_path / "made.zip").read_bytes() == (shelf.path(new) / f"gongbao-{new}.zip").read_bytes()


def test_levels_and_kinds(rehearsed: Path) -> None:
    manifests = Shelf(rehearsed).manifests
    assert [m.level for m in manifests] == ["first", "patch", "minor", "major"]
    assert [m.previous for m in manifests] == [None, *VERSIONS[:-1]]
    kinds = {}
    for manifest in manifests:
        with sqlite3.connect(rehearsed / "build" / "gongbao.db") as database:
            rows = database.execute("SELECT DISTINCT change_kind FROM changes WHERE version = ?", [manifest.version])
            kinds[manifest.version] = sorted(kind for (kind,) in rows)
    assert kinds["1.0.0"] == []
    assert "correction" in kinds["1.0.1"]
    assert kinds["1.1.0"] == ["correction", "extraction"]  # the term is a person's, its mention the engine's


def test_what_changed_in_an_indicator_is_one_query(rehearsed: Path) -> None:
    with sqlite3.connect(rehearsed / "build" / "gongbao.db") as database:
        rows = database.execute(
            "SELECT version, column_name, new_value FROM changes WHERE table_name = 'indicators' "
            "AND row_id = 'covid-19-vaccine-doses-supplied'"
        ).fetchall()
        stones = database.execute("SELECT table_name, row_id, version FROM tombstones ORDER BY 1").fetchall()
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert rows == [("1.0.1", "name_en", f"{rehearsal.VACCINES} (cumulative)")]
    assert stones == [(table, key, "2.0.0") for table, key in rehearsal.TERM_ROWS]


def test_the_site_tells_the_history(rehearsed: Path) -> None:
    app = serving.make_app(rehearsed)

    def ask(words: str) -> list[dict[str, str]]:
        async def get() -> list[dict[str, str]]:
            return (await app.client.get(f"/gongbao/{words}&_shape=array")).json()

        return asyncio.run(get())

    query = "changes_of_an_indicator.json?indicator_id=covid-19-vaccine-doses-supplied&since="
    assert [row["column_name"] for row in ask(f"{query}1.0.0")] == ["name_en", "statement_en"]  # its value says it too
    assert ask(f"{query}1.0.1") == []
    story = ask("history_of_a_row.json?row_id=dual-carbon")
    assert [(row["version"], row["change"]) for row in story][:1] == [("2.0.0", "removed")]
    assert story[-1]["version"] == "1.0.1"
    assert "演练。" in {row["reason_zh"] for row in story}


def test_a_removed_row_is_told_with_its_history(rehearsed: Path) -> None:
    app = serving.make_app(rehearsed)

    def ask(path: str) -> tuple[int, str]:
        answer = asyncio.run(app.client.get(path))
        return answer.status_code, answer.text

    status, page = ask("/gongbao/terms/dual-carbon?lang=zh")
    assert status == 410
    assert "演练。" in page
    assert "/gongbao-1-1-0/terms/dual-carbon" in page
    assert ask("/gongbao-1-1-0/terms/dual-carbon")[0] == 200  # where it was cited it still stands
    assert ask("/gongbao/terms/never-there")[0] == 404
    assert ask("/gongbao-2-0-0/terms/dual-carbon")[0] == 404
    assert "演练。" in ask("/gongbao/history_of_a_row?row_id=dual-carbon&lang=zh")[1]


def test_the_page_of_downloads_offers_every_release(rehearsed: Path) -> None:
    app = serving.make_app(rehearsed)

    async def follow() -> dict[str, int]:
        pages = ["/downloads", *(f"/downloads/{version}" for version in VERSIONS)]
        text = "".join([(await app.client.get(page)).text for page in pages])
        links = sorted(set(re.findall(r'href="(/(?:releases/|downloads/|gongbao-)[^"]*)', text)))
        return {link: (await app.client.get(link)).status_code for link in links}

    answers = asyncio.run(follow())
    for link, status in answers.items():
        assert status == (302 if link.startswith("/releases/latest/") else 200), link
    for version in VERSIONS:
        assert f"/downloads/{version}" in answers
        assert f"/gongbao-{version.replace('.', '-')}" in answers
        files = {path.relative_to(rehearsed).as_posix() for path in (rehearsed / "releases" / version).rglob("*.*")}
        assert {f"/{name}" for name in files if (rehearsed / name).is_file()} <= set(answers)


def test_summary_says_what_changed(rehearsed: Path) -> None:
    words = (rehearsed / "releases" / "1.0.1" / "SUMMARY.md").read_text(encoding="utf-8")
    assert "PATCH: 1.0.0 -> 1.0.1" in words
    assert "Rehearsed. Reason: practice." in words
    assert "The aims of peaking carbon" in words
    assert "更改" in words


def test_manifest_names_every_file_and_its_rows(rehearsed: Path) -> None:
    folder = rehearsed / "releases" / "1.0.0"
    manifest = read_manifest(folder)
    listed = {entry.path for entry in manifest.files} | {"manifest.json", "SHA256SUMS"}
    assert listed == {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    rows = {entry.path: entry.rows for entry in manifest.package}
    assert rows["data/observations.csv"] == 91
    assert manifest.source.texts == {
        "seeds/reports/bda-2021/text.txt": "sha256:" + sha(ROOT / "seeds/reports/bda-2021/text.txt")
    }
    history = git(rehearsed, "rev-list", "--reverse", "HEAD").splitlines()
    assert manifest.source.commit == history[1]  # start, prepare 1.0.0, release 1.0.0 …


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_sha256sum_checks_a_release(rehearsed: Path) -> None:
    folder = rehearsed / "releases" / "2.0.0"
    result = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


# --- every release stays alive --------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_requests_replay_after_later_releases(version: str, rehearsed: Path) -> None:
    recorded = recordings.read_requests(rehearsed / "releases" / version)
    assert len(recorded) > 60
    assert {line.status for line in recorded} == {200}
    assert recordings.record(serving.make_app(rehearsed), [line.path for line in recorded]) == recorded


def test_databases_stand_side_by_side(rehearsed: Path) -> None:
    names = [path.stem for path in serving.databases_of(rehearsed)]
    assert names == ["gongbao", "gongbao-2-0-0", "gongbao-1-1-0", "gongbao-1-0-1", "gongbao-1-0-0"]
    page = recordings.record(serving.make_app(rehearsed), [f"/{name}/observations/bda-2021-o347" for name in names])
    assert {line.status for line in page} == {200}


# --- one content in every format ----------------------------------------------------------------------------------


def test_every_format_has_the_same_fingerprint(first: Path) -> None:
    folder = first / "releases" / "1.0.0"
    with Shelf(first).open("1.0.0") as package:
        readers = {
            "CSV": package,
            "SQLite": sqlite_database.Reader(folder / "gongbao-1-0-0.db"),
            "Parquet": parquet.Reader(folder),
            "JSON Lines": json_lines.Reader(folder),
            "Web Annotations": web_annotations.Reader(folder),
            "XLSX": workbook.Reader(folder / "gongbao-1.0.0.xlsx"),
        }
        found = {name: fingerprint(package.tables, reader) for name, reader in readers.items()}
    assert len({value[0] for value in found.values()}) == 1
    assert found["CSV"][1] == read_manifest(folder).fingerprints


@pytest.mark.parametrize("column", ["quote", "value", "period_end", "qualifier", "indicator_id"])
def test_fingerprint_sees_a_changed_cell(column: str, first: Path) -> None:
    with Shelf(first).open("1.0.0") as package:
        before = fingerprint(package.tables, package)
        table = next(t for t in package.tables if t.name == "observations")
        path = package.root / table.path
        rows = [table.names, *(list(cells) for cells in package.cells(table))]
        place = table.names.index(column)
        rows[5][place] = "2020-01-01" if column == "period_end" else "99" if column == "value" else "other"  # type: ignore[index]
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)
        after = fingerprint(package.tables, Package(package.root))
    assert before[0] != after[0]
    assert [name for name in before[1] if before[1][name] != after[1][name]] == ["observations"]


# --- tampering ------------------------------------------------------------------------------------------------------


def flip(path: Path, at: int) -> None:
    """Alter one byte, or put it back; an empty file gets one, or loses it."""
    raw = bytearray(path.read_bytes())
    if path.suffix == ".jsonl" and len(raw) <= 1:
        raw = bytearray() if raw else bytearray(b"x")
    else:
        raw[at] ^= 1
    path.write_bytes(bytes(raw))


def test_one_flipped_byte_in_any_file_is_detected(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "1.0.0"
    shutil.copytree(first / "releases" / "1.0.0", folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    assert len(files) > 50
    for number, path in enumerate(files):  # at the first byte, in the middle, at the last, in turn
        at = (0, path.stat().st_size // 2, path.stat().st_size - 1)[number % 3]
        flip(path, at)
        with pytest.raises(GongbaoError):
            verify(folder)
        flip(path, at)
    verify(folder)


def test_one_flipped_byte_in_the_zip_alone_is_detected(first: Path, tmp_path: Path) -> None:
    path = tmp_path / "gongbao-1.0.0.zip"
    shutil.copyfile(first / "releases" / "1.0.0" / path.name, path)
    size = path.stat().st_size
    places = {*range(64), *range(size - 64, size), *range(0, size, size // 100)}
    for at in sorted(places):
        flip(path, at)
        with pytest.raises(GongbaoError):
            verify(path)
        flip(path, at)
    verify(path)


def test_missing_and_foreign_files_are_told(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "1.0.0"
    shutil.copytree(first / "releases" / "1.0.0", folder)
    (folder / "extra.txt").write_text("x", encoding="utf-8")
    (folder / "jsonl" / "terms.jsonl").unlink()
    result = script("verify.py", folder)
    assert result.returncode == 1
    assert "1.0.0/extra.txt: is not listed" in result.stderr
    assert "1.0.0/jsonl/terms.jsonl: is missing" in result.stderr


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("9.9.9", "there is no such release"),
        ("nowhere", "no such folder or file"),
        ("README.md", "no intact zip file"),
        ("src", "holds no SHA256SUMS: is no release"),
        ("releases/1.0.0/gongbao-1.0.0.xlsx", "holds no SHA256SUMS"),
    ],
)
def test_what_is_no_release_is_one_line(word: str, message: str, tmp_path: Path) -> None:
    target = ROOT / word if (ROOT / word).exists() else word
    result = run_here("verify.py", target, cwd=tmp_path)
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
