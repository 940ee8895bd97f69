"""The wheel, installed where nothing of the clone is in sight, reads, builds, cites and serves as the clone does."""

from __future__ import annotations

import email
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import gongbao
from gongbao.api import read_report
from support.installations import copy_sources
from support.paths import ROOT, SEEDS
from support.shared import make_once

pytestmark = pytest.mark.slow
READ = """
import json, sys
from gongbao import read_report
text = open(sys.argv[1], encoding="utf-8").read()
print(json.dumps([[v.quote, v.char_start, v.char_end, str(v.value), v.measure] for v in read_report(text, 2021)]))
"""
ASK = """
import asyncio, sys
from pathlib import Path
from gongbao.serving.databases import make_app
app = make_app(Path(sys.argv[1]))
async def ask():
    return [(await app.client.get(path)).status_code for path in ("/", "/gongbao/growth_rates", "/static/gongbao.css")]
print(asyncio.run(ask()))
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from a copy of what git knows of the project."""

    def make(folder: Path) -> None:
        source = copy_sources(folder / "source")
        pip("wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source), python=sys.executable)

    (made,) = make_once(tmp_path_factory, "wheel", make).glob("*.whl")
    return made


def pip(*words: str, python: str | Path) -> str:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *words]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare environment that holds the wheel; the packages it depends on are borrowed, the clone's own is not."""

    def make(home: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
        pip("--python", str(home / "bin" / "python"), "install", "-q", "--no-deps", str(wheel), python=sys.executable)
        (own,) = home.glob("lib/python*/site-packages")
        (own / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")

    return make_once(tmp_path_factory, "bare", make) / "bin" / "python"


def run(python: Path, *words: str | Path, cwd: Path) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run([str(python), *map(str, words)], capture_output=True, text=True, cwd=cwd, env=env)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_it_reads_a_text(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import gongbao; print(gongbao.__file__)", cwd=tmp_path)
    assert str(python.parents[1]) in where
    assert str(ROOT) not in where
    text = shutil.copyfile(SEEDS / "reports/bda-2021/text.txt", tmp_path / "text.txt")
    found = json.loads(run(python, "-c", READ, text, cwd=tmp_path))
    wanted = read_report(text.read_text(encoding="utf-8"), 2021)
    assert found == [[v.quote, v.char_start, v.char_end, str(v.value), v.measure] for v in wanted]
    assert len(found) == 91


def test_it_builds_validates_cites_and_serves(python: Path, tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    command = python.with_name("gongbao")
    run(command, "build", cwd=tmp_path)
    for path in sorted((ROOT / "data").iterdir()):
        assert (tmp_path / "data" / path.name).read_bytes() == path.read_bytes(), path.name
    assert run(command, "validate", cwd=tmp_path).startswith("valid: ")
    assert "超17亿剂" in run(command, "cite", "--row", "bda-2021-o347", "--style", "gbt7714", cwd=tmp_path)
    assert run(python, "-c", ASK, tmp_path, cwd=tmp_path).strip() == "[200, 200, 200]"


def test_what_it_needs_is_installed_in_ranges_it_allows(python: Path) -> None:
    """The lock's versions lie inside the ranges the wheel declares."""
    assert "No broken requirements" in pip("check", python=python)


def read_metadata(wheel: Path) -> tuple[Message, list[str]]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (path,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        return email.message_from_string(archive.read(path).decode()), names


def test_its_metadata_say_what_it_is(wheel: Path) -> None:
    words, names = read_metadata(wheel)
    assert (words["Name"], words["Version"]) == ("gongbao", gongbao.__version__)
    assert words["License-Expression"] == "Apache-2.0"
    licences = words.get_all("License-File") or []
    styles, drawing = "src/gongbao/citing/styles/LICENSE-CC-BY-SA-3.0.md", "src/gongbao/site/static/vendor"
    assert licences == ["LICENSE", styles, f"{drawing}/d3.LICENSE.txt", f"{drawing}/plot.LICENSE.txt"]
    assert all(any(name.endswith(f"licenses/{licence}") for name in names) for licence in licences)
    assert words.get_all("Project-URL")
    needs = {line.split(">")[0].split("<")[0] for line in words.get_all("Requires-Dist") or [] if "extra" not in line}
    assert {"frictionless", "pydantic", "datasette", "csvkit", "openpyxl"} <= needs
    assert not [line for line in words.get_all("Requires-Dist") or [] if "==" in line and "extra" not in line]
    tested = f"Programming Language :: Python :: {sys.version_info.major}.{sys.version_info.minor}"
    versions = [
        line for line in words.get_all("Classifier") or [] if line.startswith("Programming Language :: Python :: 3.")
    ]
    assert versions == [tested]


def test_it_holds_what_the_code_reads_and_nothing_of_the_clone(wheel: Path) -> None:
    _, names = read_metadata(wheel)
    source = ROOT / "src" / "gongbao"
    needed = {
        p.relative_to(source.parent).as_posix()
        for p in source.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert needed <= set(names)
    assert not [name for name in names if "__pycache__" in name]
    assert {name.partition("/")[0] for name in names} == {"gongbao", f"gongbao-{gongbao.__version__}.dist-info"}
