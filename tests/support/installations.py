"""Two Python installations in two time zones, locales and hash seeds: what they make must be the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.paths import ROOT

SETTINGS = (
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
)


@dataclass(frozen=True)
class Installation:
    """A Python with an environment of its own; it borrows the installed packages."""

    python: str
    settings: dict[str, str]

    def run(self, name: str, *words: str | Path) -> None:
        """Run a script of the project; the test fails where it does."""
        env = {**self.settings, "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
        env["PYTHONPATH"] = f"{ROOT / 'src'}:{site_packages()}"
        command = [self.python, "-S", str(ROOT / "scripts" / name), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        assert done.returncode == 0, done.stderr


def copy_sources(folder: Path) -> Path:
    """Copy what the package is made from, and nothing else of the project; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "src"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    shutil.rmtree(folder / "src" / "gongbao.egg-info", ignore_errors=True)
    return folder


def two_installations() -> list[Installation]:
    """Return two different installations; where the machine has one, the test is skipped and says so."""
    pythons = interpreters()
    if len(pythons) < 2:
        pytest.skip("this machine has one Python installation of this version: the comparison of two needs another")
    return [Installation(python, settings) for python, settings in zip(pythons[:2], SETTINGS, strict=True)]


def interpreters() -> list[str]:
    """Python installations of this machine with the same version as the one that runs the tests."""
    wanted = sys.version_info[:2]
    found: dict[str, str] = {os.path.realpath(sys.executable): sys.executable}
    names = [f"/usr/bin/python{wanted[0]}.{wanted[1]}", "/usr/bin/python3", "/usr/local/bin/python3"]
    pyenv = Path.home() / ".pyenv" / "versions"
    names += [str(path) for path in sorted(pyenv.glob("*/bin/python3"))] if pyenv.is_dir() else []
    for name in names:
        if not Path(name).exists() or os.path.realpath(name) in found:
            continue
        version = subprocess.run(
            [name, "-c", "import sys; print(sys.version_info[:2] == " + str(tuple(wanted)) + ")"],
            capture_output=True,
            text=True,
        )
        if version.stdout.strip() == "True":
            found[os.path.realpath(name)] = name
    return list(found.values())


def site_packages() -> str:
    return next(path for path in sys.path if path.endswith("site-packages"))
