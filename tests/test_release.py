"""Releasing for real in a clone: what is refused, killed in the middle, made twice on different machines."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import ReleaseError
from gongbao.release import build_anew, compare, require_clean, settle
from gongbao.releases.manifest import hash_file, list_files
from gongbao.releases.shelf import Shelf
from support import rehearsal
from support.commands import run_here
from support.installations import two_installations
from support.kills import kill_releases
from support.paths import ROOT
from support.rehearsal import bury, commit, cut, git, prepare, script, unbury

DAY = "2026-11-24"


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


def test_dirty_tree_is_refused(short_ready: Path) -> None:
    rehearsal.replace(short_ready / "README.md", "gongbao", "Gongbao")
    assert "README.md: not committed: commit or remove it" in refused(short_ready)


def test_nothing_to_release_is_refused(short_ready: Path) -> None:
    assert "nothing to release: the data are those of 1.0.0" in refused(short_ready)


def test_any_other_number_is_refused(short_ready: Path) -> None:
    """One through the door of the command, others where the number is settled."""
    prepare(short_ready, "1.0.2", DAY, rehearsal.correct_a_note)
    lines = {"1.0.2": refused(short_ready)}
    compared = compare(build_anew(require_clean(short_ready)))
    for version in ("1.1.0", "2.0.0"):
        dataset = compared.built.clean.dataset.model_copy(update={"version": version})
        built = replace(compared.built, clean=replace(compared.built.clean, dataset=dataset))
        with pytest.raises(ReleaseError) as fault:
            settle(replace(compared, built=built))
        lines[version] = str(fault.value)
    for version, line in lines.items():
        assert f"version {version} is not what the changes call for (PATCH: 1.0.0 -> 1.0.1)" in line
        assert "set “version: 1.0.1”" in line


def test_unwritten_changelog_is_refused(short_ready: Path) -> None:
    prepare(short_ready, "1.0.1", DAY, rehearsal.correct_a_note)
    rehearsal.replace(short_ready / "CHANGELOG.md", f"## 1.0.1 ({DAY})", "## 1.0.1 (soon)")
    commit(short_ready, "soon")
    assert f"CHANGELOG.md:1: has no entry “## 1.0.1 ({DAY})”" in refused(short_ready)
    rehearsal.replace(short_ready / "CHANGELOG.md", "## 1.0.1 (soon)\n\n### Data", f"## 1.0.1 ({DAY})\n\n### Code")
    commit(short_ready, "code only")
    assert "has no Data part" in refused(short_ready)


def test_missing_day_is_refused(short_ready: Path) -> None:
    prepare(short_ready, "1.0.1", DAY, rehearsal.correct_a_note)
    rehearsal.replace(short_ready / "seeds/dataset.yml", f"released: {DAY}\n", "")
    assert script("build.py", "--seeds", short_ready / "seeds", "--out", short_ready).returncode == 0
    commit(short_ready, "no day")
    assert "has no day of release" in refused(short_ready)


def test_files_that_are_not_what_the_seeds_give_are_refused(due: Path) -> None:
    rehearsal.replace(due / "data/observations.csv", "1700000000", "1800000000")
    commit(due, "typed by hand")
    assert "data/observations.csv:1: is not what the seeds give" in refused(due)


def test_removal_without_a_tombstone_is_refused(ready: Path) -> None:
    prepare(ready, "2.0.0", DAY, rehearsal.drop_a_term)
    line = refused(ready)
    assert "seeds/tombstones.csv:1: terms dual-carbon is removed in 2.0.0 without a tombstone" in line


def test_the_verdict_is_told_although_tombstones_are_missing(ready: Path) -> None:
    prepare(ready, "2.0.0", DAY, rehearsal.drop_a_term)
    result = script("release.py", "--root", ready, "--dry-run")
    assert (result.returncode, "is removed in 2.0.0 without a tombstone" in result.stderr) == (1, True)
    assert result.stdout.startswith("MAJOR: 1.0.0 -> 2.0.0\n  MAJOR: an id was removed")


def test_a_buried_id_is_never_given_away(short_ready: Path) -> None:
    bury(short_ready, "2.0.0", "terms", "dual-carbon")
    result = script("build.py", "--seeds", short_ready / "seeds", "--out", short_ready)
    assert result.returncode == 1
    assert "terms dual-carbon was removed in 2.0.0 (seeds/tombstones.csv:2): an id is never given" in result.stderr


def test_a_tombstone_that_is_torn_down_is_missed(rehearsed: Path, tmp_path: Path) -> None:
    """The id stays dead: what the releases say was removed may not come back, tombstone or not."""
    root = tmp_path / "main"
    shutil.copytree(rehearsed, root)
    git(root, "checkout", "-q", "HEAD~4", "--", "seeds/registry/terms.csv")
    unbury(root / "seeds")
    prepare(root, "2.1.0", "2026-12-04")
    assert "terms dual-carbon was removed in 2.0.0" in refused(root)


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    result = script("release.py", "--root", tmp_path)
    assert result.returncode == 1
    assert "git says “not a git repository" in result.stderr


def test_dry_run_gives_the_verdict_and_changes_nothing(short_ready: Path) -> None:
    prepare(short_ready, "9.9.9", DAY, rehearsal.correct_a_note)
    result = script("release.py", "--root", short_ready, "--dry-run")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("PATCH: 1.0.0 -> 1.0.1\n  PATCH: values or texts were corrected 更正数值或文字")
    assert git(short_ready, "status", "--porcelain", "--ignored").count("gongbao-") == 0


def test_nothing_to_release_behind_a_release_that_buried_ids(rehearsed: Path, tmp_path: Path) -> None:
    """The tombstones of the last release are of the last release: none is to be dropped."""
    root = tmp_path / "main"
    shutil.copytree(rehearsed, root)
    commit(root, "index and feed")
    result = script("release.py", "--root", root, "--dry-run")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("nothing to release: the data are those of 2.0.0")


@pytest.mark.slow
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
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache")]
    command += ["--follow-imports", "skip", "src/gongbao/release.py", str(tmp_path / "order.py")]  # the steps alone
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "MYPYPATH": "src"})
    faults = [line for line in result.stdout.splitlines() if "order.py" in line and "[arg-type]" in line]
    assert [int(line.split(":")[1]) for line in faults] == [5, 6, 7], result.stdout


def test_killed_at_any_moment_leaves_the_repository_as_before(short_due: Path) -> None:
    """SIGKILL at three moments of a release, once beside a rival (bench/kills.py takes many more)."""
    assert sum(kill_releases(short_due, "1.0.1", (0.7, 2.0)).values()) == 2
    beside = kill_releases(short_due, "1.0.1", (1.5,), rival=True)
    assert sum(beside.values()) == 1
    if not beside["new"]:  # the rival was told to wait: the next one succeeds
        cut(short_due, "1.0.1")


def test_a_release_never_changes(short_ready: Path) -> None:
    """Current data that differ from the release whose number they bear are told from it."""
    rehearsal.replace(
        short_ready / "seeds/registry/terms.csv", "The goals of peaking carbon", "The aims of peaking carbon"
    )
    assert script("build.py", "--seeds", short_ready / "seeds", "--out", short_ready).returncode == 0
    result = script("validate.py", "--seeds", short_ready / "seeds", "--package", short_ready)
    assert result.returncode == 1
    assert "seeds/dataset.yml:1: the data differ from release 1.0.0" in result.stderr
    cited = run_here("cite.py", "--style", "apa", root=short_ready)
    assert (cited.returncode, cited.stdout) == (1, "")
    assert "the data differ from release 1.0.0" in cited.stderr


def test_a_day_before_the_last_release_is_refused(short_ready: Path) -> None:
    prepare(short_ready, "1.0.1", "2025-01-01", rehearsal.correct_a_note)
    assert f"released 2025-01-01 is before 1.0.0 ({DAY})" in refused(short_ready)


# --- the same bytes everywhere --------------------------------------------------------------------------------------


def test_two_pythons_two_zones_two_locales_release_the_same_bytes(first: Path, tmp_path: Path) -> None:
    results = [hashes(first / "releases" / "1.0.0")]
    _, other = two_installations()  # this Python, under its own settings, has made the first
    root = tmp_path / "main"
    git(first, "clone", "-q", str(first), str(root))
    git(root, "reset", "-q", "--hard", "HEAD~1")  # the commit 1.0.0 was released from
    other.run("release.py", "--root", root)
    results.append(hashes(root / "releases" / "1.0.0"))
    assert results[0] == results[1]


def hashes(folder: Path) -> dict[str, str]:
    return {name: hash_file(folder / name) for name in list_files(folder)}


def test_history_of_a_repository_without_releases(package: Path) -> None:
    with sqlite3.connect(package / "build" / "gongbao.db") as database:
        for table in ("releases", "changes"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert Shelf(package).versions == []
    assert pipeline.FORMATS


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("terms,x,,gone,2.0.0,,一,a", "seeds/tombstones.csv:2: column tombstone_event holds “gone”"),
        ("terms,x,,removed,2.0,,一,a", "seeds/tombstones.csv:2: column version holds “2.0”"),
        ("terms,x,,removed,2.0.0,,,a", "seeds/tombstones.csv:2: column reason_zh is empty"),
        ("terms,x,,redefined,2.0.0,,一,a", "seeds/tombstones.csv:2: terms x is not in the tables: call it removed"),
        ("terms,*,meaning,redefined,2.0.0,,一,a", "seeds/tombstones.csv:2: terms has no column meaning"),
        ("terms,x,removed", "seeds/tombstones.csv:2: has 3 cells, the header 8"),
    ],
)
def test_a_faulty_tombstone_is_one_line(line: str, message: str, seeds: Path, tmp_path: Path) -> None:
    with unbury(seeds).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    result = script("build.py", "--seeds", seeds, "--out", tmp_path / "out")
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_redefined_id_calls_for_a_major_version(short_ready: Path) -> None:
    prepare(
        short_ready,
        "1.0.1",
        DAY,
        rehearsal.correct_a_note,
        lambda r: bury(r, "2.0.0", "terms", "two-zones", event="redefined"),
    )
    assert "(MAJOR: 1.0.0 -> 2.0.0)" in refused(short_ready)


@pytest.mark.parametrize("damage", ["", "{}", "not json"])
def test_a_damaged_manifest_is_one_line(damage: str, short_ready: Path) -> None:
    (short_ready / "releases/1.0.0/manifest.json").write_text(damage, encoding="utf-8")
    result = script("build.py", "--seeds", short_ready / "seeds", "--out", short_ready)
    assert result.returncode == 1
    assert "1.0.0/manifest.json: is no manifest of a release: restore the release" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
