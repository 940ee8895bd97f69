"""A Data Package read by its own schemas: types, canonical writing, and what is no package."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.errors import ReleaseError
from gongbao.packages.content import Package, canonical, fingerprint, parse
from support.small_packages import altered, example, write


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=2))
def test_a_number_is_written_alike_whatever_carries_it(number: Decimal) -> None:
    """CSV carries text, Parquet and SQLite a double, JSON either: one canonical writing."""
    written = canonical(number)
    assert written is not None
    assert canonical(float(number)) == written
    assert canonical(parse(written, "number")) == written
    assert "E" not in written


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_a_text_is_itself(text: str) -> None:
    assert canonical(parse(text, "string")) == text


def test_dates_and_lists() -> None:
    assert canonical(date(2021, 12, 31)) == "2021-12-31"
    assert parse("甲;乙", "list") == ("甲", "乙")
    assert canonical(("甲", "乙")) == canonical(["甲", "乙"]) == "甲;乙"
    assert parse("", "list") == ()
    assert canonical(()) is None


def test_order_of_rows_and_columns_counts(tmp_path: Path) -> None:
    model = example()
    changed = altered(model)
    changed["tables"]["values"]["rows"].reverse()
    found = [read_whole(write(m, tmp_path / name)) for name, m in (("old", model), ("new", changed))]
    assert found[0] != found[1]


def read_whole(root: Path) -> str:
    package = Package(root)
    return fingerprint(package.tables, package)[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("datapackage.json", "", "datapackage.json: no readable descriptor"),
        ("datapackage.json", "[]", "datapackage.json: holds no JSON object"),
        ("schemas/units.json", "{}", "schemas/units.json: lacks 'fields'"),
        ("schemas/units.json", '{"fields": [{"name": "x"}]}', "schemas/units.json: lacks 'type'"),
        ("data/units.csv", "a,b\n", "data/units.csv:1: its header is not what its schema says"),
        ("data/units.csv", None, "data/units.csv: the file is missing"),
    ],
)
def test_what_is_no_package_is_one_line(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    root = write(example(), tmp_path)
    if content is None:
        (root / name).unlink()
    else:
        (root / name).write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError) as fault:
        read_whole(root)
    assert str(fault.value).startswith(message)
    assert "\n" not in str(fault.value)


def test_a_package_without_version(tmp_path: Path) -> None:
    root = write(example(), tmp_path)
    content = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    del content["version"]
    (root / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ReleaseError, match="states no version"):
        _ = Package(root).version
