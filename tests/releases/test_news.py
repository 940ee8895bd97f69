"""What is told of the releases: the README of each, the index and the feed of all, and the words of the documents."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gongbao import pipeline
from gongbao.errors import CheckError
from gongbao.releases import feed, index
from gongbao.releases.archive import extract
from gongbao.releases.manifest import hash_file
from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import verify
from gongbao.seeds.dataset import load_dataset
from support.commands import run_here
from support.forgery import repack, repacks, rewrites
from support.paths import ROOT, SEEDS

ATOM = "{http://www.w3.org/2005/Atom}"


# --- the README of a release ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def readme(rehearsed: Path) -> str:
    return (rehearsed / "releases/2.0.0/README.md").read_text(encoding="utf-8")


def test_readme_names_every_file_of_the_release_and_of_its_zip_file(
    rehearsed: Path, readme: str, tmp_path: Path
) -> None:
    folder = rehearsed / "releases/2.0.0"
    extract(folder / "gongbao-2.0.0.zip", tmp_path / "package")
    named = {name.split("/")[0] for name in re.findall(r"`([^`]+)`", readme.partition("## 数据表")[0])}
    for home in (folder, tmp_path / "package"):
        assert {path.name for path in home.iterdir()} - named - {"README.md"} == set(), home


def test_readme_says_what_how_to_cite_and_what_changed_in_two_languages(rehearsed: Path, readme: str) -> None:
    manifest = Shelf(rehearsed).find("2.0.0")
    assert readme.startswith("# Gongbao: government work reports as open data · 公报：政府工作报告开放数据集\n")
    for words in (
        f"Version 版本: 2.0.0, 2026-12-03 ({manifest.row_count} rows 行,",
        "| `observations` | Observations 观测值 | 91 |",
        "gongbao contributors. (2026). Gongbao: government work reports as open data (Version 2.0.0)",
        "公报贡献者. 公报：政府工作报告开放数据集（2.0.0版）[DS].",
        f"\n{manifest.summary_en}\n",
        f"\n{manifest.summary_zh}\n",
        "\n- Rehearsed. Reason: practice.\n",
    ):
        assert words in readme
    for line in readme.splitlines():
        assert not line.startswith("|") or line.startswith(("| `", "|---")) or re.search("[一-鿿]", line), line


def test_readme_in_the_zip_file_is_the_same_without_the_changes(rehearsed: Path, readme: str, tmp_path: Path) -> None:
    extract(rehearsed / "releases/2.0.0/gongbao-2.0.0.zip", tmp_path / "package")
    inside = (tmp_path / "package/README.md").read_text(encoding="utf-8")
    assert readme.startswith(inside)
    assert "## 更改 What changed" not in inside


def _forge(package: Path) -> None:
    (package / "README.md").write_text("# Another\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("forge", "message"),
    [
        (rewrites("README.md", "# Gongbao", "# Gong bao"), "README.md: does not begin with the one in"),
        (rewrites("README.md", "Reason: practice", "Reason: none"), "README.md: does not say what SUMMARY.md says"),
        (rewrites("README.md", "## 更改 What changed", "## 更改"), "README.md: is not what this very code makes"),
        (repacks(_forge), "README.md: does not begin with the one in gongbao-1.0.0.zip"),
        (rewrites("seeds/reports/bda-2021/text.txt", "工作", "功作"), "text.txt: is not the text of the package"),
        (rewrites(".huggingface.yaml", "cc-by-4.0", "cc0-1.0"), ".huggingface.yaml: is not what this very code"),
        (rewrites("metadata/dcat-ap.jsonld", "STABLE", "STALE"), "dcat-ap.jsonld: is not what this very code makes"),
    ],
)
def test_a_file_about_the_release_that_was_altered_is_found_out(
    forge: object, message: str, first: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(first / "releases/1.0.0", tmp_path / "1.0.0"))
    forge(folder)  # type: ignore[operator]
    with pytest.raises(CheckError) as fault:
        verify(folder)
    assert message in "\n".join(fault.value.failures)


def _forge_card(package: Path) -> None:
    path = package / ".huggingface.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("cc-by-4.0", "cc0-1.0"), encoding="utf-8")


@pytest.mark.parametrize(("forge", "name"), [(_forge, "README.md"), (_forge_card, ".huggingface.yaml")])
def test_a_package_alone_is_held_against_what_git_knows(
    forge: Callable[[Path], None], name: str, first: Path, tmp_path: Path
) -> None:
    run = run_here("verify.py", first / "releases/1.0.0/gongbao-1.0.0.zip")
    assert run.returncode == 0, run.stderr
    folder = Path(shutil.copytree(first / "releases/1.0.0", tmp_path / "1.0.0"))
    repack(folder, forge)
    run = run_here("verify.py", folder / "gongbao-1.0.0.zip", root=first)
    assert run.returncode == 1
    assert f"gongbao-1.0.0.zip/{name}: is not what git holds" in run.stderr


# --- index and feed -------------------------------------------------------------------------------------------------


def test_committed_index_and_feed_are_what_the_releases_give() -> None:
    texts = pipeline.render_news(Shelf(ROOT), SEEDS, load_dataset(SEEDS))
    assert set(texts) == {index.FILE, feed.FILE}
    for name, text in texts.items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name}: run make build"


def test_index_names_every_file_where_it_lies(rehearsed: Path) -> None:
    content = json.loads((rehearsed / index.FILE).read_text(encoding="utf-8"))
    assert content["latest"] == "2.0.0"
    assert [release["version"] for release in content["releases"]] == ["2.0.0", "1.1.0", "1.0.1", "1.0.0"]
    for release in content["releases"]:
        for file in release["files"]:
            path = rehearsed / "metadata" / file["url"]
            assert (path.stat().st_size, hash_file(path)) == (file["bytes"], file["sha256"])
        assert (rehearsed / "metadata" / release["manifest"]).is_file()


def test_nothing_of_index_or_feed_is_inside_a_release(rehearsed: Path, tmp_path: Path) -> None:
    for version in ("1.0.0", "2.0.0"):
        extract(rehearsed / f"releases/{version}/gongbao-{version}.zip", tmp_path / version)
        assert not list((tmp_path / version).rglob("releases.*"))


def check_feed(text: str) -> ET.Element:
    """Hold a feed against RFC 4287: what an Atom feed and entry must have once, and what none may lack."""
    root = ET.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name  # 4.1.1, 4.1.2
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", element.findtext(f"{ATOM}id", ""))
        for name in ("updated", "published"):
            for time in element.findall(ATOM + name):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", time.text or "")  # 3.3
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")]
        alternate = [link for link in links if link[0] == "alternate"]
        assert len(alternate) == len(set(alternate))
        assert all(link.get("href") for link in element.findall(f"{ATOM}link"))  # 4.2.7.1
    assert root.findall(f"{ATOM}author/{ATOM}name")  # 4.1.1: a feed's author stands for its entries'
    for entry in root.iter(f"{ATOM}entry"):
        assert len(entry.findall(f"{ATOM}content")) == 1  # 4.1.2: else an alternate link is needed
        assert entry.find(f"{ATOM}content").get("type") == "text"  # type: ignore[union-attr]
    return root


def test_feed_keeps_to_its_standard_and_follows_the_releases(rehearsed: Path) -> None:
    root = check_feed((rehearsed / feed.FILE).read_text(encoding="utf-8"))
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles == ["gongbao 2.0.0", "gongbao 1.1.0", "gongbao 1.0.1", "gongbao 1.0.0"]
    assert root.findtext(f"{ATOM}updated") == "2026-12-03T00:00:00Z"
    for link in root.iter(f"{ATOM}link"):
        assert (rehearsed / "metadata" / str(link.get("href"))).is_file()


def test_ids_of_the_feed_never_change_with_an_address(rehearsed: Path) -> None:
    shelf, dataset = Shelf(rehearsed), load_dataset(rehearsed / "seeds")
    before, after = (
        check_feed(str(feed.render_feed(shelf, {}, dataset.model_copy(update={"homepage": home}))))
        for home in (None, "https://example.org/data")
    )
    assert [e.text for e in before.iter(f"{ATOM}id")] == [e.text for e in after.iter(f"{ATOM}id")]
    links = [str(link.get("href")) for link in after.iter(f"{ATOM}link")]
    assert all(link.startswith("https://example.org/data") for link in links)
    assert "https://example.org/data/releases/1.0.0/gongbao-1.0.0.zip" in links
    assert "https://example.org/data/metadata/releases.atom" in links


def test_before_the_first_release_there_is_an_empty_index_and_no_feed(package: Path) -> None:
    content = json.loads((package / index.FILE).read_text(encoding="utf-8"))
    assert (content["latest"], content["releases"]) == (None, [])
    assert not (package / feed.FILE).exists()


def test_validate_misses_an_index_that_knows_no_newest_release(rehearsed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(rehearsed, tmp_path / "main"))
    (root / index.FILE).unlink()
    result = run_here("validate.py", "--seeds", root / "seeds", "--package", root)
    assert result.returncode == 1
    assert f"{index.FILE}:1: is not what the releases and seeds/withdrawn.csv give: run make build" in result.stderr
