"""Time of the whole build in a new process, beside csvkit's csvsql loading the same tables into SQLite."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gongbao.model.rows import TABLES

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5


def seconds(command: list[str], folder: Path) -> float:
    """Return the median wall time of a command in a new process."""
    times = []
    for _ in range(ROUNDS):
        for stale in folder.glob("*.db"):
            stale.unlink()
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONUTF8": "1"}, cwd=ROOT)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> int:
    """Measure build and validation against the alternative."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = [sys.executable, "scripts/build.py", "--out", str(folder)]
        validate = [sys.executable, "scripts/validate.py"]
        tables = [f"data/{model.table}.csv" for model in TABLES]
        csvsql = [
            str(Path(sys.executable).with_name("csvsql")),
            "-y",
            "0",
            "--db",
            f"sqlite:///{folder}/alternative.db",
        ]
        ours = seconds(build, folder)
        theirs = seconds([*csvsql, "--insert", *tables], folder)
        whole = seconds(validate, folder)
    lines = (
        ("build (text to CSV, schemas, descriptor, SQLite, search)", ours),
        ("csvsql --insert of the finished CSV files", theirs),
        ("validate (rebuild, frictionless, pydantic, laws)", whole),
    )
    for name, time_taken in lines:
        print(f"{name:58} {time_taken:6.2f} s {time_taken / ours:5.1f} x the build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
