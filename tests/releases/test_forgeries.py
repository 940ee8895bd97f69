"""Forgeries by someone who writes the file and every list that names it: each falls by one line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongbao.errors import CheckError, GongbaoError
from gongbao.releases.verification import Against
from gongbao.serving.proof import prove
from support.forgery import (
    alter_a_value,
    empty_the_changes,
    holds,
    repacks,
    rewrites,
    runs,
    seal,
    states,
)
from support.paths import ROOT
from support.rehearsal import commit, git

pytestmark = pytest.mark.slow
Forge = Callable[[Path], None]
VERSION = "1.0.1"


@pytest.fixture
def folder(rehearsed: Path, tmp_path: Path) -> Path:
    """Release 1.0.1 with 1.0.0 beside it, away from any repository, for a forger to alter."""
    for version in ("1.0.0", VERSION):
        shutil.copytree(rehearsed / "releases" / version, tmp_path / "shelf" / version)
    return tmp_path / "shelf" / VERSION


def fall(folder: Path, against: Against | None = None) -> str:
    """The one line by which a forgery falls."""
    with pytest.raises(GongbaoError) as caught:
        prove(folder, against)
    lines = caught.value.failures if isinstance(caught.value, CheckError) else str(caught.value).splitlines()
    assert len(lines) == 1, lines
    assert len(lines[0]) < 300
    return str(lines[0])


def fall_first(folder: Path, against: Against) -> str:
    """The first of the lines by which a forgery of several files falls."""
    with pytest.raises(CheckError) as caught:
        prove(folder, against)
    return caught.value.failures[0]


def lists_five(words: dict[str, Any]) -> None:
    words["files"] = words["files"][:5]


def drop_last_line(folder: Path) -> None:
    lines = (folder / "requests.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "requests.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    seal(folder)


def alter_an_answer(folder: Path) -> None:
    lines = (folder / "requests.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    lines[3] = lines[3][:-5] + "0000\n"
    (folder / "requests.csv").write_text("".join(lines), encoding="utf-8")
    seal(folder)


def tell_more_rows(words: dict[str, Any]) -> None:
    next(entry for entry in words["package"] if entry["path"] == "data/terms.csv")["rows"] += 1


def tell_more_rows_outside(words: dict[str, Any]) -> None:
    next(entry for entry in words["files"] if entry["path"] == "parquet/terms.parquet")["rows"] += 1


def later(folder: Path) -> None:
    rewrites("SUMMARY.md", "(2026-12-01)", "(2026-12-09)")(folder)
    states(released="2026-12-09")(folder)


def earlier_everywhere(folder: Path) -> None:
    """Another day in the package, the summary and the manifest: before the release it follows."""
    rewrites("SUMMARY.md", "(2026-12-01)", "(2026-01-01)")(folder)

    def edit(package: Path) -> None:
        path = package / "datapackage.json"
        path.write_text(path.read_text(encoding="utf-8").replace("2026-12-01", "2026-01-01"), encoding="utf-8")

    repacks(edit)(folder)
    states(released="2026-01-01")(folder)


def add_to_the_zip(package: Path) -> None:
    (package / "metadata" / "more.json").write_text("{}", encoding="utf-8")


def reword(name: str, old: str, new: str) -> Forge:
    def edit(package: Path) -> None:
        text = (package / name).read_text(encoding="utf-8")
        assert old in text
        (package / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return repacks(edit)


VIEW = "DROP VIEW promises_flat; CREATE VIEW promises_flat AS SELECT 1 AS one;"
JOURNAL = "CREATE TRIGGER t AFTER INSERT ON terms BEGIN SELECT 1; END;"

FORGERIES: list[tuple[str, Forge, str]] = [
    ("emptied changes", empty_the_changes, "1.0.1/changes.csv: is not what changed since 1.0.0"),
    ("changes without a header", holds("changes.csv", b""), "1.0.1/changes.csv: is empty, without even its header"),
    ("other words in changes", rewrites("changes.csv", "peaking", "burning"), "its changes are not those of"),
    ("fewer changes stated", states(change_count=1), "states 1 change, changes.csv has"),
    ("changes.json without changes", holds("changes.json", b"{}"), "1.0.1/changes.json: is no record of changes"),
    ("redefined view", runs(VIEW), "is not what this very code makes"),
    ("one more table", runs("CREATE TABLE more (a);"), "holds the table more, which belongs to no release"),
    ("a trigger", runs(JOURNAL), "holds the trigger t, which belongs to no release"),
    ("one more column", runs("ALTER TABLE terms ADD COLUMN more;"), "its table terms has other columns"),
    ("other version in SQLite", runs("PRAGMA user_version = 7;"), "its user_version is not that of 1.0.1"),
    ("other row in SQLite", runs("UPDATE terms SET name_zh = '一' WHERE rowid = 1;"), "content of SQLite, table terms"),
    ("later day", later, "manifest.json: states day 2026-12-09, the package 2026-12-01"),
    ("earlier day everywhere", earlier_everywhere, "states the day 2026-01-01, before 1.0.0 (2026-11-24)"),
    ("other level", states(level="minor"), "states level minor, which does not lead from 1.0.0 to 1.0.1"),
    ("no level", states(level="great"), "states level great, which does not lead"),
    ("other summary", states(summary_en="Since 1.0.0: 9 rows changed."), "its summary is not what changed"),
    ("other words at the head", rewrites("SUMMARY.md", "Since 1.0.0", "After 1.0.0"), "does not begin with title, day"),
    ("other tables below", rewrites("SUMMARY.md", "| terms | 0 |", "| terms | 1 |"), "its verdict or tables"),
    ("more rows in all", states(row_count=9999), "states rows 9999, the package"),
    ("more rows in a table", lambda f: seal(f, tell_more_rows), "data/terms.csv: manifest.json states"),
    ("more rows in a file", lambda f: seal(f, tell_more_rows_outside), "parquet/terms.parquet: manifest.json states"),
    ("five files listed", lambda f: seal(f, lists_five), "manifest.json lists 5 files, there are"),
    ("a file too many", holds("more.txt", b"x"), "1.0.1/more.txt: belongs to no release"),
    ("a file too many in the zip", repacks(add_to_the_zip), "zip/metadata/more.json: belongs to no release"),
    ("other answer", alter_an_answer, "is answered otherwise than recorded"),
    ("one request less", drop_last_line, "does not list the requests a release promises"),
    ("no request", holds("requests.csv", b"path,status\nx,y\n"), "requests.csv: row 1 records no request"),
    ("no previous", states(previous=None, level="first"), "states previous None, the release before it is 1.0.0"),
    ("other previous", states(previous="0.9.9"), "states previous 0.9.9, the release before it is 1.0.0"),
    ("other fingerprint", states(fingerprint="0" * 64), "states fingerprint 0000"),
    ("other name", states(name="other"), "states name other, the package gongbao"),
    ("zip elsewhere", states(archive="../x.zip"), "names the zip file ../x.zip, which is not there"),
    ("database elsewhere", states(database="../x"), "states database ../x, the package gongbao-1-0-1"),
    ("another release's number", states(version="1.0.2"), "states version 1.0.2, the package 1.0.1"),
    ("other description", rewrites("datasette.json", "Commitments", "Promises"), "is not what this very code makes"),
    ("no code named", lambda f: seal(f, lambda w: w["source"].update(code_sha256=None)), "is no manifest of a release"),
    ("format of the future", states(format_version=9), "is of format 9, this code reads 2"),
]  # fmt: skip


@pytest.mark.parametrize(("forge", "line"), [f[1:] for f in FORGERIES], ids=[f[0] for f in FORGERIES])
def test_a_consistent_forgery_falls_without_git(forge: Forge, line: str, folder: Path) -> None:
    forge(folder)
    assert line in fall(folder)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("schemas/terms.json", '"title": "Terms"', '"title": "Words"'),
        ("datapackage.json", '"title": "Terms"', '"title": "Words"'),
        ("CITATION.cff", "Gongbao", "Gongbao!"),
        ("docs/data-dictionary.md", "Contents", "Content"),
        ("metadata/dcat-ap.jsonld", "GOVE", "ECON"),
    ],
)
def test_other_words_about_the_package_fall_where_the_code_is_the_same(
    name: str, old: str, new: str, folder: Path
) -> None:
    forged = folder.with_name("1.0.0")
    reword(name, old, new)(forged)
    assert f"gongbao-1.0.0.zip: {name} is not what this very code makes of the package" in fall(forged)


def test_a_removed_format_falls(folder: Path) -> None:
    shutil.rmtree(folder / "jsonl")
    seal(folder)
    with pytest.raises(CheckError) as caught:
        prove(folder)
    assert "1.0.1/jsonl/terms.jsonl: is missing: every release holds it" in str(caught.value)


CORRUPT = [
    *("gongbao-1-0-1.db", "gongbao-1.0.1.xlsx", "gongbao-1.0.1.zip", "parquet/terms.parquet", "jsonl/terms.jsonl"),
    *("annotations.jsonld", "changes.json", "changes.csv", "requests.csv", "datasette.json", "SUMMARY.md"),
]


@pytest.mark.parametrize(
    ("name", "damage"), [(name, ("cut", "noise", "empty")[at % 3]) for at, name in enumerate(CORRUPT)]
)
def test_a_corrupt_file_that_the_lists_name_is_one_line(name: str, damage: str, folder: Path) -> None:
    raw = (folder / name).read_bytes()
    noise = bytes((byte * 7 + at * 13) % 256 for at, byte in enumerate(raw[:2000]))
    holds(name, {"cut": raw[: len(raw) // 2], "noise": noise, "empty": b""}[damage])(folder)
    assert Path(name).name in fall(folder)


# --- what only git knows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [5, {"sql": 5}, {"sql": {"a": 1}}, {}, None])
def test_a_query_that_makes_datasette_stumble_is_one_line(
    query: object, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = folder / "datasette.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    (database,) = content["databases"].values()
    database["queries"]["definite_promises"] = query
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    seal(folder, lambda words: words["source"].update(code_sha256="0" * 64))
    assert "definite_promises" in fall(folder)
    assert capfd.readouterr().err == ""


def knowing(rehearsed: Path) -> Against:
    """A clone that knows the commits of all releases."""
    return Against(roots=(rehearsed,))


def test_an_altered_value_with_every_hash_falls_by_the_commit(folder: Path, rehearsed: Path) -> None:
    alter_a_value(folder)
    assert "data/observations.csv: is not what git holds at" in fall_first(folder, knowing(rehearsed))


def test_a_redefined_view_falls_by_the_commit_whoever_made_it(folder: Path, rehearsed: Path) -> None:
    runs(VIEW)(folder)
    seal(folder, lambda words: words["source"].update(code_sha256="0" * 64))
    assert "its views are not those of the commit that made it" in fall(folder, knowing(rehearsed))


def test_a_redefined_view_that_no_request_asks_is_not_called_proved(folder: Path) -> None:
    runs(VIEW.replace("promises_flat", "coverage"))(folder)
    seal(folder, lambda words: words["source"].update(code_sha256="0" * 64))
    found = prove(folder)
    assert "views (other code made them, and its commit is not here)" in found.unproved


def test_another_commit_falls(folder: Path, rehearsed: Path) -> None:
    start = git(rehearsed, "rev-list", "--max-parents=0", "HEAD").strip()
    seal(folder, lambda words: words["source"].update(commit=start))
    assert f"git holds at {start[:12]}" in fall_first(folder, knowing(rehearsed))


def test_other_seeds_fall(folder: Path, rehearsed: Path) -> None:
    seal(folder, lambda words: words["source"].update(seeds_sha256="0" * 64))
    assert "states other seeds than commit" in fall(folder, knowing(rehearsed))


def test_other_words_of_the_publisher_fall(folder: Path, rehearsed: Path) -> None:
    rewrites("SUMMARY.md", "Reason: practice.", "Reason: none.")(folder)
    assert "SUMMARY.md: its words are not those of CHANGELOG.md at" in fall(folder, knowing(rehearsed))


ONLY_GIT_KNOWS: dict[str, Forge] = {
    "tools": lambda folder: seal(folder, lambda words: words["source"]["tools"].update(frictionless="9.9.9")),
    "no commit": lambda folder: seal(folder, lambda words: words["source"].update(commit=None)),
    "a site's words": rewrites("datasette.json", "Commitments", "Promises"),
}


def test_what_only_the_tag_knows_falls(folder: Path, rehearsed: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(rehearsed), str(clone))
    git(clone, "tag", f"v{VERSION}")
    assert f"tag v{VERSION}" in prove(folder, Against(roots=(clone,))).proved
    ONLY_GIT_KNOWS["tools"](folder)
    seal(folder, lambda words: words["source"].update(code_sha256="0" * 64))
    assert "1.0.1/SHA256SUMS: is not what git holds at" in fall_first(folder, Against(roots=(clone,)))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The releases in a repository of their own."""
    return own_history(tmp_path_factory.mktemp("history") / "clone")


