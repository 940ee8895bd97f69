"""Examine a text before it is frozen: what spoils it, where, and what the engine will do about it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gongbao.errors import SourceError, counted
from gongbao.reading.hygiene import Finding, count_findings, inspect
from gongbao.reading.lexicon import SourceDamage
from gongbao.reading.text import show
from gongbao.seeds.files import read_plain
from gongbao.seeds.lexicon import load_lexicon

SHOWN = 5


def main(_root: Path | None, words: Sequence[str] | None = None) -> int:
    """Parse the options and list what is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="a text file")
    parser.add_argument("--all", action="store_true", help=f"show every place, not only the first {SHOWN} of a kind")
    options = parser.parse_args(words)
    text = read_plain(options.file, options.file.name, SourceError)
    lexicon = load_lexicon()
    findings = inspect(text, lexicon)
    if not findings:
        print(f"{options.file.name}: {counted(len(text), 'character')}, nothing spoils it 未见受损之处")
    for kind, those in count_findings(findings, lexicon):
        print("\n".join(describe(kind, those, text, len(those) if options.all else SHOWN)))
    return 0


def describe(kind: SourceDamage, findings: list[Finding], text: str, most: int) -> list[str]:
    """Return the lines on one kind: count, names, what the engine does, and the places."""
    lines = [
        f"{kind.kind}: {len(findings)} · {kind.name_en} {kind.name_zh}",
        f"  {kind.effect_en} · {kind.effect_zh}",
    ]
    for finding in findings[:most]:
        line = text.count("\n", 0, finding.span.start) + 1
        column = finding.span.start - (text.rfind("\n", 0, finding.span.start) + 1) + 1
        lines.append(f"  {line}:{column}  {spell(show(text, finding.span))}")
    if len(findings) > most:
        lines.append(f"  … {len(findings) - most} more (--all shows them)")
    return lines


def spell(words: str) -> str:
    """Write invisible characters by their code points."""
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in words)
