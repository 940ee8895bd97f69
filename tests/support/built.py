"""What the same seeds give is built once a process, however many damaged packages are held against them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gongbao import pipeline
from gongbao.commands import validate
from gongbao.releases.manifest import hash_seeds


@pytest.fixture(scope="session", autouse=True)
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let `validate` take the files of an earlier build of the very same bytes; it builds into an empty folder."""
    home, known = tmp_path_factory.mktemp("built"), dict[str, pipeline.Built]()

    def build(seeds: Path, out: Path, **options: Any) -> pipeline.Built:
        assert not any(out.iterdir())
        key = hash_seeds(seeds)
        if key in known:
            shutil.copytree(home / key, out, dirs_exist_ok=True)
        else:
            known[key] = pipeline.build(seeds, out, **options)
            shutil.copytree(out, home / key)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "pipeline", SimpleNamespace(build=build, render_news=pipeline.render_news))
        yield
