"""A doubt leads to the row it doubts, whatever key that has."""

from __future__ import annotations

import pytest
from datasette.app import Datasette

from gongbao.site.wording.cells import Cells


@pytest.mark.parametrize(
    ("table", "row_id", "address"),
    [
        ("observations", "some-2021-o45", "/gongbao/observations/some-2021-o45"),
        ("project_organizations", "a/b/operator", "/gongbao/project_organizations/a,b,operator"),
    ],
)
def test_a_doubt_leads_to_its_row(table: str, row_id: str, address: str) -> None:
    site = Datasette()
    site.add_memory_database("gongbao")
    row = {"table_name": table, "row_id": row_id}
    drawn = Cells(site, "gongbao", "doubts").draw("row_id", row)
    assert drawn.startswith(f'<a href="{address}">')
