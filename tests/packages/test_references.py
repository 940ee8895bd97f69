"""References are asked by this project instead of frictionless: by the same rule, row by row."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import frictionless
import pytest

from gongbao.packages.conformity import check_conformity
from gongbao.packages.content import Package, Table

Key = dict[str, Any]
Found = set[tuple[str, int | None]]


def theirs(root: Path) -> Found:
    """The rows that frictionless itself finds without what they refer to, by table and number."""
    report = frictionless.validate(str(root / "datapackage.json"), type="package")
    assert not report.errors, report.errors
    return {(t.name, e.row_number) for t in report.tasks for e in t.errors if e.type == "foreign-key"}


def ours(root: Path) -> Found:
    return {(str(fault.table), fault.row) for fault in check_conformity(root) if fault.law == "foreign key"}


def break_one(root: Path, table: Table, key: Key, skip: set[int]) -> int | None:
    """Let a reference of one row (another each time) lead nowhere; None where no row has it."""
    with (root / table.path).open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    place = lines[0].index(key["fields"][0])
    number = next((n for n, line in enumerate(lines) if n and n not in skip and line[place]), None)
    if number is not None:
        lines[number][place] += "-gone"
        with (root / table.path).open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(lines)
    return number


def test_every_declared_reference_is_asked_as_frictionless_would(package: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(package, tmp_path / "package"))
    broken: Found = set()
    for table in Package(root).tables:
        for key in table.schema.get("foreignKeys", ()):
            number = break_one(root, table, key, {row - 1 for name, row in broken if row and name == table.name})
            if number is not None:
                broken.add((table.name, number + 1))
    assert len(broken) > 40
    assert broken <= ours(root)
    assert ours(root) == theirs(root)


def write_table(root: Path, name: str, lines: list[list[str]], keys: list[Key], **types: str) -> Key:
    (root / f"{name}.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    fields = [{"name": column, "type": types.get(column, "string")} for column in lines[0]]
    schema = {"fields": fields, "missingValues": ["", "-"], "foreignKeys": keys}
    (root / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    return {"name": name, "type": "table", "path": f"{name}.csv", "schema": f"{name}.json"}


def refers(fields: Any, resource: str, aims: Any) -> Key:
    return {"fields": fields, "reference": {"resource": resource, "fields": aims}}


AIMS = [["a", "b", "n"], ["x", "1", "7"], ["y", "2", "8"], ["", "3", "9"], ["", "", ""]]
CASES: dict[str, tuple[list[list[str]], list[Key], list[int]]] = {
    "met": ([["a"], ["x"], ["y"]], [refers(["a"], "aims", ["a"])], []),
    "unmet": ([["a"], ["x"], ["z"], ["X"]], [refers(["a"], "aims", ["a"])], [3, 4]),
    "a name alone": ([["a"], ["x"], ["z"]], [refers("a", "aims", "a")], [3]),
    "empty is none": ([["a", "b"], ["", "1"], ["-", "1"], ["z", "1"]], [refers(["a"], "aims", ["a"])], [4]),
    "two columns": (
        [["a", "b"], ["x", "1"], ["x", "2"], ["", "3"], ["y", ""], ["", ""]],
        [refers(["a", "b"], "aims", ["a", "b"])],
        [3, 5],
    ),
    "itself": ([["a", "b"], ["p", ""], ["q", "p"], ["r", "s"]], [refers(["b"], "", ["a"])], [4]),
    "another column": ([["a"], ["1"], ["x"]], [refers(["a"], "aims", ["b"])], [3]),
    "other types": ([["a"], ["7"]], [refers(["a"], "aims", ["n"])], [2]),
    "a column that is not there": ([["a"], ["x"]], [refers(["a"], "aims", ["nowhere"])], [2]),
    "two keys": ([["a", "b"], ["x", "9"], ["z", "1"]], [refers([c], "aims", [c]) for c in "ab"], [2, 3]),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_frictionless_s_own_rule(name: str, tmp_path: Path) -> None:
    lines, keys, numbers = CASES[name]
    resources = [write_table(tmp_path, "aims", AIMS, [], n="integer"), write_table(tmp_path, "rows", lines, keys)]
    words = json.dumps({"name": "small", "resources": resources})
    (tmp_path / "datapackage.json").write_text(words, encoding="utf-8")
    assert ours(tmp_path) == {("rows", number) for number in numbers}
    assert theirs(tmp_path) == ours(tmp_path)


@pytest.mark.parametrize("damage", ["missing", "empty", "not UTF-8", "another header", "no such table"])
def test_where_it_cannot_be_asked_the_package_does_not_fit(damage: str, tmp_path: Path) -> None:
    aim = "nowhere" if damage == "no such table" else "aims"
    resources = [
        write_table(tmp_path, "aims", AIMS, [], n="integer"),
        write_table(tmp_path, "rows", [["a"], ["x"]], [refers(["a"], aim, ["a"])]),
    ]
    words = json.dumps({"name": "small", "resources": resources})
    (tmp_path / "datapackage.json").write_text(words, encoding="utf-8")
    raw = {
        "missing": None,
        "empty": b"",
        "not UTF-8": "甲,b,n\n".encode("gb18030"),
        "another header": b"c,b,n\nx,1,7\n",
    }
    if damage in raw:
        (tmp_path / "aims.csv").unlink()
        if (content := raw[damage]) is not None:
            (tmp_path / "aims.csv").write_bytes(content)
    assert not frictionless.validate(str(tmp_path / "datapackage.json"), type="package").valid
    assert list(check_conformity(tmp_path))


def test_what_fitted_once_is_asked_anew_when_a_byte_changes(package: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(package, tmp_path / "package"))
    assert list(check_conformity(root)) == []
    for name, old, new in (
        ("data/observations.csv", ",1700000000,", ",banana,"),
        ("schemas/observations.json", '"type": "number"', '"type": "integer"'),
        ("datapackage.json", '"sha256:', '"sha256:0'),
    ):
        path, text = root / name, (root / name).read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert list(check_conformity(root)), name
        path.write_text(text, encoding="utf-8")
        assert list(check_conformity(root)) == []
