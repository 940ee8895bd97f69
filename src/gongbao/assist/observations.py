"""The tool `list_observations`: values of indicators, each with unit, qualifier, period, basis, status and receipt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from gongbao.assist.answers import (
    Doubt,
    Part,
    Receipt,
    both,
    doubts_of,
    flat,
    is_machine,
    meanings_of,
    own,
    pointed,
    receipt_of,
    reports_of,
    spoken,
)
from gongbao.assist.arguments import LONGEST, Paging, PlaceId, ReportId, Theme, Words
from gongbao.assist.choices import From, Like, names_from, near_to
from gongbao.assist.library import Build, Refusal, Row
from gongbao.assist.listing import Filters, Listed, Page, asking, listed
from gongbao.site.search.searching import Question, search
from gongbao.site.search.subjects import is_named
from gongbao.site.wording.names import DATABASE

VIEW = "observations_flat"
CODES = ("status", "measure", "qualifier", "direction", "basis")
NEAR = 5


class ObservationArguments(Paging):
    """What observations are asked for; everything given must fit."""

    indicator: Annotated[
        str | None,
        Like(("indicators",)),
        Field(
            max_length=LONGEST,
            description="An indicator, by its id, its name in Chinese or English, or words of it; several are told "
            "apart in the answer. Leave it out to list by theme, status, place or year.",
        ),
    ] = None
    theme: Theme = None
    status: Annotated[
        str | None,
        From("codes:status"),
        Field(
            description="actual (happened), estimated (the report’s own estimate) or target (promised).",
            examples=["target"],
        ),
    ] = None
    measure: Annotated[
        str | None,
        From("codes:measure"),
        Field(description="What kind of number: a level, a flow of a period, a growth rate, a share, a rank …"),
    ] = None
    place: PlaceId = None
    year: int | None = Field(
        None, ge=1900, le=2200, description="Year in which the value’s period ends.", examples=[2021]
    )
    report_id: ReportId = None
    words: Words = None


class Indicator(Part):
    """A concept that is measured."""

    indicator_id: str
    name_zh: str
    name_en: str
    definition_zh: str | None
    definition_en: str | None


class Observation(Part):
    """One value of one indicator."""

    observation_id: str
    indicator_id: str | None
    statement_zh: str
    statement_en: str
    value: float | int | None
    value_min: float | int | None
    value_max: float | int | None
    unit_id: str | None
    unit_zh: str | None
    unit_en: str | None
    qualifier: str
    measure: str
    direction: str
    basis: str | None
    change_percent: float | int | None
    status: str
    period_start: str | None
    period_end: str | None
    period_label_zh: str | None
    period_label_en: str | None
    place_id: str
    place_en: str | None
    project_id: str | None
    policy_id: str | None
    note_en: str | None
    note_zh: str | None
    receipt: Receipt
    doubts: list[Doubt]
    read_by_machine: bool

    def line(self) -> str:
        """Return the observation in a line."""
        about = [self.status, self.qualifier, *([f"basis {self.basis}"] if self.basis else [])]
        note = f" · note: {flat(self.note_en)}" if self.note_en else ""
        said = f"{self.observation_id}: {both(self.statement_en, self.statement_zh)} · {', '.join(about)}"
        return f"- {said}{pointed(self.receipt)}{note}{spoken(self.doubts, self.read_by_machine)}"


class Observations(Listed):
    """Values that fit the question."""

    indicators: list[Indicator]
    observations: list[Observation]

    def lines(self) -> Iterable[str]:
        """Return every value in a line."""
        return self.frame([observation.line() for observation in self.observations])


async def list_observations(build: Build, asked: ObservationArguments) -> Observations:
    """Return values with all that a reader must know of them."""
    filters = await filters_of(build, asked)

    async def fill(page: Page, frame: dict[str, Any]) -> Observations:
        ids = [row["observation_id"] for row in page.rows]
        doubts = await doubts_of(build, "observations", ids)
        indicators = await build.rows_with(
            "indicators", "indicator_id", (row["indicator_id"] for row in page.rows if row["indicator_id"])
        )
        return Observations(
            **frame,
            reports=await reports_of(build, page.rows),
            codes=meanings_of(page.rows, CODES),
            indicators=[Indicator(**own(Indicator, row)) for row in indicators],
            observations=[await observation_of(build, row, doubts) for row in page.rows],
        )

    return await listed(build, VIEW, filters, asked.limit, asked.cursor, fill)


async def observation_of(build: Build, row: Row, doubts: dict[str, list[Doubt]]) -> Observation:
    """Return a row of the reading view as an answer has it."""
    return Observation(
        **own(Observation, row),
        receipt=receipt_of(row),
        doubts=doubts.get(row["observation_id"], []),
        read_by_machine=await is_machine(build, row),
    )


async def filters_of(build: Build, asked: ObservationArguments) -> Filters:
    """Return the filters of the reading view that say what is asked."""
    ids = await indicators_like(build, asked.indicator) if asked.indicator else []
    given = {
        "indicator_id" if len(ids) == 1 else "indicator_id__in": ",".join(ids),
        "theme_id": asked.theme,
        "status": asked.status,
        "measure": asked.measure,
        "place_id": asked.place,
        "report_id": asked.report_id,
        "period_end__startswith": str(asked.year) if asked.year else None,
    }
    return asking(given, asked.words)


async def indicators_like(build: Build, given: str) -> list[str]:
    """Return the ids of the indicators that words name; raises Refusal, with the nearest, where there is none."""
    known = await names_from(build, "indicators")
    named = [row_id for row_id, names in known.items() if is_named(given, row_id, *names)]
    if named:
        return named
    found = await search(build.datasette.get_database(DATABASE), Question(given, kind="indicators"))
    hits = [hit["indicator_id"] for group in found.groups for hit in group.hits]
    if hits:
        return hits
    near = "; ".join(near_to(known, given, NEAR))
    raise Refusal(
        f"indicator: none of the {len(known)} indicators is called “{given}” or tells of it. "
        f"{f'Nearest: {near}. ' if near else ''}The tool search looks into all tables."
    )
