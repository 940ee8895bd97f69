"""The tools `list_projects` and `list_policies`: what is undertaken, with every passage that says what became of it."""

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
from gongbao.assist.arguments import Paging, PlaceId, ReportId, Theme, Words
from gongbao.assist.choices import From
from gongbao.assist.library import Build, Row
from gongbao.assist.listing import Filters, Listed, Page, asking, listed

SAID = 6  # passages told of one undertaking, the newest report's first
Timeframe = Annotated[
    str | None,
    From("codes:timeframe"),
    Field(
        description="reported: the report tells it of the past year; planned: it announces it for the next. With "
        "`status`: the status it is reported in, or is to reach.",
        examples=["planned"],
    ),
]


class ProjectArguments(Paging):
    """What projects are asked for; everything given must fit."""

    theme: Theme = None
    status: Annotated[
        str | None,
        From("codes:project_status"),
        Field(description="Status; without `timeframe` the latest one.", examples=["under_construction"]),
    ] = None
    timeframe: Timeframe = None
    kind: Annotated[str | None, From("codes:project_type"), Field(description="What is undertaken.")] = None
    place: PlaceId = None
    report_id: ReportId = None
    words: Words = None


class PolicyArguments(Paging):
    """What policies are asked for; everything given must fit."""

    theme: Theme = None
    status: Annotated[
        str | None,
        From("codes:policy_status"),
        Field(description="Status; without `timeframe` the latest one.", examples=["issued"]),
    ] = None
    timeframe: Timeframe = None
    kind: Annotated[str | None, From("codes:policy_type"), Field(description="What kind of document or measure.")] = (
        None
    )
    level: Annotated[str | None, From("codes:policy_level"), Field(description="Whose policy it is.")] = None
    report_id: ReportId = None
    words: Words = None


class Mention(Part):
    """A passage that says what became of an undertaking, or what is to become of it."""

    mention_id: str
    status: str
    timeframe: str
    status_quote: str
    receipt: Receipt


class Undertaking(Part):
    """Base of projects and policies."""

    name_zh: str
    name_en: str | None
    theme_id: str | None
    latest_report_id: str | None = Field(
        description="The newest report that mentions it: as of then its latest status."
    )
    mentions: list[Mention]
    mentioned: int = Field(description="Passages there are; more than are given for what many reports mention.")
    doubts: list[Doubt]
    read_by_machine: bool

    def told(self, row_id: str, kind: str, latest: str | None) -> str:
        """Return an undertaking in lines: its names, then its passages."""
        head = f"- {row_id}: {both(self.name_en, self.name_zh)} · {kind} · latest status {latest or 'not told'}"
        passages = [
            f"    {mention.timeframe} {mention.status} (“{flat(mention.status_quote)}”){pointed(mention.receipt)}"
            for mention in self.mentions
        ]
        return "\n".join([f"{head}{spoken(self.doubts, self.read_by_machine)}", *passages])


class Project(Undertaking):
    """A particular undertaking: something that is built, founded, held or brought about."""

    project_id: str
    project_type: str
    place_id: str | None
    latest_project_status: str | None


class Policy(Undertaking):
    """A policy, plan, reform or agreement."""

    policy_id: str
    policy_type: str
    policy_level: str
    formal_title: str | None
    latest_policy_status: str | None


class Projects(Listed):
    """Projects that fit the question."""

    projects: list[Project]

    def lines(self) -> Iterable[str]:
        """Return every project with its passages."""
        told = [p.told(p.project_id, p.project_type, p.latest_project_status) for p in self.projects]
        return self.frame(told)


class Policies(Listed):
    """Policies that fit the question."""

    policies: list[Policy]

    def lines(self) -> Iterable[str]:
        """Return every policy with its passages."""
        told = [
            p.told(p.policy_id, f"{p.policy_type}, {p.policy_level}", p.latest_policy_status) for p in self.policies
        ]
        return self.frame(told)


