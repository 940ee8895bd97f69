"""The shape of the code: imports go one way, files stay small, names are documented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "gongbao"
LAYERS = (
    ("errors",),
    ("text", "search", "codes", "units"),
    ("lexicon", "numerals", "column"),
    ("content", "citation_formats"),
    ("columns", "undertaking_columns", "history_columns"),
    ("row", "quantities", "sections", "ledger", "periods", "statements"),
    ("vocabulary_rows", "text_rows", "undertaking_rows", "concepts", "entities"),
    ("rows", "kinds", "history_rows"),
    ("observations", "seedfiles"),
    ("reader", "seed_models", "dataset"),
    ("lexicon_seeds", "candidates", "proposals"),
    ("proposal_scores",),
    ("seeds",),
    ("curation", "sentences", "receipts"),
    ("observation_rows", "text_tables", "undertakings"),
    ("mention_rows",),
    ("tables",),
    ("failures",),
    ("measure_checks", "undertaking_checks"),
    ("checks", "packages"),
    ("citations",),
    ("exports",),
    ("publish", "releases"),
    ("pipeline",),
    ("doors", "serving", "recordings"),
    ("release",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FILES = sorted(SOURCE.rglob("*.py"))
ALL = [
    *FILES,
    *sorted((ROOT / "scripts").glob("*.py")),
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "site").rglob("*.py")),
]


def module_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imports_of(path: Path) -> set[str]:
    """The gongbao modules a file imports when it runs (imports for type checking aside)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("gongbao"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize(
    "path", [f for f in FILES if f.name != "__init__.py"], ids=lambda p: str(p.relative_to(SOURCE))
)
def test_imports_go_down_only(path: Path) -> None:
    module = module_of(path)
    assert module in LEVEL, f"give {module} a layer here and in docs/architecture.md"
    for other in imports_of(path) - {module}:
        assert LEVEL[other] < LEVEL[module], f"{module} imports {other}"


@pytest.mark.parametrize("path", ALL, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.py")), ids=lambda p: p.name)
def test_scripts_are_thin(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_public_names_have_docstrings(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path.name
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        assert not public or ast.get_docstring(node), f"{path.name}: {node.name}"  # type: ignore[union-attr,arg-type]


def test_functions_are_small() -> None:
    sizes = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                size = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
                sizes.append((size, f"{path.name}:{node.name}"))
    assert max(sizes) <= (45, "~"), sorted(sizes)[-3:]
    assert sorted(sizes)[len(sizes) // 2][0] < 10


def test_layers_name_no_missing_module() -> None:
    there = {module_of(path) for path in FILES} - {"__init__"}
    assert set(LEVEL) == there


def test_every_wall_between_engine_and_content_holds() -> None:
    """The engine knows no report: neither this area's names nor its figures stand in the code."""
    for path in FILES:
        words = path.read_text(encoding="utf-8")
        code = "\n".join(line for line in words.splitlines() if not line.lstrip().startswith(("#", '"""', ">>>")))
        assert "bda-2021" not in code.replace("seeds/reports/bda-2021", ""), path.name
        assert "亦庄" not in code, path.name
