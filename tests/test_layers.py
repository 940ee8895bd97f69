"""The shape of the code: imports go one way, files stay small, names are documented."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import NamedTuple

import pytest

from support.paths import ROOT

SOURCE = ROOT / "src" / "gongbao"
SITE = SOURCE / "site"
FILES = sorted(SOURCE.rglob("*.py"))
ALL = [*FILES, *sorted((ROOT / "scripts").glob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]


class Room(NamedTuple):
    """A line of the table of rooms: its floor, and the rooms its modules may import."""

    floor: int
    may_import: frozenset[str]


def read_rooms() -> dict[str, Room]:
    """Read the table of rooms that docs/architecture.md shows; “all below” stands for every lower floor."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\d+) \| `(\w+)` \| .* \| ([^|]+) \|$", text, re.MULTILINE)
    floors = {room: int(floor) for floor, room, _ in lines}
    assert len(floors) == len(lines), "a room stands twice in the table"
    below = {room: {other for other in floors if floors[other] < floors[room]} for room in floors}
    named = {room: set(re.findall(r"`(\w+)`", words)) for _, room, words in lines}
    return {
        room: Room(floors[room], frozenset(below[room] if words == "all below" else named[room]))
        for _, room, words in lines
    }


ROOMS = read_rooms()
MODULES = {path: ".".join(path.relative_to(SOURCE).with_suffix("").parts) for path in FILES}


def room_of(module: str) -> str:
    return module.partition(".")[0]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> set[str]:
    """The modules of the package a file imports, wherever in it: at the top, in a function, for types only."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "gongbao":
            base = node.module.removeprefix("gongbao").lstrip(".")
            inside = {f"{base}.{alias.name}".lstrip(".") for alias in node.names}
            found |= {name if name in MODULES.values() else base for name in inside}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("gongbao.") for alias in node.names if alias.name.startswith("gongbao")}
    return found


@pytest.mark.parametrize(
    "path", [f for f in FILES if f != SOURCE / "__init__.py"], ids=lambda p: str(p.relative_to(SOURCE))
)
def test_imports_go_down_only(path: Path) -> None:
    room = room_of(MODULES[path])
    assert room in ROOMS, f"give {room} a floor in the table of docs/architecture.md"
    for other in {room_of(name) for name in imports_of(path)} - {room}:
        assert other in ROOMS, f"{path.name} imports {other or 'the public face of the package'}"
        assert ROOMS[other].floor < ROOMS[room].floor, f"{room} imports {other}, which lies no lower"
        assert other in ROOMS[room].may_import, f"{room} imports {other}, which the table does not allow"


def test_there_is_no_circle() -> None:
    """Neither between modules of one room nor between rooms, whatever an import is for."""
    imports = {name: imports_of(path) for path, name in MODULES.items()}
    left = dict(imports)
    while left:
        free = {name for name, others in left.items() if not (others - {name}) & set(left)}
        assert free, f"these import each other: {sorted(left)}"
        left = {name: others for name, others in left.items() if name not in free}


def test_the_engine_knows_no_file_no_curator_no_table() -> None:
    for path in FILES:
        if room_of(MODULES[path]) == "reading":
            assert {room_of(name) for name in imports_of(path)} <= {"reading", "errors"}, path.name
            words = path.read_text(encoding="utf-8")
            assert not re.search(r"\bopen\(|pathlib|\.read_text|\bcsv\b|\byaml\b", words), path.name


def test_allowed_imports_are_used() -> None:
    """The table allows nothing that nobody needs, so that it stays a picture of the house."""
    used: dict[str, set[str]] = {}
    for path, module in MODULES.items():
        used.setdefault(room_of(module), set()).update(room_of(name) for name in imports_of(path))
    for room, line in ROOMS.items():
        lower = {other for other in ROOMS if ROOMS[other].floor < line.floor}
        if line.may_import != lower:
            assert line.may_import <= used[room], f"{room} does not import {sorted(line.may_import - used[room])}"


@pytest.mark.parametrize("path", ALL, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.py")), ids=lambda p: p.name)
def test_scripts_are_thin(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_public_names_have_docstrings(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), path.name
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        assert not public or ast.get_docstring(node), f"{path.name}: {node.name}"  # type: ignore[union-attr,arg-type]


def test_functions_are_small() -> None:
    sizes = []
    for path in FILES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                size = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
                sizes.append((size, f"{path.name}:{node.name}"))
    assert max(sizes) <= (45, "~"), sorted(sizes)[-3:]
    assert sorted(sizes)[len(sizes) // 2][0] < 10


def test_layers_name_no_missing_module() -> None:
    assert set(ROOMS) == {room_of(name) for name in MODULES.values()} - {"__init__"}


def test_tests_mirror_the_rooms() -> None:
    """A folder of tests bears the name of a room (or of what no room is: browser, cases, reference, support)."""
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    rooms = {room for room in ROOMS if (SOURCE / room).is_dir()}
    assert folders - {"browser", "cases", "reference", "support"} == rooms


distributions = cache(packages_distributions)  # it reads what every installed package says of itself


def names_installed() -> set[str]:
    """Every name Python would import: the standard library's, and those of whatever is installed."""
    return set(sys.stdlib_module_names) | set(distributions())


def test_every_package_the_code_imports_is_declared() -> None:
    """What only comes along with another package, or is there for the tests, may be gone tomorrow."""
    known = distributions()
    lines = requires("gongbao") or []
    for path in FILES:
        extra = f'extra == "{room_of(MODULES[path])}"'  # an extra bears the name of the room that needs it
        mine = [line for line in lines if "extra ==" not in line or extra in line]
        needs = {re.split(r"[ <>=!;~\[]", line)[0].lower() for line in mine}
        for node in ast.walk(parsed(path)):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            named += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for name in {word.partition(".")[0] for word in named} - set(sys.stdlib_module_names) - {"gongbao"}:
                assert {dist.lower().replace("_", "-") for dist in known[name]} & needs, (
                    f"{path.name} imports {name}: declare its package"
                )


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.py")), ids=lambda p: p.name)
def test_no_script_hides_a_module(path: Path) -> None:
    """A script's folder comes first on its path: a script named like a module would be imported in its place."""
    assert path.stem not in names_installed()


def test_every_wall_between_engine_and_content_holds() -> None:
    """The engine knows no report: neither this area's names nor its figures stand in the code."""
    for path in FILES:
        words = path.read_text(encoding="utf-8")
        code = "\n".join(line for line in words.splitlines() if not line.lstrip().startswith(("#", '"""', ">>>")))
        assert "bda-2021" not in code.replace("seeds/reports/bda-2021", ""), path.name
        assert "亦庄" not in code, path.name
