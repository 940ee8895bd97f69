"""Compiles the reading to C where GONGBAO_COMPILE tells how well (0 to 3); all else stands in pyproject.toml.

The same modules, unchanged, by mypyc, which comes with mypy: `GONGBAO_COMPILE=3 pip install --no-build-isolation .`
needs both, a C compiler and Python's headers. Without that variable nothing is compiled and nothing is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

READING = Path("src/gongbao/reading")


def extensions() -> list[Extension]:
    """Return the modules of the reading as extensions, none where nobody asks for them or only a name is asked."""
    level = os.environ.get("GONGBAO_COMPILE", "")
    if not level or not {"build_ext", "bdist_wheel"} & set(sys.argv):
        return []
    from mypyc.build import mypycify

    modules = sorted(str(path) for path in READING.glob("*.py") if path.name != "__init__.py")
    made = mypycify(modules, opt_level=level, debug_level="0")
    for extension in made:
        extension.extra_compile_args += ["-w"]  # to look for warnings in C nobody wrote takes most of the time
    return made


setup(ext_modules=extensions())