def test_an_untagged_release_is_proved_by_the_commit_that_added_it(history: Path) -> None:
    added = git(history, "rev-list", "--max-parents=0", "HEAD").strip()[:12]
    assert f"commit {added} that added it" in prove(history / "releases" / "1.0.0").proved


@pytest.mark.parametrize("forge", ONLY_GIT_KNOWS.values(), ids=ONLY_GIT_KNOWS)
def test_without_a_tag_it_falls_by_the_commit_that_added_it(forge: Forge, history: Path, tmp_path: Path) -> None:
    """A release made by other code, in the old format: only git's record of its folder knows these files."""
    folder = Path(shutil.copytree(ROOT / "releases" / "1.0.0", tmp_path / "shelf" / "1.0.0"))
    forge(folder)
    assert "1.0.0/SHA256SUMS: is not what git holds at" in fall_first(folder, Against(roots=(history,)))


def test_another_release_of_the_same_name_and_number_falls(folder: Path, history: Path) -> None:
    """Whole, consistent and made by this very code: but not what the project released as 1.0.0."""
    line = fall_first(folder.with_name("1.0.0"), Against(roots=(history,)))
    assert re.search(r"1\.0\.0/\S+: is not (in )?what git holds at", line)


def test_a_forgery_that_is_committed_over_it_falls_too(tmp_path: Path) -> None:
    clone = own_history(tmp_path / "clone")
    folder = clone / "releases" / "1.0.0"
    ONLY_GIT_KNOWS["tools"](folder)
    commit(clone, "forged")
    assert "1.0.0/SHA256SUMS: is not what git holds at" in fall_first(folder, Against())


def own_history(clone: Path) -> Path:
    """A repository of releases alone, whose first commit added them and whose second changed nothing of them."""
    shutil.copytree(ROOT / "releases", clone / "releases")
    git(clone, "init", "-q")
    commit(clone, "the releases")
    (clone / "more.txt").write_text("more\n", encoding="utf-8")
    commit(clone, "more")
    return clone


def test_a_shallow_clone_says_what_it_does_not_know(history: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{history}", str(tmp_path / "shallow"))
    unproved = prove(tmp_path / "shallow" / "releases" / "1.0.0").unproved
    assert any(line.startswith("tag v1.0.0 or the commit that added it (the clone is shallow") for line in unproved)
