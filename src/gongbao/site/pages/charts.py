"""The figures of the page of charts: what each counts, in words and in a table that the drawing is made from.

Every figure has one query in `charts/*.sql`, asked of one report. Its table is the only source of its drawing: a cell
has a number as it is (`value`) and as it is read (`text`).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from gongbao.model.codes import CODELISTS
from gongbao.resources import SITE
from gongbao.site.addresses import row_url
from gongbao.site.current_data import Row, rows_of
from gongbao.site.wording.figures import exact
from gongbao.site.wording.labels import code_name, column_title, table_title
from gongbao.site.wording.languages import count, data, pick, said, side, t
from gongbao.site.wording.names import DATABASE

CHARTS = SITE / "charts"
THEMED = ("observations", "projects", "policies", "commitments")
VALUES = ("observation", "target")
"""Roles of the numerals that are values."""
NAMED = 3  # groups that are named where several are the largest


class Cell(NamedTuple):
    """A cell: what it says; of a number the value, of a code the code."""

    text: str | Markup
    value: object = None
    number: bool = True


class Line(NamedTuple):
    """A line of a table: its name, what tells it from others of that name, its cells, the address of its row."""

    label: Markup
    cells: list[Cell]
    note: Markup = Markup("")
    url: str = ""


class Column(NamedTuple):
    """A column: the name the drawing knows it by (nothing where it is not drawn), its title, whether it has "
    "numbers."""

    series: str
    title: str | Markup
    number: bool = True


class Block(NamedTuple):
    """Lines that belong together, under a title or under none."""

    title: str | Markup
    lines: list[Line]


class Link(NamedTuple):
    """A way to what a figure is made of."""

    title: str | Markup
    href: str


class Figure(NamedTuple):
    """A figure: its words, the form it is drawn in, the title of its axis, its table, the queries behind it."""

    figure_id: str
    form: str
    title: Markup
    help: Markup
    summary: Markup
    axis: str | Markup
    first: str | Markup
    columns: list[Column]
    blocks: list[Block]
    links: list[Link]
    groups: list[tuple[str, int]] = []  # noqa: RUF012 - read only


@cache
def query(name: str) -> str:
    """Return the text of a query of this page."""
    return (CHARTS / f"{name}.sql").read_text(encoding="utf-8")


async def figures_of(datasette: Any, report_id: str) -> list[Figure]:
    """Return all figures of a report in the order of the page."""
    makers = {
        "growth_rates": growth_rates,
        "rows_by_theme": rows_by_theme,
        "project_pipeline": project_pipeline,
        "promises_by_theme": promises_by_theme,
        "coverage": coverage,
    }
    figures = []
    for name, make in makers.items():
        rows = await rows_of(datasette, query(name), report_id=report_id)
        figures.append(make(datasette, report_id, rows))
    return figures


def canned(datasette: Any, report_id: str, *names: str) -> list[Link]:
    """Return the ways to saved queries, asked of a report."""
    queries = datasette.metadata("databases")[DATABASE]["queries"]
    asked = urlencode({"report_id": report_id})
    titles = {name: queries[name]["title"].split(" · ", 1) for name in names}
    return [
        Link(data(titles[name][-1 if side() == "zh" else 0]), f"{datasette.urls.table(DATABASE, name)}?{asked}")
        for name in names
    ]


def own(datasette: Any, report_id: str, name: str) -> Link:
    """Return the way to the very query of a figure on the page for own SQL."""
    asked = urlencode({"sql": query(name), "report_id": report_id})
    return Link(t("The query behind it"), f"{datasette.urls.database(DATABASE)}?{asked}")


def table_link(datasette: Any, report_id: str, table: str) -> Link:
    """Return the way to the rows of a table or view that are of a report."""
    return Link(table_title(table), f"{datasette.urls.table(DATABASE, table)}?{urlencode({'report_id': report_id})}")


def theme_name(row: Row) -> Markup:
    """Return the name of a row's theme."""
    return said(row["name_en"], row["name_zh"]) or t("no theme yet")


def told(*parts: str | Markup) -> Markup:
    """Join parts by spaces, none after a full-width colon; each keeps its language and what it is."""
    spaced = [Markup.escape(part) if part.endswith("：") else Markup("{} ").format(part) for part in parts[:-1]]
    return Markup("").join([*spaced, parts[-1]])


def colon(title: str | Markup) -> Markup:
    """Return a title with the colon of the reader's language."""
    return Markup.escape(title) + pick(":", "：")


def parted(*parts: str | Markup) -> Markup:
    """Join parts by points."""
    return Markup(" · ").join(parts)


