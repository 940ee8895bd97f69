"""The documents name the newest release, and cutting another tells which places still name the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.releases.documents import list_documents, stale_versions
from gongbao.releases.shelf import Shelf
from support.paths import ROOT
from support.rehearsal import commit, script, unproved

BOTH = ("1.0.0", "1.0.1")


def test_documents_name_the_newest_release_as_the_current_one() -> None:
    assert list(stale_versions(ROOT, Shelf(ROOT).versions)) == []


def test_readme_and_guides_are_among_the_documents() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in list_documents(ROOT)}
    assert {"README.md", "RELEASING.md", "docs/usage.md", "docs/data-dictionary.md"} <= names
    assert "CHANGELOG.md" not in names


@pytest.mark.parametrize(
    "text",
    [
        "read `releases/1.0.0/parquet/`",
        "read `gongbao-1-0-0.db`",
        "```sh\nscripts/verify.py 1.0.0\n```",
        "Cite: Gongbao, version 1.0.0 (2026-11-24)",
        "引用（1.0.0版）",
    ],
)
def test_an_older_release_named_as_the_current_one_is_found(text: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"# A\n\n{text}\n", encoding="utf-8")
    (line,) = stale_versions(tmp_path, BOTH)
    assert line.endswith("names 1.0.0, the newest release is 1.0.1")
    assert line.startswith(f"README.md:{4 if text.startswith('```') else 3}: ")
    assert not list(stale_versions(tmp_path, ("1.0.0",)))


@pytest.mark.parametrize(
    "text",
    [
        "read `releases/1.0.1/`",
        "those of 1.0.0 have none",
        "`1.0.0.1` and `11.0.0` are none",
        "to compare with `releases/1.0.0/` <!-- past release -->",
        "<!-- past release -->\n\n```sh\nscripts/verify.py 1.0.0\n```",
        "version 2.0.0 is to come",
    ],
)
def test_what_tells_of_the_past_stays(text: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/guide.md").write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("`1.0.0`\n", encoding="utf-8")
    assert list(stale_versions(tmp_path, BOTH)) == []


def test_release_tells_which_documents_are_left_behind(due: Path) -> None:
    (due / "docs/guide.md").write_text("Open `releases/1.0.0/gongbao-1.0.0.xlsx`.\n", encoding="utf-8")
    commit(due, "a guide")
    with unproved():
        result = script("release.py", "--root", due)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert "now bring the documents up to date 请更新文档中的版本号:" in lines
    assert "  docs/guide.md:1: names 1.0.0, the newest release is 1.0.1" in lines
    assert lines[-2].startswith("now: make build")
    assert lines[-1] == "now: git add releases/1.0.1 metadata && git commit -am 'Release 1.0.1' && git tag v1.0.1"
