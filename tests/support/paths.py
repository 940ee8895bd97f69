"""Where things lie, as the tests see them."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SEEDS = ROOT / "seeds"
CASES = TESTS / "cases"
CORPUS = ROOT.parent / "shared" / "corpus"
SHAPES = ROOT.parent / "shared" / "shapes"
