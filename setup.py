"""Compiles the reading to C where GONGBAO_COMPILED=1 is set; all else about the package stands in pyproject.toml."""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import Extension, setup

READING = Path("src/gongbao/reading")


def extensions() -> list[Extension]:
    """Return the modules of the reading as extensions; none unless it is asked for, so no compiler is needed."""
    if os.environ.get("GONGBAO_COMPILED") != "1":
        return []
    from mypyc.build import mypycify

    modules = sorted(str(path) for path in READING.glob("*.py") if path.name != "__init__.py")
    return mypycify(modules, opt_level=os.environ.get("GONGBAO_OPTIMIZATION", "3"))


setup(ext_modules=extensions())