async def list_projects(build: Build, asked: ProjectArguments) -> Projects:
    """Return projects with what the reports say of them."""
    given = {"theme_id": asked.theme, "project_type": asked.kind, "place_id": asked.place, "report_id": asked.report_id}
    filters = asking(given, asked.words, _status_in_view(asked.status, asked.timeframe))

    async def fill(page: Page, frame: dict[str, Any]) -> Projects:
        found = await build.rows_with("projects", "project_id", (row["project_id"] for row in page.rows))
        rows = {row["project_id"]: row for row in found}
        ordered = [rows[row["project_id"]] for row in page.rows]
        told = await _tell(build, "projects", "project", ordered)
        projects = [Project(**own(Project, row), **told[i]) for i, row in enumerate(ordered)]
        mentions = [_codes("project", mention) for project in projects for mention in project.mentions]
        return Projects(
            **frame,
            reports=await _reports(build, projects),
            codes=meanings_of(ordered, ("project_type", "latest_project_status"))
            + meanings_of(mentions, ("project_status", "timeframe")),
            projects=projects,
        )

    return await listed(build, "projects_flat", filters, asked.limit, asked.cursor, fill)


def _status_in_view(status: str | None, timeframe: str | None) -> Filters:
    """Return the filters of the reading view of projects, which lists their statuses by timeframe."""
    if timeframe:
        return [(f"status_{timeframe}__contains", status)] if status else [(f"status_{timeframe}__notblank", "1")]
    return [("latest_project_status", status)] if status else []


async def list_policies(build: Build, asked: PolicyArguments) -> Policies:
    """Return policies with what the reports say of them."""
    given = {"theme_id": asked.theme, "policy_type": asked.kind, "policy_level": asked.level}
    more: Filters = []
    within = {"report_id": asked.report_id, "timeframe": asked.timeframe}
    if asked.status and not asked.timeframe:
        more.append(("latest_policy_status", asked.status))
    elif asked.status:
        within["policy_status"] = asked.status
    conditions = " and ".join(f"{name} = '{value}'" for name, value in within.items() if value)
    if conditions:  # ids and codes that are known, and need no escape
        more.append(("_where", f"policy_id in (select policy_id from policy_mentions where {conditions})"))

    async def fill(page: Page, frame: dict[str, Any]) -> Policies:
        told = await _tell(build, "policies", "policy", page.rows)
        policies = [Policy(**own(Policy, row), **told[i]) for i, row in enumerate(page.rows)]
        mentions = [_codes("policy", mention) for policy in policies for mention in policy.mentions]
        return Policies(
            **frame,
            reports=await _reports(build, policies),
            codes=meanings_of(page.rows, ("policy_type", "policy_level", "latest_policy_status"))
            + meanings_of(mentions, ("policy_status", "timeframe")),
            policies=policies,
        )

    return await listed(build, "policies", asking(given, asked.words, more), asked.limit, asked.cursor, fill)


async def _tell(build: Build, table: str, kind: str, rows: list[Row]) -> list[dict[str, Any]]:
    """Return of every row of projects or policies what stands in other tables: its mentions and doubts."""
    key = f"{kind}_id"
    ids = [row[key] for row in rows]
    doubts = await doubts_of(build, table, ids)
    newest = "order by (select year_covered from reports r where r.report_id = m.report_id) desc, m.char_start"
    passages: dict[str, list[Mention]] = {}
    for row in await build.rows_with(f"{kind}_mentions m", key, ids, newest):
        mention = Mention(
            mention_id=row[f"{kind}_mention_id"],
            status=row[f"{kind}_status"],
            receipt=receipt_of(row),
            **{name: row[name] for name in ("timeframe", "status_quote")},
        )
        passages.setdefault(row[key], []).append(mention)
    return [
        {
            "mentions": passages.get(row[key], [])[:SAID],
            "mentioned": len(passages.get(row[key], [])),
            "doubts": doubts.get(row[key], []),
            "read_by_machine": await is_machine(build, row),
        }
        for row in rows
    ]


def _codes(kind: str, mention: Mention) -> Row:
    return {f"{kind}_status": mention.status, "timeframe": mention.timeframe}


async def _reports(build: Build, rows: Iterable[Undertaking]) -> list[Any]:
    return await reports_of(build, (mention.receipt.model_dump() for row in rows for mention in row.mentions))
