"""Makes the disk slow for the process whose PYTHONPATH names this folder: each move and each flush takes its time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

SECONDS = float(os.environ.get("SLOW_DISK", "0"))


def slowed(call: Callable[..., Any]) -> Callable[..., Any]:
    def wait(*words: Any, **options: Any) -> Any:
        time.sleep(SECONDS)
        return call(*words, **options)

    return wait


if SECONDS:
    os.replace = slowed(os.replace)  # type: ignore[assignment]
    os.fsync = slowed(os.fsync)  # type: ignore[assignment]
