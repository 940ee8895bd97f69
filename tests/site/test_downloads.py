"""The page of downloads: what it tells of files is what the files are; `latest` leads to what stands."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gongbao.model.rows import TABLES
from gongbao.site.files import published
from gongbao.site.files.recipes import recipes
from support.asking import Get, asking
from support.interface import untranslated


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page)]


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "2.0.0"])
def test_sizes_and_checksums_are_those_of_the_files(get: Get, served: Path, version: str) -> None:
    """The page of a release lists every file there is, each as it lies there."""
    page = get(f"/downloads/{version}").text
    listed = re.search(r"<h2>All \d+ files</h2>(.*)", page, re.DOTALL)
    assert listed
    lines = re.findall(
        r'<a href="([^"]+)">.*?<td class="figure">([\d,]+)</td><td><code class="sha256"[^>]*>(\w{64})</code>',
        listed[1],
        re.DOTALL,
    )
    told = {path: (int(size.replace(",", "")), sum_) for path, size, sum_ in lines}
    folder = served / "releases" / version
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert told == {
        f"/{path.relative_to(served).as_posix()}": (
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in files
    }


def test_what_the_page_tells_of_the_current_data_is_so(get: Get, served: Path) -> None:
    page = get("/downloads").text
    sums = set(re.findall(r'<code class="sha256"[^>]*>(\w{64})</code>', page))
    current = [served / "build" / "gongbao.db", *(served / "flat").glob("*.csv"), *(served / "data").glob("*.csv")]
    assert len(current) > 30
    for path in current:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in sums, path
    with closing(sqlite3.connect(served / "build" / "gongbao.db")) as database:
        for model in TABLES:
            rows = database.execute(f"SELECT count(*) FROM {model.table}").fetchone()[0]
            line = re.search(rf'<tr><th scope="row"><a href="/gongbao/{model.table}">.*?</tr>', page, re.DOTALL)
            assert line
            assert f'<td class="figure">{rows:,}</td>' in line[0]
            assert f'href="/data/{model.table}.csv"' in line[0]


@pytest.mark.parametrize("path", ["/downloads", "/downloads/1.0.0", "/downloads/2.0.0"])
def test_every_link_leads_to_something(get: Get, path: str) -> None:
    page = get(path).text
    found = sorted(set(links(page)))
    assert len(found) > 50
    for link in found:
        answer = get(link)
        while answer.status_code == 302:
            answer = get(answer.headers["location"])
        assert answer.status_code == 200, link


@pytest.mark.parametrize("path", ["/downloads", "/downloads/2.0.0", "/downloads/9.9.9"])
def test_every_text_is_translated(get: Get, path: str) -> None:
    assert untranslated(get(f"{path}?lang=qps-ploc").text) == []


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("gongbao.zip", "gongbao-2.0.0.zip"),
        ("gongbao.xlsx", "gongbao-2.0.0.xlsx"),
        ("gongbao.db", "gongbao-2-0-0.db"),
        ("gongbao-2.0.0.zip", "gongbao-2.0.0.zip"),
        ("parquet/observations.parquet", "parquet/observations.parquet"),
        ("SHA256SUMS", "SHA256SUMS"),
        ("manifest.json", "manifest.json"),
    ],
)
def test_latest_leads_to_the_file_of_the_newest_release(get: Get, asked: str, path: str) -> None:
    answer = get(f"/releases/latest/{asked}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/releases/2.0.0/{path}")
    assert "no-cache" in answer.headers["cache-control"] or "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("asked", ["none.zip", "gongbao-1.0.0.zip", "gongbao", "parquet"])
def test_latest_has_nothing_else(get: Get, asked: str) -> None:
    assert get(f"/releases/latest/{asked}").status_code == 404


def test_folders_of_releases_lead_to_their_pages(get: Get) -> None:
    ways = {
        "/releases": "/downloads",
        "/releases/": "/downloads",
        "/releases/2.0.0": "/downloads/2.0.0",
        "/releases/1.0.0/": "/downloads/1.0.0",
        "/releases/latest": "/downloads/2.0.0",
    }
    assert {way: get(way).headers.get("location") for way in ways} == ways


def test_an_unknown_release_is_told_in_the_readers_language(get: Get) -> None:
    for path in ("/downloads/9.9.9", "/downloads/x"):
        answer = get(path, accept_language="zh")
        assert answer.status_code == 404
        assert "没有“" in answer.text


def test_a_withdrawn_release_is_marked_and_passed_over(served: Path, tmp_path: Path) -> None:
    shutil.copytree(served, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "build" / "gongbao.db")) as database, database:
        database.execute(
            "UPDATE releases SET withdrawn_on = '2026-11-27', withdrawal_reason_en = 'Values were wrong.',"
            " withdrawal_reason_zh = '数值有误。', replacement_version = '1.0.1' WHERE version = '2.0.0'"
        )
    for get in asking(tmp_path):
        assert get("/releases/latest/gongbao.zip").headers["location"] == "/releases/1.0.1/gongbao-1.0.1.zip"
        page = get("/downloads").text
        assert "withdrawn on 2026-11-27" in page
        assert "Values were wrong." in page
        assert "Release 1.0.1" in page
        mine = get("/downloads/2.0.0?lang=zh").text
        assert "2.0.0版已于2026-11-27撤回。" in mine
        assert 'href="/downloads/1.0.1"' in mine


def test_without_releases_the_current_data_are_offered(package: Path) -> None:
    for get in asking(package):
        page = get("/downloads")
        assert page.status_code == 200
        assert "No release stands yet" in page.text
        assert 'href="/data/observations.csv"' in page.text
        assert get("/releases/latest/gongbao.zip").status_code == 404


def test_code_to_copy_reads_what_is_there(get: Get) -> None:
    """Every recipe's address is on the page as the reader uses it, and leads to a file with what the code asks for."""
    page = html.unescape(get("/downloads", host="data.example.org:8443").text)
    assert len(recipes()) == page.count('<dt translate="no">')
    for recipe in recipes():
        if "{address}" in recipe.code:
            assert f"http://data.example.org:8443/releases/latest/{recipe.latest}" in page
    flat = get(get("/releases/latest/flat/observations_flat.csv").headers["location"]).text
    assert {"indicator_en", "value", "unit_en"} <= set(next(csv.reader(io.StringIO(flat))))
    line = get(get("/releases/latest/jsonl/observations.jsonl").headers["location"]).text.splitlines()[0]
    assert {"measure", "statement_en"} <= set(json.loads(line))


