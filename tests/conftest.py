"""Shared fixtures: the real seeds, a throw-away copy of them, and what many tests look at, made once."""

from __future__ import annotations

import gc
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from gongbao import pipeline
from gongbao.reading.lexicon import Lexicon
from gongbao.seeds.lexicon import load_lexicon
from support import rehearsal
from support.built import built_once as built_once
from support.commands import run_here, run_script
from support.found import found_once as found_once
from support.paths import ROOT, SEEDS
from support.shared import make_once
from support.small_seeds import seeds_without_report, small_seeds

settings.register_profile("untimed", deadline=None)  # a loaded machine is no fault of the code
settings.load_profile("untimed")

LONG = {
    "first",
    "corrected",
    "rehearsed",
    "ready",
    "due",
    "short_due",
    "short_ready",
    "office",
    "cffconvert",
    "wheel",
    "python",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests in a browser take another way to the site."""
    parser.addoption("--through", choices=["nginx"], help="the way of tests/browser to the site: nginx, below a path")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Call a test slow that drives another program or whole releases; `make check` leaves it to `make test`."""
    for item in items:
        if LONG & set(getattr(item, "fixturenames", ())) or "browser" in item.path.parts:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Keep what was imported and collected out of every later search for garbage: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def built() -> pipeline.Built:
    return pipeline.read(SEEDS)


def build_beside_seeds(folder: Path) -> None:
    shutil.copytree(SEEDS, folder / "seeds")
    pipeline.build(folder / "seeds", folder)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built package with the seeds beside it, as in a clone; nobody writes into it."""
    return make_once(tmp_path_factory, "package", build_beside_seeds)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh build with all releases and documents beside it, as `make serve` has it; nobody writes into it."""

    def make(folder: Path) -> None:
        for name in ("docs", "releases"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("CHANGELOG.md", "LICENSE"):
            shutil.copy(ROOT / name, folder / name)
        build_beside_seeds(folder)

    return make_once(tmp_path_factory, "served", make)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds a test may damage."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    return tmp_path / "seeds"


@pytest.fixture
def other_seeds(tmp_path: Path) -> Path:
    """The same without the curated report, for a test that adds one of its own."""
    return seeds_without_report(tmp_path / "seeds")


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run one of the scripts as a person would and return what it printed; with `env` in a process of its own."""

    def run(name: str, *words: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return run_script(name, *words, env=env, cwd=tmp_path) if env else run_here(name, *words, cwd=tmp_path)

    return run


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that has released 1.0.0; nobody writes into it."""

    def make(root: Path) -> None:
        rehearsal.clone(root)
        rehearsal.prepare(root, "1.0.0", "2026-11-24")
        rehearsal.cut(root, "1.0.0")

    return make_once(tmp_path_factory, "first", make)


@pytest.fixture(scope="session")
def corrected(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same repository with a correction committed that is to become 1.0.1; nobody writes into it."""

    def make(root: Path) -> None:
        shutil.copytree(first, root)
        rehearsal.prepare(root, "1.0.1", "2026-11-24", rehearsal.correct_a_note)

    return make_once(tmp_path_factory, "corrected", make)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of a short report that has released nothing and is to become 1.0.0; nobody writes into it."""

    def make(root: Path) -> None:
        rehearsal.clone(root, small_seeds)
        rehearsal.prepare(root, "1.0.0", "2026-11-24")

    return make_once(tmp_path_factory, "prepared", make)


@pytest.fixture(scope="session")
def short_first(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after its release of 1.0.0; nobody writes into it."""

    def make(root: Path) -> None:
        shutil.copytree(prepared, root)
        rehearsal.cut(root, "1.0.0")

    return make_once(tmp_path_factory, "short_first", make)


@pytest.fixture(scope="session")
def short_corrected(short_first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, corrected and about to become 1.0.1; nobody writes into it."""

    def make(root: Path) -> None:
        shutil.copytree(short_first, root)
        rehearsal.prepare(root, "1.0.1", "2026-11-24", rehearsal.correct_a_note)

    return make_once(tmp_path_factory, "short_corrected", make)


@pytest.fixture(scope="session")
def rehearsed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same repository after a correction, an addition and a removal, each released; nobody writes into it."""
    return make_once(tmp_path_factory, "rehearsed", lambda root: rehearsal.rehearse(first, root))


@pytest.fixture
def ready(first: Path, tmp_path: Path) -> Path:
    """A copy of the repository with 1.0.0 that a test may go on with."""
    return Path(shutil.copytree(first, tmp_path / "main"))


@pytest.fixture
def due(corrected: Path, tmp_path: Path) -> Path:
    """A copy of the repository that is to become 1.0.1, for a test to go on with."""
    return Path(shutil.copytree(corrected, tmp_path / "main"))


@pytest.fixture
def short_ready(short_first: Path, tmp_path: Path) -> Path:
    """A copy of the repository of a short report with 1.0.0, for what holds whatever the report."""
    return Path(shutil.copytree(short_first, tmp_path / "main"))


@pytest.fixture
def short_due(short_corrected: Path, tmp_path: Path) -> Path:
    """A copy of the repository of a short report that is to become 1.0.1, for processes of their own to release."""
    return Path(shutil.copytree(short_corrected, tmp_path / "main"))
