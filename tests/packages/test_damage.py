"""Files of the published package that are damaged: each is named itself, in one line, and no other finding is lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import PublishError
from gongbao.model.rows import Observation

pytestmark = pytest.mark.slow
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Damage = Callable[[Path], object]
QUOTE = "超17亿剂".encode()
LONGEST = 900  # characters of a line a person is asked to read


@pytest.fixture
def damaged(package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(package, tmp_path / "package"))


def alter(old: bytes, new: bytes) -> Damage:
    def change(path: Path) -> None:
        raw = path.read_bytes()
        assert old in raw
        path.write_bytes(raw.replace(old, new, 1))

    return change


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WIDTH = len(Observation.columns)
DAMAGES: dict[str, tuple[Damage, str]] = {
    "not UTF-8": (alter(QUOTE, "超17亿剂".encode("gb18030")), "data/observations.csv:3: is not UTF-8 (byte"),
    "open quotation mark": (alter(QUOTE, b'"' + QUOTE), "data/observations.csv:3: is no valid CSV"),
    "short row": (
        alter(b",1700000000,", b","),
        f"data/observations.csv:3: “bda-2021-o347” has {WIDTH - 1} cells, the header {WIDTH}",
    ),
    "long row": (alter(b",1700000000,", b",1,2,"), f"data/observations.csv:3: “bda-2021-o347” has {WIDTH + 1} cells"),
    "NUL": (alter(QUOTE, b"\x00" + QUOTE), "data/observations.csv:3: holds a NUL byte"),
    "a folder": (put_a_folder, "data/observations.csv:1: cannot be read (Is a directory)"),
    "missing": (Path.unlink, "data/observations.csv:1: the file is missing"),
    "empty": (lambda path: path.write_bytes(b""), "data/observations.csv:1: its header is not observation_id"),
    "other header": (alter(b"observation_id,", b"id,"), "data/observations.csv:1: its header is not observation_id"),
    "bad cell": (alter(b",1700000000,", b",banana,"), "data/observations.csv:3: observations bda-2021-o347 “超17亿剂”"),
    "line break in a cell": (
        alter(QUOTE, b'"a\nb\n\nc"'),
        "data/observations.csv:3: observations bda-2021-o347 “a⏎b⏎⏎c”",
    ),
    "endless cell": (alter(QUOTE, b"x" * 50_000), "data/observations.csv:3: observations bda-2021-o347 “xxx"),
}


READ_TO_THE_END = {"empty", "other header", "bad cell", "line break in a cell", "endless cell"}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_table_is_named_itself(name: str, damaged: Path, script: Run) -> None:
    damage, says = DAMAGES[name]
    damage(damaged / "data" / "observations.csv")
    result = script("validate.py", "--seeds", damaged / "seeds", "--package", damaged)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert [line for line in lines if line.startswith(f"error: {says}")], result.stderr[:3000]
    assert "error: data/observations.csv:1: is not what the seeds give" in result.stderr
    assert all(line.startswith("error: ") and len(line) < LONGEST for line in lines)
    assert name in READ_TO_THE_END or len(lines) == 2, lines  # one for the difference, one for the damage
    blamed = [line for line in lines if line.startswith("error: seeds/") and "observations bda-2021-o347" in line]
    assert blamed == []


@pytest.mark.parametrize("name", ["schemas/observations.json", "datapackage.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_descriptor_is_told(name: str, content: bytes, damaged: Path, script: Run) -> None:
    (damaged / name).write_bytes(content)
    result = script("validate.py", "--seeds", damaged / "seeds", "--package", damaged)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert f"error: {name}:1: is not what the seeds give" in result.stderr
    assert all(line.startswith("error: ") and len(line) < LONGEST for line in result.stderr.splitlines())


def test_a_package_built_elsewhere_is_valid(seeds: Path, script: Run, tmp_path: Path) -> None:
    """The frozen texts travel along; those that stand at their place already are left alone."""
    out = tmp_path / "elsewhere"
    assert script("build.py", "--seeds", seeds, "--out", out).returncode == 0
    text = "seeds/reports/bda-2021/text.txt"
    assert (out / text).read_bytes() == (tmp_path / text).read_bytes()
    valid = script("validate.py", "--seeds", seeds, "--package", out)
    assert (valid.returncode, valid.stderr) == (0, "")
    again = (out / text).stat().st_mtime_ns
    assert script("build.py", "--seeds", seeds, "--out", out).returncode == 0
    assert (out / text).stat().st_mtime_ns == again


def test_a_package_of_the_committed_seeds_built_elsewhere_is_valid(script: Run, tmp_path: Path) -> None:
    assert script("build.py", "--out", tmp_path / "out").returncode == 0
    valid = script("validate.py", "--package", tmp_path / "out")
    assert (valid.returncode, valid.stderr) == (0, "")


def test_another_text_is_never_overwritten(seeds: Path, tmp_path: Path) -> None:
    other = tmp_path / "out" / "seeds" / "reports" / "bda-2021" / "text.txt"
    other.parent.mkdir(parents=True)
    other.write_text("another", encoding="utf-8")
    with pytest.raises(PublishError, match=r"seeds/reports/bda-2021/text\.txt: another text stands in out"):
        pipeline.build(seeds, tmp_path / "out")
    assert other.read_text(encoding="utf-8") == "another"
