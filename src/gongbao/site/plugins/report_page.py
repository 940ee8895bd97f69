"""The reader: /report/<report_id> shows a whole report with every value and every damaged spot marked.

Anchors: `#s310` the sentence, `#c346` the value and `#e374` the damaged spot that start at that character; and the ids
of sentences, values and damaged spots, which lead to the same words after the text was corrected.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any, NamedTuple

from datasette import Response, hookimpl
from datasette.utils.asgi import NotFound

DATABASE = "gongbao"
SENTENCES = """
select s.sentence_id, s.paragraph, s.char_start, s.char_end, s.text_zh, s.text_en, s.decision, h.level
from sentences s left join sections h using (sentence_id)
where s.report_id = ? order by s.char_start
"""
VALUES = "select * from observations where report_id = ? order by char_start, observation_id"
ERRATA = "select * from errata where report_id = ? order by char_start"


class Piece(NamedTuple):
    """Some characters of a sentence with the rows that cover them; `anchors` are the places that start here."""

    text: str
    covering: tuple[dict[str, Any], ...]
    erratum: dict[str, Any] | None
    anchors: tuple[str, ...]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the address of the reader."""
    return [(r"^/report/(?P<report_id>[^/]+)$", show_report)]


async def show_report(datasette: Any, request: Any) -> Response:
    """Answer with the page of one report; an unknown report is not found."""
    report_id = request.url_vars["report_id"]
    report = await read_rows(datasette, "select * from reports where report_id = ?", report_id)
    if not report:
        raise NotFound(f"There is no report {report_id} 没有这份报告")
    sentences = await read_rows(datasette, SENTENCES, report_id)
    values = await read_rows(datasette, VALUES, report_id)
    errata = await read_rows(datasette, ERRATA, report_id)
    for sentence in sentences:
        sentence["pieces"] = cut(sentence, values, errata)
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda sentence: sentence["paragraph"])]
    context = {"report": report[0], "paragraphs": paragraphs, "values": values, "errata": errata, "database": DATABASE}
    return Response.html(await datasette.render_template("report.html", context, request=request))


async def read_rows(datasette: Any, sql: str, report_id: str) -> list[dict[str, Any]]:
    """Run one query about a report and return all its rows."""
    results = await datasette.get_database(DATABASE).execute(sql, [report_id])
    return [dict(row) for row in results.rows]


def cut(sentence: dict[str, Any], values: list[dict[str, Any]], errata: list[dict[str, Any]]) -> list[Piece]:
    """Cut a sentence wherever a value or a damaged spot starts or ends."""
    start, end = sentence["char_start"], sentence["char_end"]
    mine = [row for row in values if row["char_start"] < end and start < row["char_end"]]
    damaged = [row for row in errata if row["char_start"] < end and start < row["char_end"]]
    sides = [row[side] for row in (*mine, *damaged) for side in ("char_start", "char_end")]
    edges = sorted({start, end, *(min(max(side, start), end) for side in sides)})
    return [piece(sentence, left, right, mine, damaged) for left, right in pairwise(edges)]


def piece(
    sentence: dict[str, Any], left: int, right: int, values: list[dict[str, Any]], errata: list[dict[str, Any]]
) -> Piece:
    """Return the characters from `left` to `right` of the report with what covers them."""
    offset = sentence["char_start"]
    covering = tuple(row for row in values if row["char_start"] <= left and right <= row["char_end"])
    erratum = next((row for row in errata if row["char_start"] <= left and right <= row["char_end"]), None)
    anchors = [f"c{left}"] if any(row["char_start"] == left for row in covering) else []
    anchors += [f"e{left}", erratum["erratum_id"]] if erratum and erratum["char_start"] == left else []
    anchors += [row["observation_id"] for row in covering if row["char_start"] == left]
    return Piece(sentence["text_zh"][left - offset : right - offset], covering, erratum, tuple(anchors))
