"""The tool `describe_dataset`: what is here, in which version, under which licence, and how it is cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from datasette.utils import escape_sqlite
from pydantic import Field

from gongbao.assist.answers import STYLE, Answer, Part, Report, both, report_of, source_of
from gongbao.assist.arguments import Arguments
from gongbao.assist.choices import From, names_from
from gongbao.assist.library import Build
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES
from gongbao.seeds.dataset import Dataset
from gongbao.site.wording.labels import views
from gongbao.site.wording.names import DATABASE

REPORTS = 50


class AboutArguments(Arguments):
    """How the dataset shall be cited."""

    style: Annotated[str, From("styles"), Field(description="Format of the citation.", examples=["gbt7714"])] = STYLE


class Table(Part):
    """A table or reading view."""

    name: str
    kind: str = Field(description="table, or view: tables joined for reading.")
    rows: int
    title_zh: str
    title_en: str
    about_en: str


class Named(Part):
    """An id with its names."""

    id: str
    name_zh: str
    name_en: str


class Release(Part):
    """A published version, which stays as it was."""

    version: str
    released_on: str | None
    rows: int
    summary_en: str
    withdrawn: bool


class Licence(Part):
    """A licence with what it covers."""

    name: str
    title: str
    url: str
    covers_en: str
    covers_zh: str


class AboutAnswer(Answer):
    """What the dataset holds and how it is used."""

    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    publisher: str
    sha256: str = Field(description="Of the database file that answers.")
    licences: list[Licence]
    reports: list[Report]
    report_count: int
    tables: list[Table]
    themes: list[Named]
    releases: list[Release]

    def lines(self) -> Iterable[str]:
        """Return what is here, in lines."""
        yield both(self.title_en, self.title_zh)
        yield f"{self.description_en} {self.description_zh}"
        yield f"Version {self.source.version}, released {self.source.released or 'not yet'}, by {self.publisher}."
        yield from (f"Licence {each.title} ({each.url}): {each.covers_en}" for each in self.licences)
        yield f"{self.report_count} reports:"
        yield from (
            f"- {report.report_id}: {both(report.title_en, report.title_zh)}, covers {report.year_covered}"
            f"{' · READ BY MACHINE, checked by nobody' if report.read_by_machine else ''}"
            for report in self.reports
        )
        yield "Tables and views (rows):"
        yield from (f"- {table.name} ({table.rows}): {table.about_en}" for table in self.tables)
        yield f"Themes: {'; '.join(f'{theme.id} ({both(theme.name_en, theme.name_zh)})' for theme in self.themes)}"
        yield f"Releases: {', '.join(release.version for release in self.releases)}"


async def describe_dataset(build: Build, asked: AboutArguments) -> AboutAnswer:
    """Return what is here."""
    dataset = Dataset.model_validate(build.datasette.metadata("gongbao")["dataset"])
    reports = await build.rows("select * from reports order by year_covered desc, report_id")
    themes = await names_from(build, "themes")
    releases = await build.rows("select * from releases order by position desc")
    return AboutAnswer(
        source=await source_of(build, style=asked.style),
        **{name: getattr(dataset, name) for name in ("title_zh", "title_en", "description_zh", "publisher")},
        description_en=dataset.description_en.strip(),
        sha256=build.datasette.get_database(DATABASE).hash,
        licences=[
            Licence(name=each.name, title=each.title, url=each.path, covers_en=each.covers_en, covers_zh=each.covers_zh)
            for each in dataset.licences
        ],
        reports=[report_of(row) for row in reports[:REPORTS]],
        report_count=len(reports),
        tables=await tables_of(build),
        themes=[Named(id=row_id, name_zh=zh, name_en=en) for row_id, (zh, en) in themes.items()],
        releases=[
            Release(
                version=row["version"],
                released_on=row["released_on"],
                rows=row["row_count"],
                summary_en=row["summary_en"],
                withdrawn=bool(row["withdrawn_on"]),
            )
            for row in releases
        ],
    )


async def tables_of(build: Build) -> list[Table]:
    """Return the tables and views of the current data with the number of their rows."""
    known = [
        *((view, "view", each.title_zh, each.title_en, each.about_en) for view, each in views().items()),
        *((each.table, "table", each.caption_zh, each.caption_en, each.about_en) for each in (*TABLES, *HISTORY)),
    ]
    found = []
    for name, kind, chinese, english, about in known:
        if await build.has(DATABASE, name):
            (counted,) = await build.rows(f"select count(*) as n from {escape_sqlite(name)}")
            found.append(
                Table(name=name, kind=kind, rows=counted["n"], title_zh=chinese, title_en=english, about_en=about)
            )
    return found