def largest_groups(rows: list[Row]) -> Markup:
    """Return the groups of projects that are the largest; of many that are as large only how large that is."""
    most = max(row["projects"] for row in rows)
    groups = [
        parted(
            theme_name(row),
            code_name("timeframe", row["timeframe"]),
            told(code_name("project_status", row["project_status"]), f"{most:,}"),
        )
        for row in rows
        if row["projects"] == most
    ]
    if len(groups) > NAMED:
        return t("No group is larger than {n}.", n=f"{most:,}")
    return told(count("Largest group:", "Largest groups:", len(groups)), Markup(pick("; ", "；")).join(groups))


def number(value: int) -> Cell:
    """Return a count as a cell."""
    return Cell(f"{value:,}", value)


def share(part: int, whole: int) -> float:
    """Return how many per cent a part is of a whole, to one place; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def percent(value: float) -> str:
    """Write a share.

    >>> percent(75.4), percent(100.0)
    ('75.4%', '100%')
    """
    return f"{exact(value)}%"


def change(row: Row) -> Markup:
    """Write a change with its sign and, where the report says so, that it is about, more than or less than so "
    "much."""
    value = row["change_percent"]
    sign = "+" if value > 0 else "−" if value < 0 else ""
    written = f"{sign}{exact(abs(value))}%"
    if row["qualifier"] in (None, "", "exact"):
        return Markup.escape(written)
    return told(code_name("qualifier", row["qualifier"]), written)


def growth_rates(datasette: Any, report_id: str, rows: list[Row]) -> Figure:
    """Draw what grew and fell by how much; a value that is expected or aimed at is told from one that was reached."""
    lines = []
    for row in rows:
        period = said(row["period_label_en"], row["period_label_zh"])
        place = said(row["place_en"], row["place_zh"])
        status = Cell(code_name("status", row["status"]), row["status"], number=False)
        basis = Cell(code_name("basis", row["basis"]) if row["basis"] else "", number=False)
        cells = [
            Cell(change(row), row["change_percent"]),
            status,
            basis,
            Cell(data(row["quote"], "zh-Hans"), number=False),
        ]
        note = parted(*(part for part in (place, period) if part))
        url = row_url(datasette, DATABASE, "observations", row["observation_id"])
        lines.append(Line(said(row["name_en"], row["name_zh"]), cells, note, url))
    summary = t("The report states no growth rate.")
    if rows:
        targets = sum(row["status"] == "target" for row in rows)
        summary = parted(
            t("{n} growth rates, {targets} of them targets", n=len(rows), targets=targets),
            told(t("highest:"), lines[0].label, lines[0].cells[0].text),
            told(t("lowest:"), lines[-1].label, lines[-1].cells[0].text),
        )
    columns = [
        Column("change", t("Change in per cent")),
        Column("status", column_title("status", "observations"), number=False),
        Column("", column_title("basis", "observations"), number=False),
        Column("", t("As written"), number=False),
    ]
    return Figure(
        "growth-rates",
        "changes",
        t("What grew and what fell"),
        t(
            "Each bar is one growth rate that the report states, in per cent; falls point left. Solid bars were reached, hatched ones are expected, empty ones are targets. Multiples count as per cent: an increase by 3.5 times is 350%."  # noqa: E501
        ),
        summary,
        t("Change in per cent"),
        column_title("indicator_id", "observations"),
        columns,
        [Block("", lines)],
        [*canned(datasette, report_id, "growth_rates"), own(datasette, report_id, "growth_rates")],
    )


def rows_by_theme(datasette: Any, report_id: str, rows: list[Row]) -> Figure:
    """Draw how many observations, projects, policies and promises each theme has."""
    lines = [Line(theme_name(row), [number(row[table]) for table in THEMED]) for row in rows]
    summary = t("The report has no such rows.")
    if rows:
        named = [row for row in rows if row["theme_id"]] or rows
        tops = [(table, max(named, key=itemgetter(table))) for table in THEMED]
        summary = told(
            t("Themes with most rows:"),
            parted(
                *(
                    told(colon(table_title(table)), theme_name(row), f"{row[table]:,}")
                    for table, row in tops
                    if row[table]
                )
            ),
        )
    return Figure(
        "themes",
        "panels",
        t("What the report is about"),
        t(
            "How many values, projects, policies and promises each theme has; all bars have one scale, the themes with most rows stand first."  # noqa: E501
        ),
        summary,
        t("Number of rows"),
        column_title("theme_id"),
        [Column(table, table_title(table)) for table in THEMED],
        [Block("", lines)],
        [*canned(datasette, report_id, "values_by_theme"), own(datasette, report_id, "rows_by_theme")],
    )


