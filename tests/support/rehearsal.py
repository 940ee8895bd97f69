"""A clone of the project in which releases are made for real: prepared, refused, killed, cut, compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from gongbao import pipeline
from gongbao.pipeline import Report
from gongbao.releases.manifest import hash_seeds
from support.commands import run_here
from support.paths import ROOT

Edit = Callable[[Path], None]
ENV = {"GIT_AUTHOR_NAME": "rehearsal", "GIT_AUTHOR_EMAIL": "r@example.org", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}
VACCINES = "COVID-19 vaccine doses supplied"
TERM = "business-climate,营商氛围,Business climate,经营的氛围。报告提出构建。,How firms fare. One is promised.,,\n"
TERM_ROWS = [
    ("term_mentions", "bda-2021-t5650-5652"),
    ("term_usages", "bda-2021/dual-carbon"),
    ("terms", "dual-carbon"),
]
"""The rows that go with the term dropped, each as table and key."""
ENV |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in ENV.items()}


def git(root: Path, *words: str) -> str:
    result = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, env={**os.environ, **ENV})
    assert result.returncode == 0, result.stderr
    return result.stdout


def script(name: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command through its door; the very same seeds, built by a publisher and again by a release, are read once.

    That every reading gives the same is proved by the tests of two installations and by those of validation.
    """
    with mock.patch("gongbao.pipeline.read", read_once):
        return run_here(name, *words)


def read_once(seeds: Path, *, report: Report = lambda _line: None, **options: Any) -> pipeline.Built:
    """Read seeds as the pipeline does, and say the same; the last few are kept."""
    key = (hash_seeds(seeds), repr(sorted(options.items())))
    if key not in _READ:
        said: list[str] = []
        _READ[key] = read(seeds, report=said.append, **options), said
        for old in list(_READ)[:-4]:
            del _READ[old]
    built, lines = _READ[key]
    for line in lines:
        report(line)
    return built


_READ: dict[tuple[str, str], tuple[pipeline.Built, list[str]]] = {}
read = pipeline.read


def clone(target: Path, seeds: Callable[[Path], object] | None = None) -> Path:
    """Copy the project as it stands, without its history, and commit the copy as a repository of its own.

    `seeds` writes others in the place of the project's, where it is given.
    """
    names = git(ROOT, "ls-files", "-co", "--exclude-standard").splitlines()
    for name in names:
        if (ROOT / name).is_file() and not name.startswith(("releases/", "tests/", "bench/")):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    unbury(target / "seeds")
    if seeds is not None:
        shutil.rmtree(target / "seeds")
        seeds(target / "seeds")
    git(target, "init", "-q")
    for name in ("core.compression", "core.looseCompression", "pack.window"):
        git(target, "config", name, "0")  # it is soon thrown away: packing it small costs more than all else of git
    commit(target, "start")
    return target


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def announce(root: Path, version: str, day: str, words: str = "- Rehearsed. Reason: practice.") -> None:
    """Set version and day, and write the changelog's entry."""
    path = root / "seeds" / "dataset.yml"
    text = re.sub(r"^released: .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(
        re.sub(r"^version: .*$", f"version: {version}\nreleased: {day}", text, flags=re.MULTILINE), encoding="utf-8"
    )
    log = root / "CHANGELOG.md"
    entries = re.sub(
        rf"^## {re.escape(version)} .*?(?=^## |\Z)", "", log.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    head, mark, rest = entries.partition("\n## ")
    log.write_text(f"{head}\n## {version} ({day})\n\n### Data\n\n{words}\n{mark}{rest}", encoding="utf-8")


def prepare(root: Path, version: str, day: str, *edits: Edit) -> None:
    """Alter the seeds, announce the version, build and commit: all that a publisher does before releasing."""
    for edit in edits:
        edit(root)
    announce(root, version, day)
    built = script("build.py", "--seeds", root / "seeds", "--out", root)
    assert built.returncode == 0, built.stderr
    commit(root, f"prepare {version}")


def unproved() -> AbstractContextManager[object]:
    """Let releases go without their proof, where a test is about something else."""
    return mock.patch("gongbao.release.prove")


def cut(root: Path, version: str) -> Path:
    """Release and commit it; that it is what it says is proved by the tests that verify it, and not here again."""
    with unproved():
        result = script("release.py", "--root", root)
    assert result.returncode == 0, result.stderr
    assert f"released {version}" in result.stdout
    commit(root, f"release {version}")
    return root / "releases" / version


def correct_a_note(root: Path) -> None:
    """A correction by a person: an explanation put in other words."""
    replace(root / "seeds/registry/terms.csv", "The goals of peaking carbon", "The aims of peaking carbon")
    replace(root / "seeds/registry/indicators.csv", VACCINES, f"{VACCINES} (cumulative)")


def add_a_term(root: Path) -> None:
    """An addition: one more term explained, found in the text."""
    path = root / "seeds/registry/terms.csv"
    path.write_text(path.read_text(encoding="utf-8") + TERM, encoding="utf-8")


def drop_a_term(root: Path) -> None:
    """A removal: a term that is explained no longer, and with it its mention and what the report says by it."""
    for name in ("registry/terms.csv", "reports/bda-2021/term_usages.csv"):
        path = root / "seeds" / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("dual-carbon,")), encoding="utf-8")


def bury(root: Path, version: str, table: str, *keys: str, event: str = "removed") -> None:
    """Write tombstones."""
    path = root / "seeds/tombstones.csv"
    lines = [f"{table},{key},,{event},{version},,演练。,Rehearsed.\n" for key in keys]
    path.write_text(path.read_text(encoding="utf-8") + "".join(lines), encoding="utf-8")


def bury_one(table: str, key: str, root: Path) -> None:
    """Write the tombstone of 2.0.0 for one row."""
    bury(root, "2.0.0", table, key)


def unbury(seeds: Path) -> Path:
    """Forget what earlier releases held: keep the header of the tombstones, and return their file."""
    path = seeds / "tombstones.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return path


def rehearse(first: Path, root: Path) -> Path:
    """Release a correction, an addition and a removal after 1.0.0, and build the current database anew."""
    shutil.copytree(first, root)
    prepare(root, "1.0.1", "2026-12-01", correct_a_note)
    cut(root, "1.0.1")
    prepare(root, "1.1.0", "2026-12-02", add_a_term)
    cut(root, "1.1.0")
    prepare(root, "2.0.0", "2026-12-03", drop_a_term, *(partial(bury_one, *key) for key in TERM_ROWS))
    cut(root, "2.0.0")
    assert script("build.py", "--seeds", root / "seeds", "--out", root).returncode == 0
    return root
