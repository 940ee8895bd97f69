"""Building many reports: time and memory by number, each report beside the last as nobody has curated it.

    python bench/reports.py [number …]        (default 1 5 10 20)

The reports are copies of the real text under other names and first lines; every build is a process of its own, memory
its peak resident size. “each” is what one more report costs beside the curated one alone.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = (1, 5, 10, 20)
MODEL = ROOT / "seeds" / "reports" / "bda-2021"


def add_reports(seeds: Path, number: int) -> None:
    """Add so many uncurated reports to a seeds folder."""
    text = (MODEL / "text.txt").read_text(encoding="utf-8")
    known = (MODEL / "report.yml").read_text(encoding="utf-8").replace("review: curated", "review: auto")
    for count in range(1, number + 1):
        home = seeds / "reports" / f"copy-{count}"
        home.mkdir()
        raw = f"第{count}份{text}".encode()
        (home / "text.txt").write_bytes(raw)
        fresh = re.sub(r"sha256: \w+", f"sha256: {hashlib.sha256(raw).hexdigest()}", known)
        (home / "report.yml").write_text(fresh, encoding="utf-8")


def build(number: int) -> tuple[float, float]:
    """Return seconds and peak megabytes of a build of the curated report and so many others."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(ROOT / "seeds", place / "seeds")
        add_reports(place / "seeds", number)
        command = [sys.executable, str(ROOT / "scripts/build.py"), "--seeds", str(place / "seeds"), "--out", name]
        measured = f"import resource, subprocess; subprocess.run({command!r}, check=True, stdout=subprocess.DEVNULL); "
        measured += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        begun = time.perf_counter()
        result = subprocess.run([sys.executable, "-c", measured], check=True, capture_output=True, text=True)
        return time.perf_counter() - begun, int(result.stdout) / 1024


def main(numbers: list[int]) -> None:
    """Measure all numbers and print a table."""
    base, memory = build(0)
    print(f"{0:3} others {base:7.2f} s {memory:6.0f} MB")
    first = None
    for number in numbers:
        seconds, megabytes = build(number)
        each = (seconds - base) / number
        first = first or each
        growth = f"{each / first:4.1f} x the first"
        print(f"{number:3} others {seconds:7.2f} s {megabytes:6.0f} MB   each {each:5.2f} s   {growth}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, default=NUMBERS)
    main(list(parser.parse_args().numbers))
