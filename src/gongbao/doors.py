"""What every script shares: errors as one line on standard error, progress on a terminal only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gongbao.errors import CheckError, GongbaoError

ROOT = Path(__file__).resolve().parents[2]


def run(main: Callable[[], int]) -> None:
    """Run a script's main; a GongbaoError becomes its line and exit status 1.

    A reader that stops listening (`| head`) ends the script without a word.
    """
    try:
        status = main()
        sys.stdout.flush()
        sys.exit(status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
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
