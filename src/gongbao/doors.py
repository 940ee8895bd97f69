"""What every script shares: errors as one line on standard error, progress on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from gongbao.errors import CheckError, GongbaoError

ROOT = Path(__file__).resolve().parents[2]


def run(main: Callable[[], int]) -> None:
    """Run a script's main; a GongbaoError becomes its line and exit status 1."""
    try:
        sys.exit(main())
    except CheckError as fault:
        for line in fault.failures:
            print(f"error: {line}", file=sys.stderr)
        sys.exit(1)
    except GongbaoError as fault:
        print(f"error: {fault}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted: nothing was changed", file=sys.stderr)
        sys.exit(130)


def progress() -> Callable[[str], None]:
    """Return a printer of progress lines with seconds since the start; silent where nobody watches."""
    if not sys.stderr.isatty():
        return lambda _line: None
    begun = time.perf_counter()
    return lambda line: print(f"{time.perf_counter() - begun:6.2f} s  {line}", file=sys.stderr)
