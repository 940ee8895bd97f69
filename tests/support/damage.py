"""Seeds damaged on purpose, and the one line a build must say of it."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from gongbao.resources import LEXICON
from support.paths import SEEDS

Run = Callable[..., "subprocess.CompletedProcess[str]"]
REPORT = "reports/bda-2021"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def add_report(seeds: Path, name: str, text: str, *, year: int = 2021) -> Path:
    """Add a report that nobody has curated, as a publisher does: a text and what is known of it; returns its folder."""
    home = seeds / "reports" / name
    home.mkdir()
    (home / "text.txt").write_text(text, encoding="utf-8")
    known = (SEEDS / REPORT / "report.yml").read_text(encoding="utf-8")
    known = known.replace("review: curated", "review: auto")
    known = known.replace("year_covered: 2021", f"year_covered: {year}")
    known = known.replace("year_planned: 2022", f"year_planned: {year + 1}")
    known = re.sub(r"sha256: \w+", f"sha256: {hashlib.sha256(text.encode()).hexdigest()}", known)
    (home / "report.yml").write_text(known, encoding="utf-8")
    return home


def refreeze(seeds: Path, raw: bytes) -> None:
    """Put another text in place and state its checksum, as someone who means it would."""
    (seeds / REPORT / "text.txt").write_bytes(raw)
    path = seeds / REPORT / "report.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    fresh = [f"sha256: {hashlib.sha256(raw).hexdigest()}" if line.startswith("sha256:") else line for line in lines]
    path.write_text("\n".join(fresh) + "\n", encoding="utf-8")


def fails(run: Run, seeds: Path, tmp_path: Path, *, says: tuple[str, ...], lexicon: Path = LEXICON) -> str:
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    result = run("build.py", "--seeds", seeds, "--out", out, "--lexicon", lexicon)
    assert result.returncode == 1, result.stdout
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    for words in says:
        assert words in lines[0], lines[0]
    assert not [path for path in out.rglob("*") if path.is_file()], "something was written"
    return lines[0]
