"""Old package and changes give the new one, byte for byte, whatever was changed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example as given_example
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.packages.content import Package
from gongbao.releases.changes import read_changes, write_changes
from gongbao.releases.manifest import list_files
from gongbao.releases.replay import apply_changes
from support.small_packages import altered, example, field, write

CELLS = st.text(alphabet='剂家a1,"\n;| %', max_size=4)
ROWS = st.dictionaries(st.integers(0, 12).map("v{}".format), st.tuples(CELLS, CELLS, CELLS), max_size=8)


def model_of(rows: dict[str, tuple[str, ...]], extra: bool, tables: tuple[bool, bool], title: str) -> dict[str, Any]:
    """A package with these rows in this order, perhaps a column more, one or two tables, and a title."""
    model = altered(example()) | {"title": title}
    table = model["tables"]["values"]
    table["rows"] = [[key, *cells] for key, cells in rows.items()]
    if extra:
        table["fields"].insert(2, field("note"))
        for row in table["rows"]:
            row.insert(2, row[1][::-1])
    if not tables[0]:
        del model["tables"]["units"]
    if tables[1]:
        model["tables"]["more"] = altered(example())["tables"]["units"] | {"path": "data/more.csv"}
    return model


MODELS = st.builds(model_of, ROWS, st.booleans(), st.tuples(st.booleans(), st.booleans()), CELLS)


@settings(max_examples=300)
@given(MODELS, MODELS)
@given_example(model_of({"v1": ("", "", ""), "v2": ("a", "", "")}, False, (True, False), ""),
               model_of({"v2": ("", "", ""), "v1": ("", "", "")}, True, (False, True), "x"))  # fmt: skip
def test_changes_repeat_the_new_package(before: dict[str, Any], after: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as place:
        old, new, record = (Path(place) / name for name in ("old", "new", "record"))
        record.mkdir()
        write(before, old)
        write(after, new)
        tally = write_changes(Package(old), Package(new), record)
        assert tally.cells == sum(1 for _ in read_changes(record))
        apply_changes(old, record, Path(place) / "made")
        assert list_files(Path(place) / "made") == list_files(new)
        for name in list_files(new):
            assert (Path(place) / "made" / name).read_bytes() == (new / name).read_bytes(), name


@settings(max_examples=60)
@given(MODELS)
def test_nothing_changed_gives_no_changes(model: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as place:
        old, new, record = (Path(place) / name for name in ("old", "new", "record"))
        record.mkdir()
        tally = write_changes(Package(write(model, old)), Package(write(model, new)), record)
        assert (tally.cells, tally.row_changes()) == (0, [])
