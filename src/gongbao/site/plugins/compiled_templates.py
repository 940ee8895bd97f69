"""Templates are compiled once, not at every start: Jinja keeps them in a folder of the user while they stay."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from datasette import hookimpl
from jinja2 import FileSystemBytecodeCache


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Keep compiled templates where Jinja finds a place that is the user's alone; else they are compiled anew."""
    with suppress(RuntimeError, OSError):
        env.bytecode_cache = FileSystemBytecodeCache()
