"""Shared fixtures: the real seeds, a throw-away copy of them, and one build for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.reading.lexicon import Lexicon
from gongbao.seeds.folders import load_lexicon, load_registry

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(SEEDS, load_registry(SEEDS).units)


@pytest.fixture(scope="session")
def built() -> pipeline.Built:
    return pipeline.read(SEEDS)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built package with the seeds beside it, as in a clone."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(SEEDS, folder / "seeds")
    pipeline.build(folder / "seeds", folder)
    return folder


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds a test may damage."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    return tmp_path / "seeds"


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run one of the scripts as a person would and return what it printed."""

    def run(name: str, *words: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "scripts" / name), *map(str, words)]
        return subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **(env or {})}, cwd=tmp_path, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that has released 1.0.0."""
    from rehearsal import clone, cut, prepare

    root = clone(tmp_path_factory.mktemp("first") / "main")
    prepare(root, "1.0.0", "2026-11-24")
    cut(root, "1.0.0")
    return root


@pytest.fixture(scope="session")
def rehearsed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same repository after a correction, an addition and a removal, each released."""
    from rehearsal import rehearse

    return rehearse(first, tmp_path_factory.mktemp("rehearsed") / "main")


@pytest.fixture
def ready(first: Path, tmp_path: Path) -> Path:
    """A copy of the repository with 1.0.0 that a test may go on with."""
    shutil.copytree(first, tmp_path / "main")
    return tmp_path / "main"