def project_pipeline(datasette: Any, report_id: str, rows: list[Row]) -> Figure:
    """Draw how far the projects of each theme are, as reported and as promised."""
    order = [code.code for code in CODELISTS["project_status"]]
    frames = [code.code for code in CODELISTS["timeframe"]]
    found = {(row["timeframe"], row["project_status"]) for row in rows}
    stages = [(frame, status) for frame in frames for status in order if (frame, status) in found]
    themes: dict[str | None, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in rows:
        themes[row["theme_id"]][row["timeframe"], row["project_status"]] = row["projects"]
    names = {row["theme_id"]: theme_name(row) for row in rows}
    ranked = sorted(themes, key=lambda key: (key is None, -sum(themes[key].values()), str(key)))
    lines = [Line(names[key], [number(themes[key].get(stage, 0)) for stage in stages]) for key in ranked]
    summary = t("The report names no project.")
    if rows:
        summary = largest_groups(rows)
    groups = [(code_name("timeframe", frame), sum(stage[0] == frame for stage in stages)) for frame in frames]
    return Figure(
        "project-pipeline",
        "matrix",
        t("How far the projects are"),
        t(
            "Each cell is the number of projects of a theme (down) with a status (across); darker is more. What the report says was done stands apart from what it promises. A project with several statuses counts in each; an empty cell means none."  # noqa: E501
        ),
        summary,
        t("Number of projects"),
        column_title("theme_id"),
        [Column("-".join(stage), code_name("project_status", stage[1])) for stage in stages],
        [Block("", lines)],
        [table_link(datasette, report_id, "project_pipeline"), own(datasette, report_id, "project_pipeline")],
        [group for group in groups if group[1]],
    )


def promises_by_theme(datasette: Any, report_id: str, rows: list[Row]) -> Figure:
    """Draw how many promises of each theme one could check."""
    kinds = [code.code for code in CODELISTS["checkability"]]
    lines = [
        Line(theme_name(row), [*(number(row[kind]) for kind in kinds), number(sum(row[kind] for kind in kinds))])
        for row in rows
    ]
    definite, total = sum(row["definite"] for row in rows), sum(row[kind] for row in rows for kind in kinds)
    summary = t(
        "{definite} of {n} promises ({percent}) are definite: one can check a year later whether they were kept.",
        definite=f"{definite:,}", n=f"{total:,}", percent=percent(share(definite, total)),
    )  # fmt: skip
    return Figure(
        "promises",
        "stacks",
        t("Which promises can be checked"),
        t(
            "Promises by theme. A definite promise names a deliverable, document, event or count; a directional one says where things are to go."  # noqa: E501
        ),
        summary if rows else t("The report makes no promise."),
        t("Number of promises"),
        column_title("theme_id"),
        [*(Column(kind, code_name("checkability", kind)) for kind in kinds), Column("", t("together"))],
        [Block("", lines)],
        [*canned(datasette, report_id, "definite_promises"), own(datasette, report_id, "promises_by_theme")],
    )


def coverage(datasette: Any, report_id: str, rows: list[Row]) -> Figure:
    """Draw what became of every sentence and every numeral of the text."""
    counted = {(row["table_name"], row["code"]): row["number"] for row in rows}
    blocks, totals = [], {}
    for table, column in (("sentences", "decision"), ("numerals", "role")):
        codes = [code.code for code in CODELISTS[column]]
        totals[table] = sum(counted.get((table, code), 0) for code in codes)
        lines = []
        for code in codes:
            n = counted.get((table, code), 0)
            part = share(n, totals[table])
            lines.append(Line(Markup.escape(code_name(column, code)), [number(n), Cell(percent(part), part)]))
        blocks.append(Block(told(colon(table_title(table)), f"{totals[table]:,}"), lines))
    rows_yielded = counted.get(("sentences", "rows"), 0)
    values = sum(counted.get(("numerals", role), 0) for role in VALUES)
    open_ones = counted.get(("sentences", "unreviewed"), 0), counted.get(("numerals", "unresolved"), 0)
    summary = t(
        "{yielding} of {sentences} sentences ({part}) yield rows and {values} of {numerals} numerals ({other}) are values or targets. Not accounted for: {unreviewed} sentences and {unresolved} numerals.",  # noqa: E501
        yielding=rows_yielded, sentences=totals["sentences"], part=percent(share(rows_yielded, totals["sentences"])),
        values=values, numerals=totals["numerals"], other=percent(share(values, totals["numerals"])),
        unreviewed=open_ones[0], unresolved=open_ones[1],
    )  # fmt: skip
    return Figure(
        "coverage",
        "shares",
        t("How much of the text is accounted for"),
        t(
            "What became of every sentence and of every numeral of the text, in per cent of all. Those that yield no row have a reason; an empty bar means none."  # noqa: E501
        ),
        summary,
        t("Share in per cent"),
        t("Kind"),
        [Column("number", t("Number")), Column("share", t("Share"))],
        blocks,
        [
            *canned(datasette, report_id, "sentences_by_decision", "numerals_by_role"),
            table_link(datasette, report_id, "coverage"),
            own(datasette, report_id, "coverage"),
        ],
    )
