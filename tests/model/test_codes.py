"""The code lists: data, read strictly; every fault is one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.errors import SeedError
from gongbao.model import codes
from gongbao.model.codes import CODELISTS, read_codes
from gongbao.model.rows import TABLES, column_of

HEADER = "codelist,code,name_en,name_zh,description_en,description_zh\n"
LINE = "status,actual,actual,实际,reported as a fact,作为事实报告\n"


def test_every_list_is_used_by_a_column() -> None:
    """Lists of the published tables stand in their columns; the others belong to the history."""
    used = {column_of(model, name).codelist for model in TABLES for name in model.columns} - {None}
    assert used <= set(CODELISTS)
    assert set(CODELISTS) - used == {"version_level", "change", "change_kind", "tombstone_event"}


def test_a_code_knows_its_line() -> None:
    lines = codes.FILE.read_text(encoding="utf-8").splitlines()
    for name, members in CODELISTS.items():
        for code in members:
            assert lines[code.line - 1].startswith(f"{name},{code.code},")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,codelist\n", "codes.csv:1: the header is not codelist,code,"),
        ("", "codes.csv:1: the header is not"),
        (HEADER + "status,actual,actual\n", "codes.csv:2: needs 6 filled cells"),
        (HEADER + "status,actual,actual,,reported,报告\n", "codes.csv:2: needs 6 filled cells"),
        (HEADER + LINE.replace("actual,actual", "Actual,actual"), "codes.csv:2: “Actual” is no name of lower-case"),
        (HEADER + LINE + LINE, "codes.csv:3: status has “actual” already in line 2: remove one"),
        (
            HEADER + LINE + LINE.replace("status", "other") + LINE.replace("actual,", "target,", 1),
            "codes.csv:4: status goes on after another list",
        ),
    ],
)
def test_a_faulty_list_is_one_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as fault:
        read_codes(path)
    assert message in str(fault.value)
    assert "\n" not in str(fault.value)
