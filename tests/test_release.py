"""Releases made for real in a clone: a correction, an addition, a removal; refused, killed, replayed, tampered."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import rehearsal
from conftest import ROOT
from gongbao import pipeline, recordings, serving
from gongbao.content import Package, fingerprint
from gongbao.errors import GongbaoError
from gongbao.exports import json_lines, parquet, sqlite_database, web_annotations, workbook
from gongbao.releases.contents import pack
from gongbao.releases.manifest import read_manifest
from gongbao.releases.replay import apply_changes
from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import verify
from rehearsal import bury, clone, commit, cut, git, prepare, replace, script

VERSIONS = ("1.0.0", "1.0.1", "1.1.0", "2.0.0")
DAY = "2026-11-24"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that has released 1.0.0."""
    root = clone(tmp_path_factory.mktemp("first") / "main")
    prepare(root, "1.0.0", DAY)
    cut(root, "1.0.0")
    return root


@pytest.fixture(scope="module")
def rehearsed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same repository after a correction, an addition and a removal, each released."""
    root = tmp_path_factory.mktemp("rehearsed") / "main"
    shutil.copytree(first, root)
    prepare(root, "1.0.1", "2026-12-01", rehearsal.correct_a_note)
    cut(root, "1.0.1")
    prepare(root, "1.1.0", "2026-12-02", rehearsal.add_a_term)
    cut(root, "1.1.0")
    prepare(root, "2.0.0", "2026-12-03", rehearsal.drop_a_term, lambda r: bury(r, "2.0.0", "terms", "dual-carbon"),
            lambda r: bury(r, "2.0.0", "term_mentions", "bda-2021-t5650-5652"))  # fmt: skip
    cut(root, "2.0.0")
    assert script("build.py", "--seeds", root / "seeds", "--out", root).returncode == 0
    return root


@pytest.fixture
def ready(first: Path, tmp_path: Path) -> Path:
    """A copy of the repository with 1.0.0 that a test may go on with."""
    shutil.copytree(first, tmp_path / "main")
    return tmp_path / "main"


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
    assert stones == [("term_mentions", "bda-2021-t5650-5652", "2.0.0"), ("terms", "dual-carbon", "2.0.0")]


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


# --- refusals -------------------------------------------------------------------------------------------------------


def refused(root: Path) -> str:
    """Try to release; return the one line that refuses, and see that nothing was left behind."""
    before = git(root, "status", "--porcelain", "--ignored")
    shelf = sorted(p.name for p in (root / "releases").iterdir())
    result = script("release.py", "--root", root)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert sorted(p.name for p in (root / "releases").iterdir()) == shelf
    assert git(root, "status", "--porcelain", "--ignored") == before
    return result.stderr


def test_dirty_tree_is_refused(ready: Path) -> None:
    replace(ready / "README.md", "gongbao", "Gongbao")
    assert "README.md: not committed: commit or remove it" in refused(ready)


def test_nothing_to_release_is_refused(ready: Path) -> None:
    assert "nothing to release: the data are those of 1.0.0" in refused(ready)


@pytest.mark.parametrize("version", ["1.0.2", "1.1.0", "2.0.0"])
def test_any_other_number_is_refused(version: str, ready: Path) -> None:
    prepare(ready, version, DAY, rehearsal.correct_a_note)
    line = refused(ready)
    assert f"version {version} is not what the changes call for (PATCH: 1.0.0 -> 1.0.1)" in line
    assert "set “version: 1.0.1”" in line


def test_unwritten_changelog_is_refused(ready: Path) -> None:
    prepare(ready, "1.0.1", DAY, rehearsal.correct_a_note)
    replace(ready / "CHANGELOG.md", f"## 1.0.1 ({DAY})", "## 1.0.1 (soon)")
    commit(ready, "soon")
    assert f"CHANGELOG.md:1: has no entry “## 1.0.1 ({DAY})”" in refused(ready)
    replace(ready / "CHANGELOG.md", "## 1.0.1 (soon)\n\n### Data", f"## 1.0.1 ({DAY})\n\n### Code")
    commit(ready, "code only")
    assert "has no Data part" in refused(ready)


def test_missing_day_is_refused(ready: Path) -> None:
    prepare(ready, "1.0.1", DAY, rehearsal.correct_a_note)
    replace(ready / "seeds/dataset.yml", f"released: {DAY}\n", "")
    assert script("build.py", "--seeds", ready / "seeds", "--out", ready).returncode == 0
    commit(ready, "no day")
    assert "has no day of release" in refused(ready)


def test_files_that_are_not_what_the_seeds_give_are_refused(ready: Path) -> None:
    prepare(ready, "1.0.1", DAY, rehearsal.correct_a_note)
    replace(ready / "data/observations.csv", "1700000000", "1800000000")
    commit(ready, "typed by hand")
    assert "data/observations.csv:1: is not what the seeds give" in refused(ready)


def test_removal_without_a_tombstone_is_refused(ready: Path) -> None:
    prepare(ready, "2.0.0", DAY, rehearsal.drop_a_term)
    line = refused(ready)
    assert "seeds/tombstones.csv:1: terms dual-carbon is removed in 2.0.0 without a tombstone" in line


def test_a_buried_id_is_never_given_away(ready: Path) -> None:
    bury(ready, "2.0.0", "terms", "dual-carbon")
    result = script("build.py", "--seeds", ready / "seeds", "--out", ready)
    assert result.returncode == 1
    assert "terms dual-carbon was removed in 2.0.0 (seeds/tombstones.csv:2): an id is never given" in result.stderr


def test_a_tombstone_that_is_torn_down_is_missed(rehearsed: Path, tmp_path: Path) -> None:
    """The id stays dead: what the releases say was removed may not come back, tombstone or not."""
    root = tmp_path / "main"
    shutil.copytree(rehearsed, root)
    git(root, "checkout", "-q", "HEAD~4", "--", "seeds/registry/terms.csv")
    (root / "seeds/tombstones.csv").write_text(
        (root / "seeds/tombstones.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8"
    )
    prepare(root, "2.1.0", "2026-12-04")
    assert "terms dual-carbon was removed in 2.0.0" in refused(root)


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    result = script("release.py", "--root", tmp_path)
    assert result.returncode == 1
    assert "is no git repository" in result.stderr


def test_dry_run_gives_the_verdict_and_changes_nothing(ready: Path) -> None:
    prepare(ready, "9.9.9", DAY, rehearsal.correct_a_note)
    result = script("release.py", "--root", ready, "--dry-run")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("PATCH: 1.0.0 -> 1.0.1\n  PATCH: values or texts were corrected 更正数值或文字")
    assert git(ready, "status", "--porcelain", "--ignored").count("gongbao-") == 0


def test_steps_in_a_wrong_order_are_refused_by_the_type_checker(tmp_path: Path) -> None:
    lines = [
        "from pathlib import Path",
        "from gongbao import release as r",
        "clean = r.require_clean(Path('.'))",
        "r.publish(r.stage(r.announce(r.settle(r.compare(r.build_anew(clean))))))",
        "r.stage(clean)",
        "r.announce(r.compare(r.build_anew(clean)))",
        "r.publish(r.build_anew(clean))",
    ]
    (tmp_path / "order.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(tmp_path / "order.py")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    faults = [line for line in result.stdout.splitlines() if "order.py" in line and "[arg-type]" in line]
    assert [int(line.split(":")[1]) for line in faults] == [5, 6, 7], result.stdout


def test_killed_at_any_moment_leaves_the_repository_as_before(ready: Path) -> None:
    prepare(ready, "1.0.1", DAY, rehearsal.correct_a_note)
    head, moments = git(ready, "rev-parse", "HEAD"), (0.3, 1.0, 1.8, 2.4, 3.0, 3.6, 4.2, 4.8)
    for seconds in moments:
        command = [sys.executable, str(ROOT / "scripts" / "release.py"), "--root", str(ready)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (ready / "releases" / "1.0.1").exists():  # it was finished before the kill
            verify(ready / "releases" / "1.0.1")
            shutil.rmtree(ready / "releases" / "1.0.1")
        assert git(ready, "status", "--porcelain") == ""
        assert git(ready, "rev-parse", "HEAD") == head
        assert [p.name for p in (ready / "releases").iterdir()] == ["1.0.0"]
    cut(ready, "1.0.1")


def test_a_release_never_changes(ready: Path) -> None:
    """Current data that differ from the release whose number they bear are told from it."""
    replace(ready / "seeds/registry/terms.csv", "The goals of peaking carbon", "The aims of peaking carbon")
    assert script("build.py", "--seeds", ready / "seeds", "--out", ready).returncode == 0
    result = script("validate.py", "--seeds", ready / "seeds", "--package", ready)
    assert result.returncode == 1
    assert "seeds/dataset.yml:1: the data differ from release 1.0.0" in result.stderr


# --- tampering ------------------------------------------------------------------------------------------------------


def flip(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(bytes(raw))


def test_one_flipped_byte_in_any_file_is_detected(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "1.0.0"
    shutil.copytree(first / "releases" / "1.0.0", folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 50
    for path in files:
        for at in {0, path.stat().st_size // 2, path.stat().st_size - 1}:
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
    [("9.9.9", "there is no such release"), ("nowhere", "no such folder or file"), ("README.md", "no intact zip file")],
)
def test_what_is_no_release_is_one_line(word: str, message: str, tmp_path: Path) -> None:
    target = ROOT / word if word == "README.md" else word
    result = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "verify.py"), str(target)], capture_output=True, text=True, cwd=tmp_path
    )
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


# --- the same bytes everywhere --------------------------------------------------------------------------------------


def test_two_pythons_two_zones_two_locales_release_the_same_bytes(first: Path, tmp_path: Path) -> None:
    from test_build import interpreters, site_packages

    pythons = interpreters()
    if len(pythons) < 2:
        pytest.skip("this machine has one Python installation of this version: the comparison of two needs another")
    settings = [
        {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    ]
    results = []
    for number, (python, env) in enumerate(zip(pythons[:2], settings, strict=True)):
        root = tmp_path / str(number)
        git(first, "clone", "-q", str(first), str(root))
        git(root, "reset", "-q", "--hard", "HEAD~1")  # the commit 1.0.0 was released from
        path = f"{ROOT / 'src'}:{site_packages()}"
        command = [python, "-S", str(ROOT / "scripts" / "release.py"), "--root", str(root)]
        environment = {**env, "PATH": os.environ["PATH"], "PYTHONPATH": path, "HOME": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        folder = root / "releases" / "1.0.0"
        results.append({p.relative_to(folder).as_posix(): sha(p) for p in folder.rglob("*") if p.is_file()})
    released = first / "releases" / "1.0.0"
    results.append({p.relative_to(released).as_posix(): sha(p) for p in released.rglob("*") if p.is_file()})
    assert results[0] == results[1] == results[2]


def test_history_of_a_repository_without_releases(package: Path) -> None:
    with sqlite3.connect(package / "build" / "gongbao.db") as database:
        for table in ("releases", "changes", "tombstones"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert Shelf(package).versions == []
    assert pipeline.FORMATS