def test_sizes_are_written_for_people() -> None:
    sizes = {0: "0 B", 999: "999 B", 1000: "1.0 kB", 9999: "10.0 kB", 41308: "41 kB", 2_500_000_000: "2.5 GB"}
    assert {size: published.readable_size(size) for size in sizes} == sizes


def test_a_manifest_that_changed_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "1.0.0"
    folder.mkdir()
    for number in (1, 2):
        files = [{"path": f"{n}.csv", "bytes": n, "sha256": "0" * 64, "rows": None} for n in range(number)]
        (folder / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
        found = [file.path for file in published.files_of(tmp_path, "1.0.0")]
        assert found == [*(f"{n}.csv" for n in range(number)), "manifest.json"]
        stamp = (folder / "manifest.json").stat()
        os.utime(folder / "manifest.json", ns=(stamp.st_atime_ns, stamp.st_mtime_ns - 10**9))
    assert published.files_of(tmp_path, "../1.0.0") == ()


def test_names_without_versions_are_those_of_this_dataset_alone() -> None:
    release = published.Published(
        {"version": "1.0.0", "database_name": "gongbao-1-0-0", "withdrawn_on": None},
        (published.File("gongbao-1.0.0.zip", 1, ""), published.File("gongbao-1-0-0.db", 1, "")),
    )
    found = {
        asked: published.latest_path(release, asked, "gongbao") for asked in ("gongbao.zip", "gongbao.db", "x.zip")
    }
    assert found == {"gongbao.zip": "gongbao-1.0.0.zip", "gongbao.db": "gongbao-1-0-0.db", "x.zip": None}
